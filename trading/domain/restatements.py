"""Restatements: what a year's figures and rows are now against those of its frozen report."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # JSON members

from trading.domain.definitions import NOW, Definition
from trading.domain.figures import Figure, YearFigures, percent_text
from trading.domain.frozen_reports import FrozenFigure, FrozenReport
from trading.domain.money import decimal_string, write_wan

_COMPARED = ("amount_fen", "limit_fen", "excluded", "category", "currency")


@dataclass(frozen=True, kw_only=True)
class Restatement:
    """A figure then and now; `difference` (in its unit) is None where one of them is nothing."""

    name: str
    label: str
    unit: str
    before: int | None
    after: int | None
    before_text: str
    after_text: str
    difference: int | None
    difference_text: str


@dataclass(frozen=True, kw_only=True)
class TradeChange:
    """A trade of the list that came, went or has another amount (fen); `lot` is its number."""

    process: str
    lot: int
    was_there: bool
    is_there: bool
    before_fen: int | None
    after_fen: int | None


@dataclass(frozen=True, kw_only=True)
class NoticeChange:
    """A notice of the list that came later (`is_new`), or has been withdrawn since."""

    number: str
    process: str
    is_new: bool


@dataclass(frozen=True)
class RowChanges:
    """What is different in the lists of trades and of notices."""

    trades: tuple[TradeChange, ...] = ()
    notices: tuple[NoticeChange, ...] = ()

    @property
    def processes(self) -> frozenset[str]:
        """The codes of the processes that these rows belong to."""
        trades, notices = (
            (one.process for one in self.trades),
            (one.process for one in self.notices),
        )
        return frozenset((*trades, *notices))


def restated_figures(report: FrozenReport, figures: YearFigures) -> tuple[Restatement, ...]:
    """Every figure that is another one now; what tells of a moment is never restated."""
    then = {one.name: one for one in report.figures if not one.is_of_now}
    now = {one.name: one for one in figures.figures if one.definition.dated != NOW}
    # The sum in a currency that nobody used is no figure at all.
    gone = [_compared(one, one, now.get(name)) for name, one in then.items()]
    new = [_compared(one.definition, None, one) for name, one in now.items() if name not in then]
    return tuple(one for one in (*gone, *new) if one.before != one.after)


def changed_rows(then: Mapping[str, Any], now: Mapping[str, Any]) -> RowChanges:
    """The rows that are in one list only, or that say something else of money or category."""
    return RowChanges(
        tuple(_changed_trades(then["trades"], now["trades"])),
        tuple(_changed_notices(then["notices"], now["notices"])),
    )


def _compared(
    said: FrozenFigure | Definition, then: FrozenFigure | None, now: Figure | None
) -> Restatement:
    before = then.value if then else None
    after = now.value if now else None
    difference = after - before if before is not None and after is not None else None
    return Restatement(
        name=said.name,
        label=said.label,
        unit=said.unit,
        before=before,
        after=after,
        before_text=then.text if then else "",
        after_text=now.text if now else "",
        difference=difference,
        difference_text="" if difference is None else _signed(difference, said.unit, said.measure),
    )


def _signed(difference: int, unit: str, measure: str) -> str:
    """A difference as it is printed: +1次, −12.5万元."""
    size = abs(difference)
    if unit == "basis_point":
        text = f"{percent_text(size).removesuffix('%')}个百分点"
    elif unit == "fen":
        text = f"{write_wan(size) if measure == '万元' else decimal_string(size)}{measure}"
    else:
        text = f"{size}{measure}"
    return f"{'−' if difference < 0 else '+'}{text}"


def _changed_trades(
    then: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]
) -> Iterable[TradeChange]:
    before, after = ({(one["process"], one["lot"]): one for one in rows} for rows in (then, now))
    for key in sorted(before.keys() | after.keys()):
        was, is_ = before.get(key), after.get(key)
        if was and is_ and all(was.get(name) == is_.get(name) for name in _COMPARED):
            continue
        yield TradeChange(
            process=key[0],
            lot=key[1],
            was_there=was is not None,
            is_there=is_ is not None,
            before_fen=(was or {}).get("amount_fen"),
            after_fen=(is_ or {}).get("amount_fen"),
        )


def _changed_notices(
    then: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]
) -> Iterable[NoticeChange]:
    before = {one["number"]: one for one in then}
    for one in now:
        was = before.get(one["number"])
        if was is None or was["withdrawn"] != one["withdrawn"]:
            yield NoticeChange(number=one["number"], process=one["process"], is_new=was is None)
