"""Restating: how far a year's figures have moved since its report, and which notices moved them."""

import json
from dataclasses import dataclass

from trading.domain.codes import Family
from trading.domain.counting import Basis
from trading.domain.restatements import (
    Restatement,
    RowChanges,
    changed_rows,
    restated_figures,
)
from trading.domain.site import Site
from trading.services import snapshots as frozen
from trading.store import snapshots
from trading.store.engine import Session
from trading.store.since import Event, events_since
from trading.store.snapshots import Snapshot
from trading.store.year_rows import year_rows
from trading.store.years import read_year

SHOWN = 200  # notices and rows that are named
_MOVING = {Family.CORRECTION.value, Family.AWARD.value, Family.TERMINATION.value}


@dataclass(frozen=True)
class Restated:
    """What has changed since a frozen report (自年报以来); nothing, where `figures` is empty.

    `causes` are the notices and withdrawals behind it, in order; without any, the calendar, a
    period or the roll-up was changed. `other_basis` is that of the report where the site counts on
    another one now: then its live figures are not those that are compared here.
    """

    snapshot: Snapshot
    figures: tuple[Restatement, ...] = ()
    rows: RowChanges = RowChanges()
    causes: tuple[Event, ...] = ()
    other_basis: Basis | None = None


def since_report(session: Session, site: Site, year: int) -> Restated | None:
    """What has changed since the newest public report of a year; None where there is none."""
    found = snapshots.snapshots_of(session, year, published=True)
    return restated(session, site, found[0]) if found else None


def since_newest(session: Session, site: Site, year: int) -> Restated | None:
    """The same since the newest frozen report, public or not: for staff alone."""
    found = snapshots.snapshots_of(session, year)
    return restated(session, site, found[0]) if found else None


def restated(session: Session, site: Site, snapshot: Snapshot) -> Restated:
    """The live figures, on the basis of the report, against the frozen ones.

    The lists of rows are read only where a figure has moved.
    """
    report = frozen.read(session, snapshot)
    figures = read_year(session, snapshot.year, site, basis=report.basis)
    moved = restated_figures(report, figures)
    other = report.basis if report.basis != Basis(site.year_basis) else None
    if not moved:
        return Restated(snapshot, other_basis=other)
    then = json.loads(snapshots.rows_of(session, snapshot.id))
    now = year_rows(session, snapshot.year, report.basis)
    changes = changed_rows(then, now)
    codes = changes.processes or {
        one["process"] for list_ in (then, now) for name in _LISTS for one in list_[name]
    }
    new = {one.number for one in changes.notices if one.is_new}
    events = events_since(session, snapshot.sequence, sorted(codes))
    causes = tuple(one for one in events if _moves(one, new))
    return Restated(snapshot, moved, changes, causes, other)


_LISTS = ("trades", "notices")


def _moves(event: Event, new: set[str]) -> bool:
    """Whether such an event can move a figure of a year that is over."""
    return event.is_withdrawal or event.family in _MOVING or event.number in new
