"""Results: what each award notice carries, and whether it came within the period that applies."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from trading.domain.calendar import reporting_year
from trading.domain.codes import Family, NoticeType
from trading.domain.counting.facts import AwardFact, Basis, NoticeFact, ProcessFacts
from trading.domain.counting.lots import Standing
from trading.domain.periods import RULES, Period, in_force
from trading.domain.workdays import WorkCalendar, YearNotEntered


class Punctual(StrEnum):
    """Whether a result was published in time, or why that cannot be said."""

    ON_TIME = "on_time"
    LATE = "late"
    NO_DATE = "no_date"
    NO_PERIOD = "no_period"
    NO_CALENDAR = "no_calendar"
    WITHDRAWN = "withdrawn"

    @property
    def has_period(self) -> bool:
        """Whether it counts among the results that have a period."""
        return self in (Punctual.ON_TIME, Punctual.LATE)


@dataclass(frozen=True, kw_only=True)
class ResultStanding:
    """What became of one award notice (bridge C, on each basis), and how soon it came.

    `decided_on` is the earliest decision that it announces, as corrected; `due_on` the last day
    of its period.
    """

    notice_id: int
    process_id: int
    published_on: date
    class_decided: str
    class_published: str
    punctual: Punctual
    decided_on: date | None = None
    due_on: date | None = None

    def carries(self, basis: Basis) -> str:
        """Its part of bridge C."""
        return self.class_decided if basis is Basis.DECIDED else self.class_published


@dataclass(frozen=True)
class ResultPeriods:
    """The periods within which results are published (domain.md §5), and the calendar."""

    calendar: WorkCalendar = field(default_factory=WorkCalendar)
    periods: tuple[Period, ...] = ()
    _known: dict[tuple[str, date, date], tuple[Punctual, date | None]] = field(
        default_factory=dict, compare=False
    )

    def punctual(
        self, category: str, decided_on: date, published_on: date
    ) -> tuple[Punctual, date | None]:
        """Whether a result of this category was in time, and the last day on which it was."""
        key = category, decided_on, published_on
        if key not in self._known:
            self._known[key] = self._judged(category, decided_on, published_on)
        return self._known[key]

    def _judged(
        self, category: str, decided_on: date, published_on: date
    ) -> tuple[Punctual, date | None]:
        rows = in_force(self.periods, published_on)
        applying = [
            (rule, rows[rule.key])
            for rule in RULES
            if rule.at_most and NoticeType.AWARD in rule.types and category in rule.categories
            # A period that no longer applies is entered as one of 0 days.
            if rule.key in rows and rows[rule.key].days
        ]
        if not applying:
            return Punctual.NO_PERIOD, None
        # Neither working days nor moved days end before as many calendar days do.
        soonest = min(decided_on + timedelta(days=row.days) for _, row in applying)
        try:
            due = min(
                self.calendar.last_day(decided_on, row.days, row.unit, moves=rule.moves)
                for rule, row in applying
            )
        except YearNotEntered:
            in_time = published_on <= soonest
            return (Punctual.ON_TIME, None) if in_time else (Punctual.NO_CALENDAR, None)
        return Punctual.ON_TIME if published_on <= due else Punctual.LATE, due


def results(
    facts: ProcessFacts, lots: tuple[Standing, ...], periods: ResultPeriods
) -> tuple[ResultStanding, ...]:
    """What each award notice of the process carries and how soon it came."""
    return tuple(
        _result(facts, lots, notice, periods)
        for notice in facts.notices
        if notice.type.family is Family.AWARD
    )


def _result(
    facts: ProcessFacts, lots: tuple[Standing, ...], notice: NoticeFact, periods: ResultPeriods
) -> ResultStanding:
    awards = [award for award in facts.awards if award.notice_id == notice.id]
    days = [award.decided_on for award in awards if award.decided_on]
    decided, due = min(days, default=None), None
    if notice.withdrawn:
        punctual = Punctual.WITHDRAWN
    elif decided is None:
        punctual = Punctual.NO_DATE
    else:
        punctual, due = periods.punctual(facts.category, decided, notice.published_on)
    return ResultStanding(
        notice_id=notice.id,
        process_id=facts.id,
        published_on=notice.published_on,
        class_decided=award_notice_class(awards, lots, notice, Basis.DECIDED),
        class_published=award_notice_class(awards, lots, notice, Basis.PUBLISHED),
        punctual=punctual,
        decided_on=decided,
        due_on=due,
    )


def award_notice_class(
    awards: Iterable[AwardFact], lots: tuple[Standing, ...], notice: NoticeFact, basis: Basis
) -> str:
    """Bridge C: what a notice that announced these awards carries, the first that applies."""
    year = reporting_year(notice.published_on)
    days = [
        day for lot in lots if lot.award_notice_id == notice.id if (day := lot.traded_on(basis))
    ]
    if any(reporting_year(day) == year for day in days):
        return "award_notices_trading"
    if days:
        return "award_notices_other_years"
    return "award_notices_replaced" if list(awards) else "award_notices_unsuccessful"
