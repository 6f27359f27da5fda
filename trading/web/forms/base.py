"""The base of all forms: Chinese messages, a form token, and broken rules put at their fields."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from trading.domain.errors import RuleBroken, SeveralBroken
from trading.web.forms.sentences import say

REQUIRED = _l("请填写")


class Form(FlaskForm):
    """A form with its token; `refuse` puts what a service refuses at the right field."""

    def refuse(self, error: RuleBroken | SeveralBroken) -> "Form":
        """Show each broken rule at its field, or above the form when it has none."""
        broken = error.broken if isinstance(error, SeveralBroken) else [error]
        for one in broken:
            field = self._fields.get(one.field)
            if field is None:
                self.form_errors.append(say(one))
            else:
                field.errors = [*field.errors, say(one)]
        return self
