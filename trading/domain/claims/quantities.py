"""Quantities: the counts, amounts and percentages that a Chinese sentence states."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

COUNTED_IN = "标段|条|次|宗|份|件|个|项|包|笔|起|场|批|篇|则"
_NO_COUNT = "百分点|月|工作日|日历|自然日|小时|季度|年|交易日"  # after 个: a span of time, or of %
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_QUANTITY = re.compile(
    rf"(?P<before>(?<![节集条预契合])约|近|逾|超过?|突破|接近)?(?<![第\d.])(?P<number>{_NUMBER})"
    r"\s*(?P<more>余|多)?(?P<times>[百千]?[万亿]|[百千](?=余|多|元))?(?P<again>余|多)?"
    rf"(?P<unit>元|%|美元|欧元|港元|港币|日元|英镑|{COUNTED_IN})(?P<after>左右|以上)?"
)
_PLAIN = str.maketrans("０１２３４５６７８９．％（）；：", "0123456789.%();:")  # noqa: RUF001 # as typed
_TIMES = {"": 0, "百": 2, "千": 3, "万": 4, "亿": 8}
_CNY = "元"
# Units of the same things: 128个 may be 114个 and 14宗, never 128条.
_PROJECTS = frozenset({"宗", "项", "个", "件", "标段", "包", "笔"})
_TEXTS = frozenset({"条", "篇", "则"})


class Kind(StrEnum):
    """What a quantity measures."""

    COUNT = "count"
    AMOUNT = "amount"
    PERCENT = "percent"
    FOREIGN = "foreign"  # money in another currency: never added


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """A number with its unit as it stands at `start` to `end` of a text.

    `value` is in ones, in 元 or in percent; `step` is what one more in its last digit adds;
    `low` and `high` bound what it may stand for (余, 约, 近); `label` is the text before it in
    its clause.
    """

    kind: Kind
    value: Decimal
    step: Decimal
    low: Decimal
    high: Decimal
    unit: str
    scale: Decimal
    text: str
    label: str
    start: int
    end: int

    @property
    def exact(self) -> bool:
        """Whether it stands for exactly its value."""
        return self.low == self.high

    def like(self, other: "Quantity") -> bool:
        """Whether both count things of one sort."""
        return self.unit == other.unit or any(
            {self.unit, other.unit} <= sort for sort in (_PROJECTS, _TEXTS)
        )

    def written(self, value: Decimal) -> str:
        """Another value in this quantity's unit: `29条`, `95.073521亿元`."""
        return f"{plain(value / self.scale)}{self.unit}"


def plain(number: Decimal) -> str:
    """A number without exponent and needless zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def normal(text: str) -> str:
    """The text with plain digits and brackets, each character where it was."""
    return text.translate(_PLAIN)


def quantities(text: str) -> Iterator[Quantity]:
    """Every quantity of a text that went through `normal`, in order."""
    end = 0
    for match in _QUANTITY.finditer(text):
        rest = text[match.end() :]
        if match["unit"] == "个" and re.match(_NO_COUNT, rest):
            continue
        label = re.split(r"[,，、;。：:!?！？\n…()]", text[end : match.start("number")])[-1]
        yield _quantity(match, label)
        end = match.end()


def _quantity(match: re.Match[str], label: str) -> Quantity:
    number = Decimal(match["number"].replace(",", ""))
    scale = Decimal(10) ** sum(_TIMES[one] for one in match["times"] or "")
    value, step = number * scale, scale * Decimal(1).scaleb(_exponent(number))
    low, high = _bounds(match, value, _last_digit(number) * scale)
    unit = match["unit"]
    if unit == _CNY:
        # 万元 is a unit of its own; 2万条 are twenty thousand of the unit 条.
        unit = f"{match['times'] or ''}{unit}"
    shown = scale if unit.endswith(_CNY) else Decimal(1)
    return Quantity(
        kind=_kind(match["unit"]),
        value=value,
        step=step,
        low=low,
        high=high,
        unit=unit,
        scale=shown,
        text=match[0],
        label=label.strip(),
        start=match.start("number"),
        end=match.end(),
    )


def _kind(unit: str) -> Kind:
    if unit == _CNY:
        return Kind.AMOUNT
    if unit == "%":
        return Kind.PERCENT
    return Kind.COUNT if unit in COUNTED_IN.split("|") else Kind.FOREIGN


def _bounds(match: re.Match[str], value: Decimal, rounded: Decimal) -> tuple[Decimal, Decimal]:
    """What may be meant; `rounded` is one in the last digit that is not 0."""
    before, after = match["before"] or "", match["after"] or ""
    if match["more"] or match["again"] or before in ("逾", "超", "超过", "突破") or after == "以上":
        return value, value + rounded
    if before in ("近", "接近"):
        return value - rounded, value
    if before == "约" or after == "左右":
        return value - rounded / 2, value + rounded / 2
    return value, value


def _exponent(number: Decimal) -> int:
    return int(number.as_tuple().exponent)


def _last_digit(number: Decimal) -> Decimal:
    return Decimal(1).scaleb(_exponent(number.normalize()) if number else _exponent(number))
