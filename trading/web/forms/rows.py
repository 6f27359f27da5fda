"""Repeatable rows: a press on "add" or "remove" changes the rows of a form and nothing else."""

from collections.abc import Iterator, Sequence

from wtforms import Field, FieldList, Form, FormField

ADD, REMOVE = "add", "remove"


def is_row_press(action: str) -> bool:
    """Whether the pressed button only adds or removes a row."""
    return action.partition(":")[0] in (ADD, REMOVE)


def press(form: Form, action: str) -> None:
    """Do what the pressed button says: ``add:lots`` or ``remove:awards-0-suppliers:2``.

    The number is the index in the row's name; rows behind a removed one move up. A button that
    is not there (any more) does nothing.
    """
    verb, _, rest = action.partition(":")
    name, _, index = rest.partition(":")
    rows = next((one for one in _row_lists(form) if one.name == name), None)
    if rows is None:
        return
    if verb == ADD and (rows.max_entries is None or len(rows.entries) < rows.max_entries):
        rows.append_entry()
    elif verb == REMOVE:
        remove(rows, [entry for entry in rows.entries if row_index(entry) == index])


def remove(rows: FieldList, entries: Sequence[Field]) -> None:
    """Take these rows out; the names of the others then count without a gap again."""
    for entry in entries:
        rows.pop_entry(rows.entries.index(entry))


def row_index(entry: Field) -> str:
    """The index of a row in its name: ``2`` of ``lots-2``."""
    return str(entry.name).rpartition("-")[2]


def _row_lists(form: Form) -> Iterator[FieldList]:
    for field in form:
        if isinstance(field, FormField):
            yield from _row_lists(field.form)
        elif isinstance(field, FieldList):
            yield field
            for entry in field.entries:
                if isinstance(entry, FormField):
                    yield from _row_lists(entry.form)
