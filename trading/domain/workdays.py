"""Working days: weekends, holidays and make-up days, and how a period of law is counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from trading.domain.errors import RuleBroken

_SATURDAY = 5
_DAY = timedelta(days=1)
# Fixed by 《全国年节及纪念日放假办法》: a year whose table has all three was entered whole.
_EVERY_YEAR = ((1, 1), (5, 1), (10, 1))


class DayKind(StrEnum):
    """Why a day is not what its weekday says."""

    HOLIDAY = "holiday"
    WORKDAY = "workday"

    @property
    def zh(self) -> str:
        """The kind in Chinese."""
        return "放假" if self is DayKind.HOLIDAY else "调休上班"


class Unit(StrEnum):
    """What a period of law is counted in: 日 is a calendar day, 工作日 a working day."""

    DAY = "day"
    WORKDAY = "workday"

    @property
    def zh(self) -> str:
        """The unit in Chinese, as it follows a number."""
        return "日" if self is Unit.DAY else "个工作日"


@dataclass(frozen=True)
class NamedDay:
    """A holiday, or a make-up working day, with what it is called."""

    day: date
    kind: DayKind
    name: str = ""


class YearNotEntered(RuleBroken):
    """The holidays of `year` are not known (yet): nothing can be counted across it."""

    def __init__(self, year: int) -> None:
        super().__init__("%(year)d年的放假安排还没有录入（完整）", year=year)
        self.year = year


@dataclass(frozen=True)
class WorkCalendar:
    """What staff entered, by day; every other day is what its weekday says."""

    days: Mapping[date, DayKind] = field(default_factory=dict)

    def knows(self, year: int) -> bool:
        """Whether the holidays of this year have been entered whole."""
        return all(
            self.days.get(date(year, month, day)) is DayKind.HOLIDAY for month, day in _EVERY_YEAR
        )

    def is_workday(self, day: date) -> bool:
        """Whether offices work on this day; YearNotEntered when nobody can say."""
        if not self.knows(day.year):
            raise YearNotEntered(day.year)
        kind = self.days.get(day)
        return day.weekday() < _SATURDAY if kind is None else kind is DayKind.WORKDAY

    def last_day(self, start: date, days: int, unit: Unit, *, moves: bool = True) -> date:
        """The last day of a period that began on `start`, which is not counted.

        In 日: a last day on which nobody works moves on to the next working day (《民法典》
        第二百零三条), unless `moves` is false. In 工作日 every counted day is a working day.
        Raises YearNotEntered.
        """
        if unit is Unit.DAY:
            last = start + days * _DAY
            return self.next_workday(last) if moves else last
        last = start
        for _ in range(days):
            last = self.next_workday(last + _DAY)
        return last

    def next_workday(self, day: date) -> date:
        """This day, or the first working day after it; YearNotEntered when nobody can say."""
        while not self.is_workday(day):
            day += _DAY
        return day
