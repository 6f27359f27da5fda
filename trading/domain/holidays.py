"""A list of holidays and make-up days as an office pastes it, read line by line or refused."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from trading.domain.calendar import parse_day
from trading.domain.errors import RuleBroken, SeveralBroken
from trading.domain.text import clean_line
from trading.domain.workdays import DayKind, NamedDay

MOST_LINES, LONGEST_BREAK, LONGEST_NAME = 400, 31, 40
_SATURDAY = 5
_HEADER = "day,kind,name"
_KINDS = {
    **dict.fromkeys(("holiday", "放假", "休", "休假"), DayKind.HOLIDAY),
    **dict.fromkeys(("workday", "上班", "班", "调休", "调休上班", "补班"), DayKind.WORKDAY),
}
_SPLIT = re.compile(r"[,，;；\t ]+")
_SPAN = re.compile(r"至|到|~|～|—+")


def read_days(text: str, *, field: str = "days") -> list[NamedDay]:
    """The days of a list: ``2027-02-05至2027-02-11,放假,春节`` or csv with day, kind and name.

    A line without a kind is a holiday. Raises SeveralBroken(field) that names every line that
    cannot be read, and RuleBroken(field) for an empty or endless list.
    """
    lines = [(n, line.strip()) for n, line in enumerate(text.splitlines(), start=1)]
    lines = [(n, line) for n, line in lines if line and line.replace(" ", "").lower() != _HEADER]
    if not lines:
        raise RuleBroken("请每行写一个日期，如 2027-10-01,放假,国庆节", field=field)
    if len(lines) > MOST_LINES:
        raise RuleBroken("最多%(most)d行", field=field, most=MOST_LINES)
    days: dict[date, NamedDay] = {}
    broken: list[RuleBroken] = []
    for number, line in lines:
        try:
            for one in _read_line(line):
                _enter(days, one)
        except RuleBroken as fault:
            said = RuleBroken("第%(line)d行：%(said)s", field=field, line=number, said=str(fault))
            broken.append(said)
    if broken:
        raise SeveralBroken(broken)
    return [days[day] for day in sorted(days)]


def _read_line(line: str) -> Iterator[NamedDay]:
    first, *rest = _SPLIT.split(line)
    kind = _KINDS.get(rest[0].lower(), None) if rest else None
    names = rest[1:] if kind else rest
    name = clean_line(" ".join(names), field="", limit=LONGEST_NAME)
    start, _, end = _SPAN.sub("~", first, count=1).partition("~")
    for day in _days(parse_day(start), parse_day(end) if end else None):
        yield _checked(NamedDay(day, kind or DayKind.HOLIDAY, name))


def _days(start: date, end: date | None) -> list[date]:
    count = 1 if end is None else (end - start).days + 1
    if not 1 <= count <= LONGEST_BREAK:
        raise RuleBroken("起止日期须先后相接，最多%(most)d天", most=LONGEST_BREAK)
    return [start + timedelta(days=n) for n in range(count)]


def _checked(one: NamedDay) -> NamedDay:
    if one.kind is DayKind.WORKDAY and one.day.weekday() < _SATURDAY:
        raise RuleBroken("%(day)s不是周末，不必写成上班", day=one.day.isoformat())
    return one


def _enter(days: dict[date, NamedDay], one: NamedDay) -> None:
    before = days.setdefault(one.day, one)
    if before.kind is not one.kind:
        raise RuleBroken("%(day)s既写了放假又写了上班", day=one.day.isoformat())
