"""How SQLite answers what is asked on every day: by the rows that are named, however many others.

A database without statistics, as it is in use, takes every index to be as good as any other.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from tests.families import CANDIDATES, PLAN, ended, signed
from tests.notices import NOON, TENDER, Press, result, won
from tests.web.test_closed_pages import withdraw
from tests.web.test_corrected_pages import correct  # noqa: F401 # a fixture
from trading.store.engine import Store

Asked = dict[str, Any]
BIG = "notices|notice_standings|notice_lots|lots|lot_exits|awards|award_lots|award_suppliers"
BIG += "|standings|processes|organizations|corrections|withdrawals|acts|drafts|draft_steps"
# What thousands of rows have in common: it may give an order, but never say which rows.
COMMON = r"family|type|category|method|region|published|revoked|ended_by|archived|outcome"
# Whole years, in the statistics: their own rooms say how much they may read.
PATHS = (
    "/",
    "/notices",
    "/notices/{tender}",
    "/notices/{award}",
    "/processes/{tender}",
    "/processes/{tender}.rss",
    "/feeds/all.rss",
    "/feeds/tender.atom",
    "/feeds/award-construction.rss",
    "/notices.json?after=0",
    "/notices.rss?type=award&category=construction",
    "/notices.rss?family=tender&year=2026",
)


@pytest.fixture
def asked() -> Iterator[Asked]:
    """Every statement that is run meanwhile, with what it was given last."""
    found: Asked = {}

    def note(_connection: Any, _cursor: Any, statement: str, given: Any, *_rest: Any) -> None:
        many = isinstance(given, list)
        found[statement] = given[0] if many and given else given

    event.listen(Engine, "before_cursor_execute", note)
    yield found
    event.remove(Engine, "before_cursor_execute", note)


def slow(store: Store, asked: Asked) -> list[str]:
    """The statements that read rows which nobody named, each with how."""
    return [
        f"{' '.join(statement.split())}\n    {step}"
        for statement, given in dict(asked).items()
        if statement.startswith(("SELECT", "UPDATE", "DELETE", "INSERT"))
        for step in wrong(statement, plan(store, statement, given))
    ]


def plan(store: Store, statement: str, given: Any) -> list[str]:
    with store.reading() as session:
        rows = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
        return [row[3] for row in rows]


def wrong(statement: str, steps: list[str]) -> Iterator[str]:
    """A scan of a big table; or a look-up by what is common, unless it walks the newest few."""
    few = "LIMIT" in statement or re.match(r"SELECT (max|min)\(", statement)
    walks = few and not any("TEMP B-TREE" in step for step in steps)
    for step in steps:
        if re.match(rf"SCAN ({BIG})\b", step) and not walks:
            yield step
        if re.search(rf"SEARCH .* INDEX \S*({COMMON})", step) and not walks:
            yield step


def test_publishing_reads_only_what_it_publishes(
    press: Press,
    asked: Asked,
    sqlite_store: Store,
    correct: Any,  # noqa: F811
) -> None:
    (plan_,) = press(PLAN).numbers
    for content in (TENDER, CANDIDATES, result(won(1)), signed(1), ended(2)):
        (number,) = press.after(plan_, content).numbers
    (other,) = press(TENDER).numbers
    correct(other, lambda content: replace(content, region="230800"))
    withdraw(press, number)
    assert len(asked) > 80
    assert slow(sqlite_store, asked) == []


def test_reading_what_is_new_reads_nothing_else(
    press: Press, asked: Asked, sqlite_store: Store, reader: FlaskClient
) -> None:
    (tender,) = press(TENDER).numbers
    (award,) = press.after(tender, result(won(1))).numbers
    (gone,) = press.after(tender, ended(2), now=NOON).numbers
    withdraw(press, gone)
    for path in PATHS:
        asked.clear()
        answer = reader.get(path.format(tender=tender, award=award))
        assert answer.status_code == 200, path
        assert asked, path
        assert slow(sqlite_store, asked) == [], path
