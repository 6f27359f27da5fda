"""Withdrawing: a notice that should not have been published is taken back, with a reason."""

from dataclasses import dataclass
from datetime import datetime

from trading.domain.codes import NoticeType
from trading.domain.errors import Conflict, NotAllowed, RuleBroken
from trading.domain.lifecycle import Role
from trading.domain.site import Site
from trading.domain.text import clean_block
from trading.services import publishing, tallying
from trading.store import people, publications, withdrawals
from trading.store.engine import Session
from trading.store.publications import Counters
from trading.store.withdrawals import RequestView, Withdrawable

LONGEST_REASON = 1000
_REVIEWERS = frozenset({Role.REVIEWER, Role.ADMIN})


@dataclass(frozen=True)
class _Wish:
    """Why a notice is withdrawn, who wants it, and who confirmed that, if anybody had to."""

    reason: str
    by: int
    confirmer: int | None = None


def ask(session: Session, number: str, *, reason: str, by: int, now: datetime) -> int:
    """Ask that a notice be withdrawn, for a second person to decide; gives the request's id.

    Raises NotFound, RuleBroken("reason") without a reason, Conflict for a notice that cannot be
    withdrawn or is asked for already.
    """
    said = _reason(reason)
    publications.lock_site(session)
    notice = _withdrawable(session, number)
    if any(one.accepted is None for one in withdrawals.requests_of(session, number)):
        raise Conflict("已经有人申请撤销这份公告，正在等待决定")
    return withdrawals.add_request(session, notice.id, reason=said, by=by, now=now)


def decide(
    session: Session,
    request_id: int,
    *,
    accepted: bool,
    opinion: str,
    by: int,
    now: datetime,
    site: Site,
) -> None:
    """Confirm or refuse what another person asked for; confirmed, the notice is withdrawn.

    Raises NotAllowed for the asker, a writer of the notice or somebody who is no reviewer,
    RuleBroken("opinion") for a refusal without an opinion, Conflict when it was decided already.
    """
    said = clean_block(opinion, field="opinion", limit=LONGEST_REASON)
    if not accepted and not said:
        raise RuleBroken("不同意撤销，请写明意见", field="opinion")
    counters = publications.lock_site(session)
    request = withdrawals.find_request(session, request_id)
    if request.accepted is not None:
        raise Conflict("这份撤销申请已经有决定")
    notice = _withdrawable(session, request.number)
    refused = why_not_decide(session, request, by)
    if refused is not None:
        raise refused
    withdrawals.settle_requests(session, notice.id, accepted=accepted, opinion=said, by=by, now=now)
    if accepted:
        wish = _Wish(request.reason, request.staff_id, confirmer=by)
        _take_effect(session, notice, counters, wish, now=now, site=site)


def withdraw(
    session: Session, number: str, *, reason: str, by: int, now: datetime, site: Site
) -> None:
    """Withdraw a notice at once; Conflict where the site wants a second person to decide."""
    said = _reason(reason)
    counters = publications.lock_site(session)
    if publishing.review_required(counters, site):
        raise Conflict("本站先审后发：撤销须由另一个人同意，请提交申请")
    notice = _withdrawable(session, number)
    withdrawals.settle_requests(session, notice.id, accepted=True, opinion="", by=None, now=now)
    _take_effect(session, notice, counters, _Wish(said, by), now=now, site=site)


def why_not_decide(session: Session, request: RequestView, staff: int) -> NotAllowed | None:
    """Why this person may not decide a request; None when they may."""
    found = people.staff_by_id(session, staff)
    if found is None or Role(found.role) not in _REVIEWERS:
        return NotAllowed("您的账号不能进行这项操作，请联系管理员。")
    if request.staff_id == staff:
        return NotAllowed("撤销是您申请的，须由另一个人决定")
    notice = withdrawals.find_withdrawable(session, request.number)
    if withdrawals.wrote(session, notice.id, staff):
        return NotAllowed("您写过“%(title)s”，撤销须由没有写过它的人决定", title=request.title)
    return None


def why_not(notice: Withdrawable) -> Conflict | None:
    """Why a notice cannot be withdrawn; None when it can.

    A correction is itself corrected by another one, as long as what it corrects stands. After
    that nothing else could take away the facts that it repeats.
    """
    if notice.withdrawn:
        return Conflict("公告 %(number)s 已经撤销", number=notice.number)
    if notice.type == NoticeType.CORRECTION.value and not notice.orphaned:
        return Conflict("更正公告不能撤销：请对原公告再发一份更正")
    return None


def _take_effect(
    session: Session,
    notice: Withdrawable,
    counters: Counters,
    wish: _Wish,
    *,
    now: datetime,
    site: Site,
) -> None:
    """The event takes its place in the sequence; every figure follows in the same step."""
    moment = publishing.moment_after(now, counters.last_published_at)
    before = tallying.snapshot(session, [notice.process_id])
    sequence = counters.sequence + 1
    withdrawals.add_withdrawal(
        session,
        notice,
        sequence=sequence,
        at=moment,
        reason=wish.reason,
        by=wish.by,
        confirmer=wish.confirmer,
    )
    tallying.apply(session, before, [notice.process_id], acts=[])
    publications.advance_site(session, sequence=sequence, moment=moment, authority=site.authority)


def _withdrawable(session: Session, number: str) -> Withdrawable:
    notice = withdrawals.find_withdrawable(session, number)
    refused = why_not(notice)
    if refused is not None:
        raise refused
    return notice


def _reason(text: str) -> str:
    said = clean_block(text, field="reason", limit=LONGEST_REASON)
    if not said:
        raise RuleBroken("请写明撤销的原因", field="reason")
    return said
