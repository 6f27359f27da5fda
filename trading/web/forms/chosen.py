"""Lots that choose one of the rows below them, and keep their choice wherever that row moves."""

from collections.abc import Iterator
from contextlib import contextmanager

from wtforms import FieldList

from trading.web.forms.lots import NONE
from trading.web.forms.rows import row_index


@contextmanager
def following(lots: FieldList, name: str, rows: FieldList, prefix: str) -> Iterator[None]:
    """Let lots follow the rows that they name while rows are taken out; one taken out is none.

    `name` is the lots' field, whose values are `prefix` with the index of a row.
    """
    entries = {prefix + row_index(entry): entry for entry in rows}
    chosen = [(lot.form[name], entries.get(lot.form[name].data)) for lot in lots]
    yield
    for field, entry in chosen:
        if entry is not None:
            stays = entry in rows.entries
            field.data = prefix + row_index(entry) if stays else NONE


def lots_by_row(lots: FieldList, name: str, numbers: list[int]) -> dict[str, list[int]]:
    """The numbers of the lots that chose each row, by the value that they chose."""
    taken: dict[str, list[int]] = {}
    for number, lot in zip(numbers, lots, strict=True):
        taken.setdefault(lot.form[name].data or NONE, []).append(number)
    return taken


def rows_in_use(lots: FieldList, name: str, prefix: str) -> set[str]:
    """The indexes of the rows that some lot has chosen."""
    return {str(lot.form[name].data).removeprefix(prefix) for lot in lots}


def forget_missing(lots: FieldList, name: str) -> None:
    """A lot whose row is gone has chosen none."""
    for lot in lots:
        if not lot.form[name].is_offered:
            lot.form[name].data = NONE
