"""Blank rows: a row that nobody touched is no part of what was entered."""

from collections.abc import Collection

from wtforms import Field, FieldList, FormField

from trading.web.forms.rows import row_index

# What a row holds before anybody has touched it.
_PREFILLED = {"number", "price_form", "currency"}


def prune(rows: FieldList, *, keep: Collection[str] = (), at_least: int = 0) -> None:
    """Take blank rows out, so that positions are those of the content.

    `keep` are indexes of rows that stay anyway; `at_least` the rows that stay even when blank.
    """
    kept = [entry for entry in rows.entries if row_index(entry) in keep or not is_blank(entry)]
    rows.entries[:] = kept or rows.entries[:at_least]


def is_blank(field: Field) -> bool:
    """Whether nobody typed or chose anything in this field or in any field below it."""
    if isinstance(field, FormField):
        return all(is_blank(inner) for inner in field.form if inner.short_name not in _PREFILLED)
    if isinstance(field, FieldList):
        return all(is_blank(entry) for entry in field.entries)
    return not str(getattr(field, "text", field.data) or "").strip()
