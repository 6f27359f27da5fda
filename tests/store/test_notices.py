"""Published notices as lists find them, on both databases."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.notices import NOON, TENDER, Press, result, won
from trading.config import Settings
from trading.domain.calendar import SHANGHAI
from trading.domain.drafts import FailedLot, NoticeDraft
from trading.domain.errors import NotFound
from trading.store import sites
from trading.store.engine import Store
from trading.store.lists import (
    NoticeFilter,
    count_notices,
    deadlines_ahead,
    newest,
    page_of_notices,
    years_with_notices,
)
from trading.store.notices import find_notice, notices_of_process, replaced_by

DAY = timedelta(days=1)
LAST_SECOND = datetime(2026, 12, 31, 23, 59, 59, tzinfo=SHANGHAI)


@pytest.fixture
def press(store: Store, settings: Settings) -> Press:
    """Publishes on a site that may."""
    with store.writing() as session:
        sites.add_site(session, authority_year=2026, now=NOON)
        identity = sites.Identity(
            site_name="某县公共资源交易网",
            organization="某县公共资源交易中心",
            region_code="230828",
            site_url="https://ggzy.example",
            authority="ggzy.example",
        )
        sites.save_identity(session, identity)
    return Press(store, settings)


def titled(title: str, **changed: object) -> NoticeDraft:
    return replace(TENDER, title=title, process_title=title, **changed)  # type: ignore[arg-type]


def later(passed: timedelta, title: str) -> NoticeDraft:
    """A tender whose every date is so much later."""
    assert TENDER.tender is not None
    moments = {
        name: getattr(TENDER.tender, name) + passed
        for name in ("documents_from", "documents_until", "deadline", "opening_at")
    }
    return titled(title, tender=replace(TENDER.tender, **moments))


def due(moment: datetime) -> NoticeDraft:
    """A tender whose deadline is at this moment."""
    assert TENDER.tender is not None
    facts = replace(TENDER.tender, deadline=moment, opening_at=moment)
    return titled(f"截止于{moment:%d日}", tender=facts)


def found(store: Store, **asked: object) -> list[str]:
    with store.reading() as session:
        wanted = NoticeFilter(**asked)  # type: ignore[arg-type]
        rows = page_of_notices(session, wanted).rows
        assert count_notices(session, wanted) == len(rows)
    return [row.title for row in rows]


def test_each_filter_narrows_and_values_of_one_kind_are_alternatives(
    press: Press, store: Store
) -> None:
    (tender,) = press(titled("道路", region="230828")).numbers
    press(titled("租赁", category="other", method="listing"), now=NOON + timedelta(hours=1))
    press.after(tender, replace(result(won(1)), title="道路结果"), now=NOON + 2 * DAY)
    assert found(store) == ["道路结果", "租赁", "道路"]
    assert found(store, family=("tender",)) == ["租赁", "道路"]
    assert found(store, family=("tender", "award")) == ["道路结果", "租赁", "道路"]
    assert found(store, type=("award",)) == ["道路结果"]
    assert found(store, category=("construction",), family=("tender",)) == ["道路"]
    assert found(store, family=("plan",)) == []


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("河东路", True),
        ("河东 道路", True),
        ("东", True),
        ("hd-001", True),
        ("ＨＤ－００１", True),
        ("某县建设局", True),
        ("正文第一段", True),
        ("一标段 绿化", True),
        ("河东 桥梁", False),
        ("河路", False),
        ("%", True),  # nothing to search for, so nothing is left out
        ("河%路", False),
        ("河_路", False),
        ("<p>", False),
    ],
)
def test_a_search_finds_every_word_wherever_the_notice_says_it(
    press: Press, store: Store, query: str, is_found: bool
) -> None:
    press(TENDER)
    assert found(store, q=query) == ([TENDER.title] if is_found else [])


def test_a_search_finds_who_won(press: Press, store: Store) -> None:
    (tender,) = press(TENDER).numbers
    press.after(tender, result(won(1, by="北榆建设")))
    assert found(store, q="北榆") == ["河东路改造中标结果公告"]


def test_a_year_begins_and_ends_at_midnight_in_shanghai(press: Press, store: Store) -> None:
    year = LAST_SECOND - NOON
    press(later(year, "岁末"), now=LAST_SECOND)
    press(later(year, "元旦"), now=LAST_SECOND + timedelta(seconds=1))
    assert found(store, year=2026) == ["岁末"]
    assert found(store, year=2027) == ["元旦"]
    with store.reading() as session:
        assert years_with_notices(session) == [2027, 2026]


def test_only_years_with_notices_are_offered(press: Press, store: Store) -> None:
    with store.reading() as session:
        assert years_with_notices(session) == []
    press(TENDER)
    in_2029 = NOON.replace(year=2029)
    press(later(in_2029 - NOON, "三年后"), now=in_2029)
    with store.reading() as session:
        assert years_with_notices(session) == [2029, 2026]


def test_a_list_has_twenty_a_page_in_an_order_that_never_wavers(press: Press, store: Store) -> None:
    press(*(titled(f"第{n:02}号") for n in range(41)))
    with store.reading() as session:
        pages = [page_of_notices(session, NoticeFilter(), page=n) for n in (1, 2, 3)]
        with pytest.raises(NotFound):
            page_of_notices(session, NoticeFilter(), page=4)
    assert [len(page.rows) for page in pages] == [20, 20, 1]
    assert {(page.total, page.pages) for page in pages} == {(41, 3)}
    titles = [row.title for page in pages for row in page.rows]
    assert titles == [f"第{n:02}号" for n in reversed(range(41))]


def test_an_empty_list_has_one_page(store: Store) -> None:
    with store.reading() as session:
        page = page_of_notices(session, NoticeFilter())
    assert (page.rows, page.total, page.page, page.pages) == ((), 0, 1, 1)


def test_deadlines_ahead_are_those_not_passed_the_next_one_first(
    press: Press, store: Store
) -> None:
    at = NOON + 30 * DAY
    for moment in (at + 2 * DAY, at, at + DAY, at - DAY):
        press(due(moment))
    with store.reading() as session:
        ahead = deadlines_ahead(session, at, limit=8)
        assert [row.deadline for row in ahead] == [at + DAY, at + 2 * DAY]
        assert len(deadlines_ahead(session, at, limit=1)) == 1
        before = deadlines_ahead(session, at - timedelta(seconds=1), limit=1)
        assert [row.deadline for row in before] == [at]


def test_moved_in_notices_are_listed_and_counted_but_never_called_new(
    press: Press, store: Store
) -> None:
    (tender,) = press(TENDER).numbers
    old = press.moved_in(tender, titled("旧公告"), dated=NOON.replace(year=2015))
    assert found(store) == [TENDER.title, "旧公告"]
    with store.reading() as session:
        assert [row.number for row in newest(session, "tender", limit=9)] == [tender]
        assert [row.number for row in deadlines_ahead(session, NOON, limit=9)] == [tender]
        assert find_notice(session, old).frozen.stamp.archived
        assert years_with_notices(session) == [2026, 2015]


def test_a_row_says_what_the_notice_announced(press: Press, store: Store) -> None:
    (tender,) = press(TENDER).numbers
    (award,) = press.after(tender, result(won(1, fen=480_000_00), failed=(lost(2),))).numbers
    with store.reading() as session:
        assert find_notice(session, tender).row.amount_fen == 590_000_00
        assert find_notice(session, award).row.amount_fen == 480_000_00
        assert find_notice(session, tender).row.buyer_name == "某县建设局"
        with pytest.raises(NotFound, match="没有编号为202603029999的公告"):
            find_notice(session, "202603029999")


def test_a_replaced_result_knows_what_replaced_it(press: Press, store: Store) -> None:
    (tender,) = press(TENDER).numbers
    (first,) = press.after(tender, result(won(1)), now=NOON + DAY).numbers
    again = result(won(1, by="乙公司", why="中标人放弃"))
    (second,) = press.after(tender, again, now=NOON + 2 * DAY).numbers
    with store.reading() as session:
        assert replaced_by(session, first) == [second]
        assert replaced_by(session, second) == []
        process = find_notice(session, tender).row.process_id
        line = [(row.number, row.replaced) for row in notices_of_process(session, process)]
    assert line == [(tender, False), (first, True), (second, False)]


def lost(number: int) -> FailedLot:
    return FailedLot(lot=number, reason="有效投标人不足三家")
