"""Totals: the stored roll-up, the standings of lots behind it, and how both are brought forward."""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, delete, func, select

from trading.domain.codes import Outcome, PriceForm
from trading.domain.counting import Basis, Cell, Standing, Tally
from trading.store.raising import raise_by
from trading.store.tables import Act, SiteRow, StandingRow, Total

_KEY = [field.name for field in dataclasses.fields(Cell)]
# Any: columns of several types, read as plain values since sums are written past the session.
_STORED: Any = select(*(getattr(Total, name) for name in (*_KEY, "value")))


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
    _remove_empty(session, [row for row in rows if row["value"] < 0])


def _remove_empty(session: Session, lowered: Sequence[dict[str, Any]]) -> None:
    """Remove those of these sums that are 0 now; no other sum is looked at, however many."""
    # Any: the members of a cell, of several types.
    names = {f"of_{name}": name for name in _KEY}
    same = [getattr(Total, name) == bindparam(of) for of, name in names.items()]
    keys = [{of: row[name] for of, name in names.items()} for row in lowered]
    if keys:
        session.connection().execute(delete(Total).where(*same, col(Total.value) == 0), keys)


def store_standings(session: Session, standings: Iterable[Standing]) -> None:
    """Write where these lots stand now."""
    for standing in standings:
        session.merge(_row(standing))
    session.flush()


def clear_roll_up(session: Session) -> None:
    """Forget every sum and standing; for a rebuild in the same transaction."""
    session.exec(delete(Total))
    session.exec(delete(StandingRow))
    session.expire_all()


def stored_totals(session: Session) -> Tally:
    """Every stored sum."""
    return _sums(session.exec(_STORED))


def stored_standings(session: Session) -> dict[int, Standing]:
    """Where every lot stands according to the stored roll-up, by lot id."""
    return {row.lot_id: as_standing(row) for row in session.exec(select(StandingRow))}


def act_days(session: Session) -> Sequence[date]:
    """The day (Asia/Shanghai) of every publication act."""
    return session.exec(select(col(Act.published_on)).order_by(col(Act.id))).all()


def totals_of_year(session: Session, year: int, basis: Basis) -> Tally:
    """The stored sums of one year on one basis."""
    return _sums(session.exec(_STORED.where(col(Total.year) == year, Total.basis == basis.value)))


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


def _row(standing: Standing) -> StandingRow:
    members = dataclasses.asdict(standing)
    members["outcome"] = standing.outcome.value
    members["price_form"] = standing.price_form.value if standing.price_form else None
    return StandingRow(**members)


def _sums(rows: Iterable[Any]) -> Tally:
    # Any: rows of six columns; SQLModel types at most four.
    return Counter({Cell(Basis(basis), *names): value for basis, *names, value in rows})
