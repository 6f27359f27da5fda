"""What a process adds to the figures of a year: the counting rules of domain.md §4 in one place.

Pure functions over the published facts of one process. The roll-up adds the difference between
two tallies in the publishing transaction; the check recounts everything with the same functions.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trading.domain.calendar import month_of, reporting_year
from trading.domain.codes import CATEGORIES, Family, NoticeType, Outcome, PriceForm

CNY = "CNY"
# The part of the trade total that a category belongs to: money that goes out, or that comes in.
_FLOWS = {one.slug: "trade_total_spending" for one in CATEGORIES if one.spending}
_FLOWS |= {one.slug: "trade_total_income" for one in CATEGORIES if one.income}


class Basis(StrEnum):
    """Which day puts a trade into a year (domain.md §4.2)."""

    DECIDED = "decided"
    PUBLISHED = "published"


@dataclass(frozen=True, kw_only=True)
class NoticeFact:
    """A published notice of the process, by the day (Asia/Shanghai) of its first publication."""

    id: int
    type: NoticeType
    published_on: date
    lots: tuple[int, ...]
    withdrawn: bool = False


@dataclass(frozen=True, kw_only=True)
class AwardFact:
    """An announced award; `lots` are lot ids in order of their numbers, the amount is in fen."""

    id: int
    notice_id: int
    lots: tuple[int, ...]
    price_form: PriceForm
    amount_fen: int | None
    currency: str
    decided_on: date | None
    active: bool


@dataclass(frozen=True, kw_only=True)
class ExitFact:
    """A lot that a notice declared failed or terminated."""

    lot_id: int
    notice_id: int
    outcome: Outcome


@dataclass(frozen=True, kw_only=True)
class ProcessFacts:
    """Everything published about one process; notices and awards in order of publication."""

    id: int
    category: str
    method: str
    region: str
    buyer_id: int
    lots: tuple[int, ...]
    notices: tuple[NoticeFact, ...]
    awards: tuple[AwardFact, ...] = ()
    exits: tuple[ExitFact, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where one lot stands; it is a trade when its outcome is awarded.

    `decided_on` and `announced_on` date the lot's first award on the two bases, where its notice
    was not withdrawn: an award that was taken back dates nothing; the value is
    that of its active award, counted at the lowest-numbered lot only (`carries_amount`);
    `excluded` says why the award adds nothing to the total.
    """

    lot_id: int
    process_id: int
    outcome: Outcome
    offered_on: date | None = None
    offered_notice_id: int | None = None
    award_id: int | None = None
    award_notice_id: int | None = None
    decided_on: date | None = None
    decision_stated: bool = False
    announced_on: date | None = None
    exited_on: date | None = None
    exit_notice_id: int | None = None
    price_form: PriceForm | None = None
    currency: str | None = None
    carries_amount: bool = False
    amount_fen: int | None = None
    excluded: str = ""

    def traded_on(self, basis: Basis) -> date | None:
        """The day on which this lot counts as a trade; None when it is none."""
        if self.outcome is not Outcome.AWARDED:
            return None
        return self.decided_on if basis is Basis.DECIDED else self.announced_on


@dataclass(frozen=True, order=True)
class Cell:
    """One sum of the roll-up: a figure of a year, whole (`year`) or along one dimension."""

    basis: Basis
    year: int
    dimension: str
    key: str
    figure: str


Tally = Counter[Cell]


def standings(facts: ProcessFacts) -> tuple[Standing, ...]:
    """Where every lot of the process stands, in order of the lots' numbers."""
    notices = {notice.id: notice for notice in facts.notices}
    exits = {one.lot_id: one for one in facts.exits}
    return tuple(_standing(facts, lot, notices, exits.get(lot)) for lot in facts.lots)


def tally(facts: ProcessFacts) -> Tally:
    """All that the process adds to the roll-up, on both bases."""
    counted: Tally = Counter()
    lots = standings(facts)
    for basis in Basis:
        for figure, day, amount, type_ in _entries(facts, lots, basis):
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


def _standing(
    facts: ProcessFacts, lot: int, notices: Mapping[int, NoticeFact], exit_: ExitFact | None
) -> Standing:
    offered = next(
        (n for n in facts.notices if n.type.family is Family.TENDER and lot in n.lots), None
    )
    awards = [award for award in facts.awards if lot in award.lots]
    awards = [award for award in awards if not notices[award.notice_id].withdrawn]
    active = next((award for award in reversed(awards) if award.active), None)
    first = awards[0] if awards else None
    announced = notices[first.notice_id].published_on if first else None
    if active:
        outcome = Outcome.AWARDED
    else:
        outcome = exit_.outcome if exit_ else Outcome.PENDING
    carries = active is not None and active.lots[0] == lot
    excluded = _excluded(active) if active else ""
    return Standing(
        lot_id=lot,
        process_id=facts.id,
        outcome=outcome,
        offered_on=offered.published_on if offered else None,
        offered_notice_id=offered.id if offered else None,
        award_id=active.id if active else None,
        award_notice_id=active.notice_id if active else None,
        decided_on=(first.decided_on or announced) if first else None,
        decision_stated=bool(first and first.decided_on),
        announced_on=announced,
        exited_on=notices[exit_.notice_id].published_on if exit_ else None,
        exit_notice_id=exit_.notice_id if exit_ else None,
        price_form=active.price_form if active else None,
        currency=active.currency if active else None,
        carries_amount=carries,
        amount_fen=active.amount_fen if active and carries and not excluded else None,
        excluded=excluded,
    )


def _excluded(award: AwardFact) -> str:
    """Why an award adds nothing to the trade total (domain.md §4.6); empty when it does."""
    if award.price_form is not PriceForm.AMOUNT:
        return "rate_or_unit_price"
    if award.amount_fen is None:
        return "no_amount"
    return "" if award.currency == CNY else "foreign_currency"


_Entry = tuple[str, date, int, str]  # figure, day, value, notice type or ""


def _entries(facts: ProcessFacts, lots: tuple[Standing, ...], basis: Basis) -> Iterator[_Entry]:
    for notice in facts.notices:
        family = notice.type.family
        yield "notices", notice.published_on, 1, notice.type.value
        yield f"{family.value}_notices", notice.published_on, 1, notice.type.value
        if notice.withdrawn:
            yield "withdrawn", notice.published_on, 1, notice.type.value
        if family is Family.AWARD:
            yield award_notice_class(facts, lots, notice, basis), notice.published_on, 1, ""
    for lot in lots:
        yield from _lot_entries(lot, basis, flow=_FLOWS.get(facts.category))


def _lot_entries(lot: Standing, basis: Basis, *, flow: str | None) -> Iterator[_Entry]:
    traded_on = lot.traded_on(basis)
    if lot.offered_on:
        yield "lots_offered", lot.offered_on, 1, ""
        yield offered_class(lot, basis), lot.offered_on, 1, ""
    if lot.exited_on and lot.outcome in (Outcome.FAILED, Outcome.TERMINATED):
        yield f"lots_{lot.outcome.value}", lot.exited_on, 1, ""
    if traded_on is None:
        return
    yield "trades", traded_on, 1, ""
    yield trade_class(lot, basis), traded_on, 1, ""
    yield "trade_total", traded_on, lot.amount_fen or 0, ""
    if flow:
        yield flow, traded_on, lot.amount_fen or 0, ""
    if lot.excluded:
        yield f"excluded_{lot.excluded}", traded_on, 1, ""


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


def award_notice_class(
    facts: ProcessFacts, lots: tuple[Standing, ...], notice: NoticeFact, basis: Basis
) -> str:
    """Bridge C: what an award notice carries, the first that applies."""
    year = reporting_year(notice.published_on)
    awards = [award for award in facts.awards if award.notice_id == notice.id]
    days = [
        day for lot in lots if lot.award_notice_id == notice.id if (day := lot.traded_on(basis))
    ]
    if any(reporting_year(day) == year for day in days):
        return "award_notices_trading"
    if days:
        return "award_notices_other_years"
    return "award_notices_replaced" if awards else "award_notices_unsuccessful"


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
