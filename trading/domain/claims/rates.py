"""Rates: savings, premiums and growth, against the numbers they were worked out from."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from trading.domain.claims.flags import Fault, Flag
from trading.domain.claims.items import Growth, Item, Role
from trading.domain.claims.quantities import Kind, Quantity, plain
from trading.domain.errors import RuleBroken

_HUNDRED = Decimal(100)
_RISES = ("增长", "增加", "上升", "提高", "增幅", "上涨", "上浮")
_FALLS = ("下降", "减少", "降低", "降幅", "回落", "下滑")
_PREVIOUS = ("去年", "上年", "上一年", "前一年", "同期", "由", "从")


def of_item(item: Item) -> Iterator[Flag]:
    """The rates and the saving of one thing (domain.md §4.7), where the text gives the numbers."""
    said = item.said
    award, savings, premium = (said.get(role) for role in (Role.TRADE, Role.SAVINGS, Role.PREMIUM))
    budget, rate = said.get(Role.BUDGET), said.get(Role.SAVINGS_RATE)
    if award and savings and budget:
        yield from _saving(budget, award, savings)
    if rate and savings and (award or budget):
        yield from _savings_rate(rate, savings, award, budget)
    premium_rate = said.get(Role.PREMIUM_RATE)
    if premium_rate and premium and award and award.value > premium.value:
        low = _share(premium.low, award.high - premium.low)
        high = _share(premium.high, award.low - premium.high)
        yield from _rate("溢价率", premium_rate, low, high)


def of_growth(growth: Growth) -> Iterator[Flag]:
    """A change in percent, where both numbers, or one and the difference, stand before it."""
    verb = next((one for one in (*_RISES, *_FALLS) if one in growth.rate.label), "")
    if not verb:
        return
    sign = 1 if verb in _RISES else -1
    usable = [one for one in growth.before if one.kind in (Kind.COUNT, Kind.AMOUNT)]
    pair = _pair(usable)
    if pair is None:
        return
    now, then = pair
    if then.low <= 0:
        return
    changes = [(one - other) / other for one in _ends(now) for other in _ends(then)]
    low, high = sorted((sign * min(changes) * _HUNDRED, sign * max(changes) * _HUNDRED))
    yield from _rate(verb, growth.rate, low, high, fault=Fault.GROWTH)


def _pair(said: list[Quantity]) -> tuple[Quantity, Quantity] | None:
    """This year's number and last year's, of one unit, nearest before the percentage."""
    for place in range(len(said) - 1, -1, -1):
        one = said[place]
        before = [other for other in said[:place] if other.unit == one.unit]
        if any(one.label.endswith(word) for word in (*_RISES, *_FALLS)):
            return (before[-1], _less(before[-1], one)) if before else None
        if any(word in one.label for word in _PREVIOUS):
            after = [other for other in said[place + 1 :] if other.unit == one.unit]
            now = after[0] if after else before[-1] if before else None
            return (now, one) if now else None
    return None


def _less(now: Quantity, change: Quantity) -> Quantity:
    """Last year's number: this year's without the change."""
    sign = 1 if any(change.label.endswith(word) for word in _RISES) else -1
    ends = sorted((now.low - sign * change.low, now.high - sign * change.high))
    return replace(now, value=now.value - sign * change.value, low=ends[0], high=ends[1])


def _ends(one: Quantity) -> tuple[Decimal, Decimal]:
    return one.low, one.high


def _saving(budget: Quantity, award: Quantity, savings: Quantity) -> Iterator[Flag]:
    low, high = budget.low - award.high, budget.high - award.low
    slack = sum((one.step / 2 for one in (budget, award) if one.step > savings.step), Decimal(0))
    slack += savings.step / 2 if savings.step > min(budget.step, award.step) else Decimal(0)
    if low - slack <= savings.high and savings.low <= high + slack:
        return
    right = budget.value - award.value
    yield Flag(
        fault=Fault.AMOUNTS,
        broken=RuleBroken(
            "“%(said)s”与%(budget)s减%(award)s的差%(right)s不符：相差%(off)s",
            said=savings.text,
            budget=budget.text,
            award=award.text,
            right=savings.written(right),
            off=savings.written(abs(savings.value - right)),
        ),
        start=savings.start,
        end=savings.end,
        by=savings.value - right,
    )


def _savings_rate(
    rate: Quantity, savings: Quantity, award: Quantity | None, budget: Quantity | None
) -> Iterator[Flag]:
    """Savings by what would have been spent: award + savings, or the budget."""
    if award:
        low = _share(savings.low, award.high + savings.low)
        high = _share(savings.high, award.low + savings.high)
        wrong = list(_rate("节资率", rate, low, high))
        if not (wrong and budget):
            yield from wrong
            return
    if budget:
        low, high = _share(savings.low, budget.high), _share(savings.high, budget.low)
        yield from _rate("节资率", rate, low, high)


def _share(part: Decimal, whole: Decimal) -> Decimal:
    return part / whole * _HUNDRED if whole > 0 else Decimal(0)


def _rate(
    name: str, rate: Quantity, low: Decimal, high: Decimal, *, fault: Fault = Fault.RATE
) -> Iterator[Flag]:
    """The printed rate is the right one rounded to the digits that are printed."""
    half = rate.step / 2
    if low - half <= rate.high and rate.low <= high + half:
        return
    right = (low + high) / 2
    shown = right.quantize(min(rate.step, Decimal("0.01")))
    yield Flag(
        fault=fault,
        broken=RuleBroken(
            "%(name)s应为%(right)s%%，写的是“%(said)s”，相差%(off)s个百分点",
            name=name,
            right=plain(shown),
            said=rate.text,
            off=plain(abs(rate.value - shown)),
        ),
        start=rate.start,
        end=rate.end,
        by=rate.value - shown,
    )
