"""Figures: each printed number as an object with its unit and definition, and how they add up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from trading.domain.codes import CATEGORIES, Family, NoticeType, method, region_name
from trading.domain.counting import Basis, Tally
from trading.domain.errors import RuleBroken
from trading.domain.money import floor_text, write_wan

EXCLUSIONS = ("rate_or_unit_price", "no_amount", "foreign_currency")
DIMENSIONS = ("month", "category", "type", "buyer", "method", "region")


@dataclass(frozen=True, kw_only=True)
class Definition:
    """What a figure counts, in both languages; `measure` is the Chinese counting word."""

    name: str
    label: str
    unit: str
    measure: str
    zh: str
    en: str


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A figure of one year; money is in fen. `text` prints it, with its counting word."""

    definition: Definition
    value: int
    text: str
    floor_text: str = ""
    excluded: Mapping[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Its name in JSON and addresses (interface.md §5)."""
        return self.definition.name


@dataclass(frozen=True)
class Part:
    """One part of a bridge."""

    name: str
    label: str
    value: int


@dataclass(frozen=True)
class Bridge:
    """An equation that must hold: the whole is the sum of its parts (domain.md §4.8)."""

    name: str
    whole: Part
    parts: tuple[Part, ...]

    @property
    def holds(self) -> bool:
        """Whether it does."""
        return self.whole.value == sum(part.value for part in self.parts)


@dataclass(frozen=True)
class Identity:
    """Two ways of adding up that must agree (domain.md §4.9)."""

    name: str
    label: str
    holds: bool


@dataclass(frozen=True)
class Share:
    """What one month, category, type, buyer, method or region contributes."""

    key: str
    label: str
    values: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class YearFigures:
    """All figures of one year on one basis, counted up to `as_of` (None: nothing published)."""

    year: int
    basis: Basis
    as_of: datetime | None
    revision: int
    figures: tuple[Figure, ...]
    bridges: tuple[Bridge, ...]
    identities: tuple[Identity, ...]
    by: Mapping[str, tuple[Share, ...]]

    def figure(self, name: str) -> Figure:
        """The figure of this name; KeyError for an unknown one."""
        return {one.name: one for one in self.figures}[name]

    @property
    def reconciles(self) -> bool:
        """Whether every bridge and identity holds."""
        return all(one.holds for one in self.bridges) and all(one.holds for one in self.identities)


def _families() -> Iterable[Definition]:
    for family in Family:
        yield Definition(
            name=f"{family.value}_notices",
            label=family.zh,
            unit="notice",
            measure="条",
            zh=f"本年首次发布的“{family.zh}”类公告数。",
            en=f"{family.en}: notices of this family first published in the year.",
        )


DEFINITIONS: Mapping[str, Definition] = {
    one.name: one
    for one in (
        Definition(
            name="trades",
            label="进场交易",
            unit="lot",
            measure="次",
            zh="有有效中标（成交）结果、且首个结果的日期在本年的标段（包、宗）数；更换中标人不重复计数。",
            en="Lots with an active award whose first award is dated in the year.",
        ),
        Definition(
            name="trade_total",
            label="交易总额",
            unit="fen",
            measure="万元",
            zh="上述标段有效结果的金额之和；只计人民币金额，费率、单价成交和未填金额的不计。",
            en="Sum of the active awards of exactly those lots: amounts in CNY only.",
        ),
        Definition(
            name="disclosures",
            label="公开",
            unit="act",
            measure="次",
            zh="本年发布操作的次数；一次发布可以包含几条公告。",
            en="Publication acts in the year; one act may publish several notices.",
        ),
        Definition(
            name="notices",
            label="公告",
            unit="notice",
            measure="条",
            zh="本年首次发布的全部公告数。",
            en="Notices first published in the year.",
        ),
        *_families(),
        Definition(
            name="lots_offered",
            label="招标（出让）标段",
            unit="lot",
            measure="宗",
            zh="由本年发布的招标类公告首次发布的标段（包、宗）数。",
            en="Lots first offered by a tender-family notice of the year.",
        ),
        Definition(
            name="lots_failed",
            label="流标（废标）标段",
            unit="lot",
            measure="宗",
            zh="本年公告流标或废标的标段（包、宗）数。",
            en="Lots declared failed in the year.",
        ),
    )
}

_BRIDGES = (
    (
        "A",
        ("lots_offered", "招标（出让）标段"),
        (
            ("offered_awarded", "本年成交"),
            ("offered_awarded_later", "以后年度成交"),
            ("offered_failed", "流标（废标）"),
            ("offered_terminated", "终止"),
            ("offered_pending", "尚无结果"),
        ),
    ),
    (
        "B",
        ("trades", "进场交易"),
        (
            ("trades_of_year", "本年招标的标段"),
            ("trades_of_earlier", "以前年度招标的标段"),
            ("trades_untendered", "未在本站招标的标段"),
        ),
    ),
    (
        "C",
        ("award_notices", "中标公告"),
        (
            ("award_notices_trading", "含本年成交"),
            ("award_notices_other_years", "只含其他年度成交"),
            ("award_notices_replaced", "只含已被替换的结果"),
            ("award_notices_unsuccessful", "只含流标（废标）"),
        ),
    ),
)


def year_figures(
    counted: Tally,
    *,
    year: int,
    basis: Basis,
    as_of: datetime | None,
    revision: int,
    buyers: Mapping[int, str],
) -> YearFigures:
    """The figures of a year from its stored sums; `buyers` names organizations by id."""
    whole = {cell.figure: value for cell, value in counted.items() if cell.dimension == "year"}
    shares = {dimension: _shares(counted, dimension, buyers) for dimension in DIMENSIONS}
    bridges = tuple(_bridge(name, head, parts, whole) for name, head, parts in _BRIDGES)
    return YearFigures(
        year=year,
        basis=basis,
        as_of=as_of,
        revision=revision,
        figures=tuple(_figure(one, whole) for one in DEFINITIONS.values()),
        bridges=bridges,
        identities=_identities(whole, shares),
        by=shares,
    )


def _figure(definition: Definition, whole: Mapping[str, int]) -> Figure:
    value = whole.get(definition.name, 0)
    if definition.unit != "fen":
        text = f"{value}{definition.measure}"
        return Figure(definition=definition, value=value, text=text)
    return Figure(
        definition=definition,
        value=value,
        text=f"{write_wan(value)}万元",
        floor_text=floor_text(value),
        excluded={name: whole.get(f"excluded_{name}", 0) for name in EXCLUSIONS},
    )


def _bridge(
    name: str,
    head: tuple[str, str],
    parts: Iterable[tuple[str, str]],
    whole: Mapping[str, int],
) -> Bridge:
    def part(figure: str, label: str) -> Part:
        return Part(figure, label, whole.get(figure, 0))

    return Bridge(name, part(*head), tuple(part(*one) for one in parts))


def _shares(counted: Tally, dimension: str, buyers: Mapping[int, str]) -> tuple[Share, ...]:
    values: dict[str, dict[str, int]] = {}
    for cell, value in sorted(counted.items()):
        if cell.dimension == dimension and cell.figure in DEFINITIONS:
            values.setdefault(cell.key, {})[cell.figure] = value
    return tuple(Share(key, _label(dimension, key, buyers), values[key]) for key in sorted(values))


def _label(dimension: str, key: str, buyers: Mapping[int, str]) -> str:
    try:
        return _known_label(dimension, key, buyers)
    except (RuleBroken, KeyError, ValueError):
        return key


def _known_label(dimension: str, key: str, buyers: Mapping[int, str]) -> str:
    if dimension == "month":
        return f"{int(key)}月"
    if dimension == "category":
        return {one.slug: one.zh for one in CATEGORIES}[key]
    if dimension == "type":
        return NoticeType(key).zh
    if dimension == "buyer":
        return buyers[int(key)]
    return method(key).zh if dimension == "method" else region_name(key)


def _identities(
    whole: Mapping[str, int], shares: Mapping[str, tuple[Share, ...]]
) -> tuple[Identity, ...]:
    def adds_up(dimension: str, *names: str) -> bool:
        return all(
            sum(share.values.get(name, 0) for share in shares[dimension]) == whole.get(name, 0)
            for name in names
        )

    families = sum(whole.get(f"{family.value}_notices", 0) for family in Family)
    money = ("trades", "trade_total", "notices")
    return (
        Identity(
            "families = notices", "各类公告之和等于全部公告", families == whole.get("notices", 0)
        ),
        Identity("types = notices", "各公告类型之和等于全部公告", adds_up("type", "notices")),
        Identity("months = year", "各月之和等于全年", adds_up("month", *money, "disclosures")),
        Identity("categories = year", "各交易类别之和等于全年", adds_up("category", *money)),
        Identity("buyers = year", "各招标（采购、出让）人之和等于全年", adds_up("buyer", *money)),
        Identity("methods = year", "各交易方式之和等于全年", adds_up("method", *money)),
        Identity("regions = year", "各行政区划之和等于全年", adds_up("region", *money)),
    )
