"""What is possible in a notice but more often a slip of the pen: moments and numbers."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from trading.domain.calendar import SHANGHAI, day_of, write_moment
from trading.domain.codes import PriceForm
from trading.domain.drafts import AwardDraft, CandidateDraft, NoticeDraft
from trading.domain.findings import Finding, Severity
from trading.domain.prices import PriceKind, read_price
from trading.domain.requirements import candidate_path
from trading.domain.workdays import WorkCalendar, YearNotEntered

_FAR = timedelta(days=366)  # a deadline beyond it is more often a wrong year
# 项目编号 17, 招标项目编号 20, 标段编号 23 characters (domain.md §2).
_PROJECT_CODE = re.compile(r"[0-9A-Za-z-]{17}|[0-9A-Za-z-]{20}")
_LOT_CODE = re.compile(r"[0-9A-Za-z-]{23}")


def slip_findings(content: NoticeDraft, now: datetime, calendar: WorkCalendar) -> Iterator[Finding]:
    """What a careful colleague would ask about the moments of a notice published at `now`."""
    yield from _deadline(content, now, calendar)
    facts = content.candidate
    if facts and facts.publicity_until:
        said = "公示截止日%(day)s不是工作日：异议可能无人受理"
        yield from _rest(said, facts.publicity_until, "candidate.publicity_until", calendar)
    if facts and facts.publicity_from and facts.publicity_from < day_of(now):
        yield Finding(
            rule="publicity.late",
            severity=Severity.EXPLAIN,
            message="公示开始日%(day)s早于发布日：公示期要从公开之日算起",
            values={"day": facts.publicity_from.isoformat()},
            field="candidate.publicity_from",
            about=(facts.publicity_from,),
        )


def number_findings(content: NoticeDraft) -> Iterator[Finding]:
    """Numbers of construction works that are not of the national form."""
    if content.category != "construction":
        return
    if content.project_code and not _PROJECT_CODE.fullmatch(content.project_code):
        said = "全国统一的项目编号是17位、招标项目编号是20位，现在有%(count)d位"
        yield _number(said, content.project_code, "project_code")
    for at, lot in enumerate(content.lots):
        if lot.code and not _LOT_CODE.fullmatch(lot.code):
            yield _number(
                "全国统一的标段编号是23位，现在有%(count)d位", lot.code, f"lots.{at}.code"
            )


def price_findings(content: NoticeDraft) -> Iterator[Finding]:
    """An amount of money that stands where a rate, a unit price or other words belong."""
    stated: list[tuple[str, AwardDraft | CandidateDraft]] = [
        (f"awards.{at}", award) for at, award in enumerate(content.awards)
    ]
    stated += [(candidate_path(content, at), one) for at, one in enumerate(content.candidates)]
    for path, one in stated:
        if one.price_form is PriceForm.AMOUNT or not one.rate_text:
            continue
        if read_price(one.rate_text).kind is PriceKind.AMOUNT:
            yield Finding(
                rule="price.form",
                severity=Severity.EXPLAIN,
                message="这里写的是金额：价款形式应选“金额”，否则不计入总额",
                field=f"{path}.rate_text",
                about=(one.rate_text,),
            )


def _deadline(content: NoticeDraft, now: datetime, calendar: WorkCalendar) -> Iterator[Finding]:
    deadline = content.tender.deadline if content.tender else None
    if deadline is None:
        return
    when, field = write_moment(deadline), "tender.deadline"
    if deadline - now > _FAR:
        said = "截止时间（%(deadline)s）在一年以后，年份写对了吗？"
        yield _moment("deadline.far", said, when, field)
    local = deadline.astimezone(SHANGHAI)
    if local.time() == time():
        said = "截止时间是零点（%(deadline)s）：是不是漏填了几点？"
        yield _moment("deadline.midnight", said, when, field)
    yield from _rest("截止日%(day)s不是工作日", local.date(), field, calendar)


def _rest(said: str, day: date, field: str, calendar: WorkCalendar) -> Iterator[Finding]:
    """A day on which nobody works, or that nobody can say whether anybody does."""
    try:
        if calendar.is_workday(day):
            return
    except YearNotEntered as missing:
        yield Finding(
            rule="day.unknown",
            severity=Severity.NOTE,
            message="%(year)d年的放假安排还没有录入，不能核对%(day)s是不是工作日：请管理员录入",
            values={"year": missing.year, "day": day.isoformat()},
            field=field,
        )
        return
    yield Finding(
        rule="day.rest",
        severity=Severity.EXPLAIN,
        message=said,
        values={"day": day.isoformat()},
        field=field,
        about=(day,),
    )


def _moment(rule: str, said: str, when: str, field: str) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.EXPLAIN,
        message=said,
        values={"deadline": when},
        field=field,
        about=(when,),
    )


def _number(said: str, code: str, field: str) -> Finding:
    return Finding(
        rule="number.form",
        severity=Severity.NOTE,
        message=said,
        values={"count": len(code)},
        field=field,
    )
