"""Timing: what the calendar and the statutory periods say of a notice and its process."""

from collections.abc import Iterator
from datetime import date, datetime

from trading.domain.calendar import day_of
from trading.domain.codes import Category, Family
from trading.domain.drafts import NoticeDraft
from trading.domain.findings import Finding
from trading.domain.identifiers import parse_notice_number
from trading.domain.periods import Case, period_findings
from trading.domain.slips import slip_findings
from trading.store.calendars import all_periods, work_calendar
from trading.store.engine import Session
from trading.store.likenesses import first_published_on
from trading.store.processes import ProcessView


def timing_findings(
    session: Session,
    content: NoticeDraft,
    category: Category | None,
    process: ProcessView | None,
    *,
    now: datetime,
) -> Iterator[Finding]:
    """What stands out in the moments of a notice published at `now`, with the articles."""
    calendar = work_calendar(session)
    yield from slip_findings(content, now, calendar)
    if category is None:
        return
    case = Case(
        content=content,
        category=category,
        today=day_of(now),
        planned_on=first_published_on(session, process.id, Family.PLAN) if process else None,
        announced=_announced(process) if process else {},
    )
    yield from period_findings(case, all_periods(session), calendar)


def _announced(process: ProcessView) -> dict[int, date]:
    """On which day the standing result of each lot was published: its number begins with it."""
    return {
        lot.number: parse_notice_number(lot.active_award.notice_number).day
        for lot in process.lots
        if lot.active_award
    }
