"""Turning moments: when time alone changes a public page."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.notices import NOON, TENDER, Press, open_site
from trading.config import Settings
from trading.domain.calendar import day_start
from trading.store import schedules
from trading.store.engine import Store
from trading.store.turning import next_turn, raise_revision, revision_of

MIDNIGHT = day_start((NOON + timedelta(days=1)).date())


def test_the_next_turn_is_a_deadline_a_schedule_or_midnight(
    store: Store, database_url: str, tmp_path: Path
) -> None:
    open_site(store)
    press = Press(store, Settings(data_dir=tmp_path, database_url=database_url))
    assert TENDER.tender is not None
    deadline = NOON + timedelta(days=21)
    press(TENDER, replace(TENDER, project_code="2"))

    def turn(now):  # type: ignore[no-untyped-def] # moments
        with store.reading() as session:
            return next_turn(session, now)

    assert turn(NOON) == MIDNIGHT
    assert turn(MIDNIGHT) == MIDNIGHT + timedelta(days=1)
    assert turn(deadline - timedelta(seconds=1)) == deadline
    assert turn(deadline) > deadline
    due = NOON + timedelta(hours=2)
    with store.writing() as session:
        schedules.add_schedule(session, due_at=due, by=press.staff, now=NOON)
    assert turn(NOON) == due
    assert turn(due) == due + timedelta(seconds=1)  # overdue: it is tried again and again


def test_a_revision_can_be_raised_without_a_publication(store: Store) -> None:
    with store.reading() as session:
        assert revision_of(session) is None
    open_site(store)
    with store.writing() as session:
        before = revision_of(session)
        raise_revision(session)
    assert before is not None
    with store.reading() as session:
        assert revision_of(session) == before + 1
