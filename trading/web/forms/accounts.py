"""Forms of accounts: sign in, choose a password, add a person."""

from flask_babel import lazy_gettext as _l
from wtforms import Field, PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import EqualTo, InputRequired, Length, ValidationError

from trading.domain.errors import RuleBroken
from trading.services.passwords import check_password
from trading.web.forms.base import REQUIRED, Form
from trading.web.forms.sentences import say

_HINT = _l("至少12个字符，可以用一句话；不必含符号")


def _may_be_chosen(_form: Form, field: Field) -> None:
    """What can be said of a password before it is known whose it is."""
    try:
        check_password(field.data, field=field.name)
    except RuleBroken as broken:
        raise ValidationError(say(broken)) from broken


def current_password() -> Field:
    """A password that is there already."""
    return PasswordField(_l("密码"), [InputRequired(REQUIRED), Length(max=500)])


def new_password() -> Field:
    """A password to be chosen; made anew for each form, which shows its fields as they are made."""
    return PasswordField(_l("新密码"), [InputRequired(REQUIRED), _may_be_chosen], description=_HINT)


def repeated_password() -> Field:
    """The same once more, since it cannot be seen."""
    same = EqualTo("password", _l("两次输入的密码不一样"))
    return PasswordField(_l("再输入一次"), [InputRequired(REQUIRED), same])


class SignInForm(Form):
    """Name and password."""

    name = StringField(_l("姓名"), [InputRequired(REQUIRED), Length(max=100)])
    password = current_password()


class ConfirmForm(Form):
    """One's own password once more."""

    password = current_password()


class NewPasswordForm(Form):
    """A password, typed twice."""

    password = new_password()
    again = repeated_password()


class ChangePasswordForm(Form):
    """The current password, then another one."""

    current = PasswordField(_l("当前密码"), [InputRequired(REQUIRED), Length(max=500)])
    password = new_password()
    again = repeated_password()


class AddPersonForm(Form):
    """A new member of staff."""

    name = StringField(_l("姓名"), [InputRequired(REQUIRED)])
    role = RadioField(
        _l("角色"),
        choices=[
            SelectChoice("editor", _l("编辑：录入并发布公告")),
            SelectChoice("reviewer", _l("审核：审核别人写的公告")),
            SelectChoice("admin", _l("管理员：编辑，审核别人写的公告，并管理人员和网站信息")),
        ],
        default="editor",
    )
