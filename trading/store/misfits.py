"""Misfits: rows of a whole that belong to none of its parts, or to several."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, and_, case, col, select

from trading.store.choices import Choice, Selection, selection
from trading.store.row_sums import narrowed
from trading.store.tables import Lot, Notice, Process, ResultRow, StandingRow


@dataclass(frozen=True)
class Misfit:
    """A row in no part, or in several: a notice by its number, a lot by its process."""

    title: str
    number: str = ""
    process: str = ""
    lot: int = 0


def misfits(
    session: Session, whole: Choice, parts: Sequence[Choice], *, most: int
) -> Sequence[Misfit]:
    """Such rows of a year, oldest first; a notice whose parts are results may have none."""
    found = selection(whole)
    within = [selection(one) for one in parts]
    query = _lots(found) if found.kind == "lots" else _notices(found)
    # Any: a sum of expressions of unknown type.
    belongs: Any = sum(case((and_(*one.conditions), 1), else_=0) for one in within)
    return [Misfit(*row) for row in session.exec(query.where(belongs != 1).limit(most))]


# Any: SQLModel types at most four columns.
def _lots(found: Selection) -> Any:
    query: Any = select(Process.title, col(Notice.number), col(Process.code), col(Lot.number))
    query = query.select_from(StandingRow).join(Lot, col(Lot.id) == col(StandingRow.lot_id))
    query = query.join(Notice, col(Notice.id) == col(getattr(StandingRow, found.notice)))
    return narrowed(found, query).order_by(found.dated, StandingRow.lot_id)


def _notices(found: Selection) -> Any:
    query: Any = select(Notice.title, col(Notice.number)).select_from(Notice)
    results = col(ResultRow.notice_id) == col(Notice.id)
    query = query.join(ResultRow, results, isouter=True)
    return narrowed(found, query).order_by(Notice.sequence)
