"""Lots as repeatable rows: what is offered in a tender, what became of it in a result."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, StringField, TextAreaField

from trading.domain.drafts import LotDraft
from trading.web.forms.choices import ChoiceField
from trading.web.forms.money import MoneyField

LARGEST_NUMBER = 9999
NONE, FAILED, AWARD = "", "failed", "award:"


class NumberField(Field):
    """The whole number of a lot, also in full-width digits; blank is left to be counted."""

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
            raise ValueError(gettext("标段号是从1开始的整数"))
        self.data = int(typed)


class LotFields(Form):
    """What every notice says of a lot."""

    number = NumberField(_l("序号"))
    title = StringField(_l("名称"))
    code = StringField(_l("编号"), description=_l("没有可不填"))
    estimate = MoneyField(_l("预算金额"))
    ceiling = MoneyField(_l("最高限价"))


class OfferedLotFields(LotFields):
    """A lot as a tender offers it; the parcel's facts are for land."""

    content = TextAreaField(_l("内容和范围"))
    parcel = StringField(_l("宗地编号或位置"))
    area = StringField(_l("面积"), description=_l("写明单位，如 12600平方米"))
    land_use = StringField(_l("用途"))
    term = StringField(_l("出让年限"), description=_l("如 40年"))
    bid_step = MoneyField(_l("增价幅度"))
    deposit = MoneyField(_l("保证金"))


class DecidedLotFields(LotFields):
    """A lot with its outcome: the award that took it, failed, or none yet."""

    outcome = ChoiceField(_l("结果"))
    failed_reason = StringField(_l("流标（废标）原因"))
    replace_reason = StringField(_l("撤销原结果的原因"))


def read_lot(form: Form, number: int) -> LotDraft:
    """The lot as typed; `number` counts when none was typed."""
    values: dict[str, Any] = {
        field.short_name: field.data if isinstance(field, MoneyField) else _text(field)
        for field in form
        if field.short_name not in ("number", "outcome", "failed_reason", "replace_reason")
    }
    return LotDraft(number=form["number"].data or number, **values)


def _text(field: Field) -> str:
    return str(field.data or "").strip()
