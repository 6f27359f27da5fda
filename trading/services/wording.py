"""Wording: named sentence styles; a sentence whose parts do not add up is refused, not printed."""

from collections.abc import Mapping
from dataclasses import dataclass

from trading.domain.errors import RuleBroken
from trading.domain.figures import Figure, YearFigures


@dataclass(frozen=True)
class Style:
    """A sentence with the figures it names, and which of them are parts of which whole (其中)."""

    template: str
    parts: tuple[str, ...]
    whole: str
    before: str


STYLES: Mapping[str, Style] = {
    # Word for word the sentence of the report that started it all, 2016.
    "2016": Style(
        template=(
            "今年公共资源交易中心累计进场交易%(trades)d次,交易总额%(trade_total_floor)s。"
            "网络平台及时将招标公告、中标公示等重要事项及时进行公开计%(disclosures)d次,"
            "其中招标公告%(tender_notices)d条、中标公告%(award_notices)d条。"
        ),
        parts=("tender_notices", "award_notices"),
        whole="notices",
        before="disclosures",
    ),
}


_EXCLUDED = {
    "rate_or_unit_price": "进场交易中有%d宗以费率、单价成交，未计入总额",
    "no_amount": "进场交易中有%d宗未填金额",
    "foreign_currency": "进场交易中有%d宗以外币成交，未计入总额",
}


class PartsDiffer(RuleBroken):
    """The parts of a sentence are not its whole: `outside` are the figures that it leaves out."""

    def __init__(self, message: str, /, *, outside: tuple[Figure, ...], **values: object) -> None:
        super().__init__(message, field="", **values)
        self.outside = outside


@dataclass(frozen=True)
class Sentence:
    """A sentence ready for a report, and the note that stands beside it."""

    style: str
    text: str
    note: str


def sentence(figures: YearFigures, style: str) -> Sentence:
    """The sentence of a year in a named style (domain.md §4.12).

    RuleBroken for an unknown style, a year without publications or sums that do not hold;
    PartsDiffer when the parts are not the whole.
    """
    chosen = STYLES.get(style)
    if chosen is None:
        raise RuleBroken(
            "没有“%(style)s”这种句式；可用：%(styles)s",
            field="style",
            style=style,
            styles="、".join(STYLES),
        )
    if not figures.reconciles:
        raise RuleBroken(
            "%(year)d年的统计数不能互相印证：请先运行 trading totals check", year=figures.year
        )
    _check_parts(figures, chosen)
    values: dict[str, object] = {one.name: one.value for one in figures.figures}
    values["trade_total_floor"] = figures.figure("trade_total").floor_text
    return Sentence(style, chosen.template % values, _note(figures, chosen))


def _check_parts(figures: YearFigures, style: Style) -> None:
    whole = figures.figure(style.whole)
    parts = [figures.figure(name) for name in style.parts]
    if whole.value == 0:
        raise RuleBroken("%(year)d年没有发布过公告，写不出这句话", year=figures.year)
    if sum(part.count for part in parts) == whole.value:
        return
    others = tuple(
        one
        for one in figures.figures
        if one.name.endswith("_notices") and one.name not in style.parts and one.count
    )
    raise PartsDiffer(
        "句子里的分项（%(parts)s）加起来不等于全年公告%(whole)s：还有%(others)s，请换一种句式",
        parts="、".join(f"{one.definition.label}{one.text}" for one in parts),
        whole=whole.text,
        others="、".join(f"{one.definition.label}{one.text}" for one in others),
        outside=others,
    )


def _note(figures: YearFigures, style: Style) -> str:
    """Where the unit before 其中 is not that of the parts: what was published in so many acts."""
    before, whole = figures.figure(style.before), figures.figure(style.whole)
    excluded = figures.figure("trade_total").excluded
    said = [f"{before.text}、共{whole.text}"]
    said += [text % excluded[name] for name, text in _EXCLUDED.items() if excluded[name]]
    return "；".join(said)
