"""Statistics: every figure opens to its rows, on the page, as JSON and as CSV."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any  # JSON members
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select, update

from tests.notices import NOON, TENDER, Press, result, won
from tests.web.pages import read
from trading.config import Settings
from trading.domain.codes import PriceForm
from trading.domain.definitions import DEFINITIONS
from trading.domain.drafts import AwardDraft, Entered, FailedLot, LotDraft, Party
from trading.services import tallying
from trading.store.engine import Store
from trading.store.tables import Award, Notice
from trading.web import create_app

DAY = timedelta(days=1)
SIX_LOTS = replace(
    TENDER,
    project_code="HD-006",
    lots=tuple(
        LotDraft(number=n, title=f"{n}标段", content="道路", ceiling=Entered(900_000_00))
        for n in range(1, 7)
    ),
)
CONSORTIUM = AwardDraft(
    lots=(1, 2),
    suppliers=(Party(name="甲公司"), Party(name="=乙公司")),
    amount=Entered(1_200_000_50),
    decided_on=NOON.date() + 2 * DAY,
)
AT_A_RATE = AwardDraft(
    lots=(3,),
    suppliers=(Party(name="丙公司"),),
    price_form=PriceForm.RATE,
    rate_text="下浮8%",
    decided_on=NOON.date() + 2 * DAY,
)
IN_DOLLARS = replace(won(4, fen=9_00), currency="USD")
UNKNOWN = replace(won(5), amount=None, amount_note="据实结算")


def outcome(*awards: AwardDraft, failed: Sequence[FailedLot] = ()) -> Any:
    """An award notice of `SIX_LOTS`."""
    decided = {lot for one in awards for lot in one.lots} | {one.lot for one in failed}
    return replace(
        result(),
        project_code="HD-006",
        lots=tuple(LotDraft(number=n, title=f"{n}标段") for n in sorted(decided)),
        awards=awards,
        failed=tuple(failed),
    )


@pytest.fixture
def year(press: Press) -> list[str]:
    """Three acts of March 2026: two tenders; all outcomes there are; a winner who gave up."""
    first, second = press(SIX_LOTS, TENDER).numbers
    lost = FailedLot(lot=6, reason="不足三家")
    (results,) = press.after(
        first,
        outcome(CONSORTIUM, AT_A_RATE, IN_DOLLARS, UNKNOWN, failed=[lost]),
        now=NOON + 3 * DAY,
    ).numbers
    (given_up,) = press.after(second, result(won(1, fen=80_000_00)), now=NOON + 4 * DAY).numbers
    new = won(1, fen=70_000_07, by="丁公司", why="放弃")
    (instead,) = press.after(second, result(new), now=NOON + 5 * DAY).numbers
    return [first, second, results, given_up, instead]


EXPECTED = {
    "trades": 6,
    "trade_total": 1_270_000_57,
    "disclosures": 4,
    "notices": 5,
    "withdrawn": 0,
    "plan_notices": 0,
    "tender_notices": 2,
    "correction_notices": 0,
    "candidate_notices": 0,
    "award_notices": 3,
    "termination_notices": 0,
    "contract_notices": 0,
    "lots_offered": 8,
    "lots_failed": 1,
    "lots_terminated": 0,
    "savings": 1_029_999_43,
    "savings_rate": 4478,
    "premium": 0,
    "premium_rate": None,
    "on_time_rate": 10000,
    "open_loops": 0,
    "channel_web": 5,
}


def lines(reader: FlaskClient, figure: str, year: int = 2026) -> list[dict[str, str]]:
    """The CSV of a figure, read as a spreadsheet would."""
    answer = reader.get(f"/statistics/{year}/{figure}.csv")
    assert (answer.status_code, answer.content_type) == (200, "text/csv; charset=utf-8")
    text = answer.data.decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


@pytest.mark.parametrize("name", DEFINITIONS)
def test_a_figure_is_the_same_on_every_page_and_equals_its_rows(
    year: list[str], reader: FlaskClient, name: str
) -> None:
    (members,) = [
        one for one in reader.get("/statistics/2026.json").json["figures"] if one["name"] == name
    ]
    page = read(reader, f"/statistics/2026/{name}")
    rows = lines(reader, name)
    unit = members["unit"]
    assert members["value"] == EXPECTED[name]
    assert page.heading == f"2026年{members['label']}：{members['text']}"
    if members["text"]:
        links = read(reader, "/statistics/2026").links
        assert links[members["text"]].startswith("/statistics/2026/")
    assert len(page.rows) == len(rows)
    if name == "trade_total":
        assert sum(100 * Decimal(row["amount"] or 0) for row in rows) == EXPECTED[name]
        assert "6行合计127.000057万元" in page.main
    elif unit == "fen":
        assert sum(100 * Decimal(row["value"] or 0) for row in rows) == EXPECTED[name]
    elif unit == "basis_point":
        assert len(rows) == members["coverage"]["covered"]
    else:
        assert len(rows) == EXPECTED[name]
        assert ("没有。" in page.main) is (EXPECTED[name] == 0)


def test_the_rows_of_trades_say_what_counts_and_why_the_rest_does_not(
    year: list[str], reader: FlaskClient
) -> None:
    _, _, results, _, instead = year
    page = read(reader, "/statistics/2026/trades")
    assert [row[1:] for row in page.rows] == [
        ["河东路改造", "4标段", "某县建设局", "甲公司", "外币，不计", results],
        ["河东路改造", "5标段", "某县建设局", "甲公司", "未填金额", results],
        ["河东路改造", "一标段", "某县建设局", "丁公司", "7.000007万元", instead],
        ["河东路改造", "1标段", "某县建设局", "甲公司、=乙公司", "120.00005万元", results],
        [
            "河东路改造",
            "2标段",
            "某县建设局",
            "甲公司、=乙公司",
            "与同一结果的首个标段合计",
            results,
        ],
        ["河东路改造", "3标段", "某县建设局", "丙公司", "费率或单价，不计", results],
    ]
    assert page.links[results] == f"/notices/{results}"
    assert [row[0] for row in page.rows] == ["2026-03-02"] * 3 + ["2026-03-04"] * 3


def test_the_csv_of_trades_has_one_row_a_lot_and_amounts_in_yuan(
    year: list[str], reader: FlaskClient
) -> None:
    first, _, results, _, _ = year
    rows = lines(reader, "trades")
    assert rows[3] == {
        "process": first,
        "title": "河东路改造",
        "lot": "1标段",
        "category": "construction",
        "buyer": "某县建设局",
        "suppliers": "甲公司、=乙公司",
        "date": "2026-03-04",
        "date_stated": "yes",
        "notice": results,
        "amount": "1200000.50",
        "excluded": "",
        "price_form": "amount",
        "currency": "CNY",
        "limit": "1800000.00",
        "value": "",
    }
    assert [(row["amount"], row["excluded"]) for row in rows] == [
        ("", "foreign_currency"),
        ("", "no_amount"),
        ("70000.07", ""),
        ("1200000.50", ""),
        ("", ""),
        ("", "rate_or_unit_price"),
    ]


def test_the_rows_of_disclosures_are_acts_with_the_notices_they_published(
    year: list[str], reader: FlaskClient
) -> None:
    first, second, *others = year
    assert [(row["notices"], row["numbers"]) for row in lines(reader, "disclosures")] == [
        ("2", f"{first} {second}"),
        *(("1", number) for number in others),
    ]
    page = read(reader, "/statistics/2026/disclosures")
    assert page.rows[0] == ["2026-03-02 12:00", "2", f"{first}、{second}"]


@pytest.mark.parametrize(
    "name", ["=SUM(A1)", "+1", "-1", "@x", " =1", "\u3000=1", "＝1", "＋1", "－1", "＠x"]
)
def test_a_name_that_a_spreadsheet_would_run_stands_as_text(
    press: Press, reader: FlaskClient, name: str
) -> None:
    press(replace(TENDER, process_title=f"{name}", buyer=replace(TENDER.buyer, name=name)))
    (row, _) = lines(reader, "lots_offered")
    assert row["title"].startswith("'")
    assert row["buyer"].startswith("'")
    assert row["title"].endswith(name.strip())


@pytest.mark.parametrize(
    ("figure", "header"),
    [
        ("plan_notices", "number,published_at,type,category,title,buyer"),
        ("disclosures", "published_at,notices,numbers"),
        ("lots_failed", "process,title,lot,category,buyer,suppliers,date,date_stated,notice"),
    ],
)
def test_an_empty_csv_still_has_the_header_of_its_kind(
    reader: FlaskClient, figure: str, header: str
) -> None:
    text = reader.get(f"/statistics/2026/{figure}.csv").data.decode()
    assert text.removeprefix("\ufeff").startswith(header)
    assert text.count("\r\n") == 1


def test_json_has_exactly_the_promised_members(year: list[str], reader: FlaskClient) -> None:
    members = reader.get("/statistics/2026.json").json
    assert members.keys() == {
        *("year", "as_of", "basis", "revision", "figures", "by", "bridge", "identities", "note"),
        "restated",
    }
    assert (members["year"], members["basis"]) == (2026, "decided")
    assert members["as_of"] == "2026-03-07T12:00:00+08:00"
    assert members["note"].startswith("4次、共5条；")
    figures = {one["name"]: one for one in members["figures"]}
    foreign = figures.pop("trade_total_usd")
    assert {name: one["value"] for name, one in figures.items()} == EXPECTED
    assert (foreign["value"], foreign["currency"], foreign["text"]) == (9_00, "USD", "9.00美元")
    plain = {"name", "value", "unit", "label", "text", "definition", "definition_en", "rows"}
    for name, one in figures.items():
        money = {"currency", "floor_text"} if one["unit"] == "fen" else set()
        assert plain | money <= one.keys(), name
    assert figures["savings_rate"]["coverage"] == {"covered": 3, "of": 6, "awards": 2}
    assert figures["savings_rate"]["ratio"] == {"part": 1_029_999_43, "whole": 2_300_000_00}
    trades, total = figures["trades"], figures["trade_total"]
    assert [trades[key] for key in ("unit", "label", "text")] == ["lot", "进场交易", "6次"]
    assert trades["rows"] == "https://ggzy.example/statistics/2026/trades"
    assert [total[key] for key in ("unit", "currency", "label", "text", "floor_text")] == [
        *("fen", "CNY", "交易总额", "127.000057万元", "127余万元")
    ]
    assert total["excluded"] == {"rate_or_unit_price": 1, "no_amount": 1, "foreign_currency": 1}


def test_json_says_how_figures_add_up(year: list[str], reader: FlaskClient) -> None:
    members = reader.get("/statistics/2026.json").json
    assert {
        one["name"]: (one["whole"]["value"], [part["value"] for part in one["parts"]])
        for one in members["bridge"]
    } == {"A": (8, [6, 0, 1, 0, 1]), "B": (6, [6, 0, 0]), "C": (3, [2, 0, 1, 0])}
    assert all(one["holds"] for one in (*members["bridge"], *members["identities"]))
    assert len(members["identities"]) == 11
    assert {"name": "months = year", "holds": True} in members["identities"]
    by = members["by"]
    assert by.keys() == {"month", "category", "type", "buyer", "method", "region"}
    for name in ("trades", "trade_total", "notices"):
        for dimension in by.keys() - {"type"}:
            assert sum(one.get(name, 0) for one in by[dimension]) == EXPECTED[name], dimension
    assert [(one["key"], one["label"], one["notices"]) for one in by["type"]] == [
        ("tender", "招标公告", 2),
        ("award", "中标结果公告", 3),
    ]


def test_the_year_says_its_sentence_its_basis_and_how_it_adds_up(
    year: list[str], reader: FlaskClient
) -> None:
    page = read(reader, "/statistics/2026")
    assert page.of_class("sentence")[1:2] == [
        "今年公共资源交易中心累计进场交易6次,交易总额127余万元。"
        "网络平台及时将招标公告、中标公示等重要事项及时进行公开计4次,"
        "其中招标公告2条、中标公告3条。"
    ]
    assert "4次、共5条" in page.main
    assert "统计口径：按定标（成交）日期归入年度" in page.main
    assert "截至最近一次发布 2026-03-07 12:00" in page.main
    assert (
        "B（本年成交的标段，从哪里来）：进场交易 6 = 本年招标的标段 6"
        " + 以前年度招标的标段 0 + 未在本站招标的标段 0" in page.main
    )
    assert "以费率、单价成交，未计入总额 1宗" in page.main
    assert page.head("alternate")[:2] == ["/statistics/2026.json", "/statistics/2026.csv"]
    assert page.main.count("成立") == 11
    assert "不成立" not in page.main


def test_every_table_tells_money_out_from_money_in(press: Press, reader: FlaskClient) -> None:
    """Works take it out, property brings it in; the sum is the volume of trade (domain.md §2)."""
    sale = replace(
        result(won(1, fen=5_000_00)),
        project_code="CQ-001",
        category="property",
        method="listing",
        buyer=replace(TENDER.buyer, name="某县国资公司"),
    )
    press(result(won(1), won(2, fen=1_00, by="乙公司")))
    press(sale, now=NOON + DAY)
    page = read(reader, "/statistics/2026")
    assert "其中支出类（工程、采购）48.0001万元，收入类（土地、矿业权、产权）0.5万元。" in page.main
    assert [row for row in page.rows if len(row) == 6] == [
        ["3月", "3", "48.50", "48.00", "0.50", "2"],
        ["公开招标", "2", "48.00", "48.00", "0.00", "1"],
        ["挂牌", "1", "0.50", "0.00", "0.50", "1"],
        ["汤原县", "3", "48.50", "48.00", "0.50", "2"],
        ["某县建设局", "2", "48.00", "48.00", "0.00", "1"],
        ["某县国资公司", "1", "0.50", "0.00", "0.50", "1"],
    ]
    assert ["工程建设", "2", "48.00", "1"] in page.rows
    assert ["国有产权", "1", "0.50", "1"] in page.rows
    of_year, *_ = read(reader, "/statistics").rows
    assert of_year[2] == "48.5001万元支出类48.0001万元收入类0.5万元"


def test_the_years_are_listed_newest_first_with_their_main_figures(
    press: Press, reader: FlaskClient
) -> None:
    assert "还没有发布过公告。" in read(reader, "/statistics").main
    (number,) = press(TENDER).numbers
    decided = replace(TENDER, process_title="旧项目", project_code="HD-000")
    old = replace(
        result(replace(won(1), decided_on=NOON.date().replace(year=2025))),
        process_title=decided.process_title,
        project_code=decided.project_code,
    )
    press(old, now=NOON + DAY)
    page = read(reader, "/statistics")
    assert [row[:3] for row in page.rows[:2]] == [
        ["2026", "0次", "0万元支出类0万元收入类0万元"],
        ["2025", "1次", "48万元支出类48万元收入类0万元"],
    ]
    assert page.links["2026"] == "/statistics/2026"
    assert number


def test_on_the_other_basis_the_publication_dates_a_trade(
    press: Press, reader: FlaskClient, settings: Settings, sqlite_store: Store, office: Flask
) -> None:
    """A result decided in 2025 and published in 2026, without a tender here."""
    decided = replace(won(1), decided_on=NOON.date().replace(year=2025))
    press(result(decided))
    other = replace(settings, year_basis="published")
    published = create_app(other, store=sqlite_store).test_client()
    for one, year, lots in (
        (reader, 2025, 1),
        (reader, 2026, 0),
        (published, 2026, 1),
        (published, 2025, 0),
    ):
        assert one.get(f"/statistics/{year}.json").json["figures"][0]["value"] == lots
        assert len(lines(one, "trades", year)) == lots
    assert "统计口径：按发布日期归入年度" in read(published, "/statistics/2026").main


def test_a_trade_without_a_decision_date_says_so_in_its_row(
    year: list[str], reader: FlaskClient, sqlite_store: Store
) -> None:
    with sqlite_store.writing() as session:
        session.exec(update(Award).values(decided_on=None))
        tallying.rebuild(session)
    assert {row["date_stated"] for row in lines(reader, "trades")} == {"no"}
    page = read(reader, "/statistics/2026/trades")
    assert page.main.count("未写定标日期，以首次发布日计") == 6
    assert read(reader, "/statistics/2026/lots_offered").main.count("未写定标日期") == 0


def test_a_year_whose_sentence_is_refused_says_why_and_opens_what_is_left_out(
    year: list[str], reader: FlaskClient, sqlite_store: Store
) -> None:
    """Corrections cannot be published yet, so one is put where history will bring it."""
    with sqlite_store.writing() as session:
        one = session.exec(select(Notice)).first()
        assert one is not None
        members = one.model_dump(exclude={"id"}) | {"type": "correction", "family": "correction"}
        session.add(Notice(**members | {"number": "202603020009", "sequence": 6}))
        session.flush()
        tallying.rebuild(session)
    page = read(reader, "/statistics/2026")
    assert len(page.of_class("sentence")) == 2
    (why,) = page.of_class("banner")
    assert why.endswith("加起来不等于全年公告6条：还有更正公告1条，请换一种句式")
    assert page.links["更正公告1条"] == "/statistics/2026/correction_notices"
    assert "note" not in reader.get("/statistics/2026.json").json


@pytest.mark.parametrize(
    "address",
    [
        "/statistics/1948",
        "/statistics/2200",
        "/statistics/99999999999999999999",
        "/statistics/-2016",
        "/statistics/heute",
        "/statistics/2200.json",
        "/statistics/2200/trades",
        "/statistics/2200/trades.csv",
        "/statistics/2026/fortune",
        "/statistics/2026/fortune.csv",
        "/statistics/2026/trades.exe",
        "/statistics/2026/",
    ],
)
def test_a_year_or_figure_that_cannot_be_is_not_found(
    year: list[str], reader: FlaskClient, address: str
) -> None:
    assert reader.get(address).status_code == 404


def test_a_year_has_one_address(year: list[str], reader: FlaskClient) -> None:
    assert reader.get("/statistics/2026").status_code == 200
    for other in ("02026", quote("２０２６"), "+2026"):
        for rest in ("", ".json", "/trades", "/trades.csv"):
            assert reader.get(f"/statistics/{other}{rest}").status_code == 404, other + rest


def test_an_unknown_figure_is_answered_with_those_there_are(reader: FlaskClient) -> None:
    page = read(reader, "/statistics/2026/fortune", status=404)
    assert "没有这项统计；可用：trades、trade_total、disclosures" in page.main


def test_a_year_without_notices_is_all_noughts(reader: FlaskClient) -> None:
    members = reader.get("/statistics/2031.json").json
    values = {one["name"]: one["value"] for one in members["figures"]}
    unknown = {name for name, value in values.items() if value is None}
    assert unknown == {"savings_rate", "premium_rate", "on_time_rate"}
    assert {value for name, value in values.items() if name not in unknown} == {0}
    assert "as_of" not in members
    assert "2031年没有发布过公告" in read(reader, "/statistics/2031").main
