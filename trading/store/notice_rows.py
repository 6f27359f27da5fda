"""A published notice as one row of any list: its columns, and what became of it since."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import load_only
from sqlmodel import col, select

from trading.store.tables import Award, Notice, NoticeStanding, Organization, Withdrawal

# Any: SQLModel has no type for EXISTS.
_IS_REPLACED: Any = (
    select(Award.id)
    .where(col(Award.notice_id) == col(Notice.id), col(Award.end_kind) == "replaced")
    .exists()
)
# Any: columns of many types; the payload and the search text stay in the database.
_PLAIN: tuple[Any, ...] = (
    Notice.id,
    Notice.number,
    Notice.sequence,
    Notice.process_id,
    Notice.type,
    Notice.family,
    Notice.category,
    Notice.method,
    Notice.region,
    Notice.title,
    Notice.buyer_id,
    Notice.published_at,
    Notice.archived,
)


@dataclass(frozen=True, kw_only=True)
class NoticeRow:
    """A notice in a list; times aware, the amount in fen.

    `deadline` and `amount_fen` are as they stand now: a correction has moved them, and a notice
    that was withdrawn or whose lots were ended (`over`) has no deadline any more; one that was
    withdrawn has no amount either. `replaced` is true once another notice has replaced an award
    that this one announced.
    """

    number: str
    sequence: int
    process_id: int
    type: str
    family: str
    category: str
    method: str
    region: str
    title: str
    published_at: datetime
    deadline: datetime | None
    amount_fen: int | None
    currency: str
    archived: bool
    buyer_id: int
    buyer_name: str
    replaced: bool
    corrected_at: datetime | None = None
    withdrawn_at: datetime | None = None
    over: bool = False


def rows() -> Any:
    """A query of notices without their records, for `as_row`."""
    # Any: SQLModel types at most four columns, and an outer join's column may be null.
    return whole().options(load_only(*_PLAIN, raiseload=True))


def whole() -> Any:
    """As `rows`, with the record."""
    # Any: as above.
    query: Any = select(Notice, Organization.name, _IS_REPLACED, NoticeStanding)
    return (
        query.add_columns(col(Withdrawal.withdrawn_at))
        .join(Organization, col(Organization.id) == col(Notice.buyer_id))
        .join(NoticeStanding, col(NoticeStanding.notice_id) == col(Notice.id))
        .join(Withdrawal, col(Withdrawal.notice_id) == col(Notice.id), isouter=True)
    )


def as_row(
    notice: Notice,
    buyer_name: str,
    replaced: bool,
    standing: NoticeStanding,
    withdrawn_at: datetime | None,
) -> NoticeRow:
    """One result of `rows` as a value."""
    return NoticeRow(
        number=notice.number,
        sequence=notice.sequence,
        process_id=notice.process_id,
        type=notice.type,
        family=notice.family,
        category=notice.category,
        method=notice.method,
        region=notice.region,
        title=notice.title,
        published_at=notice.published_at,
        deadline=None if standing.over else standing.deadline,
        amount_fen=None if withdrawn_at else standing.amount_fen,
        currency=standing.currency,
        archived=notice.archived,
        buyer_id=notice.buyer_id,
        buyer_name=buyer_name,
        replaced=replaced,
        corrected_at=standing.corrected_at,
        withdrawn_at=withdrawn_at,
        over=standing.over,
    )
