"""A rule of a format: a named function with its source, which says what a document breaks of it."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any  # each format is read into something of its own

Check = Callable[[Any], Iterator[str]]


@dataclass(frozen=True)
class Rule:
    """`source` is the document and section that asks for it; `check` yields each breach."""

    name: str
    source: str
    check: Check


RULES: defaultdict[str, list[Rule]] = defaultdict(list)
"""The rules of each format: rss, atom, json, ics, opml."""


def rule(source: str, *kinds: str) -> Callable[[Check], Check]:
    """Make a function a rule of these formats."""

    def kept(check: Check) -> Check:
        for kind in kinds:
            RULES[kind].append(Rule(check.__name__, source, check))
        return check

    return kept


def breaches(kind: str, document: Any) -> list[str]:
    """What a document breaks, each with the rule and where that stands."""
    return [
        f"{one.name} ({one.source}): {said}" for one in RULES[kind] for said in one.check(document)
    ]


def once(name: str, found: int) -> Iterator[str]:
    """A breach unless something is there exactly once."""
    if found != 1:
        yield f"{name} is there {found} times"
