"""Audiences: how often notices and feeds were read, added up by day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, func, select

from trading.store.raising import raise_by
from trading.store.tables import AudienceDay, Notice

NOTICE, FEED = "notice", "feed"
_KEY = ["kind", "name", "day"]
_ASKED_AT_ONCE = 500  # a statement has only so many parameters


@dataclass(frozen=True, order=True)
class Reading:
    """What was read on a day (Asia/Shanghai): a notice by its number, or a feed by its name."""

    kind: str
    name: str
    day: date


@dataclass(frozen=True, kw_only=True)
class MostRead:
    """A notice with the number of its readings in some days."""

    number: str
    title: str
    count: int


def add_readings(session: Session, counted: Mapping[Reading, int]) -> None:
    """Add to what is stored; a notice that was never published is left out.

    Always in the same order, so that two processes that add at once wait for each other.
    """
    known = set(_published(session, {one.name for one in counted if one.kind == NOTICE}))
    rows = [
        {"kind": one.kind, "name": one.name, "day": one.day, "count": count}
        for one, count in sorted(counted.items())
        if count > 0 and (one.kind != NOTICE or one.name in known)
    ]
    if not rows:
        return
    raise_by(session, AudienceDay, rows, key=_KEY, column="count")


def readings_of_notice(session: Session, number: str) -> list[tuple[date, int]]:
    """The days on which a notice was read and how often, newest first."""
    query = (
        select(col(AudienceDay.day), col(AudienceDay.count))
        .where(col(AudienceDay.kind) == NOTICE, col(AudienceDay.name) == number)
        .order_by(col(AudienceDay.day).desc())
    )
    return list(session.exec(query))


def most_read(session: Session, *, since: date, limit: int) -> list[MostRead]:
    """The notices that were read most from this day on."""
    count = func.sum(AudienceDay.count)
    query = (
        select(col(AudienceDay.name), col(Notice.title), count)
        .join(Notice, col(Notice.number) == col(AudienceDay.name))
        .where(col(AudienceDay.kind) == NOTICE, col(AudienceDay.day) >= since)
        .group_by(col(AudienceDay.name), col(Notice.title))
        .order_by(count.desc(), col(AudienceDay.name).desc())
        .limit(limit)
    )
    return [
        MostRead(number=name, title=title, count=int(counted))
        for name, title, counted in session.exec(query)
    ]


def feed_fetches(session: Session, *, since: date) -> list[tuple[str, int]]:
    """How often each feed was fetched from this day on, the most fetched first."""
    count = func.sum(AudienceDay.count)
    query = (
        select(AudienceDay.name, count)
        .where(col(AudienceDay.kind) == FEED, col(AudienceDay.day) >= since)
        .group_by(col(AudienceDay.name))
        .order_by(count.desc(), col(AudienceDay.name))
    )
    return [(name, int(counted)) for name, counted in session.exec(query)]


def _published(session: Session, numbers: Iterable[str]) -> Iterator[str]:
    """Those of these numbers that are a notice's."""
    for some in _in_parts(sorted(numbers)):
        yield from session.exec(select(Notice.number).where(col(Notice.number).in_(some)))


def _in_parts(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(names), _ASKED_AT_ONCE):
        yield names[at : at + _ASKED_AT_ONCE]
