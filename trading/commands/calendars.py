"""`trading holidays` and `trading calendar`: which days are holidays, and which are made up for."""

import argparse
from pathlib import Path

from trading.commands.arguments import Commands, add_command, add_group
from trading.commands.terminal import Failed, open_store, say
from trading.config import Settings
from trading.domain.calendar import check_year
from trading.domain.workdays import DayKind
from trading.services import calendaring
from trading.store.calendars import days_of_year, work_calendar

LARGEST = 1_000_000  # bytes; a year is some forty lines


def add_calendars(commands: Commands) -> None:
    """`holidays import FILE` and `calendar show YEAR`."""
    holidays = add_group(commands, "holidays", "录入节假日", "trading holidays import 2027.csv")
    importing = add_command(
        holidays,
        "import",
        _import,
        "录入放假和调休上班的日子：每行 day,kind,name",
        "trading holidays import 2027.csv",
    )
    importing.add_argument("file", type=Path, metavar="FILE")
    calendar = add_group(commands, "calendar", "查看工作日历", "trading calendar show 2026")
    show = add_command(
        calendar, "show", _show, "列出一年里放假和调休上班的日子", "trading calendar show 2026"
    )
    show.add_argument("year", type=int, metavar="YEAR")


def _import(options: argparse.Namespace, settings: Settings) -> int:
    text = _read(options.file)
    with open_store(settings) as store:
        with store.writing() as session:
            days = calendaring.enter_days(session, text)
        with store.reading() as session:
            calendar = work_calendar(session)
    for year in sorted({one.day.year for one in days}):
        kinds = [one.kind for one in days if one.day.year == year]
        off, made_up = kinds.count(DayKind.HOLIDAY), kinds.count(DayKind.WORKDAY)
        whole = "" if calendar.knows(year) else "（元旦、劳动节、国庆节还没有录全，不能据以计算）"
        say(f"{year}年：放假{off}天，调休上班{made_up}天{whole}")
    return 0


def _show(options: argparse.Namespace, settings: Settings) -> int:
    year = check_year(options.year)
    with open_store(settings) as store, store.reading() as session:
        days = days_of_year(session, year)
    if not days:
        raise Failed(f"{year}年的放假安排还没有录入：请用 trading holidays import")
    for one in days:
        say(f"{one.day}\t{one.kind.value}\t{one.name}")
    return 0


def _read(file: Path) -> str:
    """The text of a file as spreadsheets write it: UTF-8, or the older GB 18030."""
    content = file.read_bytes()
    if len(content) > LARGEST:
        raise Failed(f"{file} 太大：一年只有几十行")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")
