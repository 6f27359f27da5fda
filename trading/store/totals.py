"""Totals: the stored roll-up, the standings of lots behind it, and how both are brought forward."""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, delete, func, insert, select

from trading.domain.codes import Outcome, PriceForm
from trading.domain.counting import (
    Basis,
    Cell,
    Punctual,
    ResultPeriods,
    ResultStanding,
    Standing,
    Tally,
)
from trading.store.raising import raise_by
from trading.store.tables import Act, Process, ResultRow, SiteRow, StandingRow, Total

_KEY = [field.name for field in dataclasses.fields(Cell)]
# Any: columns of several types, read as plain values since sums are written past the session.
_STORED: Any = select(*(getattr(Total, name) for name in (*_KEY, "value")))

_JUDGED = ("decided_on", "published_on", "due_on", "punctual")


def add_to_totals(session: Session, change: Tally) -> None:
    """Add differences to the stored sums; a sum that becomes 0 is removed."""
    rows = [
        {**dataclasses.asdict(cell), "value": difference}
        for cell, difference in sorted(change.items())
        if difference
    ]
    if not rows:
        return
    raise_by(session, Total, rows, key=_KEY, column="value")
    _remove_empty(session, rows)


def _remove_empty(session: Session, changed: Sequence[dict[str, Any]]) -> None:
    """Remove those of these sums that are 0 now; no other sum is looked at, however many.

    One that was raised can be 0 too: savings may have been below 0.
    """
    # Any: the members of a cell, of several types.
    names = {f"of_{name}": name for name in _KEY}
    same = [getattr(Total, name) == bindparam(of) for of, name in names.items()]
    keys = [{of: row[name] for of, name in names.items()} for row in changed]
    session.connection().execute(delete(Total).where(*same, col(Total.value) == 0), keys)


def store_standings(session: Session, standings: Iterable[Standing]) -> None:
    """Write where these lots stand now."""
    for standing in standings:
        session.merge(StandingRow(**_members(standing)))
    session.flush()


def store_results(session: Session, results: Iterable[ResultStanding]) -> None:
    """Write what these award notices carry now, and how soon they came."""
    for result in results:
        session.merge(ResultRow(**dataclasses.asdict(result)))
    session.flush()


def replace_rows(
    session: Session,
    *,
    lots: Mapping[int, Standing | None],
    notices: Mapping[int, ResultStanding | None],
) -> None:
    """Put these standings and results in place of what is stored; None takes a row away."""
    gone, away = col(StandingRow.lot_id).in_(lots), col(ResultRow.notice_id).in_(notices)
    session.exec(delete(StandingRow).where(gone))
    session.exec(delete(ResultRow).where(away))
    rows = [_members(one) for one in lots.values() if one]
    if rows:
        session.connection().execute(insert(StandingRow), rows)
    found = [dataclasses.asdict(one) for one in notices.values() if one]
    if found:
        session.connection().execute(insert(ResultRow), found)


def clear_roll_up(session: Session) -> None:
    """Forget every sum, standing and result; for a rebuild in the same transaction."""
    for table in (Total, StandingRow, ResultRow):
        session.exec(delete(table))
    session.expire_all()


def stored_totals(session: Session) -> Tally:
    """Every stored sum."""
    return _sums(session.exec(_STORED))


def stored_standings(session: Session, after: int, upto: int | None) -> dict[int, Standing]:
    """Where the lots of the processes above `after` up to `upto` stand as stored, by lot id."""
    query = select(StandingRow).where(col(StandingRow.process_id) > after)
    if upto is not None:
        query = query.where(col(StandingRow.process_id) <= upto)
    return {row.lot_id: as_standing(row) for row in session.exec(query)}


def stored_results(session: Session, after: int, upto: int | None) -> dict[int, ResultStanding]:
    """What the award notices of these processes carry as stored, by notice id."""
    query = select(ResultRow).where(col(ResultRow.process_id) > after)
    if upto is not None:
        query = query.where(col(ResultRow.process_id) <= upto)
    return {row.notice_id: as_result(row) for row in session.exec(query)}


def judged_otherwise(session: Session, periods: ResultPeriods) -> list[int]:
    """The processes with a result that these periods judge otherwise than is stored."""
    # Any: SQLModel types at most four columns.
    query: Any = select(col(ResultRow.process_id), col(Process.category))
    query = query.add_columns(*(getattr(ResultRow, name) for name in _JUDGED))
    query = query.join(Process, col(Process.id) == col(ResultRow.process_id))
    query = query.where(
        col(ResultRow.decided_on).is_not(None),
        col(ResultRow.punctual) != Punctual.WITHDRAWN.value,
    )
    found = {
        process_id
        for process_id, category, decided, published, due, punctual in session.exec(query)
        if periods.punctual(category, decided, published) != (Punctual(punctual), due)
    }
    return sorted(found)


def act_days(session: Session) -> Sequence[date]:
    """The day (Asia/Shanghai) of every publication act."""
    return session.exec(select(col(Act.published_on)).order_by(col(Act.id))).all()


def totals_of_year(session: Session, year: int, basis: Basis) -> Tally:
    """The stored sums of one year on one basis."""
    return _sums(session.exec(_STORED.where(col(Total.year) == year, Total.basis == basis.value)))


def sums_of_year(session: Session, year: int, basis: Basis) -> dict[str, int]:
    """The whole sums of one year by figure; empty when there is nothing in it."""
    query = select(Total.figure, Total.value).where(
        col(Total.year) == year,
        col(Total.basis) == basis.value,
        col(Total.dimension) == "year",
    )
    return dict(session.exec(query).all())


def sums_of_years(
    session: Session, years: Sequence[int], basis: Basis
) -> dict[int, dict[str, int]]:
    """The whole sums of several years, in one question; a year with nothing in it is empty."""
    query = select(Total.year, Total.figure, Total.value).where(
        col(Total.year).in_(years),
        col(Total.basis) == basis.value,
        col(Total.dimension) == "year",
    )
    found: dict[int, dict[str, int]] = {year: {} for year in years}
    for year, figure, value in session.exec(query):
        found[year][figure] = value
    return found


def years_with_totals(session: Session) -> list[int]:
    """The years in which something was published or traded, newest first."""
    query = select(Total.year).distinct().order_by(col(Total.year).desc())
    return list(session.exec(query))


def last_publication(session: Session) -> datetime | None:
    """The moment up to which the roll-up counts: that of the last publication (aware)."""
    return session.exec(select(func.max(SiteRow.last_published_at))).one()


def as_standing(row: StandingRow) -> Standing:
    """A stored standing as the value that the counting rules made."""
    names = [field.name for field in dataclasses.fields(Standing)]
    members = {name: getattr(row, name) for name in names}
    members["outcome"] = Outcome(row.outcome)
    members["price_form"] = PriceForm(row.price_form) if row.price_form else None
    return Standing(**members)


def as_result(row: ResultRow) -> ResultStanding:
    """A stored result as the value that the counting rules made."""
    names = [field.name for field in dataclasses.fields(ResultStanding)]
    members = {name: getattr(row, name) for name in names}
    return ResultStanding(**members | {"punctual": Punctual(row.punctual)})


def _members(standing: Standing) -> dict[str, Any]:
    members = dataclasses.asdict(standing)
    members["outcome"] = standing.outcome.value
    members["price_form"] = standing.price_form.value if standing.price_form else None
    return members


def _sums(rows: Iterable[Any]) -> Tally:
    # Any: rows of six columns; SQLModel types at most four.
    return Counter({Cell(Basis(basis), *names): value for basis, *names, value in rows})
