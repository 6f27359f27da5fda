"""Workbooks: what is written comes back, whatever it is, and nothing in them runs."""

import io
import zipfile
from datetime import datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trading.domain.calendar import SHANGHAI
from trading.services.spreadsheets import Column, Value, workbook

COLUMNS = (Column("甲", 10), Column("乙", 20))
# What a clerk can save: no control characters (domain/text.py).
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))
moments = st.datetimes(
    min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1), timezones=st.just(SHANGHAI)
)


def cells(made: bytes) -> list[list[openpyxl.cell.Cell]]:
    """The cells below the head."""
    (sheet,) = openpyxl.load_workbook(io.BytesIO(made)).worksheets
    return [list(row) for row in sheet.iter_rows(min_row=2, max_col=2)]


@given(st.lists(st.tuples(texts, st.sampled_from(["", "=", "+", "-", "@", "'"])), min_size=1))
def test_every_text_comes_back_as_text(written: list[tuple[str, str]]) -> None:
    given_ = [f"{sign}{text}" for text, sign in written]
    back = cells(workbook("表", COLUMNS, [[text, "满"] for text in given_]))
    assert [row[0].value or "" for row in back] == given_
    assert {row[0].data_type for row in back if row[0].value} <= {"s"}


@given(st.integers(min_value=0, max_value=10**15 - 1), moments)
def test_amounts_are_numbers_and_moments_are_dates(fen: int, moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    row: list[Value] = [Decimal(fen) / 100, moment]
    ((amount, when),) = cells(workbook("表", COLUMNS, [row]))
    assert round(Decimal(str(amount.value)) * 100) == fen
    assert amount.data_type == "n"
    assert when.is_date and abs(when.value - moment.replace(tzinfo=None)).total_seconds() < 1


def test_the_same_rows_are_the_same_bytes_without_a_day_of_their_own() -> None:
    once = workbook("表", COLUMNS, [["甲", "乙"]])
    assert once == workbook("表", COLUMNS, [["甲", "乙"]])
    with zipfile.ZipFile(io.BytesIO(once)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_text_that_looks_like_a_formula_stays_text_when_somebody_edits_it() -> None:
    ((formula, plain),) = cells(workbook("表", COLUMNS, [["=1+1", "甲公司"]]))
    assert (formula.quotePrefix, plain.quotePrefix) == (True, False)


@pytest.mark.parametrize(("rows", "reach"), [(0, "A1:B1"), (3, "A1:B4")])
def test_a_reader_filters_every_row_by_the_first(rows: int, reach: str) -> None:
    made = workbook("表", COLUMNS, [["甲", "乙"]] * rows)
    (sheet,) = openpyxl.load_workbook(io.BytesIO(made)).worksheets
    assert (sheet.auto_filter.ref, sheet.freeze_panes) == (reach, "A2")
