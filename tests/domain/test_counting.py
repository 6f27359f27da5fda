"""The counting rules of domain.md §4, each as cases counted by hand."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

import pytest

from trading.domain.codes import CATEGORIES, NoticeType, Outcome, PriceForm
from trading.domain.counting import (
    AwardFact,
    Basis,
    ExitFact,
    NoticeFact,
    ProcessFacts,
    standings,
    tally,
    tally_acts,
)
from trading.domain.figures import FLOWS

TENDER, AWARD = NoticeType.TENDER, NoticeType.AWARD
SPRING, AUTUMN = date(2016, 3, 1), date(2016, 9, 1)
LAST_DAY, NEW_YEAR = date(2016, 12, 31), date(2017, 1, 1)


def notice(id_: int, type_: NoticeType, on: date, *lots: int) -> NoticeFact:
    return NoticeFact(id=id_, type=type_, published_on=on, lots=lots)


def award(
    notice_id: int,
    *lots: int,
    fen: int | None = 1_000_00,
    decided: date | None = SPRING,
    form: PriceForm = PriceForm.AMOUNT,
    currency: str = "CNY",
    active: bool = True,
) -> AwardFact:
    return AwardFact(
        id=notice_id * 10 + lots[0],
        notice_id=notice_id,
        lots=lots,
        price_form=form,
        amount_fen=fen,
        currency=currency,
        decided_on=decided,
        active=active,
    )


def left(notice_id: int, lot: int, outcome: Outcome = Outcome.FAILED) -> ExitFact:
    return ExitFact(lot_id=lot, notice_id=notice_id, outcome=outcome)


def process(
    lots: int,
    *said: NoticeFact,
    awards: tuple[AwardFact, ...] = (),
    exits: tuple[ExitFact, ...] = (),
    category: str = "construction",
) -> ProcessFacts:
    return ProcessFacts(
        id=1,
        category=category,
        method="open",
        region="230828",
        buyer_id=7,
        lots=tuple(range(1, lots + 1)),
        notices=said,
        awards=awards,
        exits=exits,
    )


def figures(facts: ProcessFacts, year: int, basis: Basis = Basis.DECIDED) -> Counter[str]:
    """The figures of a year, whole; flows, price forms, savings and results are tested apart."""
    return Counter(
        {
            cell.figure: value
            for cell, value in tally(facts).items()
            if (cell.basis, cell.year, cell.dimension) == (basis, year, "year")
            and cell.figure not in (*FLOWS, "trades_spending", "trades_income")
            and not cell.figure.startswith(("savings_", "results_"))
            and not cell.figure.endswith(("_rate", "_unit_price", "_other", "_usd"))
            or (cell.basis, cell.year, cell.dimension, cell.figure)
            == (basis, year, "year", "excluded_rate_or_unit_price")
        }
    )


@dataclass
class Case:
    """A process, and every figure that is not 0 in each year, counted by hand."""

    rule: str
    facts: ProcessFacts
    years: dict[int, dict[str, int]]
    published: dict[int, dict[str, int]] | None = field(default=None)


def offered(lots: int, **became: int) -> dict[str, int]:
    """What a tender notice adds, and what became of its lots (bridge A)."""
    return {"notices": 1, "tender_notices": 1, "lots_offered": lots, **became}


def announced(klass: str = "trading") -> dict[str, int]:
    """What an award notice adds, with its class (bridge C)."""
    return {"notices": 1, "award_notices": 1, f"award_notices_{klass}": 1}


def add(*parts: dict[str, int]) -> dict[str, int]:
    whole: Counter[str] = Counter()
    for part in parts:
        whole.update(part)
    return dict(whole)


CASES = (
    Case(
        "1: 31 December and 1 January are two years",
        process(2, notice(1, TENDER, LAST_DAY, 1), notice(2, TENDER, NEW_YEAR, 2)),
        {2016: offered(1, offered_pending=1), 2017: offered(1, offered_pending=1)},
    ),
    Case(
        "2: a trade is a lot, not an award notice",
        process(
            3,
            notice(1, TENDER, SPRING, 1, 2, 3),
            notice(2, AWARD, AUTUMN, 1, 2),
            awards=(award(2, 1, fen=3_00), award(2, 2, fen=4_00)),
        ),
        {
            2016: add(
                offered(3, offered_awarded=2, offered_pending=1),
                announced(),
                {"trades": 2, "trades_of_year": 2, "trade_total": 7_00},
            )
        },
    ),
    Case(
        "2: the decision dates a trade, not its publication; on the other basis it does",
        process(
            1,
            notice(1, TENDER, SPRING, 1),
            notice(2, AWARD, NEW_YEAR, 1),
            awards=(award(2, 1, fen=5_00, decided=LAST_DAY),),
        ),
        {
            2016: add(
                offered(1, offered_awarded=1),
                {"trades": 1, "trades_of_year": 1, "trade_total": 5_00},
            ),
            2017: announced("other_years"),
        },
        {
            2016: offered(1, offered_awarded_later=1),
            2017: add(announced(), {"trades": 1, "trades_of_earlier": 1, "trade_total": 5_00}),
        },
    ),
    Case(
        "2: without a decision date the first publication counts",
        process(
            1,
            notice(1, TENDER, SPRING, 1),
            notice(2, AWARD, NEW_YEAR, 1),
            awards=(award(2, 1, fen=5_00, decided=None),),
        ),
        {
            2016: offered(1, offered_awarded_later=1),
            2017: add(announced(), {"trades": 1, "trades_of_earlier": 1, "trade_total": 5_00}),
        },
    ),
    Case(
        "2: an award of several lots is as many trades, and its amount counts once",
        process(
            3,
            notice(1, TENDER, SPRING, 1, 2, 3),
            notice(2, AWARD, AUTUMN, 1, 2, 3),
            awards=(award(2, 1, 2, 3, fen=9_00),),
        ),
        {
            2016: add(
                offered(3, offered_awarded=3),
                announced(),
                {"trades": 3, "trades_of_year": 3, "trade_total": 9_00},
            )
        },
    ),
    Case(
        "2: the amount of an award of several lots belongs to the year of the lowest one",
        process(
            2,
            notice(1, AWARD, AUTUMN, 2),
            notice(2, AWARD, NEW_YEAR, 1, 2),
            awards=(
                award(1, 2, fen=4_00, active=False),
                award(2, 1, 2, fen=9_00, decided=NEW_YEAR),
            ),
        ),
        {
            2016: add(announced("replaced"), {"trades": 1, "trades_untendered": 1}),
            2017: add(announced(), {"trades": 1, "trades_untendered": 1, "trade_total": 9_00}),
        },
        {
            2016: add(announced("replaced"), {"trades": 1, "trades_untendered": 1}),
            2017: add(announced(), {"trades": 1, "trades_untendered": 1, "trade_total": 9_00}),
        },
    ),
    Case(
        "3: candidates are never a trade",
        process(1, notice(1, TENDER, SPRING, 1), notice(2, NoticeType.CANDIDATE, AUTUMN, 1)),
        {2016: add(offered(1, offered_pending=1), {"notices": 1, "candidate_notices": 1})},
    ),
    Case(
        "3: a lot that failed and one that was terminated stand on their own lines",
        process(
            2,
            notice(1, TENDER, SPRING, 1, 2),
            notice(2, AWARD, AUTUMN, 1),
            notice(3, NoticeType.TERMINATION, NEW_YEAR, 2),
            exits=(left(2, 1), left(3, 2, Outcome.TERMINATED)),
        ),
        {
            2016: add(
                offered(2, offered_failed=1, offered_terminated=1),
                announced("unsuccessful"),
                {"lots_failed": 1},
            ),
            2017: {"notices": 1, "termination_notices": 1, "lots_terminated": 1},
        },
    ),
    Case(
        "3: a new winner adds a notice, not a trade; the lot keeps its year, at the new value",
        process(
            1,
            notice(1, TENDER, SPRING, 1),
            notice(2, AWARD, AUTUMN, 1),
            notice(3, AWARD, NEW_YEAR, 1),
            awards=(
                award(2, 1, fen=8_00, decided=AUTUMN, active=False),
                award(3, 1, fen=6_00, decided=NEW_YEAR),
            ),
        ),
        {
            2016: add(
                offered(1, offered_awarded=1),
                announced("replaced"),
                {"trades": 1, "trades_of_year": 1, "trade_total": 6_00},
            ),
            2017: announced("other_years"),
        },
    ),
    Case(
        "3: a winner who gave up and a lot that then failed is no trade",
        process(
            1,
            notice(1, TENDER, SPRING, 1),
            notice(2, AWARD, AUTUMN, 1),
            notice(3, AWARD, LAST_DAY, 1),
            awards=(award(2, 1, decided=AUTUMN, active=False),),
            exits=(left(3, 1),),
        ),
        {
            2016: add(
                offered(1, offered_failed=1),
                announced("replaced"),
                announced("unsuccessful"),
                {"lots_failed": 1},
            )
        },
    ),
    Case(
        "4: a lot is offered once, by the first notice of the tender family that names it",
        process(
            2,
            notice(1, NoticeType.PREQUALIFICATION, SPRING, 1),
            notice(2, TENDER, AUTUMN, 1, 2),
            notice(3, TENDER, NEW_YEAR, 1, 2),
        ),
        {
            2016: add(offered(1, offered_pending=1), offered(1, offered_pending=1)),
            2017: {"notices": 1, "tender_notices": 1},
        },
    ),
    Case(
        "4: a correction is a notice of its own family and offers nothing",
        process(
            1,
            notice(1, NoticeType.PLAN, SPRING, 1),
            notice(2, NoticeType.CORRECTION, AUTUMN, 1),
            notice(3, NoticeType.CONTRACT, AUTUMN, 1),
            notice(4, NoticeType.SINGLE_SOURCE, AUTUMN, 1),
        ),
        {
            2016: add(
                offered(1, offered_pending=1),
                {"notices": 3, "plan_notices": 1, "correction_notices": 1, "contract_notices": 1},
            )
        },
    ),
    Case(
        "6: rates, unit prices and unknown or foreign amounts are trades, named, not in the total",
        process(
            5,
            notice(1, AWARD, AUTUMN, 1, 2, 3, 4, 5),
            awards=(
                award(1, 1, fen=None, form=PriceForm.RATE),
                award(1, 2, fen=None, form=PriceForm.UNIT_PRICE),
                award(1, 3, fen=None),
                award(1, 4, fen=9_00, currency="USD"),
                award(1, 5, fen=2_00),
            ),
        ),
        {
            2016: add(
                announced(),
                {"trades": 5, "trades_untendered": 5, "trade_total": 2_00},
                {
                    "excluded_rate_or_unit_price": 2,
                    "excluded_no_amount": 1,
                    "excluded_foreign_currency": 1,
                },
            )
        },
    ),
    Case(
        "6: every lot of an award at a rate is named",
        process(
            2,
            notice(1, AWARD, AUTUMN, 1, 2),
            awards=(award(1, 1, 2, fen=None, form=PriceForm.OTHER),),
        ),
        {
            2016: add(
                announced(),
                {"trades": 2, "trades_untendered": 2, "excluded_rate_or_unit_price": 2},
            )
        },
    ),
    Case(
        "6: an amount of 0 is an amount",
        process(1, notice(1, AWARD, AUTUMN, 1), awards=(award(1, 1, fen=0),)),
        {2016: add(announced(), {"trades": 1, "trades_untendered": 1})},
    ),
    Case(
        "8 B: a trade of this year, of an earlier year's tender, and without a tender here",
        process(
            3,
            notice(1, TENDER, date(2015, 12, 31), 1),
            notice(2, TENDER, SPRING, 2),
            notice(3, AWARD, AUTUMN, 1, 2, 3),
            awards=(award(3, 1, fen=1), award(3, 2, fen=2), award(3, 3, fen=4)),
        ),
        {
            2015: offered(1, offered_awarded_later=1),
            2016: add(
                offered(1, offered_awarded=1),
                announced(),
                {
                    "trades": 3,
                    "trades_of_earlier": 1,
                    "trades_of_year": 1,
                    "trades_untendered": 1,
                    "trade_total": 7,
                },
            ),
        },
    ),
    Case(
        "8 C: one trade of the year is enough, whatever else a notice carries",
        process(
            4,
            notice(1, AWARD, NEW_YEAR, 1, 2, 3, 4),
            notice(2, AWARD, date(2017, 5, 1), 3),
            awards=(
                award(1, 1, fen=1, decided=LAST_DAY),
                award(1, 2, fen=2, decided=NEW_YEAR),
                award(1, 3, fen=4, decided=NEW_YEAR, active=False),
                award(2, 3, fen=8, decided=date(2017, 4, 30)),
            ),
            exits=(left(1, 4),),
        ),
        {
            2016: {"trades": 1, "trades_untendered": 1, "trade_total": 1},
            2017: add(
                announced(),
                announced(),
                {"trades": 2, "trades_untendered": 2, "trade_total": 10, "lots_failed": 1},
            ),
        },
    ),
    Case(
        "8 C: other years' awards come before replaced ones, replaced ones before failures",
        process(
            3,
            notice(1, AWARD, NEW_YEAR, 1, 2),
            notice(2, AWARD, NEW_YEAR, 3),
            notice(3, AWARD, date(2018, 1, 1), 2, 3),
            awards=(
                award(1, 1, fen=1, decided=LAST_DAY),
                award(1, 2, fen=2, decided=NEW_YEAR, active=False),
                award(2, 3, fen=2, decided=NEW_YEAR, active=False),
            ),
            exits=(left(3, 2), left(3, 3)),
        ),
        {
            2016: {"trades": 1, "trades_untendered": 1, "trade_total": 1},
            2017: add(announced("other_years"), announced("replaced")),
            2018: add(announced("unsuccessful"), {"lots_failed": 2}),
        },
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_process_adds_to_each_year_what_the_rule_says(case: Case) -> None:
    years = {cell.year for cell in tally(case.facts)}
    for basis, expected in ((Basis.DECIDED, case.years), (Basis.PUBLISHED, case.published)):
        if expected is not None:
            assert {year: dict(figures(case.facts, year, basis)) for year in years} == {
                year: expected.get(year, {}) for year in years
            }
            assert expected.keys() <= years


@pytest.mark.parametrize(
    ("figure", "month", "value", "types"),
    [("trade_total", "08", 7_00, {}), ("award_notices", "09", 1, {("type", "award"): 1})],
)
def test_each_figure_stands_in_every_dimension_it_has(
    figure: str, month: str, value: int, types: dict[tuple[str, str], int]
) -> None:
    facts = process(
        1,
        notice(1, TENDER, SPRING, 1),
        notice(2, AWARD, AUTUMN, 1),
        awards=(award(2, 1, fen=7_00, decided=date(2016, 8, 31)),),
    )
    counted = {
        (cell.dimension, cell.key): value
        for cell, value in tally(facts).items()
        if cell.basis is Basis.DECIDED and cell.figure == figure
    }
    assert counted == types | {
        ("year", ""): value,
        ("month", month): value,
        ("category", "construction"): value,
        ("method", "open"): value,
        ("region", "230828"): value,
        ("buyer", "7"): value,
    }


@pytest.mark.parametrize(
    ("first", "second", "day", "stated"),
    [
        (SPRING, AUTUMN, SPRING, True),
        (SPRING, None, SPRING, True),
        (None, AUTUMN, date(2016, 5, 1), False),
        (None, None, date(2016, 5, 1), False),
    ],
)
def test_a_trade_keeps_the_date_of_its_first_award_and_says_whether_a_decision_gave_it(
    first: date | None, second: date | None, day: date, stated: bool
) -> None:
    (lot,) = standings(
        process(
            1,
            notice(1, AWARD, date(2016, 5, 1), 1),
            notice(2, AWARD, NEW_YEAR, 1),
            awards=(award(1, 1, decided=first, active=False), award(2, 1, decided=second)),
        )
    )
    assert (lot.traded_on(Basis.DECIDED), lot.decision_stated) == (day, stated)
    assert lot.traded_on(Basis.PUBLISHED) == date(2016, 5, 1)


def test_money_out_and_money_in_are_told_apart_in_every_dimension() -> None:
    """Works and procurement take it out; land, mining rights and property bring it in."""
    found = {}
    for category in CATEGORIES:
        facts = process(
            2,
            notice(1, AWARD, AUTUMN, 1, 2),
            awards=(award(1, 1, fen=7_00), award(1, 2, fen=9_00, currency="USD")),
            category=category.slug,
        )
        cells = [
            (cell.figure, value)
            for cell, value in tally(facts).items()
            if cell.basis is Basis.DECIDED and cell.figure in FLOWS
        ]
        assert len(cells) in (0, 6)  # year, month, category, method, region, buyer
        found[category.slug] = set(cells)
    assert found == {
        "construction": {("trade_total_spending", 7_00)},
        "procurement": {("trade_total_spending", 7_00)},
        "land": {("trade_total_income", 7_00)},
        "mineral": {("trade_total_income", 7_00)},
        "property": {("trade_total_income", 7_00)},
        "other": set(),
    }


def test_an_act_is_one_disclosure_whatever_it_publishes() -> None:
    counted = tally_acts([LAST_DAY, LAST_DAY, NEW_YEAR])
    decided = {
        (cell.year, cell.dimension, cell.key, cell.figure): value
        for cell, value in counted.items()
        if cell.basis is Basis.DECIDED
    }
    assert decided == {
        (2016, "year", "", "disclosures"): 2,
        (2016, "month", "12", "disclosures"): 2,
        (2017, "year", "", "disclosures"): 1,
        (2017, "month", "01", "disclosures"): 1,
    }
    assert sum(counted.values()) == 2 * sum(decided.values())


def test_a_lot_says_whether_its_decision_was_stated_or_its_publication_stands_in() -> None:
    facts = process(
        2,
        notice(1, AWARD, AUTUMN, 1, 2),
        awards=(award(1, 1, decided=SPRING), award(1, 2, decided=None)),
    )
    stated, silent = standings(facts)
    assert (stated.decided_on, stated.decision_stated) == (SPRING, True)
    assert (silent.decided_on, silent.decision_stated) == (AUTUMN, False)
    assert stated.announced_on == silent.announced_on == AUTUMN


def test_an_award_that_ended_without_another_leaves_the_lot_pending() -> None:
    facts = process(1, notice(1, AWARD, AUTUMN, 1), awards=(award(1, 1, active=False),))
    (lot,) = standings(facts)
    assert lot.outcome is Outcome.PENDING
    assert [lot.traded_on(basis) for basis in Basis] == [None, None]
