"""The rows behind a figure, of lots, notices or acts; as a page shows them and as CSV."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from trading.domain.codes import Family
from trading.domain.figures import YearFigures
from trading.domain.money import decimal_string
from trading.store.engine import Session
from trading.store.lists import NoticeFilter, notices_of_year, withdrawn_of_year
from trading.store.notice_rows import NoticeRow
from trading.store.trades import ActRow, LotRow, act_rows, failed_rows, offered_rows, trade_rows
from trading.web.filters import machine

_RUNS = re.compile(r"[\s\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")


@dataclass(frozen=True)
class Rows:
    """The rows of one figure, of exactly one kind; the other two are None."""

    lots: Sequence[LotRow] | None = None
    notices: Sequence[NoticeRow] | None = None
    acts: Sequence[ActRow] | None = None

    @property
    def amount_fen(self) -> int:
        """What the rows add up to."""
        return sum(row.amount_fen or 0 for row in self.lots or ())


def rows_behind(session: Session, figures: YearFigures, name: str) -> Rows:
    """The rows of a figure: as many as it says, or adding up to it."""
    year = figures.year
    if name in ("trades", "trade_total"):
        return Rows(lots=trade_rows(session, year, figures.basis))
    if name == "lots_offered":
        return Rows(lots=offered_rows(session, year))
    if name == "lots_failed":
        return Rows(lots=failed_rows(session, year))
    if name == "disclosures":
        return Rows(acts=act_rows(session, year))
    if name == "withdrawn":
        return Rows(notices=withdrawn_of_year(session, year))
    families = tuple(one.value for one in Family if name == f"{one.value}_notices")
    return Rows(notices=notices_of_year(session, NoticeFilter(year=year, family=families)))


def as_csv(rows: Rows) -> str:
    """The rows for a spreadsheet, with a byte order mark so that Excel reads them as UTF-8.

    Amounts are yuan with two decimals; text that a spreadsheet would run is made plain.
    """
    text = io.StringIO()
    write = csv.writer(text, lineterminator="\r\n").writerow
    if rows.acts is not None:
        write(("published_at", "notices", "numbers"))
        for act in rows.acts:
            write((machine(act.published_at), len(act.numbers), " ".join(act.numbers)))
    elif rows.notices is not None:
        write(("number", "published_at", "type", "category", "title", "buyer"))
        for one in rows.notices:
            facts = (one.number, machine(one.published_at), one.type, one.category)
            write((*facts, plain(one.title), plain(one.buyer_name)))
    else:
        write(
            ("process", "title", "lot", "category", "buyer", "suppliers", "date", "date_stated")
            + ("notice", "amount", "excluded")
        )
        for row in rows.lots or ():
            write(_lot_cells(row))
    return "\ufeff" + text.getvalue()


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
        decimal_string(row.amount_fen) if row.amount_fen is not None else "",
        row.excluded,
    )


def plain(text: str) -> str:
    """Text that no spreadsheet takes for a formula (security.md R45)."""
    return f"'{text}" if _RUNS.match(text) else text
