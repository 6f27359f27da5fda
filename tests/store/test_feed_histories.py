"""Feeds after whatever an office does: every item once, in order, on pages that never change."""

import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import psycopg
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.notices import NOON, TENDER, Press, open_site, result, won
from trading.config import Settings
from trading.domain.codes import CorrectionReason, Family, NoticeType, Outcome
from trading.domain.drafts import FailedLot, NoticeDraft
from trading.domain.errors import TradingError
from trading.services import correcting, withdrawing
from trading.store.engine import Store
from trading.store.feed_entries import FeedEntry, entries_after, entries_for_feed, entries_of_pages
from trading.store.feed_pages import closed_page, feed_of, open_pages
from trading.store.lists import NoticeFilter
from trading.store.notices import find_notice
from trading.store.sites import read_site

PAGE, AFTER = 3, 2  # a page closes, and reading forward stops, after so few
CATEGORIES = ("construction", "procurement")
NAMED = [
    NoticeFilter(family=families, category=categories)
    for families in ((), *((one.value,) for one in Family))
    for categories in ((), *((one,) for one in CATEGORIES))
]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["tender", "tender", "award", "end", "correct", "withdraw", "move in"]),
        st.integers(0, 9),
    ),
    max_size=25,
)


@dataclass(frozen=True)
class Seen:
    """An item that readers should meet."""

    number: str
    gone: bool
    sequence: int
    family: str
    category: str
    archived: bool

    def is_in(self, wanted: NoticeFilter) -> bool:
        families, categories = wanted.family or (self.family,), wanted.category or (self.category,)
        return self.family in families and self.category in categories


@dataclass
class Office:
    """An office that does one thing after another, and what readers should meet of it."""

    press: Press
    sequence: int = 0
    seen: list[Seen] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        return NOON + timedelta(minutes=self.sequence)

    def does(self, step: str, choice: int) -> None:
        """One thing; what the rules refuse does not happen."""
        if step == "tender":
            category, code = CATEGORIES[choice % 2], f"HD-{self.sequence}"
            made = replace(TENDER, category=category, project_code=code)
            self.appears(self.press(made, now=self.now).numbers[0])
        elif self.seen:
            does: dict[str, Callable[[Seen], None]] = {
                "award": lambda one: self.follows(one, result(won(1))),
                "end": lambda one: self.follows(one, ENDED),
                "correct": self.corrects,
                "withdraw": self.withdraws,
                "move in": self.moves_in,
            }
            try:
                does[step](self.seen[-1 - choice % len(self.seen)])
            except TradingError:
                return

    def follows(self, one: Seen, content: NoticeDraft) -> None:
        made = replace(content, category=one.category)
        self.appears(self.press.after(one.number, made, now=self.now).numbers[0])

    def corrects(self, one: Seen) -> None:
        with self.press.store.reading() as session:
            begun = correcting.begin(session, one.number)
            assert begun.correction is not None
            told = replace(
                begun.correction, reason_code=CorrectionReason.CLERICAL, reason="原文有误"
            )
            lots = (replace(begun.lots[0], title=f"一标段第{self.sequence}版"), *begun.lots[1:])
            begun = replace(begun, correction=told, lots=lots)
            settled = correcting.settled(session, begun)
        self.appears(self.press.after(one.number, settled, now=self.now).numbers[0])

    def withdraws(self, one: Seen) -> None:
        with self.press.store.writing() as session:
            site, by = read_site(session, self.press.settings), self.press.staff
            withdrawing.withdraw(session, one.number, reason="重复", by=by, now=self.now, site=site)
        self.sequence += 1
        self.seen.append(replace(one, gone=True, sequence=self.sequence))

    def moves_in(self, one: Seen) -> None:
        """At most one after each act: the press has no further place for it."""
        if not any(other.archived and not other.gone for other in self.seen[-1:]):
            dated = NOON - timedelta(days=400 + len(self.seen))
            number = self.press.moved_in(one.number, TENDER, dated=dated)
            self.appears(number, archived=True)

    def appears(self, number: str, *, archived: bool = False) -> None:
        self.sequence += not archived
        place = self.sequence + 1_000_000 * archived
        with self.press.store.reading() as session:
            row = find_notice(session, number).row
        assert row.sequence == place
        self.seen.append(Seen(number, False, place, row.family, row.category, archived))


ENDED = replace(
    result(failed=(FailedLot(lot=2, outcome=Outcome.TERMINATED, reason="规划调整"),)),
    type=NoticeType.TERMINATION,
    title="终止公告",
    award=None,
)
Items = list[tuple[str, bool]]


def items(entries: list[FeedEntry]) -> Items:
    return [(one.row.number, one.is_withdrawal) for one in entries]


def due(office: Office, wanted: NoticeFilter, *, archived: bool = False) -> Items:
    """What readers should meet of a list, oldest first."""
    order = sorted(office.seen, key=lambda one: one.sequence)
    kept = [one for one in order if one.is_in(wanted) and (archived or not one.archived)]
    return [(one.number, one.gone) for one in kept]


def walked(store: Store, wanted: NoticeFilter) -> tuple[Items, dict[int, Items]]:
    """All that the open document and the pages behind it hold, newest first; and each page."""
    name = feed_of(wanted)
    assert name is not None
    with store.reading() as session:
        pages = open_pages(session, name)
        found = items(entries_of_pages(session, wanted, pages))
        assert found == items(entries_for_feed(session, wanted))
        closed = {}
        for number in range(pages.closed, 0, -1):
            page = closed_page(session, name, number)
            assert page is not None
            closed[number] = items(entries_of_pages(session, wanted, page))
        assert closed_page(session, name, pages.closed + 1) is None
    for number in range(pages.shown - 1, 0, -1):
        found += closed[number]
    return found, closed


def read_on(store: Store, wanted: NoticeFilter, sequence: int) -> Items:
    """All that comes after a sequence, a few at a time."""
    found: Items = []
    more = True
    with store.reading() as session:
        while more:
            entries, more = entries_after(session, wanted, sequence)
            assert not more or len(entries) == AFTER
            found += items(entries)
            sequence = entries[-1].sequence if entries else sequence
    return found


def holds_good(store: Store, data_dir: Path, steps: list[tuple[str, int]]) -> None:
    """Let an office do all this, and walk through every feed as it goes."""
    open_site(store)
    office = Office(Press(store, Settings(data_dir=data_dir, database_url="sqlite://")))
    kept: dict[tuple[NoticeFilter, int], Items] = {}
    for step, choice in steps:
        office.does(step, choice)
        _, closed = walked(store, NAMED[0])
        for number, page in closed.items():
            assert kept.setdefault((NAMED[0], number), page) == page
    for wanted in NAMED:
        expected = due(office, wanted)
        found, closed = walked(store, wanted)
        assert found == expected[::-1]
        for number, page in closed.items():
            assert page == expected[(number - 1) * PAGE : number * PAGE][::-1]
        assert read_on(store, wanted, 0) == due(office, wanted, archived=True)
    everything = due(office, NAMED[0], archived=True)
    places = sorted(one.sequence for one in office.seen)
    for at, sequence in enumerate(places, start=1):
        assert read_on(store, NAMED[0], sequence) == everything[at:]


@contextmanager
def small_pages() -> Iterator[None]:
    """Pages that a short history fills."""
    with (
        patch("trading.store.feed_pages.CLOSED_PAGE", PAGE),
        patch("trading.store.feed_entries.CLOSED_PAGE", PAGE),
        patch("trading.store.feed_entries.MOST_AFTER", AFTER),
    ):
        yield


@settings(max_examples=8)
@given(steps=STEPS)
def test_any_history_is_read_once_and_in_order(
    sqlite_template: Path, steps: list[tuple[str, int]]
) -> None:
    with small_pages(), TemporaryDirectory() as folder:
        path = Path(folder, "trading.db")
        shutil.copy(sqlite_template, path)
        store = Store(f"sqlite:///{path.as_posix()}")
        try:
            holds_good(store, Path(folder), steps)
        finally:
            store.close()


@settings(max_examples=2)
@given(steps=STEPS)
def test_any_history_is_read_the_same_from_postgresql(
    postgres: str, steps: list[tuple[str, int]]
) -> None:
    name = f"h{uuid.uuid4().hex}"
    with psycopg.connect(postgres, autocommit=True) as admin, TemporaryDirectory() as folder:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template")
        store = Store(postgres.replace("/postgres?", f"/{name}?"))
        try:
            with small_pages():
                holds_good(store, Path(folder), steps)
        finally:
            store.close()
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
