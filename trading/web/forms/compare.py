"""Two versions of a draft side by side: the fields in which they differ, as staff typed them."""

from collections.abc import Iterator
from dataclasses import dataclass

from wtforms import Field, FieldList, Form, FormField

from trading.web.forms.choices import ChoiceField
from trading.web.forms.faults import row_label
from trading.web.forms.money import MoneyField
from trading.web.forms.notice import NoticeForm

_NOT_COMPARED = {"once_key", "revision", "csrf_token", "follows"}


@dataclass(frozen=True)
class Difference:
    """One field that two clerks filled in differently; empty text means "nothing there"."""

    label: str
    mine: str
    theirs: str


def differences(mine: NoticeForm, theirs: NoticeForm) -> list[Difference]:
    """The fields that differ, in the order of the form."""
    left, right = dict(_texts(mine, "")), dict(_texts(theirs, ""))
    labels = dict.fromkeys([*left, *right])
    return [
        Difference(label, left.get(label, ""), right.get(label, ""))
        for label in labels
        if left.get(label, "") != right.get(label, "")
    ]


def _texts(form: Form, above: str) -> Iterator[tuple[str, str]]:
    """Every field with the words that lead to it, and what stands in it."""
    for field in form:
        if field.short_name not in _NOT_COMPARED:
            yield from _text(field, above)


def _text(field: Field, above: str) -> Iterator[tuple[str, str]]:
    label = f"{above}{field.label.text}"
    if isinstance(field, FormField):
        yield from _texts(field.form, f"{label} ".lstrip())
    elif isinstance(field, FieldList):
        for position, entry in enumerate(field.entries, start=1):
            yield from _texts(entry.form, f"{above}{row_label(field, position)} ")
    else:
        yield label, _shown(field)


def _shown(field: Field) -> str:
    """The text of a field as a reader sees it."""
    if isinstance(field, MoneyField):
        unit = dict(field.units).get(field.unit, "") if field.text else ""
        return f"{field.text}{unit}"
    if isinstance(field, ChoiceField):
        return field.shown
    return str(getattr(field, "text", field.data) or "")
