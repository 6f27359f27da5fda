"""A list is the same whichever way it is read, and the same as plain Python would filter it."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest
from sqlmodel import Session

from tests.notices import NOON, TENDER, Press, open_site, result, won
from trading.config import Settings
from trading.domain.drafts import Entered, FailedLot
from trading.services.withdrawing import withdraw
from trading.store.engine import Store
from trading.store.lists import NoticeFilter, count_notices, ways
from trading.store.notice_rows import NoticeRow, as_row, rows
from trading.store.sites import read_site

LATER = NOON + timedelta(days=25)
ASKED: dict[str, tuple[Any, ...]] = {
    "family": ((), ("tender",), ("award", "plan")),
    "category": ((), ("construction",)),
    "min": (None, 1, 590_000_00),
    "max": (None, 590_000_00),
    "open": (False, True),
    "q": ("", "河东"),
    "sort": ("-published", "deadline", "-amount"),
}


@pytest.fixture
def county(store: Store, settings: Settings) -> Store:
    """Tenders of several sums and deadlines; one ended, one withdrawn, one from before the site."""
    open_site(store)
    press = Press(store, settings)
    assert TENDER.tender
    late = replace(TENDER.tender, deadline=LATER + timedelta(days=9), opening_at=None)
    lots = (replace(TENDER.lots[0], ceiling=Entered(7_00)),)
    first, *_, gone = press(
        TENDER,
        replace(TENDER, tender=late, title="晚的"),
        replace(TENDER, lots=lots, title="小的", tender=late),
        replace(TENDER, title="撤销的"),
    ).numbers
    press.after(first, result(won(1), failed=(FailedLot(lot=2, reason="不足三家"),)))
    press.moved_in(first, replace(TENDER, title="旧的"), dated=NOON.replace(year=2015))
    with store.writing() as session:
        site = read_site(session, settings)
        withdraw(session, gone, reason="重复", by=press.staff, now=NOON, site=site)
    return store


def read(session: Session, wanted: NoticeFilter, *, common: bool) -> list[int]:
    return [id_ for query in ways(wanted, common=common) for id_ in session.exec(query.limit(100))]


def wants(row: NoticeRow, wanted: NoticeFilter, at: datetime) -> bool:
    fen, deadline = row.amount_fen, row.deadline
    return (
        (not wanted.family or row.family in wanted.family)
        and (not wanted.category or row.category in wanted.category)
        and (wanted.min is None or (fen is not None and fen >= wanted.min))
        and (wanted.max is None or (fen is not None and fen <= wanted.max))
        and (not wanted.open or (deadline is not None and deadline > at))
        and not (wanted.q and row.withdrawn_at)
    )


def key(one: tuple[int, NoticeRow], sort: str) -> tuple[Any, ...]:
    id_, row = one
    if sort == "deadline":
        return row.deadline is None, row.deadline or LATER, id_
    if sort == "-amount":
        return row.amount_fen is None, -(row.amount_fen or 0), -id_
    return -row.published_at.timestamp(), -row.sequence


def test_every_way_gives_what_plain_python_gives(county: Store) -> None:
    with county.reading() as session:
        every = [(one[0].id, as_row(*one)) for one in session.exec(rows())]
        assert len(every) == 6
        for values in product(*ASKED.values()):
            wanted = NoticeFilter(**dict(zip(ASKED, values, strict=True)), at=LATER)
            right = sorted(
                (one for one in every if wants(one[1], wanted, LATER)),
                key=lambda one: key(one, wanted.sort),
            )
            for common in (True, False):
                assert read(session, wanted, common=common) == [id_ for id_, _ in right], wanted
            assert count_notices(session, wanted) == len(right)
