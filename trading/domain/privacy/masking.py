"""Masking: personal data become 35*************123 and 138****1234, everything else stays."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from trading.domain.privacy.letters import Letters, letters_of, letters_of_html, with_stars
from trading.domain.privacy.numbers import LONGEST, Kind, kind_of

_RUN = re.compile(r"[0-9](?:[ -]?[0-9])*[Xx]?")
_GROUP = re.compile(r"[0-9]+[Xx]?")
_COUNTRY = re.compile(r"^(?:00)?86(?=1[3-9][0-9]{9}$)")
_MOST_GROUPS = 8  # blanks and hyphens within one number part it into fewer
_WORD = re.compile(r"[0-9A-Za-z]")
_MONEY_AFTER = re.compile(r"\.[0-9]| ?[元圆万亿]")
_DECIMAL_BEFORE = re.compile(r"[0-9][.,]$")
_LOCAL = re.compile(r"[A-Za-z0-9._%+-]{1,64}$")
_DOMAIN = re.compile(r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
_OFFICIAL = (".gov.cn", ".gov")  # an office's mailbox is nobody's private one

_Group = list[int]
"""The positions of digits that stand together; an empty one parts what a mask has parted."""


@dataclass(frozen=True)
class Masked:
    """One find: what it is, and how it reads once masked."""

    kind: Kind
    text: str


def mask(text: str, *, spared: Collection[str] = ()) -> tuple[str, tuple[Masked, ...]]:
    """A plain text with its personal data masked, and what they were.

    `spared` are the digits of telephones that the law wants to be public. Masking once is
    enough: nothing is found in what it gives. Takes time linear in the length.
    """
    return _masked(text, letters_of(text), spared)


def mask_html(fragment: str, *, spared: Collection[str] = ()) -> tuple[str, tuple[Masked, ...]]:
    """As `mask`, for an HTML fragment; tags stay as they are, also within a number."""
    return _masked(fragment, letters_of_html(fragment), spared)


def public_numbers(phones: Iterable[str]) -> frozenset[str]:
    """The mobiles among the telephones of buyer and agency: they must be public."""
    letters = letters_of(" / ".join(phones))
    return frozenset(
        digits
        for run in _RUN.finditer(letters.text)
        for digits in _joined(letters.text, run)
        if kind_of(digits) is Kind.MOBILE
    )


def _joined(text: str, run: re.Match[str]) -> Iterator[str]:
    """Every number that neighbouring groups of a run make together."""
    groups = [one[0] for one in _GROUP.finditer(text, run.start(), run.end())]
    for at in range(len(groups)):
        for end in range(at + 1, min(at + _MOST_GROUPS, len(groups)) + 1):
            yield "".join(groups[at:end])


def _masked(
    source: str, letters: Letters, spared: Collection[str]
) -> tuple[str, tuple[Masked, ...]]:
    hidden: set[int] = set()
    found: list[Masked] = []
    for run in _RUN.finditer(letters.text):
        found += _mask_run(letters.text, run, hidden, spared)
    found += _mask_mailboxes(letters.text, hidden)
    return (with_stars(source, letters, hidden) if hidden else source), tuple(found)


def _mask_run(
    text: str, run: re.Match[str], hidden: set[int], spared: Collection[str]
) -> Iterator[Masked]:
    """Find every number in a run of digits, those included that only a mask before it bares.

    After each find a few groups are looked at again, so the time stays linear.
    """
    ahead = [list(range(*one.span())) for one in _GROUP.finditer(text, run.start(), run.end())]
    ahead.reverse()
    behind: list[_Group] = []
    while ahead:
        taken, kind, prefix = _first_number(text, ahead, hidden, spared)
        if kind is None:
            behind.append(ahead.pop())
            continue
        digits = [at for group in reversed(ahead[-taken:]) for at in group]
        del ahead[-taken:]
        head, tail = prefix + kind.shown[0], len(digits) - kind.shown[1]
        hidden.update(digits[head:tail])
        shown = digits[prefix:]
        yield Masked(kind, "".join("*" if at in hidden else text[at] for at in shown))
        ahead += (digits[tail:], [], digits[:head])
        for _ in range(min(_MOST_GROUPS, len(behind))):
            ahead.append(behind.pop())


def _first_number(
    text: str, ahead: list[_Group], hidden: set[int], spared: Collection[str]
) -> tuple[int, Kind | None, int]:
    """How many of the next groups make the longest personal number, what, after what prefix."""
    best: tuple[int, Kind | None, int] = (0, None, 0)
    digits = ""
    for taken, group in enumerate(reversed(ahead[-_MOST_GROUPS:]), start=1):
        if not group:
            break
        digits += text[group[0] : group[-1] + 1]
        if len(digits) > LONGEST + 4:
            break
        plain = _COUNTRY.sub("", digits)
        kind = kind_of(plain)
        ends = ahead[-1][0], group[-1] + 1
        if kind and plain not in spared and _stands_alone(text, *ends, hidden):
            best = (taken, kind, len(digits) - len(plain))
    return best


def _stands_alone(text: str, start: int, end: int, hidden: set[int]) -> bool:
    """Whether these digits are a number by themselves, and no amount of money."""
    if end < len(text) and end not in hidden:
        if _WORD.match(text[end]) or _MONEY_AFTER.match(text, end):
            return False
    if start - 1 in hidden:
        return True
    before = text[max(start - 2, 0) : start]
    return not (before and _WORD.match(before[-1])) and not _DECIMAL_BEFORE.search(before)


def _mask_mailboxes(text: str, hidden: set[int]) -> Iterator[Masked]:
    """Find private mailboxes; the letter before the @ is always hidden, so none is found again."""
    at = text.find("@")
    while at >= 0:
        local = _LOCAL.search(text[max(at - 64, 0) : at])
        domain = _DOMAIN.match(text, at + 1)
        if local and domain and not domain[0].lower().endswith(_OFFICIAL):
            first = at - len(local[0])
            if at - 1 not in hidden:
                hidden.update(range(min(first + 1, at - 1), at))
                shown = "".join("*" if n in hidden else text[n] for n in range(first, at))
                yield Masked(Kind.EMAIL, f"{shown}@{domain[0]}")
        at = text.find("@", at + 1)
