"""The sentence of the report: what it says, what stands beside it, and when it is refused."""

from collections import Counter
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trading.domain.calendar import SHANGHAI
from trading.domain.claims import check
from trading.domain.counting import Basis, Cell
from trading.domain.errors import RuleBroken
from trading.domain.figures import Share, YearFigures, year_figures
from trading.services.wording import Amounts, PartsDiffer, sentence

REPORT_OF_2016 = {
    "trades": 16,
    "trades_of_year": 16,
    "trade_total": 73_012_35_0000,
    "disclosures": 13,
    "notices": 29,
    "tender_notices": 8,
    "award_notices": 21,
    "award_notices_trading": 21,
}


def year(**counted: int) -> YearFigures:
    """A year in which only January, one category, one buyer and so on exist."""
    keys = {"year": "", "month": "01", "category": "other", "method": "other", "region": "230828"}
    keys |= {"buyer": "1", "type": "tender"}
    counted = {
        "results_no_period": counted.get("award_notices", 0),
        "trades_rate": counted.get("excluded_rate_or_unit_price", 0),
        **counted,
    }
    cells = {
        Cell(Basis.DECIDED, 2016, dimension, key, figure): value
        for figure, value in counted.items()
        for dimension, key in keys.items()
    }
    return year_figures(
        Counter(cells),
        year=2016,
        basis=Basis.DECIDED,
        as_of=datetime(2017, 1, 5, 9, tzinfo=SHANGHAI),
        revision=1,
        buyers={},
    )


def test_the_sentence_of_2016_is_that_of_the_source_character_for_character() -> None:
    said = sentence(year(**REPORT_OF_2016), "2016")
    assert said.text == (
        "今年公共资源交易中心累计进场交易16次,交易总额73000余万元。"
        "网络平台及时将招标公告、中标公示等重要事项及时进行公开计13次,"
        "其中招标公告8条、中标公告21条。"
    )
    assert said.note == "13次、共29条"


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"trade_total": 73_000_00_0000}, "交易总额73000万元。"),
        ({"trade_total": 99_99_0000}, "交易总额999000余元。"),
        ({"trade_total": 0}, "交易总额0元。"),
        ({"trades": 0, "trades_of_year": 0}, "累计进场交易0次,"),
        ({"disclosures": 29}, "公开计29次,"),
        ({"notices": 21, "tender_notices": 0}, "其中招标公告0条、中标公告21条。"),
    ],
)
def test_the_sentence_follows_the_figures(changed: dict[str, int], found: str) -> None:
    assert found in sentence(year(**REPORT_OF_2016 | changed), "2016").text


@pytest.mark.parametrize(
    ("excluded", "said"),
    [
        ("rate_or_unit_price", "13次、共29条；进场交易中有2宗以费率、单价成交，未计入总额"),
        ("no_amount", "13次、共29条；进场交易中有2宗未填金额"),
        ("foreign_currency", "13次、共29条；进场交易中有2宗以外币成交，未计入总额"),
    ],
)
def test_what_the_total_leaves_out_is_said_beside_the_sentence(excluded: str, said: str) -> None:
    counted = REPORT_OF_2016 | {f"excluded_{excluded}": 2}
    assert sentence(year(**counted), "2016").note == said


def test_a_year_with_other_notices_is_refused_with_the_figures_that_the_sentence_leaves_out() -> (
    None
):
    counted = REPORT_OF_2016 | {"notices": 33, "correction_notices": 3, "plan_notices": 1}
    with pytest.raises(PartsDiffer) as refused:
        sentence(year(**counted), "2016")
    assert [one.name for one in refused.value.outside] == ["plan_notices", "correction_notices"]
    assert str(refused.value) == (
        "句子里的分项（招标公告8条、中标公告21条）加起来不等于全年公告33条："
        "还有采购计划1条、更正公告3条，请换一种句式"
    )


def test_parts_are_compared_with_notices_never_with_acts() -> None:
    """8 + 21 = 29 is right for 29 notices, and would be wrong for 29 acts of 30 notices."""
    counted = REPORT_OF_2016 | {"notices": 30, "contract_notices": 1, "disclosures": 29}
    with pytest.raises(PartsDiffer):
        sentence(year(**counted), "2016")


@pytest.mark.parametrize(
    ("counted", "why"),
    [
        ({}, "2016年没有发布过公告"),
        ({"trades": 1, "trades_untendered": 1}, "2016年没有发布过公告"),
        (REPORT_OF_2016 | {"trades": 17}, "不能互相印证"),
        (REPORT_OF_2016 | {"notices": 30}, "不能互相印证"),
    ],
)
def test_a_sentence_with_nothing_to_say_or_sums_that_do_not_hold_is_refused(
    counted: dict[str, int], why: str
) -> None:
    with pytest.raises(RuleBroken, match=why):
        sentence(year(**counted), "2016")


def test_an_unknown_style_is_refused_with_those_there_are() -> None:
    with pytest.raises(
        RuleBroken, match="没有“haiku”这种句式；可用：2016、standard、2021"
    ) as refused:
        sentence(year(**REPORT_OF_2016), "haiku")
    assert refused.value.field == "style"


def test_the_standard_sentence_says_acts_and_notices_and_names_every_family() -> None:
    counted = REPORT_OF_2016 | {"notices": 33, "correction_notices": 3, "plan_notices": 1}
    assert sentence(year(**counted), "standard").text == (
        "2016年，公共资源交易中心累计进场交易16宗，交易总额73012.35万元。"
        "网络平台公开交易信息13次、共33条，"
        "其中采购计划1条、招标公告8条、更正公告3条、中标公告21条。"
    )


@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        (Amounts.EXACT, "交易总额73012.35万元。"),
        (Amounts.FLOOR, "交易总额73000余万元。"),
        (Amounts.ABOUT, "交易总额约73000万元。"),
    ],
)
def test_an_amount_is_written_as_chosen(amounts: Amounts, said: str) -> None:
    for style in ("standard", "2021"):
        assert said in sentence(year(**REPORT_OF_2016), style, amounts=amounts).text
    assert "73000余万元" in sentence(year(**REPORT_OF_2016), "2016", amounts=amounts).text


def test_what_is_not_in_the_total_is_said_in_the_sentence() -> None:
    left_out = {"excluded_rate_or_unit_price": 2, "excluded_no_amount": 1}
    counted = REPORT_OF_2016 | left_out | {"excluded_foreign_currency": 3}
    said = (
        "交易总额73012.35万元，其中2宗以费率、单价成交，未计入总额；其中1宗未填金额；"
        "其中3宗以外币成交，未计入总额。"
    )
    for style in ("standard", "2021"):
        assert said in sentence(year(**counted), style).text


def test_one_family_is_no_list_of_parts() -> None:
    counted = {"notices": 3, "tender_notices": 3, "disclosures": 1}
    assert "公开交易信息1次、共3条，均为招标公告。" in sentence(year(**counted), "standard").text


def test_the_form_of_2021_counts_notices_first_and_says_in_how_many_acts() -> None:
    assert sentence(year(**REPORT_OF_2016), "2021").text == (
        "2016年，本单位通过公共资源交易网站主动公开交易信息29条，分13次发布，"
        "其中招标公告8条、中标公告21条。全年累计进场交易16宗，交易总额73012.35万元。"
    )


def test_withdrawn_notices_are_said_beside_the_sentence() -> None:
    assert sentence(year(**REPORT_OF_2016 | {"withdrawn": 2}), "standard").note == (
        "13次、共29条；公告中有2条后来撤销"
    )


FAMILIES = st.fixed_dictionaries(
    {f"{name}_notices": st.integers(0, 40) for name in ("plan", "tender", "candidate", "award")}
)


@given(
    FAMILIES,
    st.integers(0, 300),
    st.lists(st.tuples(st.integers(1, 50), st.integers(0, 10**12)), min_size=1, max_size=5),
    st.lists(st.integers(0, 3), min_size=3, max_size=3),
    st.sampled_from(Amounts),
)
def test_no_style_of_ours_contradicts_itself(
    notices: dict[str, int],
    acts: int,
    categories: list[tuple[int, int]],
    excluded: list[int],
    amounts: Amounts,
) -> None:
    """The checker of bare numbers, which knows nothing of figures, finds nothing to flag."""
    names = ("rate_or_unit_price", "no_amount", "foreign_currency")
    trades = sum(count for count, _ in categories)
    counted = {
        **notices,
        "notices": sum(notices.values()),
        "award_notices_trading": notices["award_notices"],
        "disclosures": acts,
        "trades": trades,
        "trades_of_year": trades,
        "trade_total": sum(fen for _, fen in categories),
        **{f"excluded_{name}": n for name, n in zip(names, excluded, strict=True)},
    }
    figures = divided(year(**counted), categories)
    for style in ("standard", "2021"):
        said = sentence(figures, style, amounts=amounts).text
        assert check(said) == [], said


def divided(figures: YearFigures, categories: list[tuple[int, int]]) -> YearFigures:
    """The same year with its trades in several categories."""
    shares = tuple(
        Share(str(n), f"类别{'甲乙丙丁戊'[n]}", {"trades": count, "trade_total": fen})
        for n, (count, fen) in enumerate(categories)
    )
    return replace(figures, by={**figures.by, "category": shares})
