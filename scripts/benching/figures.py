"""The figures of all copies: counted once for each day they lie on, by the product's own rules."""

import dataclasses
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from benching.copies import Copies, group
from benching.county import County
from trading.domain.counting import (
    ProcessFacts,
    ResultStanding,
    Tally,
    add_up,
    results,
    standings,
    tally_acts,
)


@dataclass(frozen=True)
class Counted:
    """What the county adds up to on other days, and what its results carry there."""

    sums: Tally
    results: tuple[ResultStanding, ...]


class Books:
    """The roll-up and the results of all copies, when everything is published."""

    def __init__(self, county: County, copies: Copies) -> None:
        self._county, self._copies = county, copies
        self._made: dict[int, Counted] = {}

    def totals(self) -> Tally:
        """What the roll-up holds."""
        copies = self._copies
        together = Counter((copies.days(copy), group(copy)) for copy in range(copies.copies))
        step = self._county.highest("organizations")
        counted: Tally = Counter(tally_acts(_act_days(self._county, copies)))
        for (days, number), times in together.items():
            for cell, value in self._on(days).sums.items():
                if cell.dimension == "buyer":
                    cell = replace(cell, key=str(int(cell.key) + number * step))
                counted[cell] += value * times
        return Counter({cell: value for cell, value in counted.items() if value})

    def results(self) -> Iterator[tuple[Any, ...]]:
        """The rows of every result, in the order of the members of `ResultStanding`.

        Whether one came in time follows from the calendar, so they are judged on each day.
        """
        places = {row["id"]: at for at, row in enumerate(self._county.notices)}
        step = self._county.highest("processes")
        for copy in range(self._copies.copies):
            for one in self._on(self._copies.days(copy)).results:
                at = places[one.notice_id]
                ids = self._copies.sequence(copy, at), one.process_id + copy * step
                moved = replace(one, notice_id=ids[0], process_id=ids[1])
                yield tuple(_stored(value) for value in dataclasses.astuple(moved))

    def _on(self, days: int) -> Counted:
        """The county so many days earlier."""
        if days not in self._made:
            self._made[days] = _counted(self._county, timedelta(days=days))
        return self._made[days]


def _counted(county: County, by: timedelta) -> Counted:
    sums: Tally = Counter()
    found: list[ResultStanding] = []
    for facts in county.facts:
        earlier = _earlier(facts, by)
        lots = standings(earlier)
        told = results(earlier, lots, county.periods)
        sums.update(add_up(earlier, lots, told))
        found.extend(told)
    return Counted(sums, tuple(found))


def _earlier(facts: ProcessFacts, by: timedelta) -> ProcessFacts:
    return replace(
        facts,
        notices=tuple(replace(one, published_on=one.published_on - by) for one in facts.notices),
        awards=tuple(
            replace(one, decided_on=one.decided_on and one.decided_on - by) for one in facts.awards
        ),
    )


def _stored(value: object) -> object:
    """A value as SQLite holds it."""
    return value.isoformat() if isinstance(value, date) else value


def _act_days(county: County, copies: Copies) -> Iterator[date]:
    days = [date.fromisoformat(row["published_on"]) for row in county.rows["acts"]]
    for copy in range(copies.copies):
        by = timedelta(days=copies.days(copy))
        yield from (day - by for day in days)
