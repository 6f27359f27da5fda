"""Numbers of a frozen sentence lead to their figures, and to no other."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from trading.domain.frozen_reports import FrozenFigure, FrozenShare
from trading.domain.number_links import pieces


def figure(name: str, label: str, value: int, unit: str = "notice") -> FrozenFigure:
    measure = "万元" if unit == "fen" else "条"
    return FrozenFigure(
        name=name,
        label=label,
        text="",
        definition="",
        unit=unit,
        measure=measure,
        value=value,
        is_of_now=False,
    )


FIGURES = (
    figure("trades", "进场交易", 8, "lot"),
    figure("trade_total", "交易总额", 73_046_298_900, "fen"),
    figure("disclosures", "公开", 13, "act"),
    figure("notices", "公告", 8),
    figure("tender_notices", "招标公告", 8),
    figure("award_notices", "中标公告", 21),
)


def links(sentence: str) -> list[tuple[str, str]]:
    return [(one.text, one.figure) for one in pieces(sentence, FIGURES) if one.figure]


def test_each_number_is_the_figure_that_its_words_name() -> None:
    said = "累计进场交易8次,交易总额73000余万元。及时进行公开计13次,其中招标公告8条、中标公告21条。"
    assert links(said) == [
        ("8", "trades"),
        ("73000余万元", "trade_total"),
        ("13", "disclosures"),
        ("8", "tender_notices"),
        ("21", "award_notices"),
    ]


def test_an_amount_is_known_however_it_is_written() -> None:
    for written in ("73046.2989万元", "73000余万元", "约73000万元"):
        assert links(f"交易总额{written}。") == [(written, "trade_total")]


def test_a_number_that_is_not_the_figure_that_is_named_leads_nowhere() -> None:
    assert links("2016年，中标公告20条，共21条") == []


CATEGORIES = (
    FrozenShare("construction", "工程建设", {"trades": 5, "trade_total": 44_335_678_900}),
    FrozenShare("procurement", "政府采购", {"trades": 3, "trade_total": 3_548_770_000}),
)


def opened(sentence: str, *figures: FrozenFigure) -> list[tuple[str, str, str]]:
    found = pieces(sentence, figures or FIGURES, CATEGORIES)
    return [(one.text, one.figure, one.category or one.part) for one in found if one.figure]


def test_every_number_of_our_own_styles_leads_to_its_rows() -> None:
    total = replace(
        figure("trade_total", "交易总额", 47_884_448_900, "fen"),
        excluded={"excluded_rate_or_unit_price": 1},
    )
    figures = (
        figure("trades", "进场交易", 8, "lot"),
        total,
        figure("disclosures", "公开", 13, "act"),
        figure("notices", "公告", 29),
        figure("tender_notices", "招标公告", 29),
        figure("withdrawn", "其中已撤销", 2),
    )
    left_out = ("1", "trade_total", "excluded_rate_or_unit_price")
    standard = (
        "2016年，公共资源交易中心累计进场交易8宗，交易总额47884.4489万元，其中1宗以费率、单价成交，"
        "未计入总额。网络平台公开交易信息13次、共29条，均为招标公告。"
    )
    assert opened(standard, *figures) == [
        ("8", "trades", ""),
        ("47884.4489万元", "trade_total", ""),
        left_out,
        ("13", "disclosures", ""),
        ("29", "notices", ""),
    ]
    of_2021 = (
        "2016年，本单位通过公共资源交易网站主动公开交易信息29条，分13次发布，均为招标公告。"
        "其中工程建设5宗、44335.6789万元；政府采购3宗、3548.77万元。"
    )
    assert opened(of_2021, *figures) == [
        ("29", "notices", ""),
        ("13", "disclosures", ""),
        ("5", "trades", "construction"),
        ("44335.6789万元", "trade_total", "construction"),
        ("3", "trades", "procurement"),
        ("3548.77万元", "trade_total", "procurement"),
    ]
    note = "13次、共29条；进场交易中有1宗以费率、单价成交，未计入总额；公告中有2条后来撤销"
    assert opened(note, *figures) == [
        ("13", "disclosures", ""),
        ("29", "notices", ""),
        left_out,
        ("2", "withdrawn", ""),
    ]


def test_acts_and_notices_of_the_same_number_are_told_apart_by_their_units() -> None:
    same = (figure("disclosures", "公开", 3, "act"), figure("notices", "公告", 3))
    said = "主动公开交易信息3条，分3次发布。"
    assert opened(said, *same) == [("3", "notices", ""), ("3", "disclosures", "")]


def test_a_number_that_a_category_did_not_have_leads_nowhere() -> None:
    assert opened("其中工程建设4宗、44335.6789万元；政府采购3宗、1万元。") == [
        ("3", "trades", "procurement")
    ]


@given(st.text("进场交易公告招标中工程建设0123456789.余万元约条宗、次，", max_size=60))
def test_the_pieces_make_up_the_sentence_again(sentence: str) -> None:
    assert "".join(one.text for one in pieces(sentence, FIGURES, CATEGORIES)) == sentence
