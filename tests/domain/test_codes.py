"""The code lists: complete, named in Chinese and English, and refusing what is not in them."""

from itertools import product

import pytest

from trading.domain.codes import (
    CATEGORIES,
    Currency,
    Family,
    Kind,
    Method,
    NoticeType,
    Outcome,
    PriceForm,
    allowed_methods,
    allowed_types,
    category,
    check_region,
    currency,
    family,
    family_name,
    method,
    notice_name,
    notice_type,
    price_form,
    region_name,
    region_path,
)
from trading.domain.codes.types import correction_tag
from trading.domain.errors import RuleBroken

OCDS_TAGS = {"planning", "tender", "tenderUpdate", "tenderCancellation", "award", "contract"}


def test_the_categories_are_those_of_the_national_list():
    assert [(one.code, one.slug, one.zh, one.kind, one.income) for one in CATEGORIES] == [
        ("01", "construction", "工程建设", Kind.WORKS, False),
        ("02", "procurement", "政府采购", Kind.PROCUREMENT, False),
        ("03", "land", "土地使用权", Kind.SALE, True),
        ("04", "mineral", "矿业权", Kind.SALE, True),
        ("05", "property", "国有产权", Kind.SALE, True),
        ("90", "other", "其他", Kind.SALE, False),
    ]
    assert all(category(one.slug) is one for one in CATEGORIES)


def test_every_type_belongs_to_one_family_and_has_its_ocds_tag():
    assert {one.value: one.family.value for one in NoticeType} == {
        "plan": "plan",
        "prequalification": "tender",
        "tender": "tender",
        "single_source": "tender",
        "correction": "correction",
        "candidate": "candidate",
        "award": "award",
        "termination": "termination",
        "contract": "contract",
    }
    assert {one.family for one in NoticeType} == set(Family)
    assert {one.ocds_tag for one in NoticeType} == OCDS_TAGS
    assert correction_tag(Family.TENDER) == "tenderUpdate"
    assert correction_tag(Family.AWARD) == correction_tag(Family.CANDIDATE) == "awardUpdate"


@pytest.mark.parametrize("codes", [Family, NoticeType, Method, PriceForm, Currency, Outcome])
def test_every_code_has_its_own_name_in_chinese_and_in_english(codes):
    members = list(codes)
    assert len({one.zh for one in members}) == len({one.en for one in members}) == len(members)
    assert all(one.en.isascii() and not one.zh.isascii() for one in members)


def test_a_family_is_called_as_in_the_yearly_report():
    assert family_name(Family.TENDER) == "招标公告"
    assert family_name(Family.AWARD) == "中标公告"


def test_price_forms_and_currencies_carry_their_national_codes():
    assert {one.value: one.code for one in PriceForm} == {
        "amount": 1,
        "rate": 2,
        "unit_price": 3,
        "other": 9,
    }
    assert Currency.CNY.code == 156


@pytest.mark.parametrize(
    ("ask", "right", "wrong", "field"),
    [
        (category, "land", "lands", "category"),
        (family, "award", "awards", "family"),
        (notice_type, "tender", "Tender", "type"),
        (method, "open", "", "method"),
        (price_form, "rate", "2", "price_form"),
        (currency, "CNY", "cny", "currency"),
    ],
)
def test_an_unknown_code_is_refused_with_what_is_allowed(ask, right, wrong, field):
    assert ask(right)
    for typed in (wrong, "x" * 10_000):
        with pytest.raises(RuleBroken, match=right) as refused:
            ask(typed)
        assert refused.value.field == field
        assert len(str(refused.value)) < 250


@pytest.mark.parametrize(
    ("slug", "methods"),
    [
        ("construction", "open invited other"),
        ("procurement", "open invited negotiation consultation inquiry single_source other"),
        ("land", "bidding auction listing agreement other"),
        ("mineral", "bidding auction listing agreement other"),
        ("property", "bidding auction listing agreement other"),
        ("other", "bidding auction listing agreement other"),
    ],
)
def test_a_category_offers_the_methods_that_its_law_knows(slug, methods):
    assert " ".join(allowed_methods(category(slug))) == methods


def test_ocds_methods_are_of_its_closed_list():
    assert {one.ocds for one in Method} == {"open", "selective", "direct", None}
    assert Method.OPEN.ocds == "open"
    assert Method.SINGLE_SOURCE.ocds == "direct"


SALE_TYPES = "tender correction award termination"


@pytest.mark.parametrize(
    ("slug", "types"),
    [
        (
            "construction",
            "plan prequalification tender correction candidate award termination contract",
        ),
        (
            "procurement",
            "plan prequalification tender single_source correction award termination contract",
        ),
        ("land", SALE_TYPES),
        ("mineral", SALE_TYPES),
        ("property", SALE_TYPES),
        ("other", SALE_TYPES),
    ],
)
def test_a_category_knows_the_notice_types_of_the_table(slug, types):
    assert " ".join(allowed_types(category(slug))) == types


@pytest.mark.parametrize(
    ("slug", "method_slug", "type_slug", "name"),
    [
        ("construction", "open", "plan", "招标计划"),
        ("construction", "open", "prequalification", "资格预审公告"),
        ("construction", "open", "tender", "招标公告"),
        ("construction", "other", "tender", "招标公告"),
        ("construction", "invited", "tender", "邀请招标公告"),
        ("construction", "open", "correction", "变更、澄清公告"),
        ("construction", "open", "candidate", "中标候选人公示"),
        ("construction", "open", "award", "中标结果公告"),
        ("construction", "open", "termination", "流标、终止公告"),
        ("construction", "open", "contract", "合同公告"),
        ("procurement", "open", "plan", "采购意向"),
        ("procurement", "open", "prequalification", "资格预审公告"),
        ("procurement", "open", "tender", "公开招标公告"),
        ("procurement", "invited", "tender", "邀请招标公告"),
        ("procurement", "negotiation", "tender", "竞争性谈判公告"),
        ("procurement", "consultation", "tender", "竞争性磋商公告"),
        ("procurement", "inquiry", "tender", "询价公告"),
        ("procurement", "other", "tender", "采购公告"),
        ("procurement", "single_source", "single_source", "单一来源采购公示"),
        ("procurement", "open", "correction", "更正公告"),
        ("procurement", "open", "award", "中标结果公告"),
        ("procurement", "consultation", "award", "成交结果公告"),
        ("procurement", "other", "award", "中标（成交）结果公告"),
        ("procurement", "open", "termination", "废标、终止公告"),
        ("procurement", "open", "contract", "合同公告"),
        ("land", "listing", "tender", "挂牌出让公告"),
        ("land", "auction", "tender", "拍卖出让公告"),
        ("land", "bidding", "tender", "招标出让公告"),
        ("land", "agreement", "tender", "协议出让公告"),
        ("land", "other", "tender", "出让公告"),
        ("mineral", "listing", "tender", "挂牌出让公告"),
        ("property", "listing", "tender", "挂牌披露"),
        ("property", "auction", "tender", "拍卖公告"),
        ("other", "listing", "tender", "交易公告"),
        ("land", "listing", "correction", "补充、变更公告"),
        ("land", "listing", "award", "成交公示"),
        ("mineral", "listing", "award", "成交公示"),
        ("property", "listing", "award", "结果公示"),
        ("other", "listing", "award", "结果公示"),
        ("land", "listing", "termination", "中止、终止公告"),
    ],
)
def test_a_notice_is_called_what_the_staff_call_it(slug, method_slug, type_slug, name):
    assert notice_name(notice_type(type_slug), category(slug), method(method_slug)) == name


@pytest.mark.parametrize("one", CATEGORIES, ids=lambda one: one.slug)
def test_every_allowed_notice_has_a_name_and_no_other_one_has(one):
    named = 0
    for type_, way in product(NoticeType, allowed_methods(one)):
        if type_ in allowed_types(one):
            assert notice_name(type_, one, way)[-2:] in ("公告", "公示", "意向", "计划", "披露")
            named += 1
        else:
            with pytest.raises(RuleBroken, match=f"“{one.zh}”没有") as refused:
                notice_name(type_, one, way)
            assert refused.value.field == "type"
    assert named >= 16


@pytest.mark.parametrize(
    ("code", "name", "path"),
    [
        ("230828", "汤原县", ("黑龙江省", "佳木斯市", "汤原县")),
        ("230800", "佳木斯市", ("黑龙江省", "佳木斯市")),
        ("230000", "黑龙江省", ("黑龙江省",)),
        ("110101", "东城区", ("北京市", "东城区")),
        ("110000", "北京市", ("北京市",)),
        ("110103", "崇文区", ("北京市", "崇文区")),
        ("500101", "万州区", ("重庆市", "万州区")),
        ("500236", "奉节县", ("重庆市", "奉节县")),
        ("430103", "天心区", ("湖南省", "长沙市", "天心区")),
        ("429004", "仙桃市", ("湖北省", "仙桃市")),
        ("659001", "石河子市", ("新疆维吾尔自治区", "石河子市")),
        ("441900", "东莞市", ("广东省", "东莞市")),
        ("230801", "佳木斯市", ("黑龙江省", "佳木斯市")),
        ("110100", "北京市", ("北京市",)),
    ],
)
def test_a_region_code_gives_its_name_and_what_lies_above_it(code, name, path):
    assert region_name(code) == name
    assert region_path(code) == path


def test_what_is_no_region_code_has_no_name():
    for code in ("", "x", "汤原县", "230899"):
        with pytest.raises(RuleBroken, match="不在国家代码表中"):
            region_name(code)


def test_a_typed_region_code_is_tidied_or_refused():
    assert check_region(" 230828 ") == "230828"
    for typed, reason in [
        ("", "六位数字"),
        ("23082", "六位数字"),
        ("汤原县", "六位数字"),
        ("２３０８２８", "六位数字"),
        ("230899", "不在国家代码表中"),
        ("999999", "不在国家代码表中"),
    ]:
        with pytest.raises(RuleBroken, match=reason) as refused:
            check_region(typed, field="region_code")
        assert refused.value.field == "region_code"
