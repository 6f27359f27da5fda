"""Forms of the working calendar: a pasted list of days, and a statutory period."""

from datetime import date

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from trading.domain.periods import Period
from trading.domain.workdays import Unit
from trading.web.forms.base import REQUIRED, Form
from trading.web.forms.dates import DayField

LONGEST_NUMBER = 4


class DaysForm(Form):
    """Holidays and make-up days, a line each."""

    days = TextAreaField(
        _l("放假和调休上班的日子"),
        [InputRequired(REQUIRED)],
        description=_l(
            "每行一个：日期或起止日期，放假或上班，名称，如 2027-10-01至2027-10-07,放假,国庆节"
        ),
    )


class PeriodForm(Form):
    """How long a period is from a day on."""

    effective_from = DayField(_l("自哪天起适用"))
    days = StringField(_l("天数"), [InputRequired(REQUIRED)])
    unit = RadioField(
        _l("怎样计算"),
        choices=[
            SelectChoice(Unit.DAY.value, _l("日（自然日）")),
            SelectChoice(Unit.WORKDAY.value, _l("工作日")),
        ],
        default=Unit.DAY.value,
    )
    article = StringField(_l("依据"), [InputRequired(REQUIRED)], description=_l("法规名称和条款"))

    def validate(self, extra_validators: object = None) -> bool:
        """The number and the day are there and can be read."""
        valid: bool = super().validate(extra_validators)
        if not self.effective_from.errors and self.effective_from.data is None:
            self.effective_from.errors = [str(REQUIRED)]
        typed = (self.days.data or "").strip()
        if not self.days.errors and not (typed.isdecimal() and len(typed) <= LONGEST_NUMBER):
            self.days.errors = [gettext("天数是整数")]
        return valid and not self.effective_from.errors and not self.days.errors

    def period(self, key: str) -> Period:
        """What was typed; only after `validate`."""
        day = self.effective_from.data
        if not isinstance(day, date):
            raise TypeError("a period is asked for before it was validated")
        return Period(
            key=key,
            days=int(self.days.data.strip()),
            unit=Unit(self.unit.data),
            article=self.article.data or "",
            effective_from=day,
        )
