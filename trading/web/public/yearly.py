"""The page of a year: everything that it prints, finished, each number with where it opens."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from flask_babel import gettext

from trading.domain.definitions import part_label
from trading.domain.errors import RuleBroken
from trading.domain.figures import Bridge, Fault, Figure, Identity, Part, YearFigures
from trading.services.wording import STYLES, PartsDiffer, Sentence, sentence
from trading.store.engine import Session
from trading.web.public.causes import Cause, causes_of_bridge, causes_of_identity
from trading.web.public.choosing import Asked, address_of, opened
from trading.web.public.grouped import Cell, Row
from trading.web.public.passports import Line, change_text, lines_beside

_MOST_FAULTS = 20


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
    whole: Line
    parts: tuple[Line, ...]
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class Check:
    """An identity, the sums that do not agree, and what spoils it."""

    identity: Identity
    faults: tuple[Line, ...]
    causes: tuple[Cause, ...]


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
    return [
        Equation(
            one,
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
            tuple(_fault(figures, fault) for fault in one.faults[:_MOST_FAULTS]),
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


def _fault(figures: YearFigures, fault: Fault) -> Line:
    text = f"{fault.parts} ≠ {fault.whole}"
    return Line(part_label(fault.figure), text, address_of(figures, fault.figure))


def _part(figures: YearFigures, part: Part) -> Line:
    return Line(part.label, str(part.value), address_of(figures, part.name))
