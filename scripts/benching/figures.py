"""The figures of all copies: counted once for each day they lie on, by the product's own rules."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from benching.copies import Copies, group
from benching.county import County
from trading.domain.counting import ProcessFacts, Tally, tally, tally_acts


def totals(county: County, copies: Copies) -> Tally:
    """What the roll-up holds when everything is published."""
    together = Counter((copies.days(copy), group(copy)) for copy in range(copies.copies))
    step = county.highest("organizations")
    counted: Tally = Counter(tally_acts(_act_days(county, copies)))
    made: dict[int, Tally] = {}
    for (days, number), times in together.items():
        if days not in made:
            made[days] = _of_county(county, days)
        for cell, value in made[days].items():
            if cell.dimension == "buyer":
                cell = replace(cell, key=str(int(cell.key) + number * step))
            counted[cell] += value * times
    return Counter({cell: value for cell, value in counted.items() if value})


def _of_county(county: County, days: int) -> Tally:
    counted: Tally = Counter()
    for facts in county.facts:
        counted.update(tally(_earlier(facts, timedelta(days=days))))
    return counted


def _earlier(facts: ProcessFacts, by: timedelta) -> ProcessFacts:
    return replace(
        facts,
        notices=tuple(replace(one, published_on=one.published_on - by) for one in facts.notices),
        awards=tuple(
            replace(one, decided_on=one.decided_on and one.decided_on - by) for one in facts.awards
        ),
    )


def _act_days(county: County, copies: Copies) -> Iterator[date]:
    days = [date.fromisoformat(row["published_on"]) for row in county.rows["acts"]]
    for copy in range(copies.copies):
        by = timedelta(days=copies.days(copy))
        yield from (day - by for day in days)
