"""The names that a form may send: whatever else arrives is refused, not quietly dropped."""

from collections.abc import Iterable, Iterator

from wtforms import FieldList, Form, FormField

from trading.web.forms.money import MoneyField

_BUTTONS = {"do"}


def strangers(form: Form, sent: Iterable[str]) -> list[str]:
    """The names sent that no field of this form has, such as rows beyond the last allowed one."""
    return sorted(set(sent) - _BUTTONS - set(_names(form)))


def _names(form: Form) -> Iterator[str]:
    for field in form:
        if isinstance(field, FormField):
            yield from _names(field.form)
        elif isinstance(field, FieldList):
            for entry in field.entries:
                yield from _names(entry.form)
        else:
            yield field.name
            if isinstance(field, MoneyField):
                yield field.unit_name
