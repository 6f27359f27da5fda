"""When a correction comes so near the deadline that it must say whether this is put off."""

from collections.abc import Iterable
from datetime import datetime

from trading.domain.calendar import day_of
from trading.domain.codes import Extension, NoticeType
from trading.domain.drafts import Change, NoticeDraft
from trading.domain.errors import RuleBroken
from trading.domain.requirements import asks_bidding

# 日 between a clarification and the deadline: 招标投标法 23, 实施条例 21 (domain.md §5).
CLARIFICATION_DAYS, PREQUALIFICATION_DAYS = 15, 3
# What nobody writes a bid by.
_ASIDE = frozenset({"tender.deadline", "tender.opening_at", "tender.opening_place"})


def days_needed(type_: NoticeType) -> int:
    """The days that bidders must have after a clarification of a notice of this type."""
    if type_ is NoticeType.PREQUALIFICATION:
        return PREQUALIFICATION_DAYS
    return CLARIFICATION_DAYS


def affects_bids(change: Change) -> bool:
    """Whether bidders may have to write their bids anew; what a clerk worded always may."""
    if not change.path:
        return True
    return change.path.startswith(("lots.", "tender.")) and change.path not in _ASIDE


def asks_extension(
    type_: NoticeType, facts: NoticeDraft, made: Iterable[Change], *, now: datetime
) -> bool:
    """Whether these changes of a notice of this type, made at `now`, leave bidders too few days.

    `facts` are those that stand from then on; a deadline that has passed is nobody's any more.
    """
    deadline = facts.tender.deadline if facts.tender else None
    if not asks_bidding(type_) or deadline is None or deadline <= now:
        return False
    short = (day_of(deadline) - day_of(now)).days < days_needed(type_)
    return short and any(affects_bids(change) for change in made)


def extension_shortcomings(
    type_: NoticeType,
    before: NoticeDraft,
    after: NoticeDraft,
    made: Iterable[Change],
    *,
    now: datetime,
) -> list[RuleBroken]:
    """An answer that is missing where one is asked for, or that the deadline gives the lie."""
    answer = after.correction.extension if after.correction else None
    if answer is None:
        if not asks_extension(type_, after, made, now=now):
            return []
        return [
            RuleBroken(
                "距截止时间不足%(days)d日，更正内容可能影响投标（响应）文件：请选择是否顺延截止时间",
                field="extension",
                days=days_needed(type_),
            )
        ]
    old = before.tender.deadline if before.tender else None
    new = after.tender.deadline if after.tender else None
    if answer is Extension.EXTENDED and old is not None and (new is None or new <= old):
        said = "选择了顺延，请把截止时间改到更晚"
        return [RuleBroken(said, field="tender.deadline")]
    return []
