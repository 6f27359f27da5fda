"""Passports: a figure with its exclusions, parts and groups, each open to its rows and hash."""

import csv
import hashlib
import io
import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from tests.notices import NOON, TENDER, Press, result, won
from tests.web.pages import read
from trading.domain.codes import PriceForm
from trading.domain.drafts import AwardDraft, Entered, LotDraft, Party
from trading.store.engine import Store
from trading.store.tables import Total
from trading.web.public import year_files

DAY = timedelta(days=1)
YEAR = "/statistics/2026"
AT_A_RATE = AwardDraft(
    lots=(2,),
    suppliers=(Party(name="丙公司"), Party(name="丁公司")),
    price_form=PriceForm.RATE,
    rate_text="下浮8%",
    decided_on=NOON.date() + 2 * DAY,
)


@pytest.fixture
def year(press: Press) -> str:
    """A tender of two lots: one is won for an amount, the other at a rate by a consortium."""
    (tender,) = press(TENDER).numbers
    press.after(tender, result(won(1, fen=48_000_100), AT_A_RATE), now=NOON + 3 * DAY)
    return tender


def test_a_passport_explains_its_figure(year: str, reader: FlaskClient) -> None:
    page = read(reader, f"{YEAR}/trade_total")
    assert page.heading == "2026年交易总额：48.0001万元"
    assert "Sum of the active awards of exactly those lots" in page.main
    assert "按定标（成交）日期归入年度" in page.main
    assert "以费率、单价成交，未计入总额 1宗" in page.main
    assert "共2行，合计48.0001万元，与汇总数一致" in page.main
    file = reader.get(f"{YEAR}/trade_total.csv")
    digest = hashlib.sha256(file.data).hexdigest()
    assert digest in page.main
    told = reader.get(f"{YEAR}/trade_total.csv.sha256")
    assert told.get_data(as_text=True) == f"{digest}  2026-trade_total.csv\n"


@pytest.mark.parametrize(
    ("query", "heading", "count"),
    [
        ("part=excluded_rate_or_unit_price", "交易总额 · 以费率、单价成交，未计入总额：1宗", 1),
        ("part=trade_total_income", "交易总额 · 其中收入类：0万元", 0),
        ("month=03", "交易总额 · 3月：48.0001万元", 2),
        ("part=trades_rate", "交易总额 · 以费率或下浮率成交：1宗", 1),
        ("category=land", "交易总额 · 土地使用权：0万元", 0),
        ("part=trade_total_spending&month=03", "交易总额 · 其中支出类 · 3月：48.0001万元", 2),
    ],
)
def test_a_part_or_a_group_opens_to_its_rows(
    year: str, reader: FlaskClient, query: str, heading: str, count: int
) -> None:
    page = read(reader, f"{YEAR}/trade_total?{query}")
    assert page.heading == f"2026年{heading}"
    assert len(page.rows) == count
    answer = reader.get(f"{YEAR}/trade_total.csv?{query}").get_data(as_text=True)
    assert len(list(csv.DictReader(io.StringIO(answer)))) == count
    assert hashlib.sha256(answer.encode()).hexdigest() in page.main


def test_every_link_of_a_year_opens_to_as_many_rows_as_it_says(
    year: str, reader: FlaskClient
) -> None:
    page = read(reader, YEAR)
    opened = 0
    for link in page.all("a", page.all("main")[0]):
        address, said = link.get("href", ""), "".join(link.itertext())
        if not address.startswith(f"{YEAR}/") or not said.isdecimal():
            continue
        assert f"共{said}行" in read(reader, address).main, address
        opened += 1
    assert opened > 20


PLACES = ["", "/trades", "/trade_total", "/savings", "/notices", "/on_time_rate"]
GROUPS = [f"{place}?month=03" for place in PLACES[1:]] + ["/trades?category=land"]


@pytest.mark.parametrize("place", [*PLACES, *GROUPS])
def test_a_number_is_called_the_same_where_it_opens(
    year: str, reader: FlaskClient, place: str
) -> None:
    page = read(reader, f"{YEAR}{place}")
    opened = 0
    for link in page.all("a", page.all("main")[0]):
        address, said = link.get("href", ""), "".join(link.itertext())
        if address.startswith(f"{YEAR}/") and re.fullmatch(r"[0-9.]+(宗|条|次|件|万元)", said):
            assert read(reader, address).heading.endswith(f"：{said}"), address
            opened += 1
    assert opened > 0


def test_what_stands_beside_a_group_is_of_the_group(year: str, reader: FlaskClient) -> None:
    march = read(reader, f"{YEAR}/trade_total?month=03")
    assert "以费率、单价成交，未计入总额 1宗" in march.main
    april = read(reader, f"{YEAR}/trade_total?month=04")
    assert "以费率、单价成交，未计入总额 0宗" in april.main
    assert "0个标段可比较，共0个" in read(reader, f"{YEAR}/savings?month=04").main
    where = f"{YEAR}/trade_total?part=excluded_rate_or_unit_price&month=03"
    assert where in [link.get("href") for link in march.all("a")]


def test_a_part_has_the_unit_of_its_rows(year: str, reader: FlaskClient) -> None:
    lots = read(reader, f"{YEAR}/trade_total?part=trades_rate").main
    assert "宗，按标段（包、宗）计" in lots
    replaced = read(reader, f"{YEAR}/trades?part=award_notices_replaced").main
    assert "条，按公告计" in replaced


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("part=fortune", "excluded_rate_or_unit_price"),
        ("colour=red", "part、month、category、buyer、method、region、page"),
        ("month=13", "01、02"),
        ("category=gold", "construction"),
        ("month=03&region=230828", "一次只能选一种分组"),
        ("page=0", "page"),
        ("page=x", "page"),
        ("month=03&month=04", "只能写一次"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_can(
    year: str, reader: FlaskClient, query: str, said: str
) -> None:
    assert said in read(reader, f"{YEAR}/trade_total?{query}", status=400).main


def test_a_passport_has_one_address(year: str, reader: FlaskClient) -> None:
    odd = reader.get(f"{YEAR}/trade_total?month=03&part=trades_rate&page=1")
    assert odd.status_code == 308
    assert odd.location == f"{YEAR}/trade_total?part=trades_rate&month=03"
    assert reader.get(f"{YEAR}/trade_total?page=2").status_code == 404


def test_rows_are_paged_by_fifty(press: Press, reader: FlaskClient) -> None:
    lots = tuple(
        LotDraft(number=n, title=f"{n}标段", content="道路", ceiling=Entered(1_00))
        for n in range(1, 61)
    )
    press(replace(TENDER, lots=lots))
    first = read(reader, f"{YEAR}/lots_offered")
    assert (len(first.rows), "共60行" in first.main) == (50, True)
    assert first.links["下一页"] == f"{YEAR}/lots_offered?page=2"
    assert len(read(reader, f"{YEAR}/lots_offered?page=2").rows) == 10


def spoil(store: Store, *, dimension: str, figure: str) -> None:
    with store.writing() as session:
        for one in session.exec(
            select(Total).where(Total.dimension == dimension, Total.figure == figure)
        ):
            one.value += 7


def test_a_false_identity_is_a_red_line_with_the_rows_that_cause_it(
    year: str, reader: FlaskClient, sqlite_store: Store
) -> None:
    spoil(sqlite_store, dimension="month", figure="trades")
    page = read(reader, YEAR)
    assert "各月之和等于全年：不成立" in page.main
    assert "本年有数字互相对不上" in page.main
    assert "3月 进场交易：汇总9次，明细2次" in page.of_class("false")
    assert page.links["3月 进场交易"] == f"{YEAR}/trades?month=03"
    spoiled = read(reader, f"{YEAR}/trades?month=03")
    assert "汇总数与明细不一致：汇总为9次，明细为2次" in spoiled.main


def test_a_false_bridge_is_a_red_line_with_the_rows_that_cause_it(
    year: str, reader: FlaskClient, sqlite_store: Store
) -> None:
    spoil(sqlite_store, dimension="year", figure="trades_of_year")
    page = read(reader, YEAR)
    assert "B不相等，两边相差-7次。" in page.of_class("false")
    assert page.links["本年招标的标段"] == f"{YEAR}/trades?part=trades_of_year"


def test_a_rounded_table_prints_what_its_rows_do_not_add_up_to(
    press: Press, reader: FlaskClient
) -> None:
    """0.0050 and 0.0050 are printed as 0.01 and 0.01, their sum as 0.01."""
    press(result(replace(won(1, fen=50_00), decided_on=NOON.date() - 40 * DAY)))
    other = replace(result(won(1, fen=50_00)), project_code="HD-7", process_title="另一项目")
    press(other, now=NOON + DAY)
    page = read(reader, YEAR)
    assert "各行四舍五入后与合计相差" in page.main
    assert "-0.01" in page.main


def test_charts_have_a_title_and_words_and_no_inline_style(year: str, reader: FlaskClient) -> None:
    page = read(reader, YEAR)
    pictures = [one for one in page.root.iter() if one.tag.endswith("}svg")]
    assert len(pictures) == 4  # of months and categories; one year has no other beside it
    for one in pictures:
        assert one.get("role") == "img"
        named = [part.get("id") for part in one if part.tag.endswith(("}title", "}desc"))]
        assert " ".join(map(str, named)) == one.get("aria-labelledby")
    assert not [one for one in page.root.iter() if one.get("style")]


@pytest.mark.parametrize(("empty", "charts"), [("2019", 0), ("2027", 2), ("2031", 0)])
def test_a_year_without_anything_has_zeros_and_no_empty_chart(
    year: str, reader: FlaskClient, empty: str, charts: int
) -> None:
    page = read(reader, f"/statistics/{empty}")
    assert f"{empty}年没有发布的公告，也没有成交。" in page.main
    assert "不成立" not in page.main
    assert "与上年全年相比" in read(reader, YEAR).main
    assert "与上年全年相比" not in page.main
    assert "%" not in "".join(row[2] for row in page.rows if len(row) == 4)
    drawn = [one for one in page.root.iter() if one.tag.endswith("}svg")]
    assert len(drawn) == charts
    told = reader.get(f"/statistics/{empty}.csv").get_data(as_text=True)
    assert "trade_total,交易总额,,,,0.00,yuan,CNY" in told
    for place in ("trades", "savings_rate", "open_loops", "organizations"):
        assert read(reader, f"/statistics/{empty}/{place}").answer.status_code == 200


def test_years_are_drawn_since_the_first_that_has_anything(
    year: str, reader: FlaskClient, press: Press
) -> None:
    (table,) = [one for one in read(reader, YEAR).all("table") if "年份" in "".join(one.itertext())]
    assert "2025" not in "".join(table.itertext())
    assert "2026—2028年" in read(reader, "/statistics/2028").main


@pytest.mark.parametrize(
    ("most", "title", "rows"), [(1, "交易明细（前1行，全部见CSV）", 1), (2, "交易明细", 2)]
)
def test_a_workbook_holds_so_many_trades_and_says_where_the_others_are(
    year: str,
    reader: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    most: int,
    title: str,
    rows: int,
) -> None:
    monkeypatch.setattr(year_files, "MOST_IN_WORKBOOK", most)
    book = openpyxl.load_workbook(io.BytesIO(reader.get(f"{YEAR}.xlsx").data))
    told = list(book[title].values)[1:]
    assert (len(told), told[0][5]) == (rows, 480_001)


def test_the_largest_suppliers_list_every_member_of_a_consortium(
    year: str, reader: FlaskClient
) -> None:
    page = read(reader, f"{YEAR}/organizations")
    assert [row[:2] for row in page.rows] == [
        ["某县建设局", "2"],
        ["甲公司", "1"],
        ["丙公司", "1"],
        ["丁公司", "1"],
    ]
    assert [row[-1] for row in page.rows[1:]] == ["0", "1", "1"]
    assert "不可相加" in page.main
    assert page.links["丙公司"].startswith("/suppliers/")


def test_everything_of_a_year_can_be_downloaded(year: str, reader: FlaskClient) -> None:
    answer = reader.get(f"{YEAR}.csv")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    whole = {row["figure"]: row["value"] for row in rows if not row["dimension"]}
    assert (whole["trades"], Decimal(whole["trade_total"])) == ("2", Decimal("480001.00"))
    months = [row for row in rows if (row["dimension"], row["figure"]) == ("month", "trades")]
    assert [(row["key"], row["value"]) for row in months] == [("03", "2")]
    assert reader.get(f"{YEAR}.xlsx").data[:2] == b"PK"
