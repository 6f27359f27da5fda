"""Tallying: the roll-up follows each publication, and can be recounted from the notices."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from trading.domain.counting import Cell, Standing, Tally, standings, tally, tally_acts
from trading.store.engine import Session
from trading.store.facts import all_facts, facts_of
from trading.store.publications import lock_site
from trading.store.totals import (
    act_days,
    add_to_totals,
    clear_roll_up,
    store_standings,
    stored_standings,
    stored_totals,
)
from trading.store.turning import raise_revision


@dataclass(frozen=True)
class Difference:
    """A place where the stored roll-up and a recount disagree; None is "not there"."""

    what: str
    stored: object
    counted: object

    def __str__(self) -> str:
        return f"{self.what}: stored {self.stored}, counted {self.counted}"


def snapshot(session: Session, process_ids: Sequence[int]) -> Tally:
    """What these processes add to the roll-up now; take it before they change."""
    return _sum(tally(facts) for facts in facts_of(session, process_ids))


def apply(
    session: Session, before: Tally, process_ids: Sequence[int], *, acts: Sequence[date]
) -> None:
    """Bring the roll-up forward by what changed since `before`, and by acts on these days."""
    session.flush()
    facts = facts_of(session, process_ids)
    change = _sum(tally(one) for one in facts)
    change.update(tally_acts(acts))
    change.subtract(before)
    add_to_totals(session, change)
    for one in facts:
        store_standings(session, standings(one))


def rebuild(session: Session) -> None:
    """Count everything anew from the notices and store it; publications wait until it is done.

    Readers see a new revision: what was wrong may have been public.
    """
    lock_site(session)
    raise_revision(session)
    totals, lots = _recount(session)
    clear_roll_up(session)
    add_to_totals(session, totals)
    store_standings(session, lots.values())


def differences(session: Session) -> list[Difference]:
    """Every sum and every standing that a recount finds otherwise than stored."""
    totals, lots = _recount(session)
    stored = stored_totals(session)
    found = [
        Difference(_named(cell), stored.get(cell), totals.get(cell))
        for cell in sorted(stored.keys() | totals.keys())
        if stored.get(cell) != totals.get(cell)
    ]
    standing = stored_standings(session)
    found += [
        Difference(f"lot {lot}", standing.get(lot), lots.get(lot))
        for lot in sorted(standing.keys() | lots.keys())
        if standing.get(lot) != lots.get(lot)
    ]
    return found


def _recount(session: Session) -> tuple[Tally, dict[int, Standing]]:
    totals: Tally = tally_acts(act_days(session))
    lots: dict[int, Standing] = {}
    for facts in all_facts(session):
        totals.update(tally(facts))
        lots |= {one.lot_id: one for one in standings(facts)}
    return totals, lots


def _named(cell: Cell) -> str:
    along = f" {cell.dimension} {cell.key}" if cell.key else ""
    return f"{cell.year} ({cell.basis.value}) {cell.figure}{along}"


def _sum(parts: Iterable[Tally]) -> Tally:
    total: Tally = Counter()
    for part in parts:
        total.update(part)
    return total
