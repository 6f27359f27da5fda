"""Workbooks (.xlsx) from plain values: the only importer of openpyxl, itself loaded when needed."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.writer.excel import ExcelWriter

from trading.domain.calendar import SHANGHAI

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The same rows are the same bytes only if the workbook does not say when it was made.
_MADE = (1980, 1, 1, 0, 0, 0)
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_MONEY, _MOMENT = "#,##0.00", "yyyy-mm-dd hh:mm"

Value = str | int | Decimal | datetime | None


@dataclass(frozen=True)
class Column:
    """The head of a column, and how many letters wide it is."""

    head: str
    width: int


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name (at most 31 letters), its columns and its rows."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]


def workbook(title: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> bytes:
    """A workbook of one sheet."""
    return workbook_of([Sheet(title, columns, rows)])


def workbook_of(sheets: Iterable[Sheet]) -> bytes:
    """Sheets whose first row stays in sight and filters the others.

    Amounts are numbers, moments are Asia/Shanghai. Text is text, whatever it begins with
    (security.md R45). The same rows are the same bytes.
    """
    book = Workbook(write_only=True)
    book.properties.creator = ""
    book.properties.created = book.properties.modified = datetime(*_MADE)  # noqa: DTZ001 # no zones
    for told in sheets:
        sheet = book.create_sheet(told.title)
        sheet.freeze_panes = "A2"
        for place, column in enumerate(told.columns, start=1):
            sheet.column_dimensions[get_column_letter(place)].width = column.width
        sheet.append([_head(sheet, column.head) for column in told.columns])
        last = 1
        for last, row in enumerate(told.rows, start=2):  # noqa: B007 # how far the sheet goes
            sheet.append([_cell(sheet, value) for value in row])
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(told.columns))}{last}"
    return _undated(book)


def _head(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: WriteOnlyWorksheet, value: Value) -> Cell | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return _text(sheet, value)
    if isinstance(value, datetime):
        cell = WriteOnlyCell(sheet, value.astimezone(SHANGHAI).replace(tzinfo=None))
        cell.number_format = _MOMENT
        return cell
    if isinstance(value, int):
        return WriteOnlyCell(sheet, value)
    # Digit by digit.
    cell = WriteOnlyCell(sheet, value)  # type: ignore[arg-type]  # stubs know no Decimal
    cell.number_format = _MONEY
    return cell


def _text(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    """Text, and still text after somebody opened the cell and left it again (`quotePrefix`).

    Excel reads `_x0041_` as A (ST_Xstring), and openpyxl writes it as it stands.
    """
    written = _LOOKS_ESCAPED.sub("_x005F_", ILLEGAL_CHARACTERS_RE.sub("", text))
    cell = WriteOnlyCell(sheet, written)
    cell.data_type = "s"
    if text.lstrip()[:1] in ("=", "+", "-", "@", "'"):
        cell.quotePrefix = True
    return cell


def _undated(book: Workbook) -> bytes:
    """The file as openpyxl writes it, each part with the same day instead of today's."""
    written, undated = io.BytesIO(), io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(written, "w")).save()
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(undated, "w") as whole:
        for part in parts.infolist():
            entry = zipfile.ZipInfo(part.filename, _MADE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            whole.writestr(entry, parts.read(part))
    return undated.getvalue()
