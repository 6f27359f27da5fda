"""Recounting: every sum and standing from the notices again, in one pass of little memory."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from sqlmodel import Session, func, select

from trading.domain.counting import (
    Cell,
    ResultPeriods,
    ResultStanding,
    Standing,
    Tally,
    add_up,
    results,
    standings,
    tally_acts,
)
from trading.store.facts import Portion, portions, result_periods
from trading.store.tables import Notice, Process, Total
from trading.store.totals import (
    act_days,
    add_to_totals,
    replace_rows,
    stored_results,
    stored_standings,
    stored_totals,
)

Found = TypeVar("Found")
Progress = Callable[[int, int], None]
"""Told after each portion how many processes were read, and how many there are."""


@dataclass(frozen=True)
class Difference:
    """A place where the stored roll-up and a recount disagree; None is "not there"."""

    what: str
    stored: object
    counted: object

    def __str__(self) -> str:
        return f"{self.what}: stored {self.stored}, counted {self.counted}"


def recount(
    session: Session, *, mend: bool = False, progress: Progress = lambda done, of: None
) -> Iterator[Difference]:
    """Every standing, result and sum that a recount finds otherwise than stored.

    With `mend` each is put right as it is found, in the caller's write transaction.
    """
    periods, counted = result_periods(session), tally_acts(act_days(session))
    total, done = session.exec(select(func.count()).select_from(Process)).one(), 0
    for portion in portions(session):
        yield from _portion(session, portion, periods, counted, mend=mend)
        session.expire_all()
        done += len(portion.facts)
        progress(done, total)
    stored = stored_totals(session)
    change = Counter(counted)
    change.subtract(stored)
    for cell in sorted(stored.keys() | counted.keys()):
        if stored.get(cell) != (counted.get(cell) or None):
            yield Difference(named(cell), stored.get(cell), counted.get(cell))
    if mend:
        add_to_totals(session, change)


def recount_if_empty(session: Session) -> None:
    """Count everything after an upgrade that has emptied the roll-up."""
    some = select(Notice.id).limit(1), select(Total.year).limit(1)
    published, counted = (session.exec(query).first() is not None for query in some)
    if published and not counted:
        for _ in recount(session, mend=True):
            pass


def _portion(
    session: Session, portion: Portion, periods: ResultPeriods, counted: Tally, *, mend: bool
) -> Iterator[Difference]:
    lots: dict[int, Standing] = {}
    notices: dict[int, ResultStanding] = {}
    for facts in portion.facts:
        standing = standings(facts)
        found = results(facts, standing, periods)
        counted.update(add_up(facts, standing, found))
        lots |= {one.lot_id: one for one in standing}
        notices |= {one.notice_id: one for one in found}
    span = portion.after, portion.upto
    changed_lots = _changed(stored_standings(session, *span), lots)
    changed_notices = _changed(stored_results(session, *span), notices)
    for lot, (was, now) in changed_lots.items():
        yield Difference(f"lot {lot}", was, now)
    for notice, (before, after) in changed_notices.items():
        yield Difference(f"result {notice}", before, after)
    if mend and (changed_lots or changed_notices):
        replace_rows(
            session,
            lots={lot: now for lot, (_, now) in changed_lots.items()},
            notices={notice: now for notice, (_, now) in changed_notices.items()},
        )


def _changed(
    stored: Mapping[int, Found], counted: Mapping[int, Found]
) -> dict[int, tuple[Found | None, Found | None]]:
    """What is stored and what is counted, wherever they differ."""
    return {
        key: (stored.get(key), counted.get(key))
        for key in sorted(stored.keys() | counted.keys())
        if stored.get(key) != counted.get(key)
    }


def named(cell: Cell) -> str:
    """A sum of the roll-up in words."""
    along = f" {cell.dimension} {cell.key}" if cell.key else ""
    return f"{cell.year} ({cell.basis.value}) {cell.figure}{along}"
