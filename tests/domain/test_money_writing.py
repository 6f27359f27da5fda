"""Amounts as the house writes them: exact in tables, capital numerals, 余 and 约 in sentences."""

import re
from decimal import Decimal

import cn2an
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trading.domain.money import (
    decimal_string,
    floor_text,
    round_text,
    words,
    write_wan,
    write_yuan,
)

sums = st.integers(0, 10**18)
SHOWN = re.compile(r"(约?)(-?)([0-9]+(?:\.[0-9]+)?)(余?)(万元|元)")


def stated(text: str) -> int:
    """The fen that a rounded text states."""
    match = SHOWN.fullmatch(text)
    assert match, text
    fen = Decimal(match[3]) * (1_000_000 if match[5] == "万元" else 100)
    assert fen == int(fen)
    return -int(fen) if match[2] else int(fen)


@pytest.mark.parametrize(
    ("fen", "yuan", "wan", "record"),
    [
        (0, "0.00", "0", "0.00"),
        (1, "0.01", "0.000001", "0.01"),
        (117_004_000, "1,170,040.00", "117.004", "1170040.00"),
        (73_012_350_000, "730,123,500.00", "73012.35", "730123500.00"),
        (10**15, "10,000,000,000,000.00", "1000000000", "10000000000000.00"),
        (-117_004_050, "-1,170,040.50", "-117.00405", "-1170040.50"),
        (-5, "-0.05", "-0.000005", "-0.05"),
    ],
)
def test_an_amount_is_written_exactly_in_yuan_in_wan_and_in_records(fen, yuan, wan, record):
    assert (write_yuan(fen), write_wan(fen), decimal_string(fen)) == (yuan, wan, record)


@pytest.mark.parametrize(
    ("fen", "floored", "rounded"),
    [
        (73_012_350_000, "73000余万元", "约73000万元"),
        (73_000_000_000, "73000万元", "73000万元"),
        (73_000_000_001, "73000余万元", "约73000万元"),
        (73_999_999_999, "73900余万元", "约74000万元"),
        (73_050_000_000, "73000余万元", "约73100万元"),
        (100_000_000, "100万元", "100万元"),
        (100_000_001, "100余万元", "约100万元"),
        (99_999_999, "999000余元", "约1000000元"),
        (123_456_700, "123余万元", "约123万元"),
        (123_500_000, "123余万元", "约124万元"),
        (12_345, "123余元", "约123元"),
        (1_234, "12.3余元", "约12.3元"),
        (999, "9.99元", "9.99元"),
        (0, "0元", "0元"),
        (-73_012_350_000, "-73000余万元", "约-73000万元"),
    ],
)
def test_a_sentence_cuts_or_rounds_to_three_digits(fen, floored, rounded):
    assert (floor_text(fen), round_text(fen)) == (floored, rounded)


@given(sums)
@example(99_999_999)
def test_yu_never_states_more_than_the_amount_and_stands_only_where_something_was_cut(fen):
    text = floor_text(fen)
    kept = stated(text)
    assert kept <= fen
    assert ("余" in text) == (kept != fen)
    assert fen - kept < max(fen // 100, 1)
    assert len(str(kept).rstrip("0")) <= 3


@given(sums)
def test_yue_is_the_nearest_amount_of_three_digits(fen):
    text = round_text(fen)
    near = stated(text)
    assert ("约" in text) == (near != fen)
    assert abs(near - fen) * 200 <= fen
    assert len(str(near).rstrip("0")) <= 3


@pytest.mark.parametrize(
    ("fen", "capital"),
    [
        (0, "零元整"),
        (1, "壹分"),
        (10, "壹角"),
        (55, "伍角伍分"),
        (100, "壹元整"),
        (105, "壹元零伍分"),
        (150, "壹元伍角"),
        (1_000, "壹拾元整"),
        (1_005, "壹拾元零伍分"),
        (101_000, "壹仟零壹拾元整"),
        (10_700_053, "壹拾万柒仟元伍角叁分"),
        (168_032, "壹仟陆佰捌拾元叁角贰分"),
        (600_714, "陆仟零柒元壹角肆分"),
        (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
        (32_504, "叁佰贰拾伍元零肆分"),
        (117_004_000, "壹佰壹拾柒万零肆拾元整"),
        (117_104_000, "壹佰壹拾柒万壹仟零肆拾元整"),
        (10_000_000_100, "壹亿零壹元整"),
        (10_001_000_000, "壹亿零壹万元整"),
        (10**15, "壹拾万亿元整"),
        (-117_104_000, "负壹佰壹拾柒万壹仟零肆拾元整"),
    ],
)
def test_an_amount_in_capital_numerals_follows_the_rules_for_cheques(fen, capital):
    assert words(fen) == capital


def sparse_amounts() -> st.SearchStrategy[int]:
    """Amounts up to 10^15 fen with many zeros, where the rules of writing differ."""
    digits = st.text("00000123456789", min_size=1, max_size=15)
    return digits.map(int)


@given(st.one_of(st.integers(0, 10**15), sparse_amounts()))
@example(20_000_400_000)
def test_capital_numerals_agree_with_an_independent_library(fen):
    # Across a missing 万 section the library writes no 零 (贰亿肆仟元). The rules allow either;
    # ours writes it, because 贰亿肆仟 in a loud voice is also how 二亿四千万 begins.
    yuan = fen // 100
    ours = words(fen)
    if yuan >= 10**8 and yuan // 10**4 % 10**4 == 0 and yuan % 10**4 >= 1000:
        assert "亿零" in ours
        ours = ours.replace("亿零", "亿", 1)
    assert ours == cn2an.an2cn(decimal_string(fen), "rmb")


@given(sums, sums)
def test_capital_numerals_tell_two_amounts_apart(one, other):
    assert (words(one) == words(other)) == (one == other)
