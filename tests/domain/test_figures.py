"""Figures of a year as objects: how they print, what they exclude, and whether they add up."""

from collections import Counter
from datetime import date, datetime

import pytest

from trading.domain.calendar import SHANGHAI
from trading.domain.codes import Family, NoticeType, PriceForm
from trading.domain.counting import (
    AwardFact,
    Basis,
    Cell,
    NoticeFact,
    ProcessFacts,
    Tally,
    tally,
    tally_acts,
)
from trading.domain.definitions import BRIDGES, DEFINITIONS, part_label
from trading.domain.figures import (
    DIMENSIONS,
    Fault,
    YearFigures,
    percent_text,
    ratio,
    rounded,
    year_figures,
)

MARCH, MAY = date(2016, 3, 1), date(2016, 5, 2)
AS_OF = datetime(2017, 1, 5, 9, tzinfo=SHANGHAI)


def won(lot: int, fen: int | None, form: PriceForm = PriceForm.AMOUNT) -> AwardFact:
    return AwardFact(
        id=lot,
        notice_id=2,
        lots=(lot,),
        price_form=form,
        amount_fen=fen,
        currency="CNY",
        decided_on=MAY,
        active=True,
    )


def small_year() -> Tally:
    """A tender of three lots, then one award notice; two acts."""
    facts = ProcessFacts(
        id=1,
        category="construction",
        method="open",
        region="230828",
        buyer_id=7,
        lots=(1, 2, 3),
        notices=(
            NoticeFact(id=1, type=NoticeType.TENDER, published_on=MARCH, lots=(1, 2, 3)),
            NoticeFact(id=2, type=NoticeType.AWARD, published_on=MAY, lots=(1, 2)),
        ),
        awards=(won(1, 7_301_235_000_000), won(2, None, PriceForm.RATE)),
    )
    counted: Tally = Counter(tally_acts([MARCH, MAY]))
    counted.update(tally(facts))
    return Counter(
        {
            cell: value
            for cell, value in counted.items()
            if cell.year == 2016 and cell.basis is Basis.DECIDED
        }
    )


def figures_of(counted: Tally) -> YearFigures:
    return year_figures(
        counted,
        year=2016,
        basis=Basis.DECIDED,
        as_of=AS_OF,
        revision=42,
        buyers={7: "某县建设局"},
    )


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("trades", 2, "2次"),
        ("trade_total", 7_301_235_000_000, "7301235万元"),
        ("disclosures", 2, "2次"),
        ("notices", 2, "2条"),
        ("tender_notices", 1, "1条"),
        ("award_notices", 1, "1条"),
        ("candidate_notices", 0, "0条"),
        ("lots_offered", 3, "3宗"),
        ("lots_failed", 0, "0宗"),
    ],
)
def test_a_figure_prints_its_value_with_its_counting_word(name: str, value: int, text: str) -> None:
    figure = figures_of(small_year()).figure(name)
    assert (figure.name, figure.value, figure.text) == (name, value, text)


@pytest.mark.parametrize(
    ("fen", "exact", "floored"),
    [
        (73_012_35_00_00, "73012.35万元", "73000余万元"),
        (73_000_00_00_00, "73000万元", "73000万元"),
        (0, "0万元", "0元"),
    ],
)
def test_the_total_prints_exactly_and_cut_to_three_digits(
    fen: int, exact: str, floored: str
) -> None:
    total = figures_of(Counter({Cell(Basis.DECIDED, 2016, "year", "", "trade_total"): fen})).figure(
        "trade_total"
    )
    assert (total.text, total.floor_text) == (exact, floored)


def test_the_total_says_how_many_trades_it_leaves_out() -> None:
    total = figures_of(small_year()).figure("trade_total")
    assert total.excluded == {"rate_or_unit_price": 1, "no_amount": 0, "foreign_currency": 0}


def test_the_total_says_how_much_of_it_went_out_and_came_in() -> None:
    counted = small_year()
    counted[Cell(Basis.DECIDED, 2016, "year", "", "trade_total_income")] = 5_00
    total = figures_of(counted).figure("trade_total")
    assert total.flows == {"trade_total_spending": 7_301_235_000_000, "trade_total_income": 5_00}
    assert figures_of(counted).figure("trades").flows == {}


@pytest.mark.parametrize(
    ("dimension", "keys"),
    [
        ("month", ["01", "02", "10", "12"]),
        ("category", ["construction", "procurement", "land", "other", "boats", "ships"]),
        ("type", ["tender", "correction", "award"]),
        ("method", ["open", "invited", "listing"]),
        ("buyer", ["2", "9", "10", "100"]),
        ("region", ["230800", "230828"]),
    ],
)
def test_shares_stand_in_the_order_of_their_code_list(dimension: str, keys: list[str]) -> None:
    counted = Counter(
        {Cell(Basis.DECIDED, 2016, dimension, key, "notices"): 1 for key in reversed(keys)}
    )
    assert [share.key for share in figures_of(counted).by[dimension]] == keys


def test_the_bridges_say_where_every_lot_trade_and_award_notice_comes_from() -> None:
    found = {
        bridge.name: (bridge.whole.value, [part.value for part in bridge.parts])
        for bridge in figures_of(small_year()).bridges
    }
    assert found == {"A": (3, [2, 0, 0, 0, 1]), "B": (2, [2, 0, 0]), "C": (1, [1, 0, 0, 0])}
    assert figures_of(small_year()).reconciles


@pytest.mark.parametrize(
    "name", [name for _, whole, parts in BRIDGES for name, _ in (whole, *parts)]
)
def test_a_bridge_with_one_lot_too_many_does_not_hold(name: str) -> None:
    counted = small_year()
    counted[Cell(Basis.DECIDED, 2016, "year", "", name)] += 1
    figures = figures_of(counted)
    assert [bridge.holds for bridge in figures.bridges].count(False) == 1
    assert not figures.reconciles


@pytest.mark.parametrize(
    ("dimension", "key", "figure", "broken"),
    [
        ("type", "award", "notices", "types = notices"),
        ("month", "05", "trades", "months = year"),
        ("month", "05", "disclosures", "months = year"),
        ("category", "construction", "trade_total", "categories = year"),
        ("buyer", "7", "notices", "buyers = year"),
        ("method", "open", "trades", "methods = year"),
        ("region", "230828", "trades", "regions = year"),
    ],
)
def test_a_part_that_went_astray_breaks_its_identity(
    dimension: str, key: str, figure: str, broken: str
) -> None:
    counted = small_year()
    cell = Cell(Basis.DECIDED, 2016, dimension, key, figure)
    assert counted[cell] > 0
    counted[cell] += 1
    figures = figures_of(counted)
    assert [one.name for one in figures.identities if not one.holds] == [broken]
    assert not figures.reconciles


def test_a_family_that_went_astray_breaks_the_identity_of_families() -> None:
    counted = small_year()
    counted[Cell(Basis.DECIDED, 2016, "year", "", "plan_notices")] += 1
    broken = [one for one in figures_of(counted).identities if not one.holds]
    assert broken[0].name == "families = notices"
    assert broken[0].faults == (Fault("notices", 3, 2),)
    assert {one.faults for one in broken[1:]} == {(Fault("plan_notices", 0, 1),)}


def test_shares_are_named_in_words_and_unknown_keys_by_themselves() -> None:
    counted = small_year()
    counted[Cell(Basis.DECIDED, 2016, "category", "ships", "trades")] = 1
    by = figures_of(counted).by
    assert tuple(by) == DIMENSIONS
    labels = {name: [share.label for share in by[name]] for name in by}
    assert labels == {
        "month": ["3月", "5月"],
        "category": ["工程建设", "ships"],
        "type": ["招标公告", "中标结果公告"],
        "buyer": ["某县建设局"],
        "method": ["公开招标"],
        "region": ["汤原县"],
    }
    assert by["month"][1].values == {
        "trades": 2,
        "trades_of_year": 2,
        "trades_spending": 2,
        "trades_rate": 1,
        "excluded_rate_or_unit_price": 1,
        "trade_total": 7_301_235_000_000,
        "trade_total_spending": 7_301_235_000_000,
        "savings_no_limit": 1,
        "savings_rate_or_unit_price": 1,
        "disclosures": 1,
        "notices": 1,
        "channel_web": 1,
        "award_notices": 1,
        "award_notices_trading": 1,
        "results_no_period": 1,
    }


def test_every_figure_is_defined_in_both_languages_with_a_unit() -> None:
    units = {"lot", "fen", "act", "notice", "basis_point", "loop"}
    assert {one.unit for one in DEFINITIONS.values()} == units
    for name, one in DEFINITIONS.items():
        assert name == one.name
        assert all((one.label, one.label_en, one.measure, one.zh, one.en))
        assert all(part_label(part) != part for part in one.excluded)
    assert {f"{family.value}_notices" for family in Family} < DEFINITIONS.keys()


def test_a_year_without_anything_is_all_noughts_and_holds() -> None:
    figures = figures_of(Counter())
    rates = {"savings_rate", "premium_rate", "on_time_rate", "open_loops"}
    assert {one.name for one in figures.figures if one.value is None} == rates
    assert {one.value for one in figures.figures if one.name not in rates} == {0}
    assert figures.reconciles
    with pytest.raises(KeyError):
        figures.figure("fortune")


@pytest.mark.parametrize(
    ("gain", "whole", "printed"),
    [
        (828_50, 24283_88 + 828_50, "3.3%"),
        (144_23, 1895_99 + 144_23, "7.07%"),
        (278_69, 14579_12, "1.91%"),
        (-1, 8, "-12.5%"),
        (0, 5, "0%"),
        (5, 0, ""),
    ],
)
def test_a_rate_is_worked_out_from_the_sums_to_the_printed_digit(
    gain: int, whole: int, printed: str
) -> None:
    """The published examples of domain.md §4.7."""
    assert percent_text(ratio(gain, whole)) == printed


def test_savings_print_their_rate_and_how_many_lots_they_cover() -> None:
    cells = {"savings": 828_50_0000, "savings_limit": 25112_38_0000, "trades_spending": 9}
    cells |= {"savings_lots": 7, "savings_awards": 5, "savings_no_limit": 2}
    counted = Counter(
        {Cell(Basis.DECIDED, 2016, "year", "", name): value for name, value in cells.items()}
    )
    figures = figures_of(counted)
    rate, saved = figures.figure("savings_rate"), figures.figure("savings")
    assert (rate.value, rate.text, saved.text) == (330, "3.3%", "828.5万元")
    assert rate.coverage == saved.coverage
    assert saved.coverage is not None
    assert (saved.coverage.covered, saved.coverage.of, saved.coverage.awards) == (7, 9, 5)
    assert [(one.name, one.value) for one in saved.exclusions if one.value] == [
        ("savings_no_limit", 2)
    ]


def test_a_figure_is_compared_with_the_year_before_where_there_was_one() -> None:
    counted = small_year()
    assert {one.compared for one in figures_of(counted).figures} == {None}
    before = {"trades": 4, "notices": 2}
    compared = year_figures(
        counted,
        year=2016,
        basis=Basis.DECIDED,
        as_of=AS_OF,
        revision=1,
        buyers={},
        before=before,
    )
    trades, total = compared.figure("trades").compared, compared.figure("trade_total").compared
    assert trades is not None
    assert (trades.before, trades.difference, trades.percent) == (4, -2, -5000)
    assert total is not None
    assert (total.before, total.percent) == (0, None)
    assert compared.figure("savings_rate").compared is None


def test_a_rounded_table_says_what_its_rows_differ_by() -> None:
    column = rounded([1_500_000, 2_500_000, 3_500_000], per=1_000_000)
    assert (column.rows, column.whole, column.difference) == ((2, 3, 4), 8, -1)
    assert rounded([-1_500_000, 1_500_000], per=1_000_000).rows == (-2, 2)
