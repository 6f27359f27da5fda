"""A plain recount of the customer's counting rules (domain.md §4), written from that text alone.

It shares nothing with the product, keeps every story whole, and takes its time.
"""

import csv
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

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


@dataclass(eq=False)
class Won:
    """An award as it was announced, or corrected since, until its notice was withdrawn.

    `form` is amount, rate, unit_price or other.
    """

    lots: tuple[int, ...]
    announced: date
    decided: date | None
    form: str
    fen: int | None
    currency: str
    stands: bool = True
    taken_back: bool = False


@dataclass(eq=False)
class Said:
    """A published notice; `ends` are the lots that it ended without an award."""

    type: str
    family: str
    day: date
    lots: tuple[int, ...]
    awards: tuple[Won, ...] = ()
    ends: tuple[int, ...] = ()
    number: str = ""
    withdrawn: bool = False


@dataclass(eq=False)
class Story:
    """One process as the world saw it; lots count from 1."""

    category: str
    method: str
    region: str
    buyer: str
    lots: int
    # Ceiling (start price) and estimate of each lot in fen, as its newest offer states them.
    limits: dict[int, tuple[int | None, int | None]] = field(default_factory=dict)
    notices: list[Said] = field(default_factory=list)
    failed: dict[int, date] = field(default_factory=dict)
    terminated: dict[int, date] = field(default_factory=dict)

    @property
    def awards(self) -> list[Won]:
        """Every award that was ever announced, oldest first."""
        return [award for said in self.notices for award in said.awards]

    def withdraw(self, said: Said) -> None:
        """Rule 4: the notice stays, what it alone announced does not."""
        said.withdrawn = True
        for award in said.awards:
            award.stands, award.taken_back = False, True
        for lot in said.ends:
            self.failed.pop(lot, None)
            self.terminated.pop(lot, None)

    def winner(self, lot: int) -> Won | None:
        """The award of a lot that stands."""
        return next((one for one in self.awards if one.stands and lot in one.lots), None)

    def offered_on(self, lot: int) -> date | None:
        """When a notice of the tender family first named the lot."""
        days = [one.day for one in self.notices if one.family == "tender" and lot in one.lots]
        return min(days, default=None)

    def traded_on(self, lot: int, basis: str) -> date | None:
        """Rule 2: the day of the lot's first award, if an award of the lot stands.

        One that was taken back with its notice was none.
        """
        if not self.winner(lot):
            return None
        first = next(one for one in self.awards if lot in one.lots and not one.taken_back)
        return first.decided if basis == "decided" and first.decided else first.announced


@dataclass(frozen=True)
class Line:
    """One thing to add to a figure."""

    figure: str
    day: date
    type: str = ""
    amount: int = 1


def recount(stories: Iterable[Story], acts: Iterable[date], year: int, basis: str) -> Counted:
    """Every figure of a year, whole and along each dimension."""
    counted: Counted = Counter()
    for day in acts:
        if day.year == year:
            counted["year", "", "disclosures"] += 1
            counted["month", f"{day:%m}", "disclosures"] += 1
    for story in stories:
        for line in _lines(story, basis):
            if line.day.year == year:
                for dimension, key in _places(story, line):
                    counted[dimension, key, line.figure] += line.amount
    _work_out(counted)
    return Counter({key: value for key, value in counted.items() if value})


RATES = {
    "savings_rate": ("savings", "savings_limit"),
    "premium_rate": ("premium", "premium_limit"),
    "on_time_rate": ("results_on_time", "results_measured"),
}


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


def _places(story: Story, line: Line) -> Iterator[tuple[str, str]]:
    yield "year", ""
    yield "month", f"{line.day:%m}"
    yield "category", story.category
    yield "method", story.method
    yield "region", story.region
    yield "buyer", story.buyer
    if line.type:
        yield "type", line.type


def _lines(story: Story, basis: str) -> Iterator[Line]:
    for said in story.notices:  # rule 4
        yield Line("notices", said.day, said.type)
        yield Line(f"{said.family}_notices", said.day, said.type)
        if said.withdrawn:
            yield Line("withdrawn", said.day, said.type)
        if said.family == "award":
            yield Line(f"award_notices_{_carries(story, said, basis)}", said.day)
            yield Line(f"results_{_promptly(story, said)}", said.day)
    for lot in range(1, story.lots + 1):
        yield from _offer(story, lot, basis)
        yield from _trade(story, lot, basis)
        if lot in story.failed:
            yield Line("lots_failed", story.failed[lot])
        if lot in story.terminated:
            yield Line("lots_terminated", story.terminated[lot])


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
    yield Line("lots_offered", offered)
    if traded is not None:
        later = "" if traded.year == offered.year else "_later"
        yield Line(f"offered_awarded{later}", offered)
    elif lot in story.terminated:
        yield Line("offered_terminated", offered)
    else:
        yield Line("offered_failed" if lot in story.failed else "offered_pending", offered)


def _trade(story: Story, lot: int, basis: str) -> Iterator[Line]:
    """Rules 2, 3 and 6, and bridge B."""
    offered, traded = story.offered_on(lot), story.traded_on(lot, basis)
    award = story.winner(lot)
    if traded is None or award is None:
        return
    yield Line("trades", traded)
    if offered is None:
        yield Line("trades_untendered", traded)
    else:
        yield Line(f"trades_of_{'year' if offered.year == traded.year else 'earlier'}", traded)
    yield from _worth(story, lot, award, traded)


def _reason(award: Won) -> str:
    """Rule 6."""
    if award.form != "amount":
        return "rate_or_unit_price"
    if award.fen is None:
        return "no_amount"
    return "" if award.currency == "CNY" else "foreign_currency"


def _worth(story: Story, lot: int, award: Won, traded: date) -> Iterator[Line]:
    flow = FLOWS.get(story.category, "").removeprefix("trade_total_")
    reason, letters = _reason(award), award.currency.lower()
    if flow:
        yield Line(f"trades_{flow}", traded)
        yield from _gain(story, lot, award, traded, reason)
    if award.form != "amount":
        yield Line(f"trades_{award.form}", traded)
    if reason:
        yield Line(f"excluded_{reason}", traded)
    if reason == "foreign_currency":
        yield Line(f"trades_{letters}", traded)
    if lot != min(award.lots) or reason not in ("", "foreign_currency"):
        return
    names = [f"trade_total_{letters}"] if reason else ["trade_total"]
    names += [f"trade_total_{flow}"] if flow and not reason else []
    for name in names:
        yield Line(name, traded, amount=award.fen or 0)


def _gain(story: Story, lot: int, award: Won, traded: date, reason: str) -> Iterator[Line]:
    """Rule 7."""
    spends = FLOWS[story.category] == "trade_total_spending"
    name = "savings" if spends else "premium"
    limits: list[int | None] = []
    for one in award.lots:
        ceiling, estimate = story.limits.get(one, (None, None))
        limits.append(estimate if spends and ceiling is None else ceiling)
    if reason or None in limits:
        yield Line(f"{name}_{reason or 'no_limit'}", traded)
        return
    yield Line(f"{name}_lots", traded)
    if lot == min(award.lots):
        limit = sum(one or 0 for one in limits)
        fen = award.fen or 0
        yield Line(f"{name}_awards", traded)
        yield Line(f"{name}_limit", traded, amount=limit)
        yield Line(name, traded, amount=limit - fen if spends else fen - limit)
