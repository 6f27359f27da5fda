"""Lots as repeatable rows: what is offered in a tender, what became of it in a result."""

from dataclasses import fields
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, StringField, TextAreaField

from trading.domain.drafts import LotDraft
from trading.web.forms.choices import ChoiceField
from trading.web.forms.money import MoneyField
from trading.web.forms.numbers import NumberField

NONE, FAILED, TERMINATED, AWARD, CONTRACT = "", "failed", "terminated", "award:", "contract:"
_STATED = {field.name for field in fields(LotDraft)} - {"number"}


class LotFields(Form):
    """What every notice says of a lot."""

    number = NumberField(_l("序号"))
    title = StringField(_l("名称"))
    code = StringField(_l("编号"), description=_l("没有可不填"))
    estimate = MoneyField(_l("预算金额"))
    ceiling = MoneyField(_l("最高限价"))


class PlannedLotFields(LotFields):
    """A lot as a plan announces it."""

    content = TextAreaField(_l("内容和需求概况"))


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


class EndedLotFields(LotFields):
    """A lot with how it ends without an award, and why."""

    outcome = ChoiceField(_l("怎样结束"))
    failed_reason = StringField(_l("原因"))
    replace_reason = StringField(_l("撤销原结果的原因"))


class SignedLotFields(LotFields):
    """A lot with the contract that was signed on it."""

    contract = ChoiceField(_l("合同"))


def read_lot(form: Form, number: int) -> LotDraft:
    """The lot as typed; `number` counts when none was typed."""
    values: dict[str, Any] = {
        field.short_name: field.data if isinstance(field, MoneyField) else _text(field)
        for field in form
        if field.short_name in _STATED
    }
    return LotDraft(number=form["number"].data or number, **values)


def _text(field: Field) -> str:
    return str(field.data or "").strip()
