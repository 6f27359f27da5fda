"""Figures: each printed number as an object with its unit and definition, and how they add up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from trading.domain.codes import CATEGORIES, Family, Method, NoticeType, method, region_name
from trading.domain.counting import Basis, Tally
from trading.domain.definitions import BRIDGES, DEFINITIONS, Definition
from trading.domain.errors import RuleBroken
from trading.domain.money import floor_text, write_wan

EXCLUSIONS = ("rate_or_unit_price", "no_amount", "foreign_currency")
FLOWS = ("trade_total_spending", "trade_total_income")
DIMENSIONS = ("month", "category", "type", "buyer", "method", "region")
_CODES: Mapping[str, tuple[str, ...]] = {
    "category": tuple(one.slug for one in CATEGORIES),
    "type": tuple(one.value for one in NoticeType),
    "method": tuple(one.value for one in Method),
}


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A figure of one year; money is in fen. `text` prints it, with its counting word.

    `flows` says how much of a sum of money went out and came in (domain.md §2), by name; what
    is neither stands in the sum alone.
    """

    definition: Definition
    value: int
    text: str
    floor_text: str = ""
    excluded: Mapping[str, int] = field(default_factory=dict)
    flows: Mapping[str, int] = field(default_factory=dict)

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
    """What one month, category, type, buyer, method or region contributes, in fen for money."""

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
    bridges = tuple(_bridge(name, head, parts, whole) for name, head, parts in BRIDGES)
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
        flows={name: whole.get(name, 0) for name in FLOWS},
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
    shown = {*DEFINITIONS, *FLOWS}
    for cell, value in sorted(counted.items()):
        if cell.dimension == dimension and cell.figure in shown:
            values.setdefault(cell.key, {})[cell.figure] = value
    ordered = sorted(values, key=lambda key: _place(dimension, key))
    return tuple(Share(key, _label(dimension, key, buyers), values[key]) for key in ordered)


def _place(dimension: str, key: str) -> tuple[int, int, str]:
    """Where a key stands in a table: as in its code list, by its number, unknown ones last."""
    codes = _CODES.get(dimension, ())
    listed = codes.index(key) if key in codes else len(codes)
    return listed, int(key) if key.isdecimal() else 0, key


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
