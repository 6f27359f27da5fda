"""Numbers of a frozen sentence lead to their figures, and to no other."""

from hypothesis import given
from hypothesis import strategies as st

from trading.domain.frozen_reports import FrozenFigure
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
    figure("trades", "进场交易", 8),
    figure("trade_total", "交易总额", 73_046_298_900, "fen"),
    figure("disclosures", "公开", 13),
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


@given(st.text("进场交易公告招标中0123456789.余万元约条，", max_size=60))
def test_the_pieces_make_up_the_sentence_again(sentence: str) -> None:
    assert "".join(one.text for one in pieces(sentence, FIGURES)) == sentence
