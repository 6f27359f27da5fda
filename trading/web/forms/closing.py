"""Forms of closing a year: how its report is written, and a tick for what cannot be undone."""

from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField
from wtforms.validators import InputRequired

from trading.services.snapshots import Wish
from trading.services.wording import STYLES, Amounts
from trading.web.forms.base import Form

_AMOUNTS = (
    (Amounts.EXACT.value, _l("精确")),
    (Amounts.FLOOR.value, _l("舍去尾数，写“余”")),
    (Amounts.ABOUT.value, _l("约数")),
)


class FreezeForm(Form):
    """What is frozen, and that somebody looked at it."""

    style = SelectField(_l("句式"))
    amounts = SelectField(_l("金额怎样写"))
    template = SelectField(_l("Word 模板"), coerce=int)
    sure = BooleanField(
        _l("我已核对上面的事项；冻结后不能取消，只能再冻结一份"),
        validators=[InputRequired(_l("请先打钩确认"))],
    )

    def prepared(
        self, styles: Mapping[str, str], templates: Iterable[tuple[int, str]]
    ) -> "FreezeForm":
        """The form with the styles and templates that there are."""
        self.style.choices = list(styles.items())
        self.amounts.choices = list(_AMOUNTS)
        self.template.choices = [(0, _l("内置模板")), *templates]
        return self

    def wish(self) -> Wish:
        """What was chosen."""
        return Wish(self.style.data, Amounts(self.amounts.data), self.template.data)


def style_names(own: str) -> dict[str, str]:
    """What staff choose a style by; `own` is what the centre's own one is called, if any."""
    named = {name: style.label for name, style in STYLES.items()}
    return named | ({"own": own} if own else {})
