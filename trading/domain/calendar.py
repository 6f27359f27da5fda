"""Days, years and typed moments in Asia/Shanghai, the only time zone of this house."""

import re
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from trading.domain.errors import RuleBroken

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST_YEAR, LAST_YEAR = 1949, 2199

_SHOWN = 40  # characters of the typed text that a sentence repeats
_PLAIN: dict[int, int | str] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    ord("−"): "-",
}
_HEAD_AND_CLOCK = re.compile(r"([^ T日号]+[日号]?)[ T]?(.*)", re.IGNORECASE)
_DAY = re.compile(
    r"([0-9]{4})(?:-([0-9]{1,2})-|/([0-9]{1,2})/|\.([0-9]{1,2})\.|年([0-9]{1,2})月)([0-9]{1,2})[日号]?"
)
_COMPACT_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_WEEKDAY = re.compile(r" ?\(?(?:星期|周)([一二三四五六日天])\)? ?")
_WEEK = "一二三四五六日"
_CLOCK = re.compile(
    r"(?P<half>上午|下午)?(?P<hour>[0-9]{1,2})"
    r"(?::(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?"
    r"|[时点](?:整|(?P<past>半)|(?P<minutes>[0-9]{1,2})分(?:(?P<seconds>[0-9]{1,2})秒)?)?)"
    r"(?P<offset>Z|[+-][0-9]{2}:[0-9]{2})?",
    re.IGNORECASE,
)


def day_of(at: datetime) -> date:
    """The Shanghai day of an aware moment; a naive one raises TypeError."""
    return _local(at).date()


def reporting_year(at_or_day: datetime | date) -> int:
    """The year (Asia/Shanghai) in which a moment or a day counts (domain.md §4.1)."""
    return _day(at_or_day).year


def month_of(at_or_day: datetime | date) -> int:
    """The month, 1 to 12 (Asia/Shanghai), in which a moment or a day counts."""
    return _day(at_or_day).month


def year_span(year: int) -> tuple[datetime, datetime]:
    """The half-open span [1 January 00:00, next 1 January 00:00) of a reporting year, aware."""
    return day_start(date(check_year(year), 1, 1)), day_start(date(year + 1, 1, 1))


def day_start(day: date) -> datetime:
    """The first instant of a day, Asia/Shanghai."""
    return datetime.combine(day, time(), SHANGHAI)


def check_year(year: int, *, field: str = "year") -> int:
    """Refuse a year outside 1949 to 2199: it is a slip, and dates near year 1 overflow."""
    if FIRST_YEAR <= year <= LAST_YEAR:
        return year
    raise RuleBroken(
        "年份应在%(first)d年至%(last)d年之间", field=field, first=FIRST_YEAR, last=LAST_YEAR
    )


def parse_day(text: str, *, field: str = "") -> date:
    """Read a day as typed: ``2016-02-29``, ``2016/2/29``, ``2016年2月29日`` or ``20160229``."""
    typed = _typed(text)
    if not typed:
        raise RuleBroken("请填写日期", field=field)
    day, clock = _day_and_clock(typed, field)
    if day is not None and not clock:
        return day
    if day is not None and _CLOCK.fullmatch(clock):
        raise RuleBroken("这里只填日期，不填时间：“%(text)s”", field=field, text=typed[:_SHOWN])
    raise RuleBroken(
        "“%(text)s”不是一个日期：请写成 2016-03-22 的样子", field=field, text=typed[:_SHOWN]
    )


def parse_moment(text: str, *, field: str = "") -> datetime:
    """Read a day with its time of day; Asia/Shanghai unless an offset is written.

    ``2016-03-22 09:00``, the same with ``T``, seconds or an offset, and
    ``2016年3月22日上午9时30分`` are understood, also with the right day of the week; ``24:00``
    is the end of that day. Faults are RuleBroken(field).
    """
    typed = _typed(text)
    if not typed:
        raise RuleBroken("请填写日期和时间", field=field)
    day, clock = _day_and_clock(typed, field)
    if day is not None and not clock:
        raise RuleBroken("还缺时间：请写成 2016-03-22 09:00 的样子", field=field)
    match = _CLOCK.fullmatch(clock)
    if day is None or match is None:
        raise RuleBroken(
            "“%(text)s”看不懂：请写成 2016-03-22 09:00 的样子", field=field, text=typed[:_SHOWN]
        )
    since_midnight, zone = _since_midnight(match), _zone(match["offset"])
    if since_midnight is None or zone is None:
        raise RuleBroken("%(text)s 不是一个时间", field=field, text=clock[:_SHOWN])
    return (datetime.combine(day, time(), zone) + since_midnight).astimezone(SHANGHAI)


def write_moment(at: datetime) -> str:
    """A moment to the minute, as lists and forms show it: ``2016-03-22 09:00``."""
    return f"{_local(at):%Y-%m-%d %H:%M}"


def _local(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise TypeError("a moment needs its time zone")
    return at.astimezone(SHANGHAI)


def _day(at_or_day: datetime | date) -> date:
    return day_of(at_or_day) if isinstance(at_or_day, datetime) else at_or_day


def _typed(text: str) -> str:
    typed = " ".join(text.translate(_PLAIN).split())
    return typed.replace(" ", "") if "年" in typed else typed


def _day_and_clock(typed: str, field: str) -> tuple[date | None, str]:
    """The day, and what stands behind it; a day of the week between them must be that day's."""
    named = _WEEKDAY.search(typed)
    plain = _WEEKDAY.sub(" " if "年" not in typed else "", typed, count=1).strip()
    match = _HEAD_AND_CLOCK.fullmatch(plain)
    head, clock = (match[1], match[2]) if match else (plain, "")
    day = _read_day(head, field)
    if day and named and _WEEK[day.weekday()] != named[1].replace("天", "日"):
        raise RuleBroken(
            "%(day)s是星期%(right)s，不是星期%(said)s：请核对日期",
            field=field,
            day=day.isoformat(),
            right=_WEEK[day.weekday()],
            said=named[1],
        )
    return day, clock


def _read_day(head: str, field: str) -> date | None:
    """The day written in `head`, None when it is no date; one that does not exist is refused."""
    match = _DAY.fullmatch(head) or _COMPACT_DAY.fullmatch(head)
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part)
    check_year(year, field=field)
    try:
        return date(year, month, day)
    except ValueError:
        raise RuleBroken("%(text)s 不是一个日期", field=field, text=head) from None


def _since_midnight(match: re.Match[str]) -> timedelta | None:
    hour = _hour(int(match["hour"]), match["half"])
    minute = 30 if match["past"] else int(match["minute"] or match["minutes"] or 0)
    second = int(match["second"] or match["seconds"] or 0)
    if hour is None or minute > 59 or second > 59 or (hour == 24 and (minute or second)):
        return None
    return timedelta(hours=hour, minutes=minute, seconds=second)


def _hour(hour: int, half: str | None) -> int | None:
    """The hour of 24; 下午3时 and 下午15时 are the same, 上午12时 is refused as ambiguous."""
    if half == "上午" and hour > 11 or half == "下午" and not 1 <= hour <= 23 or hour > 24:
        return None
    return hour + 12 if half == "下午" and hour < 12 else hour


def _zone(offset: str | None) -> tzinfo | None:
    if not offset:
        return SHANGHAI
    try:
        return datetime.fromisoformat(f"2000-01-01T00:00{offset.upper()}").tzinfo
    except ValueError:
        return None
