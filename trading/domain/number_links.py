"""Number links: which figure each number of a frozen sentence is, as far as its words tell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trading.domain.frozen_reports import FrozenFigure
from trading.domain.money import floor_text, round_text, write_wan

_NUMBER = re.compile(r"约?[0-9]+(?:\.[0-9]+)?(?:余?[万亿]元|元)?")


@dataclass(frozen=True)
class Piece:
    """A stretch of a sentence; `figure` is the name of the figure that it states, if it is one."""

    text: str
    figure: str = ""


def pieces(sentence: str, figures: tuple[FrozenFigure, ...]) -> tuple[Piece, ...]:
    """The sentence in pieces that make it up again.

    A number is a figure when it is that figure's value and the words since the number before
    name the figure; the name that stands nearest wins. Anything else is plain text.
    """
    return tuple(_pieces(sentence, figures))


def _pieces(sentence: str, figures: tuple[FrozenFigure, ...]) -> Iterator[Piece]:
    end = 0
    for found in _NUMBER.finditer(sentence):
        before = sentence[end : found.start()]
        if before:
            yield Piece(before)
        yield Piece(found[0], _named(before, found[0], figures))
        end = found.end()
    if sentence[end:]:
        yield Piece(sentence[end:])


def _named(before: str, number: str, figures: tuple[FrozenFigure, ...]) -> str:
    near = [
        (before.rindex(one.label) + len(one.label), len(one.label), one.name)
        for one in figures
        if one.label in before and number in _writings(one)
    ]
    return max(near)[2] if near else ""


def _writings(figure: FrozenFigure) -> tuple[str, ...]:
    """Every way in which a sentence may write the figure."""
    if figure.value is None:
        return ()
    if figure.unit == "fen" and figure.measure == "万元":
        fen = figure.value
        return f"{write_wan(fen)}万元", floor_text(fen), round_text(fen)
    return (str(figure.value),)
