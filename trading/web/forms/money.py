"""An amount as a text beside a unit that must be chosen, echoed in 元 and in words (大写)."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from wtforms import Field

from trading.domain.drafts import Entered
from trading.domain.errors import RuleBroken
from trading.domain.money import Unit, parse_amount, words, write_in, write_yuan
from trading.web.forms.sentences import say


def read_amount(text: str, unit: str) -> Entered | None:
    """The amount typed beside a unit; None when blank. RuleBroken says what is wrong."""
    if not text.strip():
        return None
    try:
        chosen = Unit(unit)
    except ValueError:
        raise RuleBroken("请选择单位：元、万元或亿元") from None
    return Entered(parse_amount(text, chosen), chosen)


def echo(amount: Entered) -> str:
    """What the clerk typed, said again: ``1,171,040.00元（壹佰壹拾柒万壹仟零肆拾元整）``."""
    yuan = write_yuan(amount.fen)
    return str(gettext("%(yuan)s元（%(words)s）", yuan=yuan, words=words(amount.fen)))


class MoneyField(Field):
    """Whole fen with the unit typed; a refused text and its unit are shown again as typed."""

    text = ""
    unit = ""

    def process(self, formdata: Any, *args: Any, **options: Any) -> None:
        """Read the unit, which is posted beside the text as ``<name>-unit``."""
        if formdata is not None:
            self.unit = formdata.get(self.unit_name, "")
        super().process(formdata, *args, **options)

    @property
    def unit_name(self) -> str:
        """The name of the select beside the text."""
        return f"{self.name}-unit"

    @property
    def units(self) -> tuple[tuple[str, str], ...]:
        """The choices beside the text; the first is none, since a wrong unit is worse."""
        return (("", gettext("单位")), *((unit.value, unit.label) for unit in Unit))

    @property
    def echo(self) -> str:
        """The amount in 元 and 大写, empty while it cannot be read."""
        return echo(self.data) if isinstance(self.data, Entered) else ""

    def process_data(self, value: object) -> None:
        """Show a known amount in the unit in which it was typed."""
        self.data = value
        if isinstance(value, Entered):
            self.text, self.unit = write_in(value.fen, value.unit), value.unit.value

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was typed; a fault becomes this field's error."""
        if not valuelist:
            return
        self.text, self.data = valuelist[0], None
        try:
            self.data = read_amount(self.text, self.unit)
        except RuleBroken as broken:
            raise ValueError(say(broken)) from broken
