"""Freshness: what stands as long as nothing is published and time turns nothing."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from trading.store.engine import DatabaseFailed, Store
from trading.store.turning import next_turn, revision_of
from trading.web.edge.answers import Answer

MOST_BYTES = 32 * 1024 * 1024
_WAIT = 10.0  # seconds for which somebody waits while another builds the same answer
_HOSTS = 64


class Kept:
    """An answer that is kept, and before which moment (in seconds) it may be given."""

    __slots__ = ("answer", "until", "used")

    def __init__(self, answer: Answer, until: float) -> None:
        self.answer, self.until, self.used = answer, until, False


Key = tuple[str, str, str, str]


class Standing:
    """A revision of the site until the next turn: what is kept in it, and for which hosts.

    Moments are numbers of seconds: of all things before an answer, comparing dates took longest.
    All of it goes when the next one comes, so that nothing of it can be given by mistake.
    """

    def __init__(self, revision: int, beat: object, since: float, until: float) -> None:
        self.revision, self.beat, self.since, self.until = revision, beat, since, until
        self.hosts: set[str | None] = set()
        self.kept: dict[Key, Kept] = {}
        self._building: dict[Key, threading.Event] = {}
        self._bytes = 0
        self._changing = threading.Lock()

    @contextmanager
    def building(self, key: Key) -> Iterator[bool]:
        """Whether this one is the first to want the answer; all others wait until it is made."""
        mine = threading.Event()
        with self._changing:
            first = self._building.setdefault(key, mine)
        if first is not mine:
            first.wait(_WAIT)
            yield False
            return
        try:
            yield True
        finally:
            with self._changing:
                del self._building[key]
            mine.set()

    def know(self, host: str | None) -> None:
        """The application answers to this host.

        Within the office it answers to any short name, so that anybody can invent them: when there
        are too many, all are forgotten, and those of readers are soon known again.
        """
        if host is None:
            return
        if len(self.hosts) >= _HOSTS:
            self.hosts.clear()
        self.hosts.add(host)

    def keep(self, key: Key, kept: Kept) -> None:
        """Keep an answer, and make room for it; one that takes an eighth of all is not kept."""
        size = kept.answer.size
        if size > MOST_BYTES // 8:
            return
        with self._changing:
            self._forget(key)
            while self._bytes + size > MOST_BYTES:
                self._evict()
            self.kept[key] = kept
            self._bytes += size

    def _evict(self) -> None:
        """Forget the oldest that nobody asked for since it was looked at last."""
        key = next(iter(self.kept))
        kept = self.kept[key]
        if not kept.used:
            return self._forget(key)
        kept.used = False
        self.kept[key] = self.kept.pop(key)
        return None

    def _forget(self, key: Key) -> None:
        kept = self.kept.pop(key, None)
        if kept is not None:
            self._bytes -= kept.answer.size


class Freshness:
    """Says what stands now; asks the database only when its pulse has beaten."""

    def __init__(self, store: Store, ask_moment: Callable[[], datetime]) -> None:
        self._store, self._ask_moment = store, ask_moment
        self._standing: Standing | None = None
        self._asking = threading.Lock()

    def at(self, now: float) -> Standing | None:
        """What stands at `now` (seconds); None when that cannot be known: nothing kept is given.

        The pulse is felt, and the revision read, before any answer is built in it: an answer can
        only be newer than what it is kept under.
        """
        standing = self._standing
        try:
            beat = self._store.pulse().beat()
            if (
                standing is not None
                and standing.beat == beat
                and standing.since <= now < standing.until
            ):
                return standing
            with self._asking:
                return self._renewed(beat)
        except DatabaseFailed:
            return None

    def _renewed(self, beat: object) -> Standing | None:
        """The same standing while its revision and turn are the same: most commits are drafts."""
        moment = self._ask_moment()
        with self._store.reading() as session:
            revision = revision_of(session)
            until = next_turn(session, moment).timestamp()
        now, standing = moment.timestamp(), self._standing
        if revision is None:
            self._standing = None
        elif standing is not None and _goes_on(standing, revision, now):
            standing.beat, standing.until = beat, until
        else:
            self._standing = Standing(revision, beat, now, until)
        return self._standing


def _goes_on(standing: Standing, revision: int, now: float) -> bool:
    return standing.revision == revision and standing.since <= now < standing.until
