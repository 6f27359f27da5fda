"""What the page of a year costs: a fixed number of questions, none of which walks the notices."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import event

from tests.notices import NOON, TENDER, Press, result, won
from trading.store.engine import Store
from trading.store.tables import metadata

DAY = timedelta(days=1)
YEAR = "/statistics/2026"
# The questions about open loops begin with lots that have no outcome, never with all of them.
TABLES = {"notices", "lots", "awards", "acts", "processes", "results", "standings"}


@contextmanager
def asked_of(store: Store) -> Iterator[list[tuple[str, object]]]:
    """Every question to the database inside, with its values."""
    said: list[tuple[str, object]] = []

    def note(_c: object, _cur: object, statement: str, values: object, *_: object) -> None:
        said.append((statement, values))

    with store.reading() as session:
        reader = session.get_bind().engine
    event.listen(reader, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(reader, "before_cursor_execute", note)


def questions(store: Store, reader: FlaskClient) -> list[tuple[str, object]]:
    with asked_of(store) as said:
        assert reader.get(YEAR).status_code == 200
    return [one for one in said if one[0].startswith("SELECT")]


def test_the_page_of_a_year_asks_as_much_of_a_long_history_as_of_a_short_one(
    press: Press, reader: FlaskClient, sqlite_store: Store
) -> None:
    (tender,) = press(TENDER).numbers
    press.after(tender, result(won(1), won(2)), now=NOON + DAY)
    few = len(questions(sqlite_store, reader))
    for place in range(8):
        other = replace(TENDER, project_code=f"HD-9{place}", process_title=f"项目{place}")
        (number,) = press(other, now=NOON + (2 + 2 * place) * DAY).numbers
        later = NOON.date() + (3 + 2 * place) * DAY
        told = replace(
            result(*(replace(won(lot), decided_on=later) for lot in (1, 2))),
            project_code=other.project_code,
            process_title=other.process_title,
        )
        press.after(number, told, now=NOON + (3 + 2 * place) * DAY)
    many = questions(sqlite_store, reader)
    assert 0 < len(many) <= few


def test_no_question_of_a_year_walks_the_notices(
    press: Press, reader: FlaskClient, sqlite_store: Store
) -> None:
    (tender,) = press(TENDER).numbers
    press.after(tender, result(won(1)), now=NOON + DAY)
    found = questions(sqlite_store, reader)
    assert found
    assert metadata.tables.keys() >= TABLES
    with sqlite_store.engine.connect() as connection:
        for statement, values in found:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            walked = [row[3].split()[1] for row in plan if row[3].startswith("SCAN ")]
            assert not TABLES.intersection(walked), (statement, walked)
