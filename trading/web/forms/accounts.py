"""Forms of accounts: sign in, choose a password, add a person."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import EqualTo, InputRequired, Length

from trading.web.forms.base import REQUIRED, Form

_PASSWORD_HINT = _l("至少12个字符，可以用一句话；不必含符号")


class SignInForm(Form):
    """Name and password."""

    name = StringField(_l("姓名"), [InputRequired(REQUIRED), Length(max=100)])
    password = PasswordField(_l("密码"), [InputRequired(REQUIRED), Length(max=500)])


class ConfirmForm(Form):
    """One's own password once more."""

    password = PasswordField(_l("密码"), [InputRequired(REQUIRED), Length(max=500)])


class NewPasswordForm(Form):
    """A password, typed twice since it cannot be seen."""

    password = PasswordField(
        _l("新密码"), [InputRequired(REQUIRED), Length(max=500)], description=_PASSWORD_HINT
    )
    again = PasswordField(
        _l("再输入一次"),
        [InputRequired(REQUIRED), EqualTo("password", _l("两次输入的密码不一样"))],
    )


class ChangePasswordForm(NewPasswordForm):
    """The current password, then another one."""

    current = PasswordField(_l("当前密码"), [InputRequired(REQUIRED), Length(max=500)])


class AddPersonForm(Form):
    """A new member of staff."""

    name = StringField(_l("姓名"), [InputRequired(REQUIRED)])
    role = RadioField(
        _l("角色"),
        choices=[
            SelectChoice("editor", _l("编辑：录入并发布公告")),
            SelectChoice("reviewer", _l("审核：查看草稿")),
            SelectChoice("admin", _l("管理员：编辑，并管理人员和网站信息")),
        ],
        default="editor",
    )
