"""What is wrong with a form: each fault at its field, and all of them as one list."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext
from wtforms import Field, FieldList, Form, FormField

from trading.domain.errors import RuleBroken
from trading.web.forms.blanks import is_blank
from trading.web.forms.sentences import say


@dataclass(frozen=True)
class Fault:
    """One fault: the id of the element it stands at, the words that lead there, the sentence."""

    anchor: str
    label: str
    message: str


def refuse(form: Form, broken: RuleBroken, notes: dict[str, str]) -> None:
    """Put a fault at the field that its path names; a field says one thing at a time.

    A path to a group or to rows (``lots``, ``awards.0``), or to nothing in this form, becomes a
    note under the group's name, or under "" for the whole form.
    """
    field = _at(form, broken.field)
    sentence = say(broken)
    if field is None or isinstance(field, FormField | FieldList):
        notes.setdefault(field.name if field is not None else "", sentence)
    elif not field.errors:
        field.errors = [sentence]


def faults(form: Form, notes: dict[str, str]) -> list[Fault]:
    """Every fault in the order of the form, those of the whole form first."""
    whole = [Fault("notice-form", "", str(text)) for text in form.form_errors]
    if "" in notes:
        whole.append(Fault("notice-form", "", notes[""]))
    return [*whole, *_faults(form, notes, "")]


def anchor(form: Form, path: str) -> str:
    """The id of the element that a path names; empty for a path to nothing in this form."""
    field = _at(form, path)
    return str(field.id) if field is not None else ""


def is_empty(form: Form, path: str) -> bool:
    """Whether a path names a field, group or row in which nothing was typed, or nothing at all."""
    field = _at(form, path)
    return field is None or is_blank(field)


def row_label(rows: FieldList, position: int) -> str:
    """What a row is called: ``标段2``; positions count from 1."""
    return str(gettext("%(rows)s%(n)d", rows=rows.label.text, n=position))


def _at(form: Form, path: str) -> Field | None:
    found: Field | None = None
    inside: Form | None = form
    for part in path.split("."):
        if isinstance(found, FieldList):
            rows = found.entries
            found = rows[int(part)] if part.isdecimal() and int(part) < len(rows) else None
        else:
            found = inside._fields.get(part) if inside is not None else None
        inside = found.form if isinstance(found, FormField) else None
        if found is None:
            return None
    return found


def _faults(form: Form, notes: dict[str, str], above: str) -> Iterator[Fault]:
    for field in form:
        yield from _field_faults(field, notes, above)


def _field_faults(field: Field, notes: dict[str, str], above: str) -> Iterator[Fault]:
    label = f"{above}{field.label.text}"
    if field.name in notes:
        yield Fault(field.id, label, notes[field.name])
    if isinstance(field, FormField):
        yield from _faults(field.form, notes, f"{label} ".lstrip())
    elif isinstance(field, FieldList):
        for position, entry in enumerate(field.entries, start=1):
            row = f"{above}{row_label(field, position)}"
            if entry.name in notes:
                yield Fault(entry.id, row, notes[entry.name])
            yield from _faults(entry.form, notes, f"{row} ")
    else:
        for message in field.errors[:1]:
            yield Fault(field.id, label, str(message))
