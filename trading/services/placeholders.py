"""Placeholders: what the centre's own sentence and Word templates may name, with their values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from trading.domain.calendar import SHANGHAI
from trading.domain.counting import Basis
from trading.domain.figures import Figure, YearFigures
from trading.domain.money import floor_text, round_text, write_wan, write_yuan
from trading.domain.site import Site
from trading.services.wording import exclusions

NONE = "无"  # what is written where a figure has no value
_FEN = "fen"
_COUNTED = ("lot", "act", "notice", "loop")
_PROCUREMENT = "procurement"
_BASES = {Basis.DECIDED: "按定标（成交）日期归入年度", Basis.PUBLISHED: "按发布日期归入年度"}


@dataclass(frozen=True)
class Placeholder:
    """A name with what it stands for; without a value, `missing` says why there is none."""

    name: str
    label: str
    value: str | int | None
    missing: str = ""


def placeholders(figures: YearFigures, site: Site) -> tuple[Placeholder, ...]:
    """Everything that can be named besides sentences and tables (interface.md §5)."""
    as_of = figures.as_of
    moment = f"{as_of.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if as_of else None
    return (
        Placeholder("year", "年份", figures.year),
        Placeholder("organization", "单位名称", site.organization or None, "网站信息里没有填"),
        Placeholder("site_name", "网站名称", site.site_name or None, "网站信息里没有填"),
        Placeholder("as_of", "统计截至", moment, "还没有发布过公告"),
        Placeholder("basis", "统计口径", _BASES[figures.basis]),
        Placeholder("exclusions", "未计入总额的（没有时为“无”）", _left_out(figures)),
        *(one for figure in figures.figures for one in _of_figure(figure)),
        *_cells_of_2019(figures),
    )


def values_of(known: Iterable[Placeholder]) -> dict[str, object]:
    """The values by name, of those that have one."""
    return {one.name: one.value for one in known if one.value is not None}


def missing_of(known: Iterable[Placeholder]) -> Mapping[str, str]:
    """Why there is no value, by name, of those that have none."""
    return {one.name: one.missing for one in known if one.value is None}


def _left_out(figures: YearFigures) -> str:
    return "；".join(exclusions(figures)) or "无"


def _of_figure(figure: Figure) -> Iterable[Placeholder]:
    """A count by itself; money in ways to write it, never in fen; anything else as its text."""
    name, label, unit = figure.name, figure.definition.label, figure.definition.unit
    if figure.value is None:
        return (Placeholder(name, label, None, f"{label}没有可计算的依据"),)
    if unit == _FEN and figure.definition.currency == "CNY":
        fen = figure.value
        return (
            Placeholder(f"{name}_wan", f"{label}，万元", write_wan(fen)),
            Placeholder(f"{name}_yuan", f"{label}，元", write_yuan(fen)),
            Placeholder(f"{name}_floor", f"{label}，舍去尾数写“余”，带单位", floor_text(fen)),
            Placeholder(f"{name}_about", f"{label}，约数，带单位", round_text(fen)),
        )
    if unit in _COUNTED:
        return (Placeholder(name, f"{label}，{figure.definition.measure}", figure.value),)
    return (Placeholder(name, label, figure.text),)


def _cells_of_2019(figures: YearFigures) -> Iterable[Placeholder]:
    """第二十条第（九）项 of the form of 2019 and 2020: trades of the category procurement.

    采购项目数量 counts lots (包), so that the amount beside it is the sum of exactly its rows;
    the centre does not tell 集中采购 from other procurement.
    """
    shares = {share.key: share.values for share in figures.by["category"]}
    found = shares.get(_PROCUREMENT, {})
    amount = write_wan(found.get("trade_total", 0))
    return (
        Placeholder(
            "procurement_trades",
            "2019年格式第二十条第（九）项 采购项目数量：交易类别“政府采购”的成交标段（包）数",
            found.get("trades", 0),
        ),
        Placeholder(
            "procurement_total_wan",
            "2019年格式第二十条第（九）项 采购总金额，万元：上述标段（包）的人民币成交金额之和",
            amount,
        ),
    )
