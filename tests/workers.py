"""What worker processes of one site do at the same moment, each with a store of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from multiprocessing.synchronize import Barrier

from tests.notices import NOON
from tests.reviewed import EVERY_CHECK, tender
from trading.config import Settings
from trading.domain.errors import TradingError
from trading.services import drafting, moving, publishing, reviewing, scheduling
from trading.store import people, sites
from trading.store.drafts import find_draft
from trading.store.engine import Store

WAIT = 60  # seconds until a worker that misses the others gives up
_together: list[Barrier] = []


def meet_at(barrier: Barrier) -> None:
    """Where the workers of a pool wait for each other."""
    _together.append(barrier)


@contextmanager
def at_once(settings: Settings):  # type: ignore[no-untyped-def] # a store, once everybody is there
    """A store of this worker's own, opened; then everybody begins together."""
    store = Store(settings.resolved_database_url)
    assert store.is_ready()
    _together[0].wait(WAIT)
    yield store
    store.close()


def staff(store: Store, name: str) -> int:
    """Somebody's id."""
    with store.reading() as session:
        found = people.staff_named(session, name)
    assert found is not None
    return found.id


def tried(act: Callable[[], str]) -> str:
    """What came of it, or the kind of refusal."""
    try:
        return act()
    except TradingError as refused:
        return type(refused).__name__


def publish_again_and_again(settings: Settings, draft: int, times: int) -> list[str]:
    """Press "publish" so often, from five threads of this worker."""
    with at_once(settings) as store:
        by = staff(store, "editor")

        def press() -> str:
            with store.writing() as session:
                site = sites.read_site(session, settings)
                act = publishing.publish(session, [draft], by=by, now=NOON, site=site)
                return act.numbers[0]

        start = threading.Barrier(5)

        def presses(_: int) -> list[str]:
            start.wait(WAIT)
            return [tried(press) for _ in range(times // 5)]

        with ThreadPoolExecutor(5) as threads:
            return [one for some in threads.map(presses, range(5)) for one in some]


def publish_what_is_due(settings: Settings, now: datetime) -> list[int]:
    """The schedules that this worker published."""
    with at_once(settings) as store:
        found = scheduling.publish_due(store, settings, now=now)
        return [one.schedule for one in found if one.act]


def approve_each(settings: Settings, drafts: list[int], sights: list[str]) -> list[str]:
    """A reviewer who approves what they saw of each."""
    with at_once(settings) as store:
        by = staff(store, "reviewer")

        def approve(draft: int, seen: str) -> str:
            with store.writing() as session:
                reviewing.approve(
                    session, draft, by=by, now=NOON, sha256=seen, checklist=EVERY_CHECK
                )
            return "approved"

        return [
            tried(lambda d=draft, s=seen: approve(d, s))  # type: ignore[misc] # bound at once
            for draft, seen in zip(drafts, sights, strict=True)
        ]


def change_each(settings: Settings, drafts: list[int]) -> list[str]:
    """A writer who takes each back, changes it and hands it in again."""
    with at_once(settings) as store:
        by = staff(store, "editor")

        def change(draft: int) -> str:
            with store.writing() as session:
                reviewing.recall(session, draft, by=by, now=NOON)
            with store.writing() as session:
                revision = find_draft(session, draft).revision
                changed = tender(draft + 1000)
                drafting.revise(session, draft, changed, revision=revision, by=by, now=NOON)
            with store.writing() as session:
                reviewing.submit(session, draft, by=by, now=NOON, reasons={})
            return "changed"

        return [tried(lambda d=draft: change(d)) for draft in drafts]  # type: ignore[misc] # so


def publish_each(settings: Settings, drafts: list[int]) -> list[str]:
    """A colleague who publishes each as soon as it may go out."""
    with at_once(settings) as store:
        by = staff(store, "colleague")

        def press(draft: int) -> str:
            with store.writing() as session:
                site = sites.read_site(session, settings)
                publishing.publish(session, [draft], by=by, now=NOON, site=site)
            return "published"

        return [tried(lambda d=draft: press(d)) for draft in drafts]  # type: ignore[misc] # so


def save_each(settings: Settings, drafts: list[int], name: str) -> list[str]:
    """Somebody who saves each draft once, as it was when they opened it."""
    with at_once(settings) as store:
        by = staff(store, name)
        content = tender(by)

        def save(draft: int) -> str:
            with store.writing() as session:
                drafting.revise(session, draft, content, revision=1, by=by, now=NOON)
            return "saved"

        return [tried(lambda d=draft: save(d)) for draft in drafts]  # type: ignore[misc] # so


def sight(store: Store, draft: int) -> str:
    """What a reviewer's page would name it."""
    with store.reading() as session:
        return moving.fingerprint(find_draft(session, draft))
