"""The lawful moves of a notice, a lot and an award; whatever is not listed cannot happen."""

from collections.abc import Mapping
from enum import StrEnum

from trading.domain.codes import Outcome
from trading.domain.errors import Conflict


class NoticeState(StrEnum):
    """Where a notice stands; a published text is frozen (domain.md §7)."""

    DRAFT = "draft"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class AwardStatus(StrEnum):
    """Where an award stands, in the spelling of OCDS 1.1 (awardStatus)."""

    PENDING = "pending"
    ACTIVE = "active"
    CANCELLED = "cancelled"
    UNSUCCESSFUL = "unsuccessful"


NOTICE_MOVES: Mapping[NoticeState, frozenset[NoticeState]] = {
    NoticeState.DRAFT: frozenset({NoticeState.DRAFT, NoticeState.PUBLISHED, NoticeState.DISCARDED}),
    NoticeState.PUBLISHED: frozenset(),
    NoticeState.DISCARDED: frozenset(),
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


def check_notice_move(old: NoticeState, new: NoticeState) -> None:
    """Refuse (Conflict) a move of a notice that is not in the table."""
    if new in NOTICE_MOVES[old]:
        return
    if old is NoticeState.PUBLISHED:
        raise Conflict("公告已经发布，不能再修改：请另发更正公告")
    raise Conflict("草稿已经删除，不能再修改或发布")


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
