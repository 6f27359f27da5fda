"""Dates of tenders on either database: bounded, nearest first, and never found by reading all."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import sqlite

from tests.notices import NOON, TENDER, Press, open_site
from tests.store.test_list_plans import ASKED, escaped
from trading.config import Settings
from trading.domain.calendar import day_of
from trading.store import dates
from trading.store.dates import KINDS, dates_query, tender_dates
from trading.store.engine import Store
from trading.store.lists import NoticeFilter


def test_of_many_dates_the_next_and_the_last_are_kept(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_site(store)
    press = Press(store, settings)
    assert TENDER.tender is not None
    for n in range(8):
        at = NOON + timedelta(days=21 + n)
        tender = replace(TENDER.tender, deadline=at, opening_at=at + timedelta(hours=1))
        press(replace(TENDER, project_code=f"HD-{n}", tender=tender))
    monkeypatch.setattr(dates, "MOST_AHEAD", 3)
    monkeypatch.setattr(dates, "MOST_BACK", 2)
    today = day_of(NOON) + timedelta(days=25)
    with store.reading() as session:
        found = tender_dates(session, NoticeFilter(), today=today)
    told = [((one.at - NOON) // timedelta(days=1), one.kind) for one in found]
    assert told == [
        *((24, "deadline"), (24, "opening")),
        *((25, "deadline"), (25, "opening"), (26, "deadline")),
    ]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("end", [None, NOON])
@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_no_calendar_reads_every_notice(
    sqlite_store: Store, asked: dict[str, object], kind: str, end: None
) -> None:
    wanted = NoticeFilter(**asked)  # type: ignore[arg-type]
    query = dates_query(wanted, kind, start=NOON - timedelta(days=30), end=end)
    compiled = query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    with sqlite_store.reading() as session:
        run = session.connection().execute
        plan = [row[3] for row in run(text("EXPLAIN QUERY PLAN " + escaped(str(compiled))))]
    for step in plan:
        if step.startswith("SCAN"):
            assert "INDEX" in step or "VIRTUAL TABLE" in step, plan
