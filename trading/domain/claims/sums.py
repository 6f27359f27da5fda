"""Sums: the parts after 其中, or of a list behind a total, against their whole."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from trading.domain.claims.flags import Fault, Flag
from trading.domain.claims.items import Item, Key, Read, Role
from trading.domain.claims.quantities import Quantity
from trading.domain.errors import RuleBroken

_LEAST = Decimal("0.01")  # a figure is exact to the fen
_SENTENCES = {  # by whether the parts are more, and whether they count the same sort of thing
    (True, True): "“%(whole)s”与分项之和%(sum)s（%(parts)s）不符：分项多%(off)s",
    (False, True): "“%(whole)s”与分项之和%(sum)s（%(parts)s）不符：分项少%(off)s",
    (True, False): "“%(whole)s”与分项之和%(sum)s（%(parts)s）不符：分项多%(off)s，单位也不同",
    (False, False): "“%(whole)s”与分项之和%(sum)s（%(parts)s）不符：分项少%(off)s，单位也不同",
}


@dataclass(frozen=True)
class Whole:
    """The figure that somebody declared to be the whole of a 其中; `partial`: the parts are only
    some of it. `value` is in ones, or in 元 for `money`; None leaves the whole to the text."""

    label: str = ""
    text: str = ""
    value: Decimal | None = None
    money: bool = False
    partial: bool = False


@dataclass(frozen=True)
class Group:
    """A whole and its parts; `closed` when the parts are all there is.

    A list within a list may divide the part before it or, as `other`, the whole of the outer one.
    """

    whole: Item
    parts: Sequence[Item]
    closed: bool
    key: Key | None = None
    other: Item | None = None


def groups(found: Read, *, inside_of: Item | None = None) -> Iterator[Group]:
    """Every whole with its parts: those that a word such as 其中 introduces, and plain lists.

    `inside_of` is the item before the bracket in which all of this stands.
    """
    order = found.order
    last: Group | None = None
    divided: list[Item] = []
    for place, one in enumerate(order):
        if not isinstance(one, Key) or _continues(order, place):
            continue
        outer = last if last and last.key and last.key.sentence == one.sentence else None
        parts = list(_parts(order[place + 1 :], inner=outer is not None))
        before = [item for item in order[:place] if isinstance(item, Item)]
        usable = [item for item in before if outer or item not in divided]
        whole = _whole(one, parts, usable, outer) or inside_of
        whole = whole or (Item(one.sentence, 0) if one.number is not None else None)
        if whole and parts:
            closed = not any(part.open for part in parts)
            last = Group(whole, parts, closed, one, outer.whole if outer else None)
            divided += parts
            yield last
    yield from _lists(order)
    if inside_of and not any(isinstance(one, Key) for one in order):
        yield from _bracket(inside_of, found.items)


def faults(group: Group, declared: Mapping[int, Whole]) -> list[Flag]:
    """What does not add up in a group, each sum by itself."""
    found = list(_faults(group, declared))
    if found and group.other:
        otherwise = replace(group, whole=group.other, other=None)
        return found if faults(otherwise, declared) else []
    return found


def _faults(group: Group, declared: Mapping[int, Whole]) -> Iterator[Flag]:
    number = group.key.number if group.key else None
    said = declared.get(number) if number is not None else None
    closed = group.closed and not (said and said.partial)
    if said and said.value is not None:
        yield from _declared(group, said, closed)
        return
    counted = [part.count for part in group.parts if part.count]
    if group.whole.count and counted and _comparable(group.whole.count, counted):
        yield from _compare(Fault.COUNTS, group.whole.count, counted, closed, number)
    for role in (Role.TRADE, Role.SAVINGS, Role.PREMIUM):
        whole, parts = group.whole.said.get(role), _amounts(group.parts, role)
        exhaustive = closed and (role is Role.TRADE or len(parts) == len(group.parts))
        if whole and parts:
            yield from _compare(Fault.AMOUNTS, whole, parts, exhaustive, number)


def _declared(group: Group, said: Whole, closed: bool) -> Iterator[Flag]:
    number = group.key.number if group.key else None
    counted = [part.count for part in group.parts if part.count]
    parts = _amounts(group.parts, Role.TRADE) if said.money else counted
    if said.value is None or not parts:
        return
    first = parts[0]
    whole = Quantity(
        kind=first.kind,
        value=said.value,
        step=_LEAST,
        low=said.value,
        high=said.value,
        unit=first.unit,
        scale=first.scale,
        text=f"{said.label}{said.text}",
        label=said.label,
        start=group.key.start if group.key else first.start,
        end=parts[-1].end,
    )
    fault = Fault.AMOUNTS if said.money else Fault.COUNTS
    # A declared whole is exhausted by its parts even if there is only one of them.
    yield from _compare(fault, whole, parts, closed, number, alone=closed)


def _amounts(parts: Sequence[Item], role: Role) -> list[Quantity]:
    return [part.said[role] for part in parts if role in part.said]


def _comparable(whole: Quantity, parts: Sequence[Quantity]) -> bool:
    """A single part of another sort is no part of this whole; a list is what the text says."""
    return len(parts) > 1 or whole.like(parts[0])


def _compare(
    fault: Fault,
    whole: Quantity,
    parts: Sequence[Quantity],
    closed: bool,
    number: int | None,
    *,
    alone: bool = False,
) -> Iterator[Flag]:
    """Whether the parts are the whole; parts that are not all there are not more than it."""
    total = sum((part.value for part in parts), Decimal(0))
    low = sum((part.low - _rounded(part, whole) for part in parts), Decimal(0))
    high = sum((part.high + _rounded(part, whole) for part in parts), Decimal(0))
    slack = _slack(whole, parts)
    exceeds = low > whole.high + slack
    short = closed and (len(parts) > 1 or alone) and high < whole.low - slack
    if exceeds or short:
        yield _flag(fault, whole, parts, total, number)


def _slack(whole: Quantity, parts: Sequence[Quantity]) -> Decimal:
    """A whole written with fewer digits than its parts is their sum rounded."""
    finest = min(part.step for part in parts)
    return whole.step / 2 if whole.step > finest and whole.exact else Decimal(0)


def _rounded(part: Quantity, whole: Quantity) -> Decimal:
    """A part in a larger unit than the whole was rounded to it."""
    return part.step / 2 if part.scale > whole.scale and part.step > whole.step else Decimal(0)


def _flag(
    fault: Fault, whole: Quantity, parts: Sequence[Quantity], total: Decimal, number: int | None
) -> Flag:
    by = total - whole.value
    unit = parts[0] if fault is Fault.COUNTS else whole
    alike = all(whole.like(part) for part in parts)
    broken = RuleBroken(
        _SENTENCES[by > 0, alike],
        whole=whole.text,
        sum=unit.written(total),
        parts="＋".join(part.text for part in parts),
        off=unit.written(abs(by)),
    )
    return Flag(
        fault=fault, broken=broken, start=whole.start, end=parts[-1].end, by=by, whole=number
    )


def _continues(order: Sequence[Item | Key], place: int) -> bool:
    """其中……分别为: the second word says nothing new."""
    before = order[place - 1] if place else None
    return isinstance(before, Key)


def _whole(
    key: Key, parts: Sequence[Item], before: Sequence[Item], outer: Group | None
) -> Item | None:
    """The item that the parts belong to: the nearest one of their unit in the sentence before
    the word (or in the one before that, where the word begins its sentence), else the nearest."""
    if key.word == "分别" and outer:
        return outer.whole
    if not before or before[-1].sentence < key.sentence - 1:
        return None
    near = [one for one in before if one.sentence == before[-1].sentence]
    counted = next((part.count for part in parts if part.count), None)
    if counted is None:
        return next((one for one in reversed(near) if Role.TRADE in one.said), None)
    same = [one for one in near if one.count and one.count.unit == counted.unit]
    like = [one for one in near if one.count and one.count.like(counted)]
    if key.word != "其中":
        fitting = (same or like) if key.sentence == before[-1].sentence else []
        return fitting[-1] if fitting else None
    return (same or like or near)[-1]


def _parts(after: Sequence[Item | Key], *, inner: bool) -> Iterator[Item]:
    """The items of one list: to the end of its sentence, to another total, or to another sort of
    thing that no 、 joins to it. A list inside the list is skipped up to the next semicolon, and
    as an `inner` one ends there."""
    first: Item | None = None
    last: Item | None = None
    skipped: int | None = None
    for one in after:
        if last and one.sentence != last.sentence:
            return
        if isinstance(one, Key):
            skipped = last.segment if last else None
            continue
        first, last = first or one, one
        if one.segment == skipped:
            continue
        if _ends(first, one) or (inner and one.segment != first.segment):
            return
        yield one


def _ends(first: Item, one: Item) -> bool:
    if one is first:
        return False
    if one.total and not first.total:
        return True
    unlike = first.count and one.count and not first.count.like(one.count)
    return bool(unlike and not one.listed)


def _lists(order: Sequence[Item | Key]) -> Iterator[Group]:
    """A total with count and amount, and behind it things that have both as well."""
    place = 0
    while place < len(order):
        whole = order[place]
        place += 1
        if not (isinstance(whole, Item) and whole.total and _has_both(whole)):
            continue
        parts = list(_listed_behind(whole, order[place:]))
        both = sum(_has_both(part) for part in parts)
        if both > 1 and len(parts) - both <= 1:
            yield Group(whole, parts, closed=not any(part.open for part in parts))
            place += len(parts)


def _listed_behind(whole: Item, after: Sequence[Item | Key]) -> Iterator[Item]:
    for one in after:
        if isinstance(one, Key) or not (whole.count and one.count):
            return
        if one.total or not whole.count.like(one.count):
            return
        yield one


def _has_both(item: Item) -> bool:
    return item.count is not None and Role.TRADE in item.said


def _bracket(whole: Item, parts: Sequence[Item]) -> Iterator[Group]:
    """共29条（招标公告8条、中标公告21条）."""
    counted = [part for part in parts if part.count]
    like = [part for part in counted if whole.count and part.count and whole.count.like(part.count)]
    if len(like) > 1 and len(like) == len(counted):
        yield Group(whole, like, closed=not any(part.open for part in like))
