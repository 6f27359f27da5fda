"""What was published before and looks the same: titles, types of a process, names of a code."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from trading.domain.codes import Family
from trading.store.plans import Unindexed
from trading.store.tables import Lot, Notice, NoticeLot, Organization, Withdrawal


@dataclass(frozen=True)
class Likeness:
    """A published notice that stands, with the numbers of the lots it speaks of."""

    number: str
    published_on: date
    lots: frozenset[int]


def same_title(session: Session, title: str, *, limit: int = 3) -> list[str]:
    """The numbers of the notices with exactly this title, newest first; none for a blank one."""
    if not title:
        return []
    query = select(Notice.number).where(col(Notice.title) == title, _stands())
    return list(session.exec(query.order_by(col(Notice.sequence).desc()).limit(limit)))


def same_type(session: Session, process_id: int, type_: str, *, since: date) -> list[Likeness]:
    """The notices of this type that a process has published since a day, oldest first."""
    query = select(Notice).where(
        col(Notice.process_id) == process_id,
        Unindexed(Notice.type) == type_,
        col(Notice.published_on) >= since,
        _stands(),
    )
    rows = session.exec(query.order_by(col(Notice.sequence))).all()
    lots = _lots(session, [row.id for row in rows if row.id is not None])
    return [
        Likeness(row.number, row.published_on, frozenset(lots.get(row.id, ())))
        for row in rows
        if row.id is not None
    ]


def first_published_on(session: Session, process_id: int, family: Family) -> date | None:
    """The day of the first notice of a family in a process that still stands."""
    query = select(func.min(Notice.published_on)).where(
        col(Notice.process_id) == process_id, Unindexed(Notice.family) == family.value, _stands()
    )
    return session.exec(query).one()


def names_of_codes(session: Session, codes: Collection[str]) -> dict[str, str]:
    """What the organizations with these 统一社会信用代码 are called here."""
    query = select(Organization.uscc, Organization.name).where(col(Organization.uscc).in_(codes))
    return {code: name for code, name in session.exec(query) if code}


def _stands() -> ColumnElement[bool]:
    """Not withdrawn."""
    return col(Notice.id).not_in(select(Withdrawal.notice_id))


def _lots(session: Session, notice_ids: Collection[int]) -> dict[int, set[int]]:
    query = (
        select(NoticeLot.notice_id, Lot.number)
        .join(Lot, col(Lot.id) == col(NoticeLot.lot_id))
        .where(col(NoticeLot.notice_id).in_(notice_ids))
    )
    found: dict[int, set[int]] = {}
    for notice_id, number in session.exec(query):
        found.setdefault(notice_id, set()).add(number)
    return found
