"""Prices as bidders write them: an amount, a rate, or something that only a person can settle."""

import re
from dataclasses import dataclass
from enum import StrEnum

from trading.domain.errors import RuleBroken
from trading.domain.money import Unit, parse_amount, words

LONGEST = 2000  # characters; a longer text is no price

_PLAIN: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_RATE = re.compile(r"[0-9][%‰]|百分之|[0-9]折")
_MONEY = re.compile(r"[0-9][元圆万亿]")
_NUMBER = r"[0-9][0-9,]*(?:\.[0-9]+)?"
_LABEL = r"(?:(?:投标|中标|成交|合同|最终)?总?(?:报价|价|金额)为?:?)?"
_TOTAL = re.compile(rf"{_LABEL}(?P<number>{_NUMBER})(?P<unit>元|万元|亿元)整?(?P<rest>.*)", re.S)
# What makes a number a limit, a guess or a price of each, whatever else is said.
_NOT_FIRM = re.compile(
    r"[/%‰~]|每|约|预计|暂|不超过|不高于|不得超过|以内|上限|下浮|折扣|系数|单价|期间|年"
)
_CAPITALS = re.compile(
    r"\(?大写:?(?:人民币)?(?P<said>[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正]+)\)?"
)
_PART = re.compile(rf"(?P<number>{_NUMBER})(?P<unit>元|万元|亿元)?")
_UNITS = {"元": Unit.YUAN, "万元": Unit.WAN, "亿元": Unit.YI}


class PriceKind(StrEnum):
    """What a written price is; only an amount may enter a total."""

    AMOUNT = "amount"
    RATE = "rate"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Price:
    """A written price; `fen` is there for an amount and for nothing else."""

    kind: PriceKind
    fen: int | None = None


_UNCLEAR = Price(PriceKind.UNCLEAR)


def read_price(text: str) -> Price:
    """What a price is, as a bidder wrote it (domain.md §3).

    An amount has its unit written out, is the only one or is the exact sum of the parts that
    are named after it, and no limit, guess or unit price. A rate says nothing of money. All
    else, a number without a unit above all, is unclear: 98.5 may be a rate, 2340 may be 万元.
    """
    plain = re.sub(r"\s+", "", text.translate(_PLAIN)).rstrip("。.;")
    if not plain or len(plain) > LONGEST:
        return _UNCLEAR
    if _RATE.search(plain):
        return _UNCLEAR if _MONEY.search(plain) else Price(PriceKind.RATE)
    match = _TOTAL.fullmatch(plain)
    if match is None or _NOT_FIRM.search(plain):
        return _UNCLEAR
    fen = _fen(match["number"], match["unit"])
    if fen is None or not _agrees(match["rest"], fen, match["unit"]):
        return _UNCLEAR
    return Price(PriceKind.AMOUNT, fen)


def _agrees(rest: str, fen: int, unit: str) -> bool:
    """Whether what follows a total repeats it: in capitals, or as parts that add up to it."""
    capitals = _CAPITALS.search(rest)
    if capitals:
        if _same_words(capitals["said"], fen) is False:
            return False
        rest = rest[: capitals.start()] + rest[capitals.end() :]
    parts = [_fen(one["number"], one["unit"] or unit) for one in _PART.finditer(rest)]
    if not parts:
        return not re.search(r"[^()。,;:]", rest)
    return None not in parts and sum(part for part in parts if part is not None) == fen


def _same_words(said: str, fen: int) -> bool:
    return said.replace("圆", "元").replace("正", "整") == words(fen)


def _fen(number: str, unit: str) -> int | None:
    try:
        return parse_amount(number, _UNITS[unit])
    except RuleBroken:
        return None
