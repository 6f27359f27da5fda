"""The number of a row, such as a lot's or a candidate's rank: typed, or counted when left blank."""

from collections.abc import Sequence

from flask_babel import gettext
from wtforms import Field, FieldList

LARGEST_NUMBER = 9999


class NumberField(Field):
    """A whole number from 1 on, also in full-width digits; blank is left to be counted."""

    text = ""

    def process_data(self, value: object) -> None:
        """Show a known number."""
        self.data = value
        self.text = str(value) if isinstance(value, int) else ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was typed; a fault becomes this field's error."""
        if not valuelist:
            return
        self.text, self.data = valuelist[0], None
        typed = self.text.strip()
        if not typed:
            return
        if not (typed.isdecimal() and len(typed) <= len(str(LARGEST_NUMBER)) and int(typed)):
            raise ValueError(gettext("序号是从1开始的整数"))
        self.data = int(typed)


def count_on(rows: FieldList, name: str) -> None:
    """Number the rows whose number was left blank, on from the highest one."""
    highest = max((entry.form[name].data or 0 for entry in rows), default=0)
    for entry in rows:
        number = entry.form[name]
        if not number.text.strip() and not number.errors:
            highest += 1
            number.process_data(highest)
