"""Left out: the first notices of families that a sentence about a year does not name."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session, col, select

from trading.store.tables import Notice


def first_numbers(session: Session, year: int, families: Iterable[str], *, most: int) -> list[str]:
    """The numbers of notices first published in the year, oldest first, `most` of them."""
    query = select(Notice.number).where(
        col(Notice.family).in_(tuple(families)),
        col(Notice.published_on) >= date(year, 1, 1),
        col(Notice.published_on) < date(year + 1, 1, 1),
    )
    return list(session.exec(query.order_by(col(Notice.sequence)).limit(most)))
