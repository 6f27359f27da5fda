"""Number links: which figure each number of a frozen sentence is, as far as its words tell."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from trading.domain.frozen_reports import FrozenFigure, FrozenShare
from trading.domain.money import floor_text, round_text, write_wan

_NUMBER = re.compile(r"约?[0-9]+(?:\.[0-9]+)?(?:余?[万亿]元|元)?")
_UNITS = ("条", "次", "宗")  # 条 counts notices, and nothing else does
# What our own sentences write behind a number: the line beside a figure that it is.
_LINES: Mapping[str, tuple[str, str]] = {
    "宗以费率、单价成交": ("trade_total", "excluded_rate_or_unit_price"),
    "宗未填金额": ("trade_total", "excluded_no_amount"),
    "宗以外币成交": ("trade_total", "excluded_foreign_currency"),
}
# Where no name stands before a number: the words around it, and the figure that it is.
_UNNAMED = (
    (re.compile(r"(?:共|信息)\Z"), "条", "notices"),
    (re.compile(r"(?:分|信息)\Z"), "次", "disclosures"),
    (re.compile(r"\A\Z"), "次、共", "disclosures"),
    (re.compile(r""), "条后来撤销", "withdrawn"),
)
_AND_ITS_AMOUNT = "宗、"


@dataclass(frozen=True)
class Piece:
    """A stretch of a sentence; `figure` is the name of the figure that it states, if it is one,
    `part` the line beside it, `category` the group."""

    text: str
    figure: str = ""
    part: str = ""
    category: str = ""


def pieces(
    sentence: str, figures: tuple[FrozenFigure, ...], categories: tuple[FrozenShare, ...] = ()
) -> tuple[Piece, ...]:
    """The sentence in pieces that make it up again.

    A number is a figure when it is that figure's value and the words since the number before
    name the figure, or a category of it; the name that stands nearest wins. A few words of our
    own sentences name a figure otherwise. Anything else is plain text.
    """
    return tuple(_pieces(sentence, figures, categories))


def _pieces(
    sentence: str, figures: tuple[FrozenFigure, ...], categories: tuple[FrozenShare, ...]
) -> Iterator[Piece]:
    end, category = 0, ""
    for found in _NUMBER.finditer(sentence):
        before, after = sentence[end : found.start()], sentence[found.end() :]
        if before:
            yield Piece(before)
        made = _of_line(found[0], after, figures) or _named(before, found[0], after, figures)
        if made is None:
            about = category if before == _AND_ITS_AMOUNT else ""
            made = _of_category(before, found[0], about, categories)
        made = made or _unnamed(before, found[0], after, figures)
        category = made.category if made else ""
        yield replace(made or Piece(""), text=found[0])
        end = found.end()
    if sentence[end:]:
        yield Piece(sentence[end:])


def _of_line(number: str, after: str, figures: tuple[FrozenFigure, ...]) -> Piece | None:
    for words, (name, part) in _LINES.items():
        if after.startswith(words):
            (value,) = [one.excluded.get(part) for one in figures if one.name == name] or [None]
            return Piece("", name, part) if str(value) == number else None
    return None


def _named(before: str, number: str, after: str, figures: tuple[FrozenFigure, ...]) -> Piece | None:
    near = [
        (before.rindex(one.label) + len(one.label), len(one.label), one.name)
        for one in figures
        if one.label in before and number in _writings(one) and _agree(one, after)
    ]
    return Piece("", max(near)[2]) if near else None


def _agree(figure: FrozenFigure, after: str) -> bool:
    """Whether the unit behind a number can be that of the figure."""
    return after[:1] not in _UNITS or (after[:1] == "条") == (figure.unit == "notice")


def _of_category(
    before: str, number: str, about: str, categories: tuple[FrozenShare, ...]
) -> Piece | None:
    """The trades of a category that stands before the number, or the amount right behind them."""
    near = [
        (before.rindex(one.label) if one.key != about else len(before), one)
        for one in categories
        if one.key == about or one.label in before
    ]
    if not near:
        return None
    share = max(near, key=lambda one: one[0])[1]
    fen = share.values.get("trade_total", 0)
    if str(share.values.get("trades", 0)) == number:
        return Piece("", "trades", category=share.key)
    if number in _amounts(fen):
        return Piece("", "trade_total", category=share.key)
    return None


def _unnamed(
    before: str, number: str, after: str, figures: tuple[FrozenFigure, ...]
) -> Piece | None:
    for words, behind, name in _UNNAMED:
        if after.startswith(behind) and words.search(before):
            value = next((one.value for one in figures if one.name == name), None)
            if str(value) == number:
                return Piece("", name)
    return None


def _writings(figure: FrozenFigure) -> tuple[str, ...]:
    """Every way in which a sentence may write the figure."""
    if figure.value is None:
        return ()
    if figure.unit == "fen" and figure.measure == "万元":
        return _amounts(figure.value)
    return (str(figure.value),)


def _amounts(fen: int) -> tuple[str, ...]:
    return f"{write_wan(fen)}万元", floor_text(fen), round_text(fen)
