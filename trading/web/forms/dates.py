"""Days and moments typed as text in any of the ways that an office writes them."""

from collections.abc import Sequence
from datetime import date, datetime

from wtforms import Field

from trading.domain.calendar import parse_day, parse_moment, write_moment
from trading.domain.errors import RuleBroken
from trading.web.forms.sentences import say


class _TypedField(Field):
    """A text that is read into a value; a refused one is shown again as typed."""

    text = ""

    def process_data(self, value: object) -> None:
        """Show a known value in the way that hints name."""
        self.data = value
        self.text = self._write(value)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was typed; a fault becomes this field's error, blank is None."""
        if not valuelist:
            return
        self.text, self.data = valuelist[0], None
        if not self.text.strip():
            return
        try:
            self.data = self._read(self.text)
        except RuleBroken as broken:
            raise ValueError(say(broken)) from broken

    def _write(self, value: object) -> str:
        raise NotImplementedError

    def _read(self, text: str) -> object:
        raise NotImplementedError


class DayField(_TypedField):
    """A day, Asia/Shanghai: ``2016-3-22``, ``2016年3月22日``, full-width digits."""

    placeholder = "2016-03-22"

    def _write(self, value: object) -> str:
        return value.isoformat() if isinstance(value, date) else ""

    def _read(self, text: str) -> date:
        return parse_day(text)


class MomentField(_TypedField):
    """A day with its time of day, Asia/Shanghai: ``2016-03-22 09:00``, ``2016年3月22日上午9时``."""

    placeholder = "2016-03-22 09:00"

    def _write(self, value: object) -> str:
        if not isinstance(value, datetime):
            return ""
        seconds = f":{value.second:02d}" if value.second else ""
        return write_moment(value) + seconds

    def _read(self, text: str) -> datetime:
        return parse_moment(text)
