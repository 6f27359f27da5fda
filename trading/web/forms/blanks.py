"""Blank rows: a row that nobody touched is no part of what was entered."""

from collections.abc import Collection

from wtforms import Field, FieldList, FormField

from trading.web.forms.numbers import NumberField
from trading.web.forms.rows import remove, row_index

# What a row holds before anybody has touched it.
_PREFILLED = {"price_form", "currency"}


def prune(rows: FieldList, *, keep: Collection[str] = (), at_least: int = 0) -> None:
    """Take blank rows out, so that positions are those of the content.

    `keep` are indexes of rows that stay anyway; `at_least` the rows that stay even when blank.
    """
    blank = [one for one in rows.entries if row_index(one) not in keep and is_blank(one)]
    spared = at_least if len(blank) == len(rows.entries) else 0
    remove(rows, blank[spared:])


def is_blank(field: Field) -> bool:
    """Whether nobody typed or chose anything in this field or in any field below it."""
    if isinstance(field, FormField):
        return all(is_blank(inner) for inner in field.form if not _is_prefilled(inner))
    if isinstance(field, FieldList):
        return all(is_blank(entry) for entry in field.entries)
    return not str(getattr(field, "text", field.data) or "").strip()


def _is_prefilled(field: Field) -> bool:
    return isinstance(field, NumberField) or field.short_name in _PREFILLED
