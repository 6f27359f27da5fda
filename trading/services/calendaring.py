"""Calendaring: administrators keep holidays and statutory periods up to date."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from trading.domain.errors import NotFound, RuleBroken
from trading.domain.holidays import read_days
from trading.domain.periods import Period, period_rule
from trading.domain.text import clean_line
from trading.domain.workdays import NamedDay
from trading.services import tallying
from trading.store import calendars
from trading.store.engine import Session

LONGEST_PERIOD, LONGEST_ARTICLE = 400, 100


def enter_days(session: Session, text: str) -> Sequence[NamedDay]:
    """Enter a pasted list of holidays and make-up days; gives them in order.

    A day that was entered before becomes what the list says. Refuses as `read_days`.
    """
    days = read_days(text)
    with tallying.retiming(session):
        calendars.store_days(session, days)
    return days


def forget_day(session: Session, day: date) -> None:
    """Let a day be what its weekday says again; NotFound when it is nothing else."""
    with tallying.retiming(session):
        found = calendars.forget_days(session, [day])
    if not found:
        raise NotFound("%(day)s没有登记", day=day.isoformat())


def enter_period(session: Session, period: Period) -> None:
    """Let a period be so long from a day on, in place of the row of the same day if there is one.

    Raises RuleBroken("key" | "days" | "article").
    """
    period_rule(period.key)
    if not 0 <= period.days <= LONGEST_PERIOD:
        raise RuleBroken("天数应在0到%(most)d之间", field="days", most=LONGEST_PERIOD)
    article = clean_line(period.article, field="article", limit=LONGEST_ARTICLE)
    if not article:
        raise RuleBroken("请写明依据的法规和条款", field="article")
    with tallying.retiming(session):
        calendars.store_period(session, replace(period, article=article))


def forget_period(session: Session, key: str, effective_from: date) -> None:
    """Take a row out; NotFound when there is none, RuleBroken when it is the only one."""
    rows = [one for one in calendars.all_periods(session) if one.key == key]
    if not any(one.effective_from == effective_from for one in rows):
        raise NotFound("没有这条时限")
    if len(rows) == 1:
        raise RuleBroken("每种时限至少保留一条：不再适用的，请改为0日并写明依据")
    with tallying.retiming(session):
        calendars.forget_period(session, key, effective_from)
