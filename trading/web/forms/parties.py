"""An organization as a group of fields: buyer, agency or supplier."""

from flask_babel import lazy_gettext as _l
from wtforms import Form, StringField

from trading.domain.drafts import Party


class PartyFields(Form):
    """An organization with whoever answers its telephone."""

    name = StringField(_l("名称"))
    uscc = StringField(_l("统一社会信用代码"), description=_l("18位；没有可不填"))
    address = StringField(_l("地址"))
    contact = StringField(_l("联系人"))
    phone = StringField(_l("联系电话"))


class SupplierFields(Form):
    """A winner; its people are not published."""

    name = StringField(_l("名称"))
    uscc = StringField(_l("统一社会信用代码"), description=_l("18位；没有可不填"))
    address = StringField(_l("地址"))


def read_party(form: Form) -> Party:
    """The organization as typed, blanks at the ends taken off."""
    return Party(**{field.short_name: (field.data or "").strip() for field in form})


def is_blank(party: Party) -> bool:
    """Whether nothing of it was filled in."""
    return party == Party(name="")
