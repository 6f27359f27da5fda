"""The lawful moves of a notice, a lot and an award; whatever is not listed cannot happen."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from trading.domain.codes import Outcome
from trading.domain.errors import Conflict, NotAllowed


class NoticeState(StrEnum):
    """Where a notice stands; a published text is frozen (domain.md §7)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class Action(StrEnum):
    """What can be done with a draft; `DUE` is the publication of what waited for its time."""

    SAVE = "save"
    SUBMIT = "submit"
    RECALL = "recall"
    RETURN = "return"
    APPROVE = "approve"
    PUBLISH = "publish"
    SCHEDULE = "schedule"
    UNSCHEDULE = "unschedule"
    DISCARD = "discard"
    DUE = "due"


class Role(StrEnum):
    """Who acts; the server publishes what is due, and does nothing else by itself."""

    EDITOR = "editor"
    REVIEWER = "reviewer"
    ADMIN = "admin"
    SERVER = "server"


class AwardStatus(StrEnum):
    """Where an award stands, in the spelling of OCDS 1.1 (awardStatus)."""

    PENDING = "pending"
    ACTIVE = "active"
    CANCELLED = "cancelled"
    UNSUCCESSFUL = "unsuccessful"


@dataclass(frozen=True, kw_only=True)
class Situation:
    """All that decides whether an action is lawful.

    `is_writer`: this person has ever saved the draft. `approved`: a second person's approval of
    the text stands, as it does in the state approved.
    """

    state: NoticeState
    role: Role
    is_writer: bool = False
    review_required: bool = False
    approved: bool = False


_WRITERS = frozenset({Role.EDITOR, Role.ADMIN})
_REVIEWERS = frozenset({Role.REVIEWER, Role.ADMIN})
_MAY: Mapping[Action, frozenset[Role]] = {
    **dict.fromkeys(Action, _WRITERS),
    Action.RETURN: _REVIEWERS,
    Action.APPROVE: _REVIEWERS,
    Action.DUE: frozenset({Role.SERVER}),
}
_SECOND_PERSON = frozenset({Action.RETURN, Action.APPROVE})
_GOES_OUT = frozenset({Action.PUBLISH, Action.SCHEDULE, Action.DUE})

_PUBLISHED = "“%(title)s”已经发布，不能再改动：如有错误请另发更正公告"
_DISCARDED = "草稿已经删除，不能再修改或发布：“%(title)s”"
_NOT_SUBMITTED = "“%(title)s”还没有送审"
_NOT_SCHEDULED = "“%(title)s”没有定时"
_WAITS = "“%(title)s”正在等待审核：要修改或删除，请先撤回"
_WAITS_FOR_REVIEW = "“%(title)s”正在等待审核，通过后才能发布"
_APPROVED = "“%(title)s”已经通过审核：要修改或删除，请先撤回，审核随之作废"
_ONCE_APPROVED = "“%(title)s”已经通过审核"
_SCHEDULED = "“%(title)s”已经定时发布：要修改或删除，请先撤回，定时和审核随之作废"
_ONCE_SCHEDULED = "“%(title)s”已经定时发布：请先取消定时"
UNREVIEWED = "“%(title)s”还没有通过审核：本站先审后发，请先送审"

_BEFORE_REVIEW: Mapping[Action, str] = {
    Action.RECALL: _NOT_SUBMITTED,
    Action.RETURN: _NOT_SUBMITTED,
    Action.APPROVE: _NOT_SUBMITTED,
    Action.UNSCHEDULE: _NOT_SCHEDULED,
    Action.DUE: _NOT_SCHEDULED,
}
# In each state: what cannot be done, and why. What is not named here can be done.
_REFUSED: Mapping[NoticeState, Mapping[Action, str]] = {
    NoticeState.DRAFT: _BEFORE_REVIEW,
    NoticeState.RETURNED: _BEFORE_REVIEW,
    NoticeState.SUBMITTED: {
        Action.SAVE: _WAITS,
        Action.SUBMIT: _WAITS,
        Action.DISCARD: _WAITS,
        Action.PUBLISH: _WAITS_FOR_REVIEW,
        Action.SCHEDULE: _WAITS_FOR_REVIEW,
        Action.UNSCHEDULE: _NOT_SCHEDULED,
        Action.DUE: _NOT_SCHEDULED,
    },
    NoticeState.APPROVED: {
        Action.SAVE: _APPROVED,
        Action.DISCARD: _APPROVED,
        Action.SUBMIT: _ONCE_APPROVED,
        Action.APPROVE: _ONCE_APPROVED,
        Action.UNSCHEDULE: _NOT_SCHEDULED,
        Action.DUE: _NOT_SCHEDULED,
    },
    NoticeState.SCHEDULED: {
        Action.SAVE: _SCHEDULED,
        Action.DISCARD: _SCHEDULED,
        Action.SUBMIT: _ONCE_SCHEDULED,
        Action.APPROVE: _ONCE_SCHEDULED,
        Action.PUBLISH: _ONCE_SCHEDULED,
        Action.SCHEDULE: _ONCE_SCHEDULED,
    },
    NoticeState.PUBLISHED: dict.fromkeys(Action, _PUBLISHED),
    NoticeState.DISCARDED: dict.fromkeys(Action, _DISCARDED),
}
_LEADS_TO: Mapping[Action, NoticeState] = {
    Action.SUBMIT: NoticeState.SUBMITTED,
    Action.RECALL: NoticeState.DRAFT,
    Action.RETURN: NoticeState.RETURNED,
    Action.APPROVE: NoticeState.APPROVED,
    Action.SCHEDULE: NoticeState.SCHEDULED,
    Action.PUBLISH: NoticeState.PUBLISHED,
    Action.DUE: NoticeState.PUBLISHED,
    Action.DISCARD: NoticeState.DISCARDED,
}

LOT_MOVES: Mapping[Outcome, frozenset[Outcome]] = {
    Outcome.PENDING: frozenset({Outcome.AWARDED, Outcome.FAILED, Outcome.TERMINATED}),
    # A winner gives up, or the award is void: awarded again, failed or terminated.
    Outcome.AWARDED: frozenset({Outcome.AWARDED, Outcome.FAILED, Outcome.TERMINATED}),
    # Final: a re-tender is a new process (domain.md §1).
    Outcome.FAILED: frozenset(),
    Outcome.TERMINATED: frozenset(),
}

AWARD_MOVES: Mapping[AwardStatus, frozenset[AwardStatus]] = {
    AwardStatus.PENDING: frozenset({AwardStatus.ACTIVE, AwardStatus.UNSUCCESSFUL}),
    AwardStatus.ACTIVE: frozenset({AwardStatus.CANCELLED}),
    AwardStatus.CANCELLED: frozenset(),
    AwardStatus.UNSUCCESSFUL: frozenset(),
}


def refusal(action: Action, at: Situation, *, title: str = "") -> Conflict | NotAllowed | None:
    """Why this action is refused in this situation; None when it is lawful.

    NotAllowed is about the person: their role, or that they wrote the text themselves. Conflict
    is about where the draft stands.
    """
    if at.role not in _MAY[action]:
        return NotAllowed("您的账号不能进行这项操作，请联系管理员。")
    said = _REFUSED[at.state].get(action)
    if said:
        return Conflict(said, title=title)
    if at.is_writer and action in _SECOND_PERSON:
        return NotAllowed("您写过“%(title)s”：审核须由没有写过它的人进行", title=title)
    if at.review_required and action in _GOES_OUT and not is_approved(at):
        return Conflict(UNREVIEWED, title=title)
    return None


def check(action: Action, at: Situation, *, title: str) -> None:
    """Refuse (Conflict or NotAllowed) an action that is not lawful in this situation."""
    refused = refusal(action, at, title=title)
    if refused is not None:
        raise refused


def is_approved(at: Situation) -> bool:
    """Whether a second person has approved the text as it stands."""
    return at.approved or at.state is NoticeState.APPROVED


def after(action: Action, at: Situation) -> NoticeState:
    """Where a lawful action leaves the draft; what is no longer scheduled keeps its approval."""
    if action is Action.SAVE:
        return at.state
    if action is Action.UNSCHEDULE:
        return NoticeState.APPROVED if at.approved else NoticeState.DRAFT
    return _LEADS_TO[action]


def check_lot_move(number: int, old: Outcome, new: Outcome) -> None:
    """Refuse (Conflict) a new outcome for lot `number` that its present one does not allow."""
    if new in LOT_MOVES[old]:
        return
    if old is Outcome.PENDING:
        raise Conflict("标段%(number)d还没有结果", number=number)
    raise Conflict("标段%(number)d已%(outcome)s，不能再定结果", number=number, outcome=old.zh)


def check_award_move(old: AwardStatus, new: AwardStatus) -> None:
    """Refuse (Conflict) a move of an award that is not in the table."""
    if new not in AWARD_MOVES[old]:
        raise Conflict("这个中标结果已经不在可以改动的状态")


def needs_reason(old: Outcome, new: Outcome) -> bool:
    """Whether this move ends an award that stands, so that a reason must be given."""
    return old is Outcome.AWARDED and new in LOT_MOVES[old]
