"""Forms about the site: its identity, and its first administrator."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired

from trading.domain.errors import SeveralBroken
from trading.services.initialising import clean_identity
from trading.store.sites import Identity
from trading.web.forms.accounts import new_password, repeated_password
from trading.web.forms.base import REQUIRED, Form


class SiteForm(Form):
    """What the site is called and where it is; everything is needed before publishing."""

    site_name = StringField(
        _l("网站名称"), [InputRequired(REQUIRED)], description=_l("例如：某某县公共资源交易网")
    )
    organization = StringField(
        _l("单位名称"), [InputRequired(REQUIRED)], description=_l("例如：某某县公共资源交易中心")
    )
    region_code = StringField(
        _l("行政区划代码"), [InputRequired(REQUIRED)], description=_l("六位数字，如 230828")
    )
    site_url = StringField(
        _l("网站地址"),
        [InputRequired(REQUIRED)],
        description=_l("公众访问的地址，写到域名和端口，如 https://ggzy.example.gov.cn"),
    )
    authority = StringField(
        _l("标识机构"),
        [InputRequired(REQUIRED)],
        description=_l("本单位拥有的域名或邮箱，写进每条公告的永久标识；首次发布后不能再改"),
    )

    def validate(self, extra_validators: object = None) -> bool:
        """Everything that is wrong at once: what is missing, and what is there but cannot be."""
        complete: bool = super().validate(extra_validators)
        try:
            clean_identity(self.identity())
        except SeveralBroken as several:
            self.refuse(SeveralBroken([b for b in several.broken if not self[b.field].errors]))
            return False
        return complete

    def identity(self) -> Identity:
        """What was typed, untidied."""
        return Identity(
            site_name=self.site_name.data or "",
            organization=self.organization.data or "",
            region_code=self.region_code.data or "",
            site_url=self.site_url.data or "",
            authority=self.authority.data or "",
        )


class FirstForm(SiteForm):
    """The site's identity and its first administrator."""

    name = StringField(_l("管理员姓名"), [InputRequired(REQUIRED)])
    password = new_password()
    again = repeated_password()
