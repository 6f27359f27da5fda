"""Timing: what the calendar and the statutory periods say of a notice and its process."""

from collections.abc import Iterator
from datetime import date, datetime

from trading.domain.calendar import SHANGHAI, day_of
from trading.domain.codes import Category, Family
from trading.domain.drafts import NoticeDraft
from trading.domain.findings import Finding, Severity
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
    if process is not None and process.deadline is not None:
        yield from _still_open(content, process.deadline, today=day_of(now))
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


def _still_open(content: NoticeDraft, deadline: datetime, *, today: date) -> Iterator[Finding]:
    """A result that was decided, or without a date is published, on a day before the deadline."""
    last = day_of(deadline)
    for at, award in enumerate(content.awards):
        if (award.decided_on or today) < last:
            yield Finding(
                rule="time.still-open",
                severity=Severity.EXPLAIN,
                message="投标（响应、竞买）截止时间是%(deadline)s：还没有截止怎么会有结果？",
                values={"deadline": f"{deadline.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"},
                field=f"awards.{at}.decided_on",
                about=(award.decided_on, deadline.astimezone(SHANGHAI).isoformat()),
            )


def _announced(process: ProcessView) -> dict[int, date]:
    """On which day the standing result of each lot was published: its number begins with it."""
    return {
        lot.number: parse_notice_number(lot.active_award.notice_number).day
        for lot in process.lots
        if lot.active_award
    }
