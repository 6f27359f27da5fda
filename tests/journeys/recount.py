"""A plain recount of the customer's counting rules (domain.md §4), written from that text alone.

It shares nothing with the product, keeps every story whole, and takes its time.
"""

import csv
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from tests.journeys.stories import Act, Said, Story, Won

_SEEDS = Path(__file__).resolve().parents[2] / "trading" / "store" / "migrations" / "seeds"
# What the State Council announced: data that the product is delivered with, day by day.
with (_SEEDS / "holidays.csv").open(encoding="utf-8", newline="") as _file:
    SPECIAL = {row["day"]: row["kind"] for row in csv.DictReader(_file)}

Counted = Counter[tuple[str, str, str]]  # dimension, key, figure
# Domain.md §2: works and procurement are money out, land, mineral and property are money in.
FLOWS = {
    "construction": "trade_total_spending",
    "procurement": "trade_total_spending",
    "land": "trade_total_income",
    "mineral": "trade_total_income",
    "property": "trade_total_income",
}
RATES = {
    "savings_rate": ("savings", "savings_limit"),
    "premium_rate": ("premium", "premium_limit"),
    "on_time_rate": ("results_on_time", "results_measured"),
}


@dataclass(frozen=True)
class Line:
    """One thing to add to a figure: a row of its list. `of` is a notice, or a lot of a process.

    The places are where it is shown besides the year: dimension and key.
    """

    figure: str
    day: date
    of: str
    type: str = ""
    amount: int = 1
    places: tuple[tuple[str, str], ...] = ()


def all_lines(stories: Iterable[Story], acts: Iterable[Act], basis: str) -> list[Line]:
    """Every row of every figure of every year."""
    found = [
        Line("disclosures", act.day, " ".join(act.numbers), places=_month(act.day)) for act in acts
    ]
    for story in stories:
        for line in _lines(story, basis):
            found.append(
                Line(
                    line.figure,
                    line.day,
                    line.of,
                    line.type,
                    line.amount,
                    tuple(_places(story, line)),
                )
            )
    return found


def count(lines: Iterable[Line], year: int) -> Counted:
    """Every figure of a year, whole and along each dimension; what is 0 is left out."""
    counted: Counted = Counter()
    for line in lines:
        if line.day.year == year:
            counted["year", "", line.figure] += line.amount
            for dimension, key in line.places:
                counted[dimension, key, line.figure] += line.amount
    _work_out(counted)
    return Counter({key: value for key, value in counted.items() if value})


def recount(stories: Iterable[Story], acts: Iterable[Act], year: int, basis: str) -> Counted:
    """The same at once."""
    return count(all_lines(stories, acts, basis), year)


def rows(lines: Iterable[Line], year: int, name: str) -> Counter[tuple[str, int]]:
    """The rows behind a figure of a year: what they are of, and what each adds."""
    sources = {
        "channel_web": ("notices",),
        "savings_rate": ("savings",),
        "premium_rate": ("premium",),
        "on_time_rate": ("results_on_time", "results_late"),
        "results_measured": ("results_on_time", "results_late"),
    }.get(name, (name,))
    return Counter(
        (line.of, line.amount) for line in lines if line.day.year == year and line.figure in sources
    )


def _work_out(counted: Counted) -> None:
    """Rates from the sums of each group, to a hundredth of a percent; the website's 条."""
    for dimension, key in {(dimension, key) for dimension, key, _ in list(counted)}:
        sums = {name: value for (*at, name), value in counted.items() if at == [dimension, key]}
        sums["results_measured"] = sums.get("results_on_time", 0) + sums.get("results_late", 0)
        counted[dimension, key, "results_measured"] = sums["results_measured"]
        counted[dimension, key, "channel_web"] = sums.get("notices", 0)
        for rate, (part, whole) in RATES.items():
            if sums.get(whole):
                exact = Fraction(sums.get(part, 0) * 10_000, sums[whole])
                size = math.floor(abs(exact) + Fraction(1, 2))
                counted[dimension, key, rate] = size if exact > 0 else -size


def _month(day: date) -> tuple[tuple[str, str], ...]:
    return (("month", f"{day:%m}"),)


def _places(story: Story, line: Line) -> Iterator[tuple[str, str]]:
    yield from _month(line.day)
    yield "category", story.category
    yield "method", story.method
    yield "region", story.region
    yield "buyer", story.buyer
    if line.type:
        yield "type", line.type


def _lines(story: Story, basis: str) -> Iterator[Line]:
    for said in story.notices:  # rule 4
        yield Line("notices", said.day, said.number, said.type)
        yield Line(f"{said.family}_notices", said.day, said.number, said.type)
        if said.withdrawn:
            yield Line("withdrawn", said.day, said.number, said.type)
        if said.family == "award":
            yield Line(f"award_notices_{_carries(story, said, basis)}", said.day, said.number)
            yield Line(f"results_{_promptly(story, said)}", said.day, said.number)
    for lot in range(1, story.lots + 1):
        yield from _offer(story, lot, basis)
        yield from _trade(story, lot, basis)
        if lot in story.failed:
            yield Line("lots_failed", story.failed[lot], _name(story, lot))
        if lot in story.terminated:
            yield Line("lots_terminated", story.terminated[lot], _name(story, lot))


def _name(story: Story, lot: int) -> str:
    return f"{story.title} {lot}"


def _promptly(story: Story, said: Said) -> str:
    """Rule 13, with the periods of §5: 2 working days, 10 or 20, after the earliest decision."""
    days = [award.decided for award in said.awards if award.decided]
    if said.withdrawn:
        return "withdrawn"
    if not days:
        return "no_date"
    start, allowed = min(days), {"procurement": 2, "land": 10}.get(story.category, 20)
    if story.category == "procurement" and said.day < date(2015, 3, 1):
        return "no_period"
    if said.day <= start + timedelta(days=allowed):  # whatever the holidays are
        return _counted_out(start, allowed, said.day) or "on_time"
    return _counted_out(start, allowed, said.day) or "no_calendar"


def _counted_out(start: date, allowed: int, published: date) -> str:
    """Day by day; nothing where a year's holidays are not known."""
    day = start
    while allowed:
        day += timedelta(days=1)
        if not 2015 <= day.year <= 2026:
            return ""
        allowed -= works_on(day)
    return "on_time" if published <= day else "late"


def works_on(day: date) -> bool:
    """Whether offices worked on a day, by the list of the State Council."""
    kind = SPECIAL.get(day.isoformat())
    return day.weekday() < 5 if kind is None else kind == "workday"


def _carries(story: Story, said: Said, basis: str) -> str:
    """Bridge C."""
    days = [
        story.traded_on(lot, basis)
        for lot in range(1, story.lots + 1)
        if story.winner(lot) in said.awards
    ]
    if any(day and day.year == said.day.year for day in days):
        return "trading"
    if days:
        return "other_years"
    return "replaced" if said.awards else "unsuccessful"


def _offer(story: Story, lot: int, basis: str) -> Iterator[Line]:
    """Bridge A."""
    offered, traded = story.offered_on(lot), story.traded_on(lot, basis)
    if offered is None:
        return
    yield Line("lots_offered", offered, _name(story, lot))
    if traded is not None:
        became = "awarded" if traded.year == offered.year else "awarded_later"
    elif lot in story.terminated:
        became = "terminated"
    else:
        became = "failed" if lot in story.failed else "pending"
    yield Line(f"offered_{became}", offered, _name(story, lot))


def _trade(story: Story, lot: int, basis: str) -> Iterator[Line]:
    """Rules 2, 3 and 6, and bridge B."""
    offered, traded = story.offered_on(lot), story.traded_on(lot, basis)
    award = story.winner(lot)
    if traded is None or award is None:
        return
    yield Line("trades", traded, _name(story, lot))
    if offered is None:
        part = "untendered"
    else:
        part = "of_year" if offered.year == traded.year else "of_earlier"
    yield Line(f"trades_{part}", traded, _name(story, lot))
    yield from _worth(story, lot, award, traded)


def _reason(award: Won) -> str:
    """Rule 6."""
    if award.form != "amount":
        return "rate_or_unit_price"
    if award.fen is None:
        return "no_amount"
    return "" if award.currency == "CNY" else "foreign_currency"


def _worth(story: Story, lot: int, award: Won, traded: date) -> Iterator[Line]:
    """Every trade is a row of the total; the lowest lot of an award that counts brings its fen."""
    flow = FLOWS.get(story.category, "").removeprefix("trade_total_")
    reason, letters, name = _reason(award), award.currency.lower(), _name(story, lot)
    worth = (award.fen or 0) if lot == min(award.lots) else 0
    yield Line("trade_total", traded, name, amount=0 if reason else worth)
    if flow:
        yield Line(f"trades_{flow}", traded, name)
        yield Line(f"trade_total_{flow}", traded, name, amount=0 if reason else worth)
        yield from _gain(story, lot, award, traded, reason)
    if award.form != "amount":
        yield Line(f"trades_{award.form}", traded, name)
    if reason:
        yield Line(f"excluded_{reason}", traded, name)
    if reason == "foreign_currency":
        yield Line(f"trades_{letters}", traded, name)
        yield Line(f"trade_total_{letters}", traded, name, amount=worth)


def _gain(story: Story, lot: int, award: Won, traded: date, reason: str) -> Iterator[Line]:
    """Rule 7."""
    spends = FLOWS[story.category] == "trade_total_spending"
    measure = "savings" if spends else "premium"
    limits: list[int | None] = []
    for one in award.lots:
        ceiling, estimate = story.limits.get(one, (None, None))
        limits.append(estimate if spends and ceiling is None else ceiling)
    name = _name(story, lot)
    if reason or None in limits:
        yield Line(f"{measure}_{reason or 'no_limit'}", traded, name)
        return
    yield Line(f"{measure}_lots", traded, name)
    carries = lot == min(award.lots)
    limit, fen = sum(one or 0 for one in limits), award.fen or 0
    gained = limit - fen if spends else fen - limit
    yield Line(measure, traded, name, amount=gained if carries else 0)
    if carries:
        yield Line(f"{measure}_awards", traded, name)
        yield Line(f"{measure}_limit", traded, name, amount=limit)
