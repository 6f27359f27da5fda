"""The page of a year: everything that it prints, finished, each number with where it opens."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from flask_babel import gettext

from trading.domain.definitions import part_label
from trading.domain.errors import RuleBroken
from trading.domain.figures import Bridge, Fault, Figure, Identity, Part, YearFigures
from trading.domain.figures.identities import SPLITS
from trading.services.wording import STYLES, PartsDiffer, Sentence, sentence
from trading.store.engine import Session
from trading.web.public.causes import MOST_FAULTS, Causes, causes_of_bridge, causes_of_identity
from trading.web.public.choosing import Asked, address_of, opened
from trading.web.public.grouped import Cell, Row
from trading.web.public.measures import write
from trading.web.public.passports import Line, change_text, lines_beside

# Of what every identity compares, the figures that its line names; the others it counts.
_NAMED = ("trades", "trade_total", "disclosures", "notices")


@dataclass(frozen=True)
class Told:
    """A figure with where it opens, the lines beside it, and how it stands to the year before."""

    figure: Figure
    href: str
    excluded: tuple[Line, ...]
    beside: tuple[Line, ...]
    change: str
    before: str


@dataclass(frozen=True)
class Equation:
    """A bridge: its whole and parts, each open to its rows, and what spoils it."""

    bridge: Bridge
    about: str
    difference: str
    whole: Line
    parts: tuple[Line, ...]
    causes: Causes


@dataclass(frozen=True)
class Check:
    """An identity: what agrees, each open to its rows, what does not, and what spoils it.

    `whole` is of an identity with `parts`; `agreed` are figures whose groups add up to them.
    """

    identity: Identity
    whole: Line | None
    parts: tuple[Line, ...]
    agreed: tuple[Line, ...]
    faults: tuple[Line, ...]
    causes: Causes


@dataclass(frozen=True)
class Saying:
    """A style of the report's sentence: the sentence, or why it is not printed."""

    label: str
    said: Sentence | None = None
    refused: RuleBroken | None = None
    outside: tuple[Line, ...] = ()


def told_figures(figures: YearFigures) -> list[Told]:
    """Every figure of the year in its order."""
    return [
        Told(
            one,
            opened(figures.year, Asked(one.name)),
            tuple(lines_beside(figures, _left_out(one))),
            tuple(lines_beside(figures, filter(attrgetter("value"), one.details))),
            change_text(figures, one),
            opened(figures.year - 1, Asked(one.name)) if one.compared else "",
        )
        for one in figures.figures
    ]


def equations(session: Session, figures: YearFigures, *, at: datetime) -> list[Equation]:
    """The bridges; a false one asks what its rows come to."""
    about = {
        "A": gettext("本年招标（出让）的标段，后来怎样"),
        "B": gettext("本年成交的标段，从哪里来"),
        "C": gettext("本年的中标公告，里面是什么"),
    }
    return [
        Equation(
            one,
            about.get(one.name, ""),
            write(one.whole.name, one.difference),
            _part(figures, one.whole),
            tuple(_part(figures, part) for part in one.parts),
            causes_of_bridge(session, figures, one, at=at),
        )
        for one in figures.bridges
    ]


def checks(session: Session, figures: YearFigures, *, at: datetime) -> list[Check]:
    """The identities; a false one asks what its rows come to."""
    return [
        Check(
            one,
            *_sides(figures, one),
            tuple(_fault(figures, fault) for fault in one.faults[:MOST_FAULTS]),
            causes_of_identity(session, figures, one, at=at),
        )
        for one in figures.identities
    ]


def sayings(figures: YearFigures) -> list[Saying]:
    """The sentence in every style, the standard one first."""
    return [_saying(figures, style) for style in sorted(STYLES, key=lambda one: one != "standard")]


def compared(years: Sequence[YearFigures]) -> list[Row]:
    """Every figure that any of these years has, a row each, the years beside each other."""
    names = dict.fromkeys(one.name for figures in years for one in figures.figures)
    return [_row(years, name) for name in names if name != "open_loops"]


def _row(years: Sequence[YearFigures], name: str) -> Row:
    known = [{one.name: one for one in figures.figures} for figures in years]
    label = next(of[name].definition.label for of in known if name in of)
    cells = tuple(
        Cell(of[name].text or gettext("无"), opened(figures.year, Asked(name)))
        if name in of
        else Cell("")
        for figures, of in zip(years, known, strict=True)
    )
    return Row(label, cells)


def _saying(figures: YearFigures, style: str) -> Saying:
    label = STYLES[style].label
    try:
        return Saying(label, sentence(figures, style))
    except PartsDiffer as refused:
        outside = tuple(
            Line(one.definition.label, one.text, opened(figures.year, Asked(one.name)))
            for one in refused.outside
        )
        return Saying(label, refused=refused, outside=outside)
    except RuleBroken as refused:
        return Saying(label, refused=refused)


def _left_out(figure: Figure) -> Iterator[Part]:
    """What the trade total leaves out always stands there, the rest where there is any."""
    for one in figure.exclusions:
        if one.value or figure.name == "trade_total":
            yield one


def _sides(
    figures: YearFigures, identity: Identity
) -> tuple[Line | None, tuple[Line, ...], tuple[Line, ...]]:
    """What an identity compares: a whole with its parts, or the figures that agree."""

    def line(name: str) -> Line:
        part = Part(name, part_label(name), figures.line(name))
        return next(lines_beside(figures, [part]))

    if not identity.dimension:
        whole, parts = SPLITS[identity.name]
        return line(whole), tuple(line(one) for one in parts), ()
    false = {fault.figure for fault in identity.faults}
    groups = [one.values for one in figures.by[identity.dimension]]
    agreed = [one for one in _NAMED if one not in false and any(one in of for of in groups)]
    return None, (), tuple(line(one) for one in agreed)


def _fault(figures: YearFigures, fault: Fault) -> Line:
    text = f"{write(fault.figure, fault.parts)} ≠ {write(fault.figure, fault.whole)}"
    return Line(part_label(fault.figure), text, address_of(figures, fault.figure))


def _part(figures: YearFigures, part: Part) -> Line:
    return Line(part.label, str(part.value), address_of(figures, part.name))
