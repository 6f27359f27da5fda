"""The centre's own sentence: what it may name, what its 其中 divides, and why it is refused."""

from collections.abc import Mapping

import pytest

from tests.services.test_wording import REPORT_OF_2016, year
from trading.domain.errors import SeveralBroken
from trading.services.wording import OwnSentence, PartsDiffer, check_own

VALUES: Mapping[str, object] = {
    **REPORT_OF_2016,
    "trade_total_wan": "73012.35",
    "trade_total_floor": "73000余万元",
    "correction_notices": 0,
    "figures": [],
}
TEXT = (
    "今年进场交易{{ trades }}次，总额{{ trade_total_floor }}。公开计{{ disclosures }}次，"
    "其中招标公告{{ tender_notices }}条、中标公告{{award_notices}}条。"
)
SOURCE = "公开计13次,其中招标公告8条、中标公告21条"


def said(own: OwnSentence, **counted: int) -> str:
    """The sentence of a year like 2016, with some figures changed."""
    return check_own(own, year(**REPORT_OF_2016 | counted), {**VALUES, **counted}, {}).text


def refused(own: OwnSentence, **counted: int) -> list[tuple[str, str]]:
    with pytest.raises(SeveralBroken) as several:
        said(own, **counted)
    return [(one.field, str(one)) for one in several.value.broken]


def test_a_declared_whole_is_what_the_parts_are_compared_with() -> None:
    assert said(OwnSentence(TEXT, ("notices",))) == (
        "今年进场交易16次，总额73000余万元。公开计13次，其中招标公告8条、中标公告21条。"
    )


def test_a_sentence_that_declares_nothing_is_read_as_it_stands() -> None:
    assert refused(OwnSentence(TEXT)) == [
        ("wholes-0", "“13次”与分项之和29条（8条＋21条）不符：分项多16条，单位也不同")
    ]
    assert refused(OwnSentence(SOURCE)) == refused(OwnSentence(TEXT))
    both = TEXT.replace("次，其中", "次、共{{ notices }}条，其中")
    assert said(OwnSentence(both)).endswith("公开计13次、共29条，其中招标公告8条、中标公告21条。")


def test_parts_that_are_not_their_whole_are_refused_with_what_is_left_out() -> None:
    counted = {"notices": 33, "correction_notices": 3, "plan_notices": 1}
    with pytest.raises(SeveralBroken) as several:
        said(OwnSentence(TEXT, ("notices",)), **counted)
    (one,) = several.value.broken
    assert isinstance(one, PartsDiffer)
    assert str(one) == "“公告33条”与分项之和29条（8条＋21条）不符：分项少4条"
    assert [figure.name for figure in one.outside] == ["plan_notices", "correction_notices"]


def test_parts_of_another_unit_than_their_whole_are_refused() -> None:
    (found,) = refused(OwnSentence(TEXT, ("disclosures",)), disclosures=29)
    assert found == (
        "wholes-0",
        "第1处“其中”的分项（招标公告8条、中标公告21条）与总数公开29次的单位不同",
    )


def test_a_list_that_is_said_to_be_partial_need_not_be_whole() -> None:
    parts = "招标公告{{ tender_notices }}条、更正公告{{ correction_notices }}条"
    text = f"共{{{{ notices }}}}条，其中{parts}。"
    assert refused(OwnSentence(text))
    assert said(OwnSentence(text, ("partial",))) == "共29条，其中招标公告8条、更正公告0条。"


def test_amounts_are_divided_like_counts() -> None:
    text = "进场交易{{ trades }}宗，其中工程10宗、{{ trade_total_wan }}万元，采购{{ spare }}宗。"
    values = {**VALUES, "spare": 6}
    figures = year(**REPORT_OF_2016)
    assert check_own(OwnSentence(text, ("trades",)), figures, values, {})
    with pytest.raises(SeveralBroken):
        check_own(OwnSentence(text, ("trades",)), figures, {**VALUES, "spare": 7}, {})
    money = "交易总额{{ trade_total_wan }}万元，其中工程70000万元、采购3012.35万元。"
    assert said(OwnSentence(money, ("trade_total",)))
    assert refused(OwnSentence(money.replace("3012.35", "3012.36"), ("trade_total",))) == [
        (
            "wholes-0",
            "“交易总额73012.35万元”与分项之和73012.36万元（70000万元＋3012.36万元）不符："
            "分项多0.01万元",
        )
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "请写出句子"),
        ("{{ trade }}次", "不认识的占位符 {{ trade }}，是不是 {{ trades }}？"),
        ("{{ fortune }}", "不认识的占位符 {{ fortune }}"),
        ("{{ figures }}", "不认识的占位符 {{ figures }}"),
        ("{{ ''.__class__ }}", "不认识的占位符 {{ ''.__class__ }}"),
        ("{{ trades }次", "花括号没有配对：占位符写作 {{ trades }}"),
        ("{% if trades %}", "花括号没有配对：占位符写作 {{ trades }}"),
        ("字" * 2001, "最多2000个字，现在有2001个"),
        ("其中" * 10, "句子里最多9处“其中”"),
        ("发布公告条。", "“发布公告条”前面没有填数字"),
        ("今年120宗，去年100宗，增长25%。", "增长应为20%，写的是“25%”，相差5个百分点"),
    ],
)
def test_a_sentence_that_cannot_be_filled_is_refused_with_the_reason(text: str, why: str) -> None:
    assert refused(OwnSentence(text)) == [("text", why)]


def test_a_value_that_the_year_does_not_have_is_refused_with_the_reason() -> None:
    with pytest.raises(SeveralBroken, match="没有数：本年没有可比的标段"):
        check_own(
            OwnSentence("节资率{{ savings_rate }}"),
            year(**REPORT_OF_2016),
            VALUES,
            {"savings_rate": "本年没有可比的标段"},
        )


def test_full_width_braces_are_braces() -> None:
    assert said(OwnSentence("进场交易｛｛trades｝｝次。")) == "进场交易16次。"
