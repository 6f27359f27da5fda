"""Marking: where the terms of a query stand in a text, and a short piece of text around them."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trading.domain.grams import PLAIN, Term, normal

LONGEST_SNIPPET = 80
_BEFORE = 24  # characters of a snippet before the first match
_PLAIN = re.compile(PLAIN)


@dataclass(frozen=True)
class Piece:
    """A part of a text, marked when it is what somebody searched for."""

    text: str
    marked: bool = False


def marked(text: str, terms: Sequence[Term]) -> tuple[Piece, ...]:
    """The text in pieces; joined again they are the text, whatever was searched for."""
    pieces, at = [], 0
    for start, end in _merged(_spans(text, terms)):
        pieces += [Piece(text[at:start]), Piece(text[start:end], marked=True)]
        at = end
    pieces.append(Piece(text[at:]))
    return tuple(piece for piece in pieces if piece.text)


def missing(text: str, terms: Sequence[Term]) -> list[Term]:
    """The terms that the text does not show."""
    return [term for term in terms if not _spans(text, [term])]


def snippet(text: str, terms: Sequence[Term], *, first: Sequence[Term]) -> tuple[Piece, ...]:
    """About 80 characters around the first match of `first`, with every term marked in them.

    Nothing when there is none. Parts that were cut off are told by an ellipsis.
    """
    starts = sorted(_spans(text, first))
    if not starts:
        return ()
    clusters = [at for at, _ in _clusters(text)]
    start = max((at for at in clusters if at <= max(0, starts[0][0] - _BEFORE)), default=0)
    end = min((at for at in clusters if at >= start + LONGEST_SNIPPET), default=len(text))
    before = (Piece("…"),) if start else ()
    after = (Piece("…"),) if end < len(text) else ()
    return (*before, *marked(text[start:end], terms), *after)


def _spans(text: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    """Where terms stand in the text: from and to, in characters of the text as it was written.

    The normal form is longer or shorter than the text, so every character of it remembers from
    where it came. What came from one place is marked as a whole.
    """
    form: list[str] = []
    places: list[tuple[int, int]] = []
    for at, cluster in _clusters(text):
        said = _normal(cluster)
        form.append(said)
        places += [(at, at + len(cluster))] * len(said)
    whole = "".join(form)
    return [
        (places[found.start(1)][0], places[found.end(1) - 1][1])
        for term in terms
        for found in _pattern(term.text).finditer(whole)
    ]


def _pattern(words: str) -> re.Pattern[str]:
    """The words, also where they overlap; a Latin word or a number only where it is whole."""
    before = f"(?<!{PLAIN})" if _PLAIN.match(words[0]) else ""
    after = f"(?!{PLAIN})" if _PLAIN.match(words[-1]) else ""
    return re.compile(f"(?=({before}{re.escape(words)}{after}))")


def _normal(cluster: str) -> str:
    """As `normal`; a blank stays one, so that words do not grow together."""
    return normal(f"x{cluster}x")[1:-1]


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """The characters of a text, each with the marks that its normal form may join to it."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not _joins(text[at]):
            yield start, text[start:at]
            start = at


def _joins(character: str) -> bool:
    """Whether it may become one with what stands before it: marks, and parts of Hangul."""
    return (
        unicodedata.category(character)[0] == "M"
        or unicodedata.combining(character) > 0
        or "\u1160" <= character <= "\u11ff"
        or character in "\uff9e\uff9f"  # half-width signs of Japanese voice
    )


def _merged(spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans in order, those that touch or overlap as one."""
    open_: tuple[int, int] | None = None
    for start, end in sorted(spans):
        if open_ and start <= open_[1]:
            open_ = open_[0], max(end, open_[1])
            continue
        if open_:
            yield open_
        open_ = start, end
    if open_:
        yield open_
