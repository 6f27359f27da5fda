"""The page of one notice: what was frozen, told whole, and what came after it."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from tests.clocks import FixedClock
from tests.notices import NOON, TENDER, Press, result, won
from tests.web.pages import Read, read
from trading.domain.codes import PriceForm
from trading.domain.drafts import AwardDraft, FailedLot, Party

DAY = timedelta(days=1)
CODE = "91350100M000100Y43"
RATE = AwardDraft(
    lots=(2,),
    suppliers=(Party(name="乙公司", address="省城"), Party(name="丙公司", uscc=CODE)),
    price_form=PriceForm.RATE,
    rate_text="下浮率 8.5%",
    decided_on=NOON.date(),
)


def test_a_tender_page_tells_every_fact_that_the_form_asks_for(
    press: Press, reader: FlaskClient
) -> None:
    agency = Party(
        name="北榆代理", uscc=CODE, address="县城二号", contact="李女士", phone="1234567"
    )
    (number,) = press(replace(TENDER, agency=agency)).numbers
    page = read(reader, f"/notices/{number}")
    assert page.heading == "河东路改造招标公告"
    assert page.facts == {
        "项目名称": "河东路改造",
        "项目编号": "HD-001",
        "交易类别": "工程建设",
        "招标方式": "公开招标",
        "行政区划": "黑龙江省 佳木斯市 汤原县",
        "招标人": "某县建设局",
        "招标人地址": "县城一号",
        "招标人联系方式": "张先生 0454-0000000",
        "代理机构": f"北榆代理（{CODE}）",
        "代理机构地址": "县城二号",
        "代理机构联系方式": "李女士 1234567",
        "投标截止时间": "2026-03-23 12:00",
        "开标时间": "2026-03-23 12:00",
        "开标地点": "第一开标室",
        "招标文件获取时间": "2026-03-03 12:00 至 2026-03-10 12:00",
        "招标文件获取方式": "网上下载",
        "资格要求": "施工总承包三级以上",
        "联合体": "不接受",
        "资金来源": "财政资金",
    }
    (lots,) = page.of_class("lots")
    assert lots.startswith("一标段 内容道路最高限价50万元（500,000.00元） 二标段")
    assert page.of_class("text") == ["正文第一段"]


def test_the_deadline_is_open_until_its_second_and_passed_from_then_on(
    reader: FlaskClient, tender: str, office_clock: FixedClock
) -> None:
    address, deadline = f"/notices/{tender}", NOON + 21 * DAY
    office_clock.set(deadline - timedelta(seconds=1))
    before = reader.get(address)
    assert Read(before).of_class("deadline") == ["投标截止时间：2026-03-23 12:00（周一）"]
    office_clock.set(deadline)
    asked = {"If-None-Match": before.headers["ETag"]}
    after = reader.get(address, headers=asked)
    assert after.status_code == 200
    assert Read(after).of_class("past") == ["投标截止时间：2026-03-23 12:00（周一，已截止）"]
    assert "已截止" in read(reader, "/notices").rows[0][4]


def test_an_award_page_tells_who_won_which_lot_at_what_price(
    press: Press, reader: FlaskClient, tender: str
) -> None:
    (number,) = press.after(tender, result(won(1), RATE)).numbers
    page = read(reader, f"/notices/{number}")
    assert page.rows == [
        ["一标段", "甲公司县城", "48万元480,000.00元", "2026-03-02"],
        [
            "二标段",
            f"乙公司、丙公司（联合体）乙公司：省城丙公司：{CODE}",
            "下浮率 8.5%",
            "2026-03-02",
        ],
    ]


def test_a_failed_lot_and_an_unknown_amount_are_told_with_their_reasons(
    press: Press, reader: FlaskClient, tender: str
) -> None:
    unknown = replace(won(1), amount=None, amount_note="按实结算")
    failed = FailedLot(lot=2, reason="有效投标人不足三家")
    (number,) = press.after(tender, result(unknown, failed=(failed,))).numbers
    assert read(reader, f"/notices/{number}").rows == [
        ["一标段", "甲公司县城", "未填金额按实结算", "2026-03-02"],
        ["二标段", "流标：有效投标人不足三家"],
    ]


def test_the_notices_of_a_process_form_a_time_line_on_each_of_their_pages(
    press: Press, reader: FlaskClient, tender: str
) -> None:
    (award,) = press.after(tender, result(won(1)), now=NOON + timedelta(seconds=5)).numbers
    on_tender, on_award = read(reader, f"/notices/{tender}"), read(reader, f"/notices/{award}")
    assert on_tender.of_class("line") == [
        "2026-03-02 12:00 招标公告：河东路改造招标公告（本公告） "
        "2026-03-02 12:00 中标结果公告：河东路改造中标结果公告"
    ]
    assert on_tender.links["河东路改造中标结果公告"] == f"/notices/{award}"
    assert on_award.links["河东路改造招标公告"] == f"/notices/{tender}"


def test_a_replaced_result_points_to_the_new_one_and_back(
    press: Press, reader: FlaskClient, tender: str
) -> None:
    (first,) = press.after(tender, result(won(1))).numbers
    again = result(won(1, by="乙公司", why="中标人放弃"))
    (second,) = press.after(tender, again).numbers
    old, new = read(reader, f"/notices/{first}"), read(reader, f"/notices/{second}")
    assert old.of_class("banner") == [f"本公告的结果已被公告 {second} 替换，请以新公告为准。"]
    assert new.of_class("banner") == [f"本公告替换了公告 {first} 的结果。"]
    assert "中标人放弃" in new.main


def test_a_moved_in_notice_says_when_it_was_first_published(
    press: Press, reader: FlaskClient, tender: str
) -> None:
    old = press.moved_in(tender, replace(TENDER, title="旧公告"), dated=NOON.replace(year=2015))
    page = read(reader, f"/notices/{old}")
    assert page.of_class("banner") == ["历史公告：2015-03-02首次发布，2026-03-02录入本站。"]
    assert "历史公告" in read(reader, "/notices?year=2015").rows[0][0]


def test_the_record_is_exactly_the_bytes_of_its_hash(reader: FlaskClient, tender: str) -> None:
    page = read(reader, f"/notices/{tender}")
    record = reader.get(page.links["record.json"])
    assert record.mimetype == "application/json"
    assert hashlib.sha256(record.data).hexdigest() in page.main
    assert json.loads(record.data)["number"] == tender


def test_what_a_clerk_typed_is_text_on_every_public_page(press: Press, reader: FlaskClient) -> None:
    nasty = "<b>\"'&{{ 7*7 }}</b>"
    content = replace(
        TENDER,
        title=nasty,
        process_title=nasty,
        project_code=nasty,
        buyer=replace(TENDER.buyer, name=nasty, address=nasty),
        lots=(replace(TENDER.lots[0], title=nasty, content=nasty),),
        source=nasty,
        source_url='http://example.com/?a="><b>',
    )
    (number,) = press(content).numbers
    for address in ("/", "/notices", f"/notices/{number}"):
        page = read(reader, address)
        assert page.main.count(nasty) >= 1, address
        assert page.all("b") == [], address
    page = read(reader, f"/notices/{number}")
    assert page.heading == page.meta("ArticleTitle") == nasty
    assert page.links[content.source_url] == content.source_url


def test_the_head_carries_what_a_government_page_must(reader: FlaskClient, tender: str) -> None:
    page = read(reader, f"/notices/{tender}")
    said = {
        "SiteName": "某县公共资源交易网",
        "SiteDomain": "ggzy.example",
        "SiteIDCode": "",
        "ColumnName": "招标公告",
        "ArticleTitle": "河东路改造招标公告",
        "PubDate": "2026-03-02 12:00",
        "ContentSource": "某县公共资源交易中心",
        "Keywords": "河东路改造,工程建设,某县建设局",
    }
    assert {name: page.meta(name) for name in said} == said
    assert page.head("canonical") == [f"https://ggzy.example/notices/{tender}"]
    assert f"索引号 ZWGK/{tender}" in page.main


@pytest.mark.parametrize("number", ["202603029999", "0", "x", "%E5%85%AC", "2026-03-02"])
def test_a_number_never_given_is_not_found(reader: FlaskClient, tender: str, number: str) -> None:
    assert "没有编号为" in read(reader, f"/notices/{number}", 404).main
    answer = reader.get(f"/notices/{number}/record.json")
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
