"""Every period of a notice measured by the calendar: what is too short or too late is found."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from trading.domain.findings import Finding, Severity
from trading.domain.periods.cases import Case, Span
from trading.domain.periods.rules import RULES, PeriodRule
from trading.domain.periods.table import Period, in_force
from trading.domain.workdays import WorkCalendar, YearNotEntered

_SHORT = "%(name)s不得少于%(days)d%(unit)s：从%(start)s起（当日不计）应到%(due)s或以后，现为%(end)s"
_LATE = "%(name)s不得超过%(days)d%(unit)s：从%(start)s起（当日不计）应不晚于%(due)s，现为%(end)s"
_STAYS = "%(name)s不得少于%(days)d%(unit)s：%(due)s以前不要撤下这份公告"
_UNKNOWN = "%(year)d年的放假安排还没有录入，不能核对“%(name)s”（%(days)d%(unit)s）：请管理员录入"


def period_findings(
    case: Case, periods: Iterable[Period], calendar: WorkCalendar
) -> Iterator[Finding]:
    """What breaks a period in force on the day of publication, with its article.

    Where the calendar of a year is missing that is said; nothing is guessed.
    """
    rows = in_force(periods, case.today)
    for rule in RULES:
        row = rows.get(rule.key)
        if row is not None and rule.applies(case):
            for span in rule.spans(case):
                yield from _measured(rule, row, span, calendar)


def _measured(
    rule: PeriodRule, row: Period, span: Span, calendar: WorkCalendar
) -> Iterator[Finding]:
    try:
        due = calendar.last_day(span.start, row.days, row.unit, moves=rule.moves)
    except YearNotEntered as missing:
        yield from _uncounted(rule, row, span, missing)
        return
    if rule.stays:
        yield _finding(rule, row, span, Severity.NOTE, _STAYS, _stating(rule, row, span, due))
    elif rule.at_most and span.end > due:
        yield _broken(rule, row, span, _LATE, due)
    elif not rule.at_most and span.end < due:
        yield _broken(rule, row, span, _SHORT, due)


def _uncounted(
    rule: PeriodRule, row: Period, span: Span, missing: YearNotEntered
) -> Iterator[Finding]:
    """What can be said whatever the holidays of the missing year are, else that it is missing.

    Working days and moved days never end before as many calendar days do.
    """
    soonest = span.start + timedelta(days=row.days)
    if rule.at_most and span.end <= soonest:
        return
    if not rule.at_most and not rule.stays and span.end < soonest:
        yield _broken(rule, row, span, _SHORT, soonest)
        return
    values = {**_named(rule, row), "year": missing.year}
    yield _finding(rule, row, span, Severity.NOTE, _UNKNOWN, values)


def _broken(rule: PeriodRule, row: Period, span: Span, said: str, due: date) -> Finding:
    values = _stating(rule, row, span, due)
    return _finding(rule, row, span, Severity.EXPLAIN, said, values)


def _stating(rule: PeriodRule, row: Period, span: Span, due: date) -> dict[str, object]:
    days = {"start": span.start, "due": due, "end": span.end}
    return {**_named(rule, row), **{name: day.isoformat() for name, day in days.items()}}


def _named(rule: PeriodRule, row: Period) -> dict[str, object]:
    return {"name": rule.zh, "days": row.days, "unit": row.unit.zh}


def _finding(
    rule: PeriodRule,
    row: Period,
    span: Span,
    severity: Severity,
    said: str,
    values: dict[str, object],
) -> Finding:
    return Finding(
        rule=f"period.{rule.key}",
        severity=severity,
        message=said,
        values=values,
        field=span.field,
        article=row.article,
        about=(row.days, row.unit, *span.facts),
    )
