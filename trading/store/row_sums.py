"""Row sums: what the rows of a choice come to, counted from the rows, together or by group."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import extract
from sqlmodel import Session, col, func, literal, select

from trading.domain.errors import NotFound
from trading.store.choices import GROUP_COLUMNS, Choice, Selection, selection
from trading.store.tables import Act, Notice, Process, ResultRow, StandingRow, Withdrawal
from trading.store.years import loops_of_year

# Any: tables, most of which belong to a process.
_TABLES: dict[str, Any] = {"lots": StandingRow, "results": ResultRow}
_TABLES |= {"notices": Notice, "acts": Act}


@dataclass(frozen=True)
class Sum:
    """How many rows a choice has, and what they add up to in fen; 0 where they add nothing."""

    count: int
    fen: int


def sum_of_rows(session: Session, choice: Choice) -> Sum:
    """The count and the sum of all rows of a choice."""
    found = selection(choice)
    if found.kind == "loops":
        return Sum(len(loops_of_year(session, choice.year, at=choice.at)) if choice.at else 0, 0)
    count, fen = session.exec(_summed(found)).one()
    return Sum(int(count), int(fen))


def sums_by_group(session: Session, choice: Choice, dimension: str) -> dict[str, Sum]:
    """The same for every group along a dimension that has rows, by its key, in one question.

    NotFound for rows that have no such groups.
    """
    found = selection(choice)
    if dimension not in _groups_of(found):
        raise NotFound("没有这一组：%(key)s", key=dimension)
    group = _group(found, dimension)
    return {
        f"{int(key):02d}" if dimension == "month" else str(key): Sum(int(count), int(fen))
        for count, fen, key in session.exec(_summed(found, group))
    }


def narrowed(found: Selection, query: Any) -> Any:
    """The query with its conditions; groups are those of the process."""
    if found.kind != "acts":
        of = _TABLES[found.kind]
        query = query.join(Process, col(Process.id) == col(of.process_id))
    return query.where(*found.conditions)


def _summed(found: Selection, *groups: Any) -> Any:  # Any: columns, and a query of them
    """The count, the sum and the groups, read from no more tables than they ask about."""
    of = _TABLES[found.kind]
    summed: Any = select(func.count(), func.coalesce(func.sum(_added(found)), 0))
    summed = summed.add_columns(*groups).where(*found.conditions)
    asked = {one.name for one in summed.get_final_froms()}
    summed = summed.select_from(of)
    if Withdrawal.__tablename__ in asked:
        withdrawn = col(Withdrawal.notice_id) == col(Notice.id)
        summed = summed.join(Withdrawal, withdrawn, isouter=True)
    if Process.__tablename__ in asked:
        summed = summed.join(Process, col(Process.id) == col(of.process_id))
    return summed.group_by(*groups)


def _groups_of(found: Selection) -> tuple[str, ...]:
    if found.kind in ("acts", "loops"):
        return ("month",) if found.kind == "acts" else ()
    typed = ("type",) if found.kind == "notices" else ()
    return ("month", *typed, *GROUP_COLUMNS)


def _group(found: Selection, dimension: str) -> Any:
    if dimension == "month":
        return extract("month", found.dated)
    return col(Notice.type) if dimension == "type" else GROUP_COLUMNS[dimension]


def _added(found: Selection) -> Any:
    """The expression that the rows add up to: an amount, a difference to the limit, or nothing."""
    amount, limit = col(StandingRow.amount_fen), col(StandingRow.limit_fen)
    if found.value in ("saved", "gained"):
        return limit - amount if found.value == "saved" else amount - limit
    return getattr(StandingRow, found.value) if found.value else literal(0)
