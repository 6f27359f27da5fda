"""What a correction changes: the facts of a notice as they stood beside those that stand now.

Pure comparison; labels are the words of the category, texts those of the facts table. A title, a
body, a source and files are a notice's own and never compared.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from enum import Enum
from typing import Any

from trading.domain.calendar import SHANGHAI
from trading.domain.codes import category, method, region_name
from trading.domain.drafts import (
    AwardFacts,
    CandidateFacts,
    Change,
    Entered,
    NoticeDraft,
    Party,
    PlanFacts,
    TenderFacts,
)
from trading.domain.errors import RuleBroken
from trading.domain.labels import GROUPS, PARTY, ROWS, WHOLE, group_words
from trading.domain.money import write_wan, write_yuan
from trading.domain.words import Words, words_of

CNY = "CNY"
# The facts of a notice's own type; a notice without them says nothing there.
_EMPTY: Mapping[str, object] = {
    "plan": PlanFacts(),
    "tender": TenderFacts(),
    "candidate": CandidateFacts(),
    "award": AwardFacts(),
    "buyer": Party(name=""),
    "agency": Party(name=""),
}
# What names one of several rows, so that it is found again among others. Any: rows of many kinds.
_KEYS: Mapping[str, Callable[[Any], object]] = {
    "lots": lambda lot: lot.number,
    "awards": lambda award: tuple(sorted(award.lots)),
    "failed": lambda failed: failed.lot,
    "candidates": lambda one: (one.lot, one.rank),
}


def changes(before: NoticeDraft, after: NoticeDraft) -> tuple[Change, ...]:
    """Every fact in which two contents of one notice differ, what the type itself asks for first.

    Lots, awards and failures are compared where both have them; of candidates and contracts also
    what came or went is a change. Amounts are compared to the fen, whatever unit they are in.
    """
    words = words_of(category(after.category))
    return tuple(_changes(before, after, words))


def applied(content: NoticeDraft, edited: NoticeDraft, made: Sequence[Change]) -> NoticeDraft:
    """The content with these changes made in it, their values taken from the edited one."""
    for change in made:
        if change.path:
            content = _put(content, edited, change.path.split("."))
    return replace(content, agency=None) if content.agency == _EMPTY["agency"] else content


def _changes(before: NoticeDraft, after: NoticeDraft, words: Words) -> Iterator[Change]:
    for name, labels in GROUPS.items():
        yield from _parts(name, before, after, _named(labels, words))
    for name in ROWS:
        yield from _rows(name, before, after, words)
    yield from _compared(before, after, _named(WHOLE, words), path="")
    for name, party in (("buyer", words.buyer), ("agency", "代理机构")):
        labels = {field: f"{party}{label}" for field, label in PARTY.items()}
        yield from _parts(name, before, after, labels)


def _parts(
    name: str, before: NoticeDraft, after: NoticeDraft, labels: Mapping[str, str]
) -> Iterator[Change]:
    yield from _compared(_part(before, name), _part(after, name), labels, path=f"{name}.")


def _compared(
    before: object, after: object, labels: Mapping[str, str], *, path: str, prefix: str = ""
) -> Iterator[Change]:
    """The members in which two values differ, each under its label."""
    old_money, new_money = _currency(before), _currency(after)
    for name, label in labels.items():
        old, new = getattr(before, name), getattr(after, name)
        if _plain(old) != _plain(new):
            yield Change(
                label=f"{prefix}{label}",
                old=_written(name, old, old_money),
                new=_written(name, new, new_money),
                path=f"{path}{name}",
            )


def _rows(name: str, before: NoticeDraft, after: NoticeDraft, words: Words) -> Iterator[Change]:
    """What differs in the rows of one kind; those that came or went are told all together."""
    old, new = getattr(before, name), getattr(after, name)
    pairs = list(_pairs(name, old, new))
    whole = name in ("candidates", "contracts") and not len(old) == len(new) == len(pairs)
    if whole:
        label = "中标候选人" if name == "candidates" else "合同"
        yield Change(label=label, old=_told(old), new=_told(new), path=name)
        return
    labels = _named(ROWS[name], words)
    for index, one, other in pairs:
        prefix = _prefix(name, after, index, words)
        yield from _compared(one, other, labels, path=f"{name}.{index}.", prefix=prefix)


def _pairs(name: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[tuple[int, Any, Any]]:
    """Each row that both have, with its place in the new ones. Any: rows of many kinds."""
    if name not in _KEYS:
        yield from ((at, *pair) for at, pair in enumerate(zip(old, new, strict=False)))
        return
    known = {_KEYS[name](one): one for one in old}
    for index, one in enumerate(new):
        if _KEYS[name](one) in known:
            yield index, known[_KEYS[name](one)], one


def _prefix(name: str, content: NoticeDraft, index: int, words: Words) -> str:
    """Which of several rows: ``标段2 ``; a single one needs no telling."""
    row = getattr(content, name)[index]
    if name == "contracts":
        return f"合同{index + 1} " if len(content.contracts) > 1 else ""
    numbers = getattr(row, "lots", None) or (getattr(row, "lot", None) or row.number,)
    lots = "、".join(str(one) for one in numbers)
    which = f"{words.lot}{lots} " if len(content.lots) > 1 else ""
    return f"{which}第{row.rank}候选人" if name == "candidates" else which


def _part(content: NoticeDraft, name: str) -> object:
    return getattr(content, name) or _EMPTY[name]


def _named(labels: Mapping[str, str], words: Words) -> dict[str, str]:
    """The labels with the words of the category put in."""
    return {name: label.format_map(group_words(words)) for name, label in labels.items()}


def _currency(value: object) -> str:
    return str(getattr(value, "currency", CNY) or CNY)


def _plain(value: object) -> object:
    """What two values are compared by: an amount by its fen alone."""
    return value.fen if isinstance(value, Entered) else value


def _written(name: str, value: object, currency: str) -> str:
    """A value as the facts table writes it; empty for none."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return _code(name, value)
    if isinstance(value, Entered):
        return _amount(value.fen, currency)
    if isinstance(value, bool):
        return "接受" if value else "不接受"
    if isinstance(value, tuple):
        return "、".join(_party(one) if isinstance(one, Party) else str(one) for one in value)
    if isinstance(value, date):
        return _time(value)
    return "" if value is None else str(getattr(value, "zh", value))


def _code(name: str, text: str) -> str:
    """A text; a code of a list is told by its name."""
    try:
        if name == "method":
            return method(text).zh
        return region_name(text) if name == "region" else text
    except RuleBroken:
        return text


def _amount(fen: int, currency: str) -> str:
    """In 万元, and to the fen: ``2380万元（23,800,000.00元）``."""
    if currency != CNY:
        return f"{write_yuan(fen)} {currency}"
    return f"{write_wan(fen)}万元（{write_yuan(fen)}元）"


def _time(value: date) -> str:
    """A day, or a moment to the minute (Asia/Shanghai), to the second where it has any."""
    if not isinstance(value, datetime):
        return value.isoformat()
    local = value.astimezone(SHANGHAI)
    return local.strftime("%Y-%m-%d %H:%M:%S" if local.second else "%Y-%m-%d %H:%M")


def _party(party: Party) -> str:
    about = [one for one in (party.uscc, party.address, party.contact, party.phone) if one]
    return f"{party.name}（{'，'.join(about)}）" if about else party.name


def _told(rows: Sequence[Any]) -> str:
    """Rows of candidates or contracts in one text. Any: rows of two kinds."""
    return "；".join(_row(one) for one in rows)


def _row(row: Any) -> str:  # Any: as above
    names = "、".join(supplier.name for supplier in row.suppliers)
    price = _amount(row.amount.fen, row.currency) if row.amount else row.rate_text
    rank = f"{row.rank}. " if hasattr(row, "rank") else ""
    return f"{rank}{names} {price}".strip()


def _put(content: NoticeDraft, edited: NoticeDraft, path: Sequence[str]) -> NoticeDraft:
    """One value of the edited content put where the path leads."""
    name, *below = path
    value: Any = getattr(edited, name)  # Any: a member of one of many types
    if below and name not in ROWS:
        part: Any = _part(content, name)
        value = replace(part, **{below[0]: getattr(_part(edited, name), below[0])})
    elif below:
        value = _put_in_row(name, getattr(content, name), value, below)
    return replace(content, **{name: value})


def _put_in_row(
    name: str, rows: Sequence[Any], edited: Sequence[Any], below: Sequence[str]
) -> tuple[Any, ...]:
    """The rows with one value of one of them taken from the edited ones."""
    index, field = int(below[0]), below[1]
    wanted = edited[index]
    same = _KEYS.get(name)
    return tuple(
        replace(row, **{field: getattr(wanted, field)})
        if (same(row) == same(wanted) if same else at == index)
        else row
        for at, row in enumerate(rows)
    )
