"""Figures: each printed number as an object with its unit, definition, coverage and exclusions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from trading.domain.counting import Basis
from trading.domain.definitions import Definition


@dataclass(frozen=True)
class Part:
    """One line beside a figure: part of a bridge, or what is left out; it opens to its rows."""

    name: str
    label: str
    value: int


@dataclass(frozen=True)
class Coverage:
    """Over how many of how many lots (notices for the on-time rate) a figure is worked out.

    `awards` is how many awards those lots belong to; None where awards are not counted.
    """

    covered: int
    of: int
    awards: int | None = None


@dataclass(frozen=True)
class Ratio:
    """The two sums, of the same unit, that a rate is worked out from."""

    part: int
    whole: int


@dataclass(frozen=True)
class Comparison:
    """A figure against the year before: both in its unit; `percent` in hundredths of a percent.

    `percent` is None where the year before was 0, and for a rate.
    """

    before: int
    difference: int
    percent: int | None


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A figure of one year; money is in fen, a rate in hundredths of a percent.

    `value` is None where there is nothing to work it out from; then `text` is empty. `text`
    prints it, with its counting word. `excluded` and `exclusions` are what it leaves out, in
    lots or notices: by reason for a sum of money, and as lines that open to their rows.
    `flows` says how much of the trade total went out and came in (domain.md §2), by name; what
    is neither stands in the sum alone. `details` are further lines about it.
    """

    definition: Definition
    value: int | None
    text: str
    floor_text: str = ""
    excluded: Mapping[str, int] = field(default_factory=dict)
    exclusions: tuple[Part, ...] = ()
    details: tuple[Part, ...] = ()
    flows: Mapping[str, int] = field(default_factory=dict)
    coverage: Coverage | None = None
    ratio: Ratio | None = None
    compared: Comparison | None = None

    @property
    def name(self) -> str:
        """Its name in JSON and addresses (interface.md §5)."""
        return self.definition.name

    @property
    def count(self) -> int:
        """Its value where it always has one; 0 where there is nothing to work it out from."""
        return self.value or 0


@dataclass(frozen=True)
class Bridge:
    """An equation that must hold: the whole is the sum of its parts (domain.md §4.8)."""

    name: str
    whole: Part
    parts: tuple[Part, ...]

    @property
    def difference(self) -> int:
        """How much more the whole is than its parts; 0 where the bridge holds."""
        return self.whole.value - sum(part.value for part in self.parts)

    @property
    def holds(self) -> bool:
        """Whether it does."""
        return self.difference == 0


@dataclass(frozen=True)
class Fault:
    """A figure whose parts add up to something else than its whole."""

    figure: str
    parts: int
    whole: int


@dataclass(frozen=True)
class Identity:
    """Two ways of adding up that must agree (domain.md §4.9); `dimension` where one is grouped."""

    name: str
    label: str
    faults: tuple[Fault, ...] = ()
    dimension: str = ""

    @property
    def holds(self) -> bool:
        """Whether they agree on every figure."""
        return not self.faults


@dataclass(frozen=True)
class Share:
    """What one month, category, type, buyer, method or region contributes, in fen for money.

    `values` are by the names of figures and of their lines; what is 0 is left out. An empty
    `key` is everybody who is not listed by name.
    """

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
    whole: Mapping[str, int] = field(default_factory=dict)

    def figure(self, name: str) -> Figure:
        """The figure of this name; KeyError for an unknown one."""
        return {one.name: one for one in self.figures}[name]

    def line(self, name: str) -> int:
        """The value of a figure, or of any line beside one, by its name; 0 when there is none."""
        return self.whole.get(name, 0)

    @property
    def reconciles(self) -> bool:
        """Whether every bridge and identity holds."""
        return all(one.holds for one in self.bridges) and all(one.holds for one in self.identities)
