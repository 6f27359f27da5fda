"""Styles: the named sentences of a disclosure report, each with its parts and their whole."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from trading.domain.errors import RuleBroken
from trading.domain.figures import Figure, YearFigures
from trading.services.wording.exclusions import exclusions, note
from trading.services.wording.refusals import PartsDiffer
from trading.services.wording.sentences import Amounts, Sentence

_FAMILY = "_notices"


@dataclass(frozen=True)
class Style:
    """A named way to write the section; `label` is what staff choose it by.

    `parts` of `whole` (其中) are named where the words fix them; otherwise the sentence names
    every family that has notices.
    """

    label: str
    write: Callable[[YearFigures, Amounts], str]
    parts: tuple[str, ...] = ()
    whole: str = "notices"


def sentence(figures: YearFigures, style: str, *, amounts: Amounts = Amounts.EXACT) -> Sentence:
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
    check_year_holds(figures)
    _check_parts(figures, chosen)
    return Sentence(style, chosen.write(figures, amounts), note(figures))


def check_year_holds(figures: YearFigures) -> None:
    """RuleBroken where the sums of the year do not agree with each other."""
    if not figures.reconciles:
        raise RuleBroken(
            "%(year)d年的统计数不能互相印证：请先运行 trading totals check", year=figures.year
        )


def families(figures: YearFigures) -> tuple[Figure, ...]:
    """The families that have notices in the year."""
    return tuple(one for one in figures.figures if one.name.endswith(_FAMILY) and one.value)


def _check_parts(figures: YearFigures, style: Style) -> None:
    whole = figures.figure(style.whole)
    if whole.value == 0 and (style.parts or not figures.figure("trades").value):
        raise RuleBroken("%(year)d年没有发布过公告，写不出这句话", year=figures.year)
    parts = [figures.figure(name) for name in style.parts] or list(families(figures))
    if sum(part.count for part in parts) == whole.value:
        return
    others = tuple(one for one in families(figures) if one.name not in style.parts)
    raise PartsDiffer(
        "句子里的分项（%(parts)s）加起来不等于全年公告%(whole)s：还有%(others)s，请换一种句式",
        parts="、".join(f"{one.definition.label}{one.text}" for one in parts),
        whole=whole.text,
        others="、".join(f"{one.definition.label}{one.text}" for one in others),
        outside=others,
        left_out=True,
    )


def _of_2016(figures: YearFigures, _: Amounts) -> str:
    """Word for word the sentence of the report that started it all."""
    said = {one.name: one.value for one in figures.figures}
    return (
        f"今年公共资源交易中心累计进场交易{said['trades']}次,"
        f"交易总额{figures.figure('trade_total').floor_text}。"
        f"网络平台及时将招标公告、中标公示等重要事项及时进行公开计{said['disclosures']}次,"
        f"其中招标公告{said['tender_notices']}条、中标公告{said['award_notices']}条。"
    )


def _standard(figures: YearFigures, amounts: Amounts) -> str:
    acts, notices = figures.figure("disclosures"), figures.figure("notices")
    return (
        f"{figures.year}年，公共资源交易中心累计{_traded(figures, amounts)}。"
        f"网络平台公开交易信息{acts.value}次、共{notices.value}条{_by_family(figures)}。"
    )


def _of_2021(figures: YearFigures, amounts: Amounts) -> str:
    """Prose for 一、总体情况（一）主动公开 of the form that is used since 2021."""
    acts, notices = figures.figure("disclosures"), figures.figure("notices")
    return (
        f"{figures.year}年，本单位通过公共资源交易网站主动公开交易信息{notices.value}条，"
        f"分{acts.value}次发布{_by_family(figures)}。"
        f"全年累计{_traded(figures, amounts)}。{_by_category(figures, amounts)}"
    )


def _traded(figures: YearFigures, amounts: Amounts) -> str:
    total = amounts.write(figures.figure("trade_total").count)
    left_out = "；".join(exclusions(figures, inside=True))
    trades = figures.figure("trades").value
    return f"进场交易{trades}宗，交易总额{total}{'，' if left_out else ''}{left_out}"


def _by_family(figures: YearFigures) -> str:
    """Every family that has notices, so that the parts are the whole."""
    named = families(figures)
    if len(named) == 1:
        return f"，均为{named[0].definition.label}"
    listed = "、".join(f"{one.definition.label}{one.value}条" for one in named)
    return f"，其中{listed}" if listed else ""


def _by_category(figures: YearFigures, amounts: Amounts) -> str:
    """The trades of each category; with amounts only where these are exact and so add up."""
    shares = [share for share in figures.by["category"] if share.values.get("trades")]
    if len(shares) < 2:
        return ""
    exact = amounts is Amounts.EXACT
    listed = []
    for share in shares:
        fen = share.values.get("trade_total", 0)
        money = f"、{amounts.write(fen)}" if exact and fen else ""
        listed.append(f"{share.label}{share.values['trades']}宗{money}")
    return f"其中{'；'.join(listed)}。"


STYLES: Mapping[str, Style] = {
    "2016": Style("2016年报告原句", _of_2016, parts=("tender_notices", "award_notices")),
    "standard": Style("标准句式", _standard),
    "2021": Style("2021年格式（一、总体情况）", _of_2021),
}
