"""Withdrawn notices: who asked and who decided, the event itself, and what it takes back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select, update

from trading.domain.errors import NotFound
from trading.store.corrections import newest_offer
from trading.store.feed_pages import count_item
from trading.store.outcomes import settle_offers
from trading.store.plans import Unindexed
from trading.store.tables import (
    Award,
    Correction,
    Draft,
    DraftWriter,
    LotExit,
    Notice,
    NoticeStanding,
    Process,
    Staff,
    Withdrawal,
    WithdrawalRequest,
)


@dataclass(frozen=True, kw_only=True)
class Withdrawable:
    """A published notice that somebody wants to withdraw.

    `orphaned` says of a correction that what it corrects was withdrawn before.
    """

    id: int
    number: str
    title: str
    type: str
    process_id: int
    withdrawn: bool
    orphaned: bool


@dataclass(frozen=True, kw_only=True)
class WithdrawalView:
    """When a notice was withdrawn, and why."""

    withdrawn_at: datetime
    reason: str
    sequence: int


@dataclass(frozen=True, kw_only=True)
class RequestView:
    """Somebody asks that a notice be withdrawn; `accepted` is None until somebody decides."""

    id: int
    number: str
    title: str
    reason: str
    staff_id: int
    staff_name: str
    asked_at: datetime
    accepted: bool | None
    opinion: str
    decider_name: str
    decided_at: datetime | None


def find_withdrawable(session: Session, number: str) -> Withdrawable:
    """A published notice by its number; NotFound when there is none."""
    query = (
        select(Notice, Withdrawal.sequence)
        .join(Withdrawal, col(Withdrawal.notice_id) == col(Notice.id), isouter=True)
        .where(col(Notice.number) == number)
    )
    found = session.exec(query).one_or_none()
    if found is None:
        raise NotFound("没有编号为%(number)s的公告", number=number[:40])
    notice, withdrawn = found
    assert notice.id is not None
    return Withdrawable(
        id=notice.id,
        number=notice.number,
        title=notice.title,
        type=notice.type,
        process_id=notice.process_id,
        withdrawn=withdrawn is not None,
        orphaned=_is_orphaned(session, notice.id),
    )


def _is_orphaned(session: Session, notice_id: int) -> bool:
    query = (
        select(Withdrawal.notice_id)
        .join(Correction, col(Correction.corrects_id) == col(Withdrawal.notice_id))
        .where(col(Correction.notice_id) == notice_id)
    )
    return session.exec(query).first() is not None


def find_withdrawal(session: Session, number: str) -> WithdrawalView | None:
    """The withdrawal of a notice; None as long as it stands."""
    query = (
        select(Withdrawal)
        .join(Notice, col(Notice.id) == col(Withdrawal.notice_id))
        .where(col(Notice.number) == number)
    )
    row = session.exec(query).one_or_none()
    if row is None:
        return None
    return WithdrawalView(withdrawn_at=row.withdrawn_at, reason=row.reason, sequence=row.sequence)


def find_request(session: Session, request_id: int) -> RequestView:
    """One request; NotFound when there is none."""
    found = _requests(session, col(WithdrawalRequest.id) == request_id)
    if not found:
        raise NotFound("没有这份撤销申请")
    return found[0]


def requests_of(session: Session, number: str) -> list[RequestView]:
    """Every request to withdraw a notice, the newest first."""
    return _requests(session, col(Notice.number) == number)


def _requests(session: Session, condition: object) -> list[RequestView]:
    asker, decider = aliased(Staff), aliased(Staff)
    query = (
        select(WithdrawalRequest, Notice, asker.name, decider.name)
        .join(Notice, col(Notice.id) == col(WithdrawalRequest.notice_id))
        .join(asker, col(asker.id) == col(WithdrawalRequest.staff_id))
        .join(decider, col(decider.id) == col(WithdrawalRequest.decider_id), isouter=True)
        .where(condition)  # type: ignore[arg-type] # a comparison of columns is a condition
        .order_by(col(WithdrawalRequest.id).desc())
    )
    return [_view(*one) for one in session.exec(query)]


def _view(row: WithdrawalRequest, notice: Notice, asker: str, decider: str | None) -> RequestView:
    assert row.id is not None
    return RequestView(
        id=row.id,
        number=notice.number,
        title=notice.title,
        reason=row.reason,
        staff_id=row.staff_id,
        staff_name=asker,
        asked_at=row.asked_at,
        accepted=row.accepted,
        opinion=row.opinion,
        decider_name=decider or "",
        decided_at=row.decided_at,
    )


def decided_for(session: Session, staff_id: int, *, since: datetime) -> list[RequestView]:
    """What others have decided since then of what this person asked for, newest first."""
    return _requests(
        session,
        and_(
            col(WithdrawalRequest.staff_id) == staff_id,
            col(WithdrawalRequest.decider_id).is_not(None),
            col(WithdrawalRequest.decided_at) >= since,
        ),
    )


def add_request(session: Session, notice_id: int, *, reason: str, by: int, now: datetime) -> int:
    """Enter a request; gives its id. One notice has one open request at a time."""
    row = WithdrawalRequest(notice_id=notice_id, reason=reason, staff_id=by, asked_at=now)
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def settle_requests(
    session: Session,
    notice_id: int,
    *,
    accepted: bool,
    opinion: str,
    by: int | None,
    now: datetime,
) -> bool:
    """Decide what is asked for a notice; whether anything was still open."""
    settled = session.exec(
        update(WithdrawalRequest)
        .where(
            col(WithdrawalRequest.notice_id) == notice_id,
            col(WithdrawalRequest.decided_at).is_(None),
        )
        .values(accepted=accepted, opinion=opinion, decider_id=by, decided_at=now)
    )
    session.expire_all()
    return settled.rowcount > 0


def wrote(session: Session, notice_id: int, staff_id: int) -> bool:
    """Whether this person has ever saved the draft that became this notice."""
    query = (
        select(DraftWriter.draft_id)
        .join(Draft, col(Draft.id) == col(DraftWriter.draft_id))
        .where(col(Draft.notice_id) == notice_id, col(DraftWriter.staff_id) == staff_id)
    )
    return session.exec(query).first() is not None


def add_withdrawal(
    session: Session,
    notice: Withdrawable,
    *,
    sequence: int,
    at: datetime,
    reason: str,
    by: int,
    confirmer: int | None,
) -> None:
    """Enter that a notice is withdrawn, and take back everything that it alone announced."""
    row = Withdrawal(
        notice_id=notice.id,
        sequence=sequence,
        withdrawn_at=at,
        reason=reason,
        staff_id=by,
        confirmer_id=confirmer,
    )
    session.add(row)
    _take_back(session, notice.id, reason)
    standing = session.get_one(NoticeStanding, notice.id)
    standing.over = True
    session.add(standing)
    session.flush()
    published = session.get_one(Notice, notice.id)
    if not published.archived:
        count_item(session, published.family, published.category, sequence)
    settle_offers(session, notice.process_id)
    _restate_deadline(session, notice.process_id)


def _take_back(session: Session, notice_id: int, reason: str) -> None:
    """Its awards are cancelled, and the lots that it ended stand again."""
    session.exec(
        update(Award)
        .where(
            col(Award.notice_id) == notice_id,
            Unindexed(Award.ended_by_notice_id).is_(None),
        )
        .values(ended_by_notice_id=notice_id, end_kind="withdrawn", end_reason=reason)
    )
    session.exec(
        update(LotExit)
        .where(
            col(LotExit.notice_id) == notice_id, Unindexed(LotExit.revoked_by_notice_id).is_(None)
        )
        .values(revoked_by_notice_id=notice_id)
    )


def _restate_deadline(session: Session, process_id: int) -> None:
    """The process has the deadline of its newest offer that still stands, or none."""
    newest = newest_offer(session, process_id)
    standing = session.get(NoticeStanding, newest) if newest is not None else None
    row = session.get_one(Process, process_id)
    row.deadline = standing.deadline if standing else None
    row.opening_at = standing.opening_at if standing else None
    session.add(row)
    session.flush()
