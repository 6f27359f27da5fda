"""The form for a notice of the tender family: what is offered, on which terms, until when."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, StringField, TextAreaField
from wtforms import Form as Fields

from trading.domain.codes import Family, Method
from trading.domain.drafts import NoticeDraft, TenderFacts
from trading.domain.requirements import asks_bidding, asks_land
from trading.domain.tidying import MOST_LOTS
from trading.web.forms.choices import ChoiceField
from trading.web.forms.dates import MomentField
from trading.web.forms.lots import OfferedLotFields, read_lot
from trading.web.forms.notice import NoticeForm, members

_YES, _NO = "yes", "no"


class TermsFields(Fields):
    """The terms of a tender, and its moments (Asia/Shanghai)."""

    funds_source = StringField(_l("资金来源"), description=_l("如 财政资金、自筹"))
    qualification = TextAreaField(_l("资格条件"))
    consortium = ChoiceField(
        _l("是否接受联合体"),
        choices=[("", _l("请选择")), (_YES, _l("接受")), (_NO, _l("不接受"))],
    )
    documents_from = MomentField(_l("文件获取开始"))
    documents_until = MomentField(_l("文件获取截止"))
    documents_how = TextAreaField(_l("文件获取方式"), description=_l("地点或网址、售价"))
    deadline = MomentField(_l("投标截止时间"))
    opening_at = MomentField(_l("开标时间"), description=_l("与截止时间相同时可不填"))
    opening_place = StringField(_l("开标地点"))
    listing_until = MomentField(_l("挂牌截止时间"), description=_l("挂牌从开始时间起不少于10日"))


class TenderForm(NoticeForm):
    """A tender announcement with its lots."""

    family = Family.TENDER

    lots = FieldList(FormField(OfferedLotFields), min_entries=1, max_entries=MOST_LOTS)
    tender = FormField(TermsFields, "")

    @property
    def is_land(self) -> bool:
        """Whether lots are parcels of land."""
        return asks_land(self.kind, self.chosen_type)

    @property
    def is_listing(self) -> bool:
        """Whether the lots stand on a list for some days (挂牌), with a last one."""
        return bool(self.method.data == Method.LISTING.value)

    @property
    def asks_bidding(self) -> bool:
        """Whether terms and a deadline are asked for."""
        return asks_bidding(self.chosen_type)

    def own_parts(self) -> dict[str, Any]:
        """Lots and terms."""
        lots = [read_lot(entry.form, at) for at, entry in enumerate(self.lots, start=1)]
        return {"lots": tuple(lots), "tender": self._terms()}

    def _name_fields(self) -> None:
        super()._name_fields()
        terms, words = self.tender.form, self.words
        terms.deadline.label.text = words.deadline
        terms.opening_at.label.text = words.opening_at
        terms.opening_place.label.text = words.opening_place

    def _terms(self) -> TenderFacts:
        fields: dict[str, Any] = self.tender.form._fields
        times = ("documents_from", "documents_until", "deadline", "opening_at", "listing_until")
        texts = ("funds_source", "qualification", "documents_how", "opening_place")
        typed: dict[str, Any] = {name: fields[name].data for name in times}
        typed |= {name: (fields[name].data or "").strip() for name in texts}
        consortium = {_YES: True, _NO: False}.get(fields["consortium"].data or "")
        return TenderFacts(consortium=consortium, **typed)


def tender_members(content: NoticeDraft) -> dict[str, Any]:
    """A draft of the tender family, as its form takes it."""
    facts = content.tender or TenderFacts()
    answer = {True: _YES, False: _NO, None: ""}[facts.consortium]
    return {
        **members(content),
        "lots": list(content.lots),
        "tender": {**vars(facts), "consortium": answer},
    }
