"""Items: what a sentence says of one thing, its count with the money and rates that go with it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from trading.domain.claims.quantities import Kind, Quantity, quantities

_MARK = re.compile(r"其中|分别|包括|包含|分为|[。!?！？\n;、…]")
_STOPS = "。!?！？\n"
_TOTAL = re.compile(r"(?<!公)共|累计|合计|总计|总数|各类|全年|全部")
_BEFORE = re.compile(
    r"(去年|上年|上一年|前一年|同期)[^,，、]*$|(增加|减少|增长|下降|由|从|少了?|多了?)$"
)
# What is not there, or not in the sum, is no part of it.
_ASIDE = re.compile(r"[^,，;。]{0,12}(费率|单价|未计入|未填|不计入|外币)")
_AND_SO_ON = re.compile(r"\s*等(?!级)")


class Role(StrEnum):
    """What an amount or a percentage says of its item."""

    TRADE = "trade"
    SAVINGS = "savings"
    PREMIUM = "premium"
    BUDGET = "budget"
    SAVINGS_RATE = "savings_rate"
    PREMIUM_RATE = "premium_rate"


_AMOUNTS = (
    (re.compile("节约|节省|节支|节资"), Role.SAVINGS),
    (re.compile("溢价|增值|增收"), Role.PREMIUM),
    (re.compile("预算|控制价|限价|底价|起始价|评估|投资"), Role.BUDGET),
)
_RATES = (
    (
        re.compile("(节约|节省|节支|节资|资金节约).{0,4}(率|比例|幅度)|节约(率|比)"),
        Role.SAVINGS_RATE,
    ),
    (re.compile("(溢价|增值).{0,2}(率|比例|幅度)"), Role.PREMIUM_RATE),
)


@dataclass
class Item:
    """A count, amounts and rates of one thing; `sentence` and `segment` say where it stands."""

    sentence: int
    segment: int
    count: Quantity | None = None
    said: dict[Role, Quantity] = field(default_factory=dict)
    total: bool = False
    listed: bool = False  # joined to the one before by 、
    open: bool = False  # 等 stands behind it: not everything is listed


@dataclass(frozen=True)
class Key:
    """A word such as 其中; `number` counts the 其中 of the whole text, the others have none."""

    word: str
    sentence: int
    start: int
    number: int | None = None


@dataclass(frozen=True)
class Growth:
    """A percentage of change, and the quantities said before it, from the start of its sentence."""

    rate: Quantity
    before: tuple[Quantity, ...]


@dataclass
class Read:
    """A text as items and keys in order, with the percentages of change apart."""

    order: list[Item | Key] = field(default_factory=list)
    growths: list[Growth] = field(default_factory=list)

    @property
    def items(self) -> list[Item]:
        """The items alone."""
        return [one for one in self.order if isinstance(one, Item)]


def read(text: str, *, within: str = "", at: int = 0) -> Read:
    """The items of a text without brackets, which stands `at` this place `within` a longer one."""
    return _Reader(text, within or text, at).read()


class _Reader:
    """Reads a text once from left to right; `item` is the one that attributes belong to."""

    def __init__(self, text: str, within: str, at: int) -> None:
        self.text, self.within, self.at = text, within, at
        self.found = Read()
        self.item: Item | None = None
        self.sentence = self.segment = 0
        self.listed = False
        self.said: list[Quantity] = []

    def read(self) -> Read:
        for event in _events(self.text):
            if isinstance(event, Quantity):
                self._quantity(event)
                self.listed = False
            else:
                self._mark(event)
        return self.found

    def _mark(self, mark: re.Match[str]) -> None:
        word = mark[0]
        if word == "、":
            self.listed = True
        elif word == ";":
            self.segment += 1
        elif word in _STOPS:
            self.sentence, self.segment, self.item, self.said = self.sentence + 1, 0, None, []
        elif word != "…":
            before = self.within[: self.at + mark.start()]
            number = before.count("其中") if word == "其中" else None
            self.found.order.append(Key(word, self.sentence, mark.start(), number))
            self.item = None

    def _quantity(self, one: Quantity) -> None:
        if one.kind is Kind.PERCENT:
            self._percent(one)
        elif one.kind is Kind.FOREIGN or _ASIDE.match(self.text[one.end :]):
            return
        elif not _BEFORE.search(one.label):
            self._count(one) if one.kind is Kind.COUNT else self._amount(one)
        self.said.append(one)

    def _count(self, one: Quantity) -> None:
        item = self.item
        free = item and item.count is None and item.segment == self.segment and not self.listed
        if item is None or not free:
            item = self._new()
        item.count = one
        item.total = bool(_TOTAL.search(one.label))
        item.open = bool(_AND_SO_ON.match(self.text[one.end :]))

    def _amount(self, one: Quantity) -> None:
        role = next((role for word, role in _AMOUNTS if word.search(one.label)), Role.TRADE)
        item = self.item
        apart = role is Role.TRADE and item is not None and item.segment != self.segment
        if item is None or role in item.said or apart:
            item = self._new()
        item.said[role] = one
        item.open = item.open or bool(_AND_SO_ON.match(self.text[one.end :]))

    def _percent(self, one: Quantity) -> None:
        role = next((role for word, role in _RATES if word.search(one.label)), None)
        if role and self.item:
            self.item.said.setdefault(role, one)
        elif not role:
            self.found.growths.append(Growth(one, tuple(self.said)))

    def _new(self) -> Item:
        self.item = Item(self.sentence, self.segment, listed=self.listed)
        self.found.order.append(self.item)
        return self.item


def _events(text: str) -> Iterator[Quantity | re.Match[str]]:
    """Quantities and marks in the order of the text."""
    found: Sequence[Quantity | re.Match[str]] = [*quantities(text), *_MARK.finditer(text)]
    yield from sorted(found, key=_place)


def _place(event: Quantity | re.Match[str]) -> int:
    return event.start if isinstance(event, Quantity) else event.start()
