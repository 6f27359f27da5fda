"""The rows behind a figure, a line or a group: a page of them, their sum, and all as CSV."""

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from trading.domain.errors import NotFound
from trading.domain.figures import YearFigures
from trading.domain.money import decimal_string
from trading.store.choices import Choice
from trading.store.engine import Session
from trading.store.figure_rows import ActRow, LotRow, ResultLine, Row
from trading.store.loops import LoopRow
from trading.store.notice_rows import NoticeRow
from trading.store.row_sums import sum_of_rows
from trading.store.trades import kind_of, page_of_rows, stream_rows
from trading.web.filters import machine

PER_PAGE = 50
_RUNS = re.compile(r"[\s\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
_HEADS = {
    "acts": ("published_at", "notices", "numbers"),
    "notices": ("number", "published_at", "type", "category", "title", "buyer"),
    "results": ("number", "published_on", "category", "title", "decided_on", "due_on", "days")
    + ("punctual", "carries"),
    "loops": ("kind", "process", "title", "category", "lots", "since"),
    "lots": ("process", "title", "lot", "category", "buyer", "suppliers", "date", "date_stated")
    + ("notice", "amount", "excluded", "price_form", "currency", "limit", "value"),
}


@dataclass(frozen=True)
class Rows:
    """One page of the rows of a choice, with the count and the sum (fen) of all of them."""

    kind: str
    rows: Sequence[Row]
    count: int
    amount_fen: int
    page: int
    choice: Choice

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list still has one."""
        return max(1, -(-self.count // PER_PAGE))

    @property
    def lots(self) -> Sequence[Row]:
        """The rows if they are lots."""
        return self.rows if self.kind == "lots" else ()

    @property
    def notices(self) -> Sequence[Row]:
        """The rows if they are notices."""
        return self.rows if self.kind == "notices" else ()

    @property
    def results(self) -> Sequence[Row]:
        """The rows if they are award notices with their periods."""
        return self.rows if self.kind == "results" else ()

    @property
    def acts(self) -> Sequence[Row]:
        """The rows if they are acts."""
        return self.rows if self.kind == "acts" else ()

    @property
    def loops(self) -> Sequence[Row]:
        """The rows if they are open loops."""
        return self.rows if self.kind == "loops" else ()


def chosen(
    figures: YearFigures,
    name: str,
    *,
    part: str = "",
    group: tuple[str, str] = ("", ""),
    at: datetime | None = None,
) -> Choice:
    """The rows of a figure, or of a `part` beside it, whole or of one group (dimension, key)."""
    dimension, key = group
    return Choice(
        year=figures.year,
        basis=figures.basis,
        name=part or name,
        dimension=dimension,
        key=key,
        at=at,
    )


def rows_behind(session: Session, choice: Choice, *, page: int = 1) -> Rows:
    """A page of the rows of a choice; NotFound for an unknown name or group, or a page too far."""
    kind, whole = kind_of(choice), sum_of_rows(session, choice)
    found = page_of_rows(session, choice, page=page, size=PER_PAGE)
    if page > 1 and not found:
        raise NotFound("没有第%(page)d页", page=page)
    return Rows(kind, found, whole.count, whole.fen, page, choice)


def csv_lines(session: Session, choice: Choice) -> Iterator[bytes]:
    """All rows of a choice for a spreadsheet, line by line, with a byte order mark for Excel.

    Amounts are yuan with two decimals, `value` is what a row adds to a figure of money; text
    that a spreadsheet would run is made plain. The order, and so every byte, is always the same.
    """
    yield b"\xef\xbb\xbf" + _line(_HEADS[kind_of(choice)])
    for row in stream_rows(session, choice):
        yield _line(_cells(row))


def sha256_of(lines: Iterable[bytes]) -> str:
    """The SHA-256 (hex) of these bytes."""
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line)
    return digest.hexdigest()


def _line(cells: Sequence[object]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().encode()


def _cells(row: Row) -> Sequence[object]:
    if isinstance(row, LotRow):
        return _lot_cells(row)
    if isinstance(row, ActRow):
        return machine(row.published_at), len(row.numbers), " ".join(row.numbers)
    if isinstance(row, NoticeRow):
        facts = (row.number, machine(row.published_at), row.type, row.category)
        return (*facts, plain(row.title), plain(row.buyer_name))
    if isinstance(row, ResultLine):
        days = (row.decided_on or "", row.due_on or "", "" if row.days is None else row.days)
        facts = (row.number, row.published_on.isoformat(), row.category, plain(row.title))
        return (*facts, *days, row.punctual, row.carries)
    return _loop_cells(row)


def _loop_cells(row: LoopRow) -> Sequence[object]:
    """What the public may know of an open loop: of a draft only that its project has one."""
    title, category = (plain(row.title), row.category) if row.code else ("", "")
    known = (row.loop.kind.value, row.code, title, category)
    if row.loop.draft_id is not None:
        return (*known, "", "")
    lots = " ".join(str(number) for number in row.loop.lots)
    return (*known, lots, row.loop.since.isoformat())


def _lot_cells(row: LotRow) -> tuple[str, ...]:
    return (
        row.process_code,
        plain(row.process_title),
        plain(row.lot),
        row.category,
        plain(row.buyer),
        plain("、".join(one.name for one in row.winners)),
        row.day.isoformat(),
        "yes" if row.day_stated else "no",
        row.number,
        _yuan(row.amount_fen),
        row.excluded,
        row.price_form,
        row.currency,
        _yuan(row.limit_fen),
        _yuan(row.value_fen),
    )


def _yuan(fen: int | None) -> str:
    return "" if fen is None else decimal_string(fen)


def plain(text: str) -> str:
    """Text that no spreadsheet takes for a formula (security.md R45)."""
    return f"'{text}" if _RUNS.match(text) else text
