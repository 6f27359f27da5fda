"""Causes: whatever is spoilt in the roll-up, the page of the year names the sum and its rows."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import col, delete, select

from tests.notices import TENDER, Press, result, won
from tests.web.pages import Read, read
from trading.store.engine import Store
from trading.store.tables import ResultRow, Total

DAY = timedelta(days=1)
YEAR = "/statistics/2026"


@pytest.fixture(autouse=True)
def award(press: Press) -> str:
    """A tender of two lots and its result, whose number this is."""
    (tender,) = press(TENDER).numbers
    (number,) = press.after(tender, result(won(1, fen=48_000_100), won(2))).numbers
    return number


def spoil(store: Store, *, dimension: str, figure: str, by: int = 7) -> None:
    found = select(Total).where(Total.dimension == dimension, Total.figure == figure)
    with store.writing() as session:
        stored = session.exec(found).all()
        assert stored
        for one in stored:
            one.value += by


def causes(reader: FlaskClient) -> tuple[Read, list[str]]:
    page = read(reader, YEAR)
    assert "本年有数字互相对不上" in page.main
    return page, page.of_class("false")


@pytest.mark.parametrize(
    ("dimension", "figure", "label", "sums"),
    [
        ("month", "disclosures", "3月 公开", "汇总9次，明细2次"),
        ("category", "trades", "工程建设 进场交易", "汇总9次，明细2次"),
        ("region", "notices", "某县 公告", "汇总9条，明细2条"),
        ("method", "award_notices_trading", "公开招标 含本年成交", "汇总8条，明细1条"),
        ("type", "tender_notices", "招标公告 招标公告", "汇总8条，明细1条"),
        ("buyer", "trades", "某县建设局 进场交易", "汇总9次，明细2次"),
    ],
)
def test_a_group_that_is_not_its_rows_is_named_and_opens_to_them(
    reader: FlaskClient, sqlite_store: Store, dimension: str, figure: str, label: str, sums: str
) -> None:
    spoil(sqlite_store, dimension=dimension, figure=figure)
    page, said = causes(reader)
    label = label.replace("某县 ", f"{region_of(page)} ")
    assert f"{label}：{sums}" in said
    assert sums.split("，明细")[1][0] in read(reader, page.links[label]).main


def region_of(page: Read) -> str:
    """What the one region is called."""
    (table,) = [one for one in page.all("table") if "按行政区划" in "".join(one.itertext())]
    return "".join(page.all("th", page.all("tbody", table)[0])[0].itertext())


def test_money_is_told_in_its_unit(reader: FlaskClient, sqlite_store: Store) -> None:
    spoil(sqlite_store, dimension="category", figure="trade_total", by=1_000_000)
    page, said = causes(reader)
    (amounts,) = [one for one in said if one.startswith("工程建设 交易总额")]
    assert "万元，明细" in amounts
    assert amounts.endswith("万元")
    assert "万元 ≠ " in page.main
    assert "万元，明细为" in read(reader, f"{YEAR}/trade_total?category=construction").main


@pytest.mark.parametrize(
    ("dimension", "key", "figure", "said"),
    [
        ("month", "13", "trades", "13月 进场交易：汇总7次，明细0次"),
        ("buyer", "99", "trades", "99 进场交易：汇总7次，明细0次"),
        ("type", "plan", "award_notices", "采购计划 中标公告：汇总7条，明细0条"),
        ("category", "construction", "fortune", "工程建设 fortune：汇总7，明细0"),
    ],
)
def test_a_sum_in_a_group_without_rows_or_of_no_figure_is_named(  # noqa: PLR0913
    reader: FlaskClient, sqlite_store: Store, dimension: str, key: str, figure: str, said: str
) -> None:
    with sqlite_store.writing() as session:
        for basis in ("decided", "published"):
            where = {"basis": basis, "year": 2026, "dimension": dimension, "figure": figure}
            session.merge(Total(**where, key=key, value=7))
    _, lines = causes(reader)
    assert said in lines


def test_a_buyer_whose_sum_is_gone_is_named(reader: FlaskClient, sqlite_store: Store) -> None:
    with sqlite_store.writing() as session:
        session.exec(delete(Total).where(col(Total.dimension) == "buyer"))
    page, said = causes(reader)
    assert "某县建设局 进场交易：汇总0次，明细2次" in said
    assert page.links["某县建设局 进场交易"].startswith(f"{YEAR}/trades?buyer=")


def test_a_row_in_no_part_is_named(reader: FlaskClient, sqlite_store: Store, award: str) -> None:
    """The result and its sums are lost alike: no sum tells, only the notice that lacks one."""
    with sqlite_store.writing() as session:
        session.exec(delete(ResultRow))
        session.exec(delete(Total).where(col(Total.figure).like("award_notices_%")))
        session.exec(delete(Total).where(col(Total.figure).like("results_%")))
    page, said = causes(reader)
    assert "C不相等，两边相差1条。" in said
    assert any(award in one for one in said)
    assert page.links[award] == f"/notices/{award}"


def test_an_identity_says_what_it_compares(reader: FlaskClient) -> None:
    page = read(reader, YEAR)
    assert "两边都是：进场交易 2次" in page.main
    assert "公告 2条 = 采购计划 0条 + 招标公告 1条" in page.main
    assert "以费率、单价成交，未计入总额 0宗 = 以费率或下浮率成交 0宗" in page.main
