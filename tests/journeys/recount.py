"""A plain recount of the customer's counting rules (domain.md §4), written from that text alone.

It shares nothing with the product, keeps every story whole, and takes its time.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

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
    return +counted


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
    for lot in range(1, story.lots + 1):
        yield from _offer(story, lot, basis)
        yield from _trade(story, lot, basis)
        if lot in story.failed:
            yield Line("lots_failed", story.failed[lot])


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
    if award.form != "amount":
        yield Line("excluded_rate_or_unit_price", traded)
    elif award.fen is None:
        yield Line("excluded_no_amount", traded)
    elif award.currency != "CNY":
        yield Line("excluded_foreign_currency", traded)
    elif lot == min(award.lots):
        yield Line("trade_total", traded, amount=award.fen)
        if story.category in FLOWS:
            yield Line(FLOWS[story.category], traded, amount=award.fen)
