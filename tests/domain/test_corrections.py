"""What a correction changes, in the words readers know; every fact of every type is compared."""

from dataclasses import fields, replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.notices import TENDER
from trading.domain.calendar import SHANGHAI
from trading.domain.codes import NoticeType, Outcome, PriceForm
from trading.domain.corrections import applied, changes
from trading.domain.drafts import (
    AwardDraft,
    AwardFacts,
    CandidateDraft,
    CandidateFacts,
    Change,
    ContractDraft,
    Entered,
    FailedLot,
    LotDraft,
    NoticeDraft,
    Party,
    PlanFacts,
    TenderFacts,
)
from trading.domain.labels import GROUPS, PARTY, ROWS, WHOLE
from trading.domain.money import Unit

SUPPLIER = Party(name="甲公司")
FULL = replace(
    TENDER,
    category="procurement",
    agency=Party(name="某代理"),
    plan=PlanFacts(),
    candidate=CandidateFacts(),
    award=AwardFacts(),
    candidates=(CandidateDraft(lot=1, rank=1, suppliers=(SUPPLIER,)),),
    awards=(AwardDraft(lots=(1,), suppliers=(SUPPLIER,)),),
    failed=(FailedLot(lot=2, reason="不足三家"),),
    contracts=(ContractDraft(lots=(1,), suppliers=(SUPPLIER,)),),
)
NINE = datetime(2016, 3, 22, 9, tzinfo=SHANGHAI)
DAY = date(2016, 3, 22)
# Each fact with a new value, what readers call it in procurement, and how the new value is told.
TEXT = "新的内容"
NEW = (
    ("tender.deadline", NINE, "响应截止", "2016-03-22 09:00"),
    ("tender.opening_at", NINE, "开启时间", "2016-03-22 09:00"),
    ("tender.opening_place", TEXT, "开启地点", TEXT),
    ("tender.listing_until", NINE, "挂牌截止时间", "2016-03-22 09:00"),
    ("tender.documents_from", NINE, "采购文件获取开始时间", "2016-03-22 09:00"),
    (
        "tender.documents_until",
        NINE.replace(second=5),
        "采购文件获取截止时间",
        "2016-03-22 09:00:05",
    ),
    ("tender.documents_how", TEXT, "采购文件获取方式", TEXT),
    ("tender.qualification", TEXT, "资格要求", TEXT),
    ("tender.consortium", True, "联合体", "接受"),
    ("tender.funds_source", TEXT, "资金来源", TEXT),
    ("plan.expected_on", DAY, "预计时间", "2016-03-22"),
    ("plan.funds_source", TEXT, "资金来源", TEXT),
    ("plan.note", TEXT, "备注", TEXT),
    ("candidate.evaluated_on", DAY, "评标报告日期", "2016-03-22"),
    ("candidate.publicity_from", DAY, "公示开始", "2016-03-22"),
    ("candidate.publicity_until", DAY, "公示截止", "2016-03-22"),
    ("candidate.objections", TEXT, "异议渠道", TEXT),
    ("award.main_items", TEXT, "主要标的", TEXT),
    ("award.experts", TEXT, "评审专家", TEXT),
    ("award.agency_fee", TEXT, "代理服务费", TEXT),
    ("lots.0.title", TEXT, "包1 名称", TEXT),
    ("lots.1.code", TEXT, "包2 编号", TEXT),
    ("lots.0.content", TEXT, "包1 内容和范围", TEXT),
    (
        "lots.0.estimate",
        Entered(123_456_00, Unit.WAN),
        "包1 预算金额",
        "12.3456万元（123,456.00元）",
    ),
    ("lots.0.ceiling", Entered(1_00), "包1 最高限价", "0.0001万元（1.00元）"),
    ("lots.0.parcel", TEXT, "包1 宗地编号或位置", TEXT),
    ("lots.0.area", TEXT, "包1 面积", TEXT),
    ("lots.0.land_use", TEXT, "包1 用途", TEXT),
    ("lots.0.term", TEXT, "包1 出让年限", TEXT),
    ("lots.0.bid_step", Entered(10_000_00), "包1 增价幅度", "1万元（10,000.00元）"),
    ("lots.0.deposit", Entered(10_000_00), "包1 保证金", "1万元（10,000.00元）"),
    ("candidates.0.suppliers", (Party(name="乙"),), "包1 第1候选人", "乙"),
    ("candidates.0.price_form", PriceForm.RATE, "包1 第1候选人价款形式", PriceForm.RATE.zh),
    ("candidates.0.amount", Entered(10_000_00), "包1 第1候选人报价", "1万元（10,000.00元）"),
    ("candidates.0.currency", "USD", "包1 第1候选人币种", "USD"),
    ("candidates.0.rate_text", TEXT, "包1 第1候选人报价（费率、单价）", TEXT),
    ("candidates.0.leader", TEXT, "包1 第1候选人项目负责人", TEXT),
    (
        "awards.0.suppliers",
        (Party(name="乙", address="县城"), Party(name="丙")),
        "包1 中标（成交）供应商",
        "乙（县城）、丙",
    ),
    ("awards.0.price_form", PriceForm.OTHER, "包1 价款形式", PriceForm.OTHER.zh),
    ("awards.0.amount", Entered(0), "包1 中标（成交）金额", "0万元（0.00元）"),
    ("awards.0.currency", "USD", "包1 币种", "USD"),
    ("awards.0.rate_text", TEXT, "包1 费率、下浮率或单价", TEXT),
    ("awards.0.amount_note", TEXT, "包1 金额说明", TEXT),
    ("awards.0.decided_on", DAY, "包1 定标（成交）日期", "2016-03-22"),
    ("awards.0.replace_reason", TEXT, "包1 替换原结果的原因", TEXT),
    ("failed.0.outcome", Outcome.TERMINATED, "包2 结果", Outcome.TERMINATED.zh),
    ("failed.0.reason", TEXT, "包2 废标（终止）原因", TEXT),
    ("failed.0.replace_reason", TEXT, "包2 撤销原结果的原因", TEXT),
    ("contracts.0.lots", (1, 2), "所含包", "1、2"),
    ("contracts.0.suppliers", (Party(name="乙"),), "合同乙方", "乙"),
    ("contracts.0.number", TEXT, "合同编号", TEXT),
    ("contracts.0.amount", Entered(5), "合同金额", "0.000005万元（0.05元）"),
    ("contracts.0.currency", "USD", "币种", "USD"),
    ("contracts.0.rate_text", TEXT, "费率或单价", TEXT),
    ("contracts.0.signed_on", DAY, "签订日期", "2016-03-22"),
    ("contracts.0.term", TEXT, "合同期限", TEXT),
    ("process_title", TEXT, "项目名称", TEXT),
    ("project_code", TEXT, "项目编号", TEXT),
    ("method", "inquiry", "采购方式", "询价"),
    ("region", "230800", "行政区划", "佳木斯市"),
    ("buyer.name", TEXT, "采购人名称", TEXT),
    ("buyer.uscc", TEXT, "采购人统一社会信用代码", TEXT),
    ("buyer.address", TEXT, "采购人地址", TEXT),
    ("buyer.contact", TEXT, "采购人联系人", TEXT),
    ("buyer.phone", TEXT, "采购人联系电话", TEXT),
    ("agency.name", TEXT, "代理机构名称", TEXT),
    ("agency.uscc", TEXT, "代理机构统一社会信用代码", TEXT),
    ("agency.address", TEXT, "代理机构地址", TEXT),
    ("agency.contact", TEXT, "代理机构联系人", TEXT),
    ("agency.phone", TEXT, "代理机构联系电话", TEXT),
)


def edited(content: NoticeDraft, path: str, value: object) -> NoticeDraft:
    """The content with another value at a path."""
    name, *below = path.split(".")
    if not below:
        return replace(content, **{name: value})
    part = getattr(content, name)
    if len(below) == 1:
        return replace(content, **{name: replace(part, **{below[0]: value})})
    rows = list(part)
    rows[int(below[0])] = replace(rows[int(below[0])], **{below[1]: value})
    return replace(content, **{name: tuple(rows)})


@pytest.mark.parametrize(("path", "value", "label", "told"), NEW, ids=[one[0] for one in NEW])
def test_every_fact_is_told_in_the_words_of_the_category(
    path: str, value: object, label: str, told: str
) -> None:
    after = edited(FULL, path, value)
    (change,) = changes(FULL, after)
    assert (change.label, change.new, change.path) == (label, told, path)
    (back,) = changes(after, FULL)
    assert (back.old, back.new) == (change.new, change.old)
    assert applied(FULL, after, [change]) == after


def test_the_table_above_leaves_out_no_fact_of_any_type() -> None:
    compared = {path.replace(".0.", ".").replace(".1.", ".") for path, *_ in NEW}
    parts = {"plan": PlanFacts, "tender": TenderFacts, "candidate": CandidateFacts}
    parts |= {"award": AwardFacts, "buyer": Party, "agency": Party}
    rows = {"lots": LotDraft, "candidates": CandidateDraft, "awards": AwardDraft}
    rows |= {"failed": FailedLot, "contracts": ContractDraft}
    own = {"type", "title", "body_html", "source", "source_url", "attachments"}  # of each notice
    same = {"category", "correction", "retender_of"}  # what no correction changes
    keys = {"lots.number", "candidates.lot", "candidates.rank", "awards.lots", "failed.lot"}
    every = {one.name for one in fields(NoticeDraft)} - own - same - parts.keys() - rows.keys()
    every |= {
        f"{name}.{one.name}" for name, kind in (parts | rows).items() for one in fields(kind)
    } - keys
    assert compared == every
    labelled = set(WHOLE) | {f"{name}.{one}" for name, group in GROUPS.items() for one in group}
    labelled |= {f"{name}.{one}" for name, group in ROWS.items() for one in group}
    labelled |= {f"{party}.{one}" for party in ("buyer", "agency") for one in PARTY}
    assert labelled == every


@pytest.mark.parametrize(
    ("category", "label"),
    [
        ("construction", "投标截止"),
        ("procurement", "响应截止"),
        ("property", "报名（报价）截止"),
        ("land", "报名（报价）截止"),
    ],
)
def test_a_deadline_is_called_what_the_category_calls_it(category: str, label: str) -> None:
    before = edited(replace(TENDER, category=category), "tender.deadline", NINE)
    after = edited(before, "tender.deadline", NINE.replace(day=29))
    assert changes(before, after) == (
        Change(label=label, old="2016-03-22 09:00", new="2016-03-29 09:00", path="tender.deadline"),
    )


def test_the_same_amount_in_another_unit_is_no_change() -> None:
    before = edited(FULL, "lots.0.ceiling", Entered(10_000_00, Unit.YUAN))
    assert changes(before, edited(FULL, "lots.0.ceiling", Entered(10_000_00, Unit.WAN))) == ()


def test_an_amount_of_another_currency_says_which() -> None:
    before = edited(FULL, "awards.0.currency", "USD")
    told = changes(before, edited(before, "awards.0.amount", Entered(1_234_56)))
    assert [one.new for one in told] == ["1,234.56 USD"]


def test_a_single_lot_is_not_numbered() -> None:
    one = replace(TENDER, lots=TENDER.lots[:1])
    (change,) = changes(one, edited(one, "lots.0.title", "新名"))
    assert change.label == "名称"


def test_candidates_and_contracts_that_came_or_went_are_told_together() -> None:
    second = CandidateDraft(lot=1, rank=2, suppliers=(Party(name="乙"),), amount=Entered(100_00))
    after = replace(FULL, candidates=(*FULL.candidates, second), contracts=())
    told = changes(FULL, after)
    assert [(one.label, one.old, one.new) for one in told] == [
        ("中标候选人", "1. 甲公司", "1. 甲公司；2. 乙 0.01万元（100.00元）"),
        ("合同", "甲公司", ""),
    ]
    assert applied(FULL, after, told) == after


def test_a_title_a_body_and_a_source_are_the_notices_own() -> None:
    after = replace(
        FULL, type=NoticeType.CORRECTION, title="更正", body_html="<p>x</p>", source="报"
    )
    assert changes(FULL, after) == ()


WORDS = st.sampled_from(["", "甲", "乙", "丙"])
MONEY = st.none() | st.builds(Entered, st.integers(0, 10**13))
DAYS = st.none() | st.dates(date(2015, 1, 1), date(2016, 12, 31))
MOMENTS = st.none() | st.datetimes(
    datetime(2015, 1, 1), datetime(2016, 12, 31), timezones=st.just(SHANGHAI)
).map(lambda one: one.replace(microsecond=0))
PARTIES = st.builds(
    Party, name=st.sampled_from("甲乙丙"), uscc=st.sampled_from(["", "9123"]), address=WORDS
)


@st.composite
def contents(draw: st.DrawFn) -> NoticeDraft:
    """Facts of all kinds for the same two lots, of which the first is awarded."""
    lots = [
        draw(st.builds(LotDraft, number=st.just(n), title=WORDS, estimate=MONEY, deposit=MONEY))
        for n in (1, 2)
    ]
    award = st.builds(
        AwardDraft,
        lots=st.just((1,)),
        suppliers=st.lists(PARTIES, min_size=1, max_size=2).map(tuple),
        price_form=st.sampled_from(PriceForm),
        amount=MONEY,
        currency=st.sampled_from(["CNY", "USD"]),
        decided_on=DAYS,
    )
    candidates = draw(st.lists(st.tuples(PARTIES, MONEY), max_size=3))
    contracts = draw(st.lists(st.tuples(PARTIES, DAYS), max_size=2))
    return replace(
        TENDER,
        process_title=draw(WORDS),
        buyer=draw(PARTIES),
        agency=draw(st.none() | PARTIES),
        lots=tuple(draw(st.permutations(lots))),
        tender=draw(st.builds(TenderFacts, deadline=MOMENTS, consortium=st.none() | st.booleans())),
        awards=(draw(award),),
        failed=(FailedLot(lot=2, reason=draw(WORDS)),),
        candidates=tuple(
            CandidateDraft(lot=1, rank=rank, suppliers=(who,), amount=fen)
            for rank, (who, fen) in enumerate(candidates, start=1)
        ),
        contracts=tuple(
            ContractDraft(lots=(1,), suppliers=(who,), signed_on=day) for who, day in contracts
        ),
    )


def in_order(content: NoticeDraft) -> NoticeDraft:
    return replace(content, lots=tuple(sorted(content.lots, key=lambda lot: lot.number)))


@given(before=contents(), after=contents())
def test_the_changes_made_in_the_old_content_give_the_new_one(
    before: NoticeDraft, after: NoticeDraft
) -> None:
    told = changes(before, after)
    assert in_order(applied(before, after, told)) == in_order(after)
    assert changes(after, applied(before, after, told)) == ()
    assert all(one.old != one.new and one.label for one in told)
