"""Causes: where sums that should agree do not, the stored ones that are not their rows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from trading.domain.definitions import part_label
from trading.domain.errors import NotFound
from trading.domain.figures import Bridge, Identity, YearFigures
from trading.domain.figures.identities import SPLIT_PARTS
from trading.store.choices import selection
from trading.store.engine import Session
from trading.store.trades import sum_of_rows
from trading.web.public.behind import chosen
from trading.web.public.choosing import address_of, known_keys

# Sums that do not agree are a fault to be mended: the page names some of each, not thousands.
_MOST = 60


@dataclass(frozen=True)
class Cause:
    """A stored sum and what its rows come to; `href` opens to those rows."""

    label: str
    stored: int
    counted: int
    href: str | None


@dataclass(frozen=True)
class _Cell:
    """A stored sum: of a figure or line, whole or of a group."""

    name: str
    stored: int
    label: str
    dimension: str = ""
    key: str = ""


def causes_of_bridge(
    session: Session, figures: YearFigures, bridge: Bridge, *, at: datetime
) -> tuple[Cause, ...]:
    """What spoils a bridge; nothing where it holds."""
    if bridge.holds:
        return ()
    parts = (bridge.whole, *bridge.parts)
    cells = [_Cell(one.name, one.value, one.label) for one in parts]
    return tuple(_different(session, figures, cells, at=at))


def causes_of_identity(
    session: Session, figures: YearFigures, identity: Identity, *, at: datetime
) -> tuple[Cause, ...]:
    """What spoils an identity; nothing where it holds."""
    found: list[_Cell] = []
    for fault in identity.faults:
        whole = part_label(fault.figure)
        found.append(_Cell(fault.figure, fault.whole, whole))
        found += _parts(figures, identity, fault.figure)
    return tuple(_different(session, figures, islice(found, _MOST), at=at))


def _parts(figures: YearFigures, identity: Identity, name: str) -> Iterator[_Cell]:
    if not identity.dimension:
        for part in SPLIT_PARTS.get(identity.name, ()):
            yield _Cell(part, figures.line(part), part_label(part))
        return
    shares = {share.key: share for share in figures.by[identity.dimension]}
    for key in known_keys(figures, identity.dimension):
        share = shares.get(key)
        label = f"{share.label if share else key} {part_label(name)}"
        stored = share.values.get(name, 0) if share else 0
        yield _Cell(name, stored, label, identity.dimension, key)


def _different(
    session: Session, figures: YearFigures, cells: Iterable[_Cell], *, at: datetime
) -> Iterator[Cause]:
    """Those of these sums that are not what their rows come to."""
    for one in cells:
        choice = chosen(figures, one.name, group=(one.dimension, one.key), at=at)
        try:
            adds, rows = bool(selection(choice).value), sum_of_rows(session, choice)
        except NotFound:  # no rows stand behind this one
            continue
        counted = rows.fen if adds else rows.count
        if counted != one.stored:
            where = address_of(figures, one.name, dimension=one.dimension, key=one.key)
            yield Cause(one.label, one.stored, counted, where)
