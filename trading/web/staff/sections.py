"""The sections of the desk: each the first rows, or one page, of what waits for somebody."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from trading.domain.calendar import day_of, day_start
from trading.domain.codes import category, method, notice_name
from trading.domain.drafts import NoticeDraft
from trading.domain.errors import RuleBroken
from trading.services import checking
from trading.store import desks
from trading.store.desks import PER_PAGE, DeskDraft, Part, Pile
from trading.store.engine import Session
from trading.store.loops import loops_at
from trading.store.people import StaffView
from trading.store.processes import find_processes
from trading.web.access import REVIEWERS
from trading.web.forms.sentences import say

DEADLINES_AHEAD = timedelta(days=7)  # today is the first

# In the order of the desk: what only this person can do comes first.
TITLES: Mapping[str, LazyString] = {
    "returned": _l("退回给我修改的"),
    "review": _l("等我审核的"),
    "mine": _l("我的草稿"),
    "others": _l("其他人的草稿"),
    "scheduled": _l("已定时，到时自动发布"),
    "failed": _l("到时没有发布成的"),
    "withdrawals": _l("等我决定的撤销申请"),
    "deadlines": _l("今天起七天内截止的"),
    "loops": _l("等着收尾的项目"),
}
STATES: Mapping[str, LazyString] = {
    "draft": _l("草稿"),
    "submitted": _l("已送审"),
    "returned": _l("已退回"),
    "approved": _l("审核通过"),
    "scheduled": _l("已定时"),
}
LOOPS: Mapping[str, LazyString] = {
    "tender": _l("已开标，还没有发布结果"),
    "candidate": _l("候选人公示期已满，还没有发布结果"),
    "award": _l("已定标，结果还没有发布"),
}


@dataclass(frozen=True)
class Asked:
    """For whom, and as of when, a section is read."""

    session: Session
    staff: StaffView
    now: datetime
    page: int = 1

    @property
    def reviews(self) -> bool:
        """Whether this person may review."""
        return self.staff.role in REVIEWERS


@dataclass(frozen=True)
class Waiting:
    """An open draft with its name as a notice, and what still keeps it from publication."""

    draft: DeskDraft
    name: str
    missing: Sequence[str]


def section(key: str, asked: Asked) -> Part[object]:
    """One section for this person: empty when there is nothing in it for them."""
    return _SECTIONS[key](asked)


def name_of(content: NoticeDraft) -> str:
    """What staff call this notice; a draft without category or method has its type's name."""
    try:
        return notice_name(content.type, category(content.category), method(content.method))
    except RuleBroken:
        return content.type.zh


def _returned(asked: Asked) -> Part[object]:
    return _drafts(Pile.RETURNED, asked, checked=False)


def _review(asked: Asked) -> Part[object]:
    return _drafts(Pile.REVIEW, asked, checked=False) if asked.reviews else Part((), 0)


def _mine(asked: Asked) -> Part[object]:
    return _drafts(Pile.MINE, asked)


def _others(asked: Asked) -> Part[object]:
    return _drafts(Pile.OTHERS, asked)


def _scheduled(asked: Asked) -> Part[object]:
    found = desks.planned_acts(asked.session, page=asked.page)
    return Part(found.rows, found.total, found.page)


def _failed(asked: Asked) -> Part[object]:
    found = desks.failed_drafts(asked.session, page=asked.page)
    return Part(tuple(_waiting(one, ()) for one in found.rows), found.total, found.page)


def _withdrawals(asked: Asked) -> Part[object]:
    if not asked.reviews:
        return Part((), 0)
    found = desks.asked_withdrawals(asked.session, asked.staff.id, page=asked.page)
    return Part(found.rows, found.total, found.page)


def _deadlines(asked: Asked) -> Part[object]:
    start = day_start(day_of(asked.now))
    found = desks.deadlines_between(asked.session, start, start + DEADLINES_AHEAD, page=asked.page)
    return Part(found.rows, found.total, found.page)


def _loops(asked: Asked) -> Part[object]:
    found = loops_at(asked.session, asked.now)
    start = (asked.page - 1) * PER_PAGE
    return Part(tuple(found[start : start + PER_PAGE]), len(found), asked.page)


def _drafts(pile: Pile, asked: Asked, *, checked: bool = True) -> Part[object]:
    """Drafts of a pile; checked against their processes, which are read all at once."""
    found = desks.drafts_in(
        asked.session, pile, asked.staff.id, reviews=asked.reviews, page=asked.page
    )
    missing = _missing(asked, found.rows) if checked else [()] * len(found.rows)
    rows = tuple(_waiting(one, said) for one, said in zip(found.rows, missing, strict=True))
    return Part(rows, found.total, found.page)


def _missing(asked: Asked, drafts: Sequence[DeskDraft]) -> list[Sequence[str]]:
    processes = find_processes(asked.session, {draft.process_id for draft in drafts})
    return [
        [
            say(broken)
            for broken in checking.shortcomings_within(
                draft.content, processes[draft.process_id], now=asked.now
            )
        ]
        for draft in drafts
    ]


def _waiting(draft: DeskDraft, missing: Sequence[str]) -> Waiting:
    return Waiting(draft, name_of(draft.content), missing)


_SECTIONS: Mapping[str, Callable[[Asked], Part[object]]] = {
    "returned": _returned,
    "review": _review,
    "mine": _mine,
    "others": _others,
    "scheduled": _scheduled,
    "failed": _failed,
    "withdrawals": _withdrawals,
    "deadlines": _deadlines,
    "loops": _loops,
}
