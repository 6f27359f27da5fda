"""Adding up: every figure to which a process or an act adds, by year and along each dimension."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from trading.domain.calendar import month_of, reporting_year
from trading.domain.codes import Outcome, PriceForm
from trading.domain.counting.facts import CNY, Basis, ProcessFacts
from trading.domain.counting.lots import FLOW_OF, MEASURE_OF, Standing, standings
from trading.domain.counting.results import ResultPeriods, ResultStanding, results


@dataclass(frozen=True, order=True)
class Cell:
    """One sum of the roll-up: a figure of a year, whole (`year`) or along one dimension."""

    basis: Basis
    year: int
    dimension: str
    key: str
    figure: str


Tally = Counter[Cell]

_NONE = ResultPeriods()
_Entry = tuple[str, date, int, str]  # figure, day, value, notice type or ""


def tally(facts: ProcessFacts, *, periods: ResultPeriods = _NONE) -> Tally:
    """All that the process adds to the roll-up, on both bases."""
    lots = standings(facts)
    return add_up(facts, lots, results(facts, lots, periods))


def add_up(
    facts: ProcessFacts, lots: tuple[Standing, ...], found: tuple[ResultStanding, ...]
) -> Tally:
    """As `tally`, from where its lots and results stand."""
    counted: Tally = Counter()
    for basis in Basis:
        for figure, day, amount, type_ in _entries(facts, lots, found, basis):
            for cell in _cells(facts, basis, figure, day, type_):
                counted[cell] += amount
    return Counter({cell: value for cell, value in counted.items() if value})


def tally_acts(days: Iterable[date]) -> Tally:
    """What publication acts (次) on these days add: disclosures, by year and month."""
    counted: Tally = Counter()
    for day in days:
        for basis in Basis:
            year = reporting_year(day)
            counted[Cell(basis, year, "year", "", "disclosures")] += 1
            counted[Cell(basis, year, "month", f"{month_of(day):02d}", "disclosures")] += 1
    return counted


def _entries(
    facts: ProcessFacts,
    lots: tuple[Standing, ...],
    found: tuple[ResultStanding, ...],
    basis: Basis,
) -> Iterator[_Entry]:
    for notice in facts.notices:
        day, type_ = notice.published_on, notice.type.value
        yield "notices", day, 1, type_
        yield f"{notice.type.family.value}_notices", day, 1, type_
        if notice.withdrawn:
            yield "withdrawn", day, 1, type_
    for result in found:
        yield result.carries(basis), result.published_on, 1, ""
        yield f"results_{result.punctual.value}", result.published_on, 1, ""
    for lot in lots:
        yield from _lot_entries(lot, basis, flow=FLOW_OF.get(facts.category, ""))


def _lot_entries(lot: Standing, basis: Basis, *, flow: str) -> Iterator[_Entry]:
    day = lot.traded_on(basis)
    if lot.offered_on:
        yield "lots_offered", lot.offered_on, 1, ""
        yield offered_class(lot, basis), lot.offered_on, 1, ""
    if lot.exited_on and lot.outcome in (Outcome.FAILED, Outcome.TERMINATED):
        yield f"lots_{lot.outcome.value}", lot.exited_on, 1, ""
    if day is None:
        return
    yield "trades", day, 1, ""
    yield trade_class(lot, basis), day, 1, ""
    yield "trade_total", day, lot.amount_fen or 0, ""
    if flow:
        yield f"trade_total_{flow}", day, lot.amount_fen or 0, ""
        yield from _measures(lot, day, flow)
    if lot.excluded:
        yield f"excluded_{lot.excluded}", day, 1, ""
    if lot.price_form not in (None, PriceForm.AMOUNT):
        yield f"trades_{lot.price_form}", day, 1, ""
    if lot.excluded == "foreign_currency" and lot.currency not in (None, CNY):
        letters = str(lot.currency).lower()
        yield f"trades_{letters}", day, 1, ""
        yield f"trade_total_{letters}", day, lot.foreign_fen or 0, ""


def _measures(lot: Standing, day: date, flow: str) -> Iterator[_Entry]:
    """Savings or premium, and how many lots they cover of how many (domain.md §4.7)."""
    measure = MEASURE_OF[flow]
    yield f"trades_{flow}", day, 1, ""
    if not lot.measure:
        yield f"{measure}_{lot.excluded or 'no_limit'}", day, 1, ""
        return
    yield f"{measure}_lots", day, 1, ""
    if lot.carries_amount:
        yield f"{measure}_awards", day, 1, ""
        yield measure, day, lot.gain_fen or 0, ""
        yield f"{measure}_limit", day, lot.limit_fen or 0, ""


def offered_class(lot: Standing, basis: Basis) -> str:
    """Bridge A: what became of an offered lot, seen from the year of its offer."""
    traded_on = lot.traded_on(basis)
    if traded_on is None:
        return f"offered_{lot.outcome.value}"
    same = lot.offered_on and reporting_year(traded_on) == reporting_year(lot.offered_on)
    return "offered_awarded" if same else "offered_awarded_later"


def trade_class(lot: Standing, basis: Basis) -> str:
    """Bridge B: where a trade was offered, seen from the year of the trade."""
    traded_on = lot.traded_on(basis)
    if lot.offered_on is None or traded_on is None:
        return "trades_untendered"
    same = reporting_year(traded_on) == reporting_year(lot.offered_on)
    return "trades_of_year" if same else "trades_of_earlier"


def _cells(facts: ProcessFacts, basis: Basis, figure: str, day: date, type_: str) -> Iterator[Cell]:
    year = reporting_year(day)
    yield Cell(basis, year, "year", "", figure)
    yield Cell(basis, year, "month", f"{month_of(day):02d}", figure)
    yield Cell(basis, year, "category", facts.category, figure)
    yield Cell(basis, year, "method", facts.method, figure)
    yield Cell(basis, year, "region", facts.region, figure)
    yield Cell(basis, year, "buyer", str(facts.buyer_id), figure)
    if type_:
        yield Cell(basis, year, "type", type_, figure)
