"""Open loops are never given from before: an opening and a result being written turn the page."""

from collections.abc import Callable
from csv import DictReader
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from flask.testing import FlaskClient

from tests.clocks import FixedClock
from tests.notices import NOON, TENDER, Press, open_site, result, won
from trading.config import Settings
from trading.domain.drafts import NoticeDraft
from trading.services import drafting
from trading.store.engine import Session, Store
from trading.store.notices import find_notice
from trading.store.turning import revision_of

OPENED_LATER = replace(
    TENDER, tender=replace(TENDER.tender, opening_at=NOON + timedelta(days=21, hours=2))
)
DECIDED = result(won(1), won(2, fen=85_000_00))


def told(reader: FlaskClient) -> tuple[int, int, int]:
    """The number of open loops on the year's page of figures, in its file, and of its rows."""
    (figure,) = [
        one
        for one in reader.get("/statistics/2026.json").get_json()["figures"]
        if one["name"] == "open_loops"
    ]
    row = next(
        line
        for line in reader.get("/statistics/2026.csv").get_data(as_text=True).splitlines()
        if line.startswith("open_loops,")
    )
    rows = reader.get("/statistics/2026/open_loops.csv").get_data(as_text=True).splitlines()
    return figure["value"], int(row.split(",")[5]), len(rows) - 1


def test_an_opening_after_the_deadline_turns_what_is_kept(
    press: Press, reader: FlaskClient, office_clock: FixedClock
) -> None:
    press(OPENED_LATER)
    office_clock.set(NOON + timedelta(days=21, hours=1))
    assert told(reader) == (0, 0, 0)
    kept = reader.get("/statistics/2026/open_loops.csv").headers["ETag"]
    office_clock.pass_by(hours=1)
    assert told(reader) == (1, 1, 1)
    again = reader.get("/statistics/2026/open_loops.csv", headers={"If-None-Match": kept})
    assert again.status_code == 200


def test_a_result_that_is_written_or_thrown_away_turns_what_is_kept(
    press: Press, reader: FlaskClient, sqlite_store: Store
) -> None:
    (number,) = press(TENDER).numbers
    undecided = replace(DECIDED, awards=(replace(won(1), decided_on=None),))
    assert told(reader) == (0, 0, 0)
    with sqlite_store.writing() as session:
        process = find_notice(session, number).row.process_id
        draft = drafting.start(session, DECIDED, by=press.staff, now=NOON, process_id=process)
    assert told(reader) == (1, 1, 1)
    text = reader.get("/statistics/2026/open_loops.csv").get_data().decode("utf-8-sig")
    (row,) = DictReader(StringIO(text))
    assert (row["kind"], row["process"]) == ("award", number)
    assert (row["lots"], row["since"]) == ("", ""), "of a draft nothing is public"
    with sqlite_store.writing() as session:
        drafting.revise(session, draft, undecided, revision=1, by=press.staff, now=NOON)
    assert told(reader) == (0, 0, 0)
    with sqlite_store.writing() as session:
        drafting.revise(session, draft, DECIDED, revision=2, by=press.staff, now=NOON)
    assert told(reader) == (1, 1, 1)
    with sqlite_store.writing() as session:
        drafting.discard(session, draft, by=press.staff, now=NOON)
    assert told(reader) == (0, 0, 0)


@pytest.mark.parametrize(
    ("content", "raised"), [(TENDER, 0), (DECIDED, 1), (replace(DECIDED, title="又一份"), 1)]
)
def test_only_a_decision_tells_readers_of_a_draft(
    store: Store, settings: Settings, content: NoticeDraft, raised: int
) -> None:
    open_site(store)
    press = Press(store, settings)

    def by(change: Callable[[Session], object]) -> int:
        with store.writing() as session:
            before = revision_of(session) or 0
            change(session)
            return (revision_of(session) or 0) - before

    drafts: list[int] = []
    start = by(
        lambda session: drafts.append(drafting.start(session, content, by=press.staff, now=NOON))
    )
    again = replace(content, project_code="另一个编号")
    same = by(
        lambda session: drafting.revise(
            session, drafts[0], again, revision=1, by=press.staff, now=NOON
        )
    )
    assert (start, same) == (raised, 0)
