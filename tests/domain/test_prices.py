"""Written prices: the reviewed reading of real ones, and nothing unclear ever becomes an amount."""

import csv
import hashlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trading.domain.prices import Price, PriceKind, read_price

# By the SHA-256 of the line, each read by a person: no line is repeated here.
READINGS = Path(__file__).resolve().parents[1] / "data" / "price_readings.csv"


@pytest.fixture(scope="session")
def lines(shared: Path) -> list[str]:
    """The real prices."""
    return (shared / "data/cn_notices/price_strings.txt").read_text(encoding="utf-8").splitlines()


def reviewed() -> dict[str, Price]:
    with READINGS.open(encoding="utf-8", newline="") as file:
        return {
            row["sha256"]: Price(PriceKind(row["kind"]), int(row["fen"]) if row["fen"] else None)
            for row in csv.DictReader(file)
        }


def test_real_prices_are_read_as_a_person_reads_them(lines: list[str]) -> None:
    known = reviewed()
    read = {hashlib.sha256(line.encode()).hexdigest(): read_price(line) for line in lines}
    compared = read.keys() & known.keys()
    assert len(compared) >= 100
    assert {key: read[key] for key in compared} == {key: known[key] for key in compared}
    kinds = [known[key].kind for key in compared]
    assert all(kinds.count(kind) >= 20 for kind in PriceKind)


def test_of_all_real_prices_only_clear_ones_become_amounts(lines: list[str]) -> None:
    """Told by other means than the classifier's: a 元 behind the first number, and its parts."""
    amounts = 0
    for line in lines:
        price = read_price(line)
        assert (price.fen is None) == (price.kind is not PriceKind.AMOUNT)
        if price.fen is None:
            continue
        amounts += 1
        assert not re.search(r"[%％/]|折|浮|系数|不超过", line)
        numbers = [one.replace(",", "") for one in re.findall(r"\d[\d,]*(?:\.\d+)?", line)]
        fen = [
            int(n.partition(".")[0]) * 100 + int((n.partition(".")[2] + "00")[:2]) for n in numbers
        ]
        assert "元" in line and price.fen == fen[0]
        assert len(fen) == 1 or sum(fen[1:]) == fen[0]
    assert amounts >= 20


@pytest.mark.parametrize(
    ("text", "kind", "fen"),
    [
        ("1171040.00元", "amount", 117104000),
        ("投标总报价：１,１７１,０４０元", "amount", 117104000),
        ("117.104万元", "amount", 117104000),
        ("3元（大写：叁元整）", "amount", 300),
        ("3元（大写：伍元整）", "unclear", None),
        ("3元（其中：设计费1元，施工费2元）", "amount", 300),
        ("3元（其中：设计费1元，施工费1元）", "unclear", None),
        ("1元，2元", "unclear", None),
        ("98.5%", "rate", None),
        ("下浮率５．５％", "rate", None),
        ("9.5折", "rate", None),
        ("下浮5%，计1000元", "unclear", None),
        ("98.5", "unclear", None),
        ("2340", "unclear", None),
        ("12,34元", "unclear", None),
        ("7元/吨", "unclear", None),
        ("约100万元", "unclear", None),
        ("不超过100万元", "unclear", None),
        ("设计费100元", "unclear", None),
        ("100元起", "unclear", None),
        ("0元 人民币", "unclear", None),
        ("", "unclear", None),
        ("壹佰元整", "unclear", None),
    ],
)
def test_a_price_is_what_it_says(text: str, kind: str, fen: int | None) -> None:
    assert read_price(text) == Price(PriceKind(kind), fen)


@given(st.text(alphabet="0123456789.,元万亿%/折约（）；：大写其中费", max_size=30))
def test_no_text_with_a_rate_a_guess_or_no_unit_is_an_amount(text: str) -> None:
    price = read_price(text)
    if price.kind is PriceKind.AMOUNT:
        assert "元" in text
        assert not set("%/折约") & set(text)


@given(st.integers(0, 10**13), st.sampled_from(["%", "/吨", "左右", "-5元", "起", "折"]))
def test_a_doubtful_ending_takes_the_amount_away(yuan: int, ending: str) -> None:
    assert read_price(f"{yuan}元").fen == yuan * 100
    assert read_price(f"{yuan}元{ending}").kind is PriceKind.UNCLEAR
