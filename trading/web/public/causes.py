"""Causes: where sums that should agree do not, the stored ones that are not their rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from trading.domain.definitions import part_label
from trading.domain.errors import NotFound
from trading.domain.figures import Bridge, Identity, Part, YearFigures, label_of
from trading.domain.figures.identities import SPLITS
from trading.store.choices import Choice
from trading.store.engine import Session
from trading.store.misfits import Misfit, misfits
from trading.store.row_sums import Sum, sum_of_rows, sums_by_group
from trading.store.years import names_of_buyers
from trading.web.public.behind import chosen
from trading.web.public.choosing import address_of
from trading.web.public.measures import unit_of, write

# Sums that do not agree are a fault to be mended: the page names some, `totals check` all.
MOST_FAULTS, _MOST = 20, 60


@dataclass(frozen=True)
class Cause:
    """A stored sum and what its rows come to, as they are printed; `href` opens to those rows."""

    label: str
    stored: str
    counted: str
    href: str | None


@dataclass(frozen=True)
class Causes:
    """What spoils an equation: stored sums, or else rows that are in none or several parts."""

    sums: Sequence[Cause] = ()
    rows: Sequence[Misfit] = ()


def causes_of_bridge(
    session: Session, figures: YearFigures, bridge: Bridge, *, at: datetime
) -> Causes:
    """What spoils a bridge; nothing where it holds."""
    if bridge.holds:
        return Causes()
    return _of_parts(session, figures, (bridge.whole, *bridge.parts), at=at)


def causes_of_identity(
    session: Session, figures: YearFigures, identity: Identity, *, at: datetime
) -> Causes:
    """What spoils an identity; nothing where it holds."""
    if identity.holds:
        return Causes()
    if not identity.dimension:
        whole, parts = SPLITS[identity.name]
        named = [Part(one, part_label(one), figures.line(one)) for one in (whole, *parts)]
        return _of_parts(session, figures, named, at=at)
    found: list[Cause] = []
    for fault in identity.faults[:MOST_FAULTS]:
        name = fault.figure
        stored = Part(name, part_label(name), fault.whole)
        found += _different(session, figures, [stored], at=at)
        found += islice(_groups(session, figures, name, identity.dimension), _MOST)
    return Causes(found[:_MOST])


def _of_parts(
    session: Session, figures: YearFigures, parts: Sequence[Part], *, at: datetime
) -> Causes:
    """The sums that are not their rows; where all are, the rows that are not one part's."""
    if found := list(_different(session, figures, parts, at=at)):
        return Causes(found)
    whole, *of = (chosen(figures, one.name) for one in parts)
    return Causes(rows=misfits(session, whole, of, most=_MOST))


def _different(
    session: Session, figures: YearFigures, parts: Sequence[Part], *, at: datetime
) -> Iterator[Cause]:
    """Those of these stored sums that are not what their rows come to."""
    for one in parts:
        try:
            rows = sum_of_rows(session, chosen(figures, one.name, at=at))
        except NotFound:  # a name that nobody counts any more
            yield Cause(one.label, str(one.value), "0", None)
            continue
        counted = _value(one.name, rows)
        if counted != one.value:
            where = address_of(figures, one.name)
            yield _cause(one.name, one.label, one.value, counted, where)


def _groups(session: Session, figures: YearFigures, name: str, dimension: str) -> Iterator[Cause]:
    """The groups whose stored sum is not what their rows come to, also those without one."""
    shares = {share.key: share for share in figures.by[dimension]}
    stored = {key: one.values[name] for key, one in shares.items() if name in one.values}
    counted = _counted(session, chosen(figures, name), dimension)
    differing = [key for key in {*stored, *counted} if stored.get(key, 0) != counted.get(key, 0)]
    missing = {int(key) for key in counted if dimension == "buyer" and key not in shares}
    names = names_of_buyers(session, missing) if missing else {}
    for key in sorted(differing, key=lambda key: (len(key), key)):
        group = shares[key].label if key in shares else label_of(dimension, key, names)
        where = address_of(figures, name, dimension=dimension, key=key) if key in counted else None
        label = f"{group} {part_label(name)}"
        yield _cause(name, label, stored.get(key, 0), counted.get(key, 0), where)


def _counted(session: Session, choice: Choice, dimension: str) -> Mapping[str, int]:
    try:
        found = sums_by_group(session, choice, dimension)
    except NotFound:  # no rows stand behind this one, or none that have such groups
        return {}
    return {key: _value(choice.name, one) for key, one in found.items()}


def _value(name: str, rows: Sum) -> int:
    return rows.fen if unit_of(name) == "fen" else rows.count


def _cause(name: str, label: str, stored: int, counted: int, href: str | None) -> Cause:
    return Cause(label, write(name, stored), write(name, counted), href)
