"""Restatements: the rows of a report against the rows of now, for any two lists."""

from typing import Any  # JSON members

from hypothesis import given
from hypothesis import strategies as st

from trading.domain.restatements import changed_rows

Rows = dict[str, list[dict[str, Any]]]
AMOUNTS = st.one_of(st.none(), st.integers(0, 3))
TRADES = st.dictionaries(st.tuples(st.sampled_from("甲乙丙"), st.integers(1, 3)), AMOUNTS)
NOTICES = st.dictionaries(st.sampled_from("1234"), st.booleans())


@st.composite
def lists(draw: st.DrawFn) -> Rows:
    """A list of trades and of notices, as one is frozen."""
    trades = draw(TRADES)
    return {
        "trades": [
            {"process": code, "lot": lot, **({} if fen is None else {"amount_fen": fen})}
            for (code, lot), fen in trades.items()
        ],
        "notices": [
            {"number": number, "process": "甲", "withdrawn": gone}
            for number, gone in draw(NOTICES).items()
        ],
    }


def total(rows: Rows) -> tuple[int, int]:
    return len(rows["trades"]), sum(one.get("amount_fen", 0) for one in rows["trades"])


@given(lists(), lists())
def test_the_changes_of_trades_are_exactly_what_count_and_sum_have_moved(
    then: Rows, now: Rows
) -> None:
    found = changed_rows(then, now).trades
    moved = (
        sum(one.is_there - one.was_there for one in found),
        sum((one.after_fen or 0) - (one.before_fen or 0) for one in found),
    )
    before, after = total(then), total(now)
    assert moved == (after[0] - before[0], after[1] - before[1])


@given(lists())
def test_the_same_lists_have_no_changes(rows: Rows) -> None:
    found = changed_rows(rows, {name: list(reversed(one)) for name, one in rows.items()})
    assert (found.trades, found.notices) == ((), ())


@given(lists(), lists())
def test_a_notice_is_named_when_it_came_later_or_was_withdrawn_since(then: Rows, now: Rows) -> None:
    before = {one["number"]: one["withdrawn"] for one in then["notices"]}
    expected = {
        one["number"] for one in now["notices"] if before.get(one["number"]) != one["withdrawn"]
    }
    assert {one.number for one in changed_rows(then, now).notices} == expected
