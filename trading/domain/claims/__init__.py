"""Claims: what a sentence with bare numbers says, and what of it does not add up (domain.md §4.12).

A sentence of the centre's own declares nothing: that 其中 means parts of what stands before it is
read from the words. What cannot be read is not judged.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from trading.domain.claims import blanks, rates
from trading.domain.claims.flags import Fault, Flag
from trading.domain.claims.items import Item, read
from trading.domain.claims.quantities import normal, quantities
from trading.domain.claims.sums import Whole, faults, groups

__all__ = ["LONGEST", "Fault", "Flag", "Whole", "check", "normal", "quantities"]

LONGEST = 4000  # characters of a sentence
DEEPEST = 3  # brackets within brackets
_INNER = re.compile(r"\(([^()]*)\)")
_NO_BRACKETS = str.maketrans("()", "\0\0")


def check(text: str, declared: Mapping[int, Whole] | None = None) -> list[Flag]:
    """Everything in a text that does not add up, in its order.

    `declared` names the whole of a 其中, counted from 0. Only the first LONGEST characters are
    read.
    """
    plain = normal(text[:LONGEST])
    found = [*blanks.blanks(plain), *_inside(plain, declared or {})]
    return sorted(found, key=lambda flag: (flag.start, flag.end))


def _inside(text: str, declared: Mapping[int, Whole]) -> Iterator[Flag]:
    """Brackets first, each with the item before it; then the text without them."""
    outer = text
    for _ in range(DEEPEST):
        for match in _INNER.finditer(outer):
            yield from _bracket(text, outer, match, declared)
        outer = _INNER.sub(lambda one: "\0" * len(one[0]), outer)
    yield from _read(outer, text, 0, declared)


def _bracket(
    text: str, outer: str, match: re.Match[str], declared: Mapping[int, Whole]
) -> Iterator[Flag]:
    items = read(outer[: match.start()].translate(_NO_BRACKETS)).items
    inside = items[-1] if items and _touches(items[-1], match.start()) else None
    at = match.start(1)
    for flag in _read(match[1], text, at, declared, inside):
        yield replace(flag, start=flag.start + at, end=flag.end + at)


def _touches(item: Item, place: int) -> bool:
    said = [*item.said.values(), *([item.count] if item.count else [])]
    return any(place - 3 <= one.end <= place for one in said)


def _read(
    text: str, within: str, at: int, declared: Mapping[int, Whole], inside: Item | None = None
) -> Iterator[Flag]:
    found = read(text, within=within, at=at)
    for group in groups(found, inside_of=inside):
        yield from faults(group, declared)
    for item in found.items:
        yield from rates.of_item(item)
    for growth in found.growths:
        yield from rates.of_growth(growth)
