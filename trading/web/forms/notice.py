"""The part of a notice form that all notices share, and how typed text becomes a draft."""

from collections.abc import Iterable
from typing import Any, ClassVar

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, HiddenField, StringField, TextAreaField

from trading.domain.codes import (
    CATEGORIES,
    Category,
    Family,
    Method,
    NoticeType,
    allowed_methods,
    allowed_types,
    category,
    method,
    notice_name,
)
from trading.domain.drafts import NoticeDraft, Party
from trading.domain.errors import RuleBroken
from trading.web.forms import rows
from trading.web.forms.base import Form
from trading.web.forms.blanks import prune
from trading.web.forms.choices import ChoiceField
from trading.web.forms.faults import Fault, faults, refuse
from trading.web.forms.lots import LotFields
from trading.web.forms.names import strangers
from trading.web.forms.numbers import count_on
from trading.web.forms.parties import PartyFields, is_blank, read_party
from trading.web.forms.wording import Wording, wording


class NoticeForm(Form):
    """Names, codes, parties, text and source; a family adds its lots and facts."""

    family: ClassVar[Family]
    is_correction: ClassVar[bool] = False

    category = ChoiceField(_l("交易类别"))
    type = ChoiceField(_l("公告类型"))
    method = ChoiceField(_l("交易方式"))
    region = StringField(_l("行政区划代码"), description=_l("六位数字，如 230828"))
    title = StringField(_l("公告标题"))
    process_title = StringField(_l("项目名称"))
    project_code = StringField(_l("项目编号"))
    buyer = FormField(PartyFields, _l("招标人"))
    agency = FormField(PartyFields, _l("代理机构"))
    body_html = TextAreaField(_l("公告正文"))
    source = StringField(_l("来源"), description=_l("转载时写首发媒体；本中心首发可不填"))
    source_url = StringField(_l("原文链接"), description=_l("转载时填写，以 http 开头"))
    retender_of = HiddenField(_l("原项目代码"))
    once_key = HiddenField()
    revision = HiddenField()

    lots: FieldList
    words: Wording
    kind: Category

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.notes: dict[str, str] = {}
        self.kind = _category(self.category.data)
        self.words = wording(self.kind)
        self._offer_choices()
        self._name_fields()

    @property
    def types(self) -> tuple[NoticeType, ...]:
        """The notice types of this family that the category knows."""
        return tuple(one for one in allowed_types(self.kind) if one.family is self.family)

    @property
    def name(self) -> str:
        """What staff call a notice of this type, category and method."""
        type_ = self.chosen_type
        try:
            return notice_name(type_, self.kind, method(self.method.data or Method.OTHER.value))
        except RuleBroken:
            return type_.zh

    @property
    def needs_code(self) -> bool:
        """Whether the project has a number yet."""
        return self.family is not Family.PLAN

    def validate(self, *args: Any, **options: Any) -> bool:
        """Besides its fields: nothing was sent that this form does not know."""
        valid: bool = super().validate(*args, **options)
        unknown = strangers(self, request.form)
        if unknown:
            said = gettext("不认识的栏目“%(name)s”，没有读取：行数太多，或页面已经过期")
            self.form_errors.append(said % {"name": unknown[0][:40]})
        return valid and not unknown

    @property
    def faults(self) -> list[Fault]:
        """Everything that is wrong, in the order of the form."""
        return faults(self, self.notes)

    def refuse_all(self, broken: Iterable[RuleBroken]) -> None:
        """Put each fault at its field."""
        for one in broken:
            refuse(self, one, self.notes)

    @property
    def seen_revision(self) -> int:
        """The revision that the clerk had before them; 0 when the form does not say."""
        text = self.revision.data or ""
        return int(text) if text.isdecimal() and len(text) < 10 else 0

    def press(self, action: str) -> None:
        """Add or remove a row, as the pressed button says."""
        rows.press(self, action)
        self.tidy_rows()

    def tidy_rows(self) -> None:
        """Number new lots and name the fields of new rows; one row stays to be filled in."""
        if not self.lots.entries:
            self.lots.append_entry()
        count_on(self.lots, "number")
        self._offer_choices()
        self._name_fields()
        if not self.method.is_offered and not self.method.errors:
            self.method.data = ""

    def as_draft(self) -> NoticeDraft:
        """The content as typed; what cannot be read is left out and has its error already."""
        self.prune_rows()
        agency = read_party(self.agency.form)
        return NoticeDraft(
            type=self.chosen_type,
            title=self.title.data or "",
            process_title=self.process_title.data or "",
            category=self.category.data or "",
            method=self.method.data or "",
            region=self.region.data or "",
            project_code=self.project_code.data or "",
            buyer=read_party(self.buyer.form),
            agency=None if is_blank(agency) else agency,
            body_html=self.body_html.data or "",
            source=self.source.data or "",
            source_url=self.source_url.data or "",
            retender_of=self.retender_of.data or "",
            **self.own_parts(),
        )

    def suggest(self) -> None:
        """Choose what a new notice of this family leaves no choice about."""

    def prune_rows(self) -> None:
        """Take out the rows that nobody touched."""
        prune(self.lots)

    def own_parts(self) -> dict[str, Any]:
        """The parts of the content that this family adds: members of NoticeDraft by name."""
        raise NotImplementedError

    @property
    def chosen_type(self) -> NoticeType:
        """The chosen type, if it is one of this family; whether it fits is checked elsewhere."""
        try:
            chosen = NoticeType(self.type.data)
        except ValueError:
            return NoticeType(self.family.value)
        return chosen if chosen.family is self.family else NoticeType(self.family.value)

    def _offer_choices(self) -> None:
        unset = [("", gettext("请选择"))]
        self.category.choices = [(one.slug, one.zh) for one in CATEGORIES]
        types = self.types or (NoticeType(self.family.value),)
        self.type.choices = [(one.value, one.zh) for one in types]
        self.method.choices = unset + [(m.value, m.zh) for m in allowed_methods(self.kind)]

    def _name_fields(self) -> None:
        """Call everything by the words of the category."""
        words = self.words
        self.method.label.text = words.method
        self.buyer.label.text = words.buyer
        self.lots.label.text = words.lot
        for entry in self.lots:
            self.name_lot(entry.form)

    def name_lot(self, lot: LotFields) -> None:
        """Call the fields of one lot by the words of the category."""
        lot.estimate.label.text = self.words.estimate
        lot.ceiling.label.text = self.words.ceiling


def members(content: NoticeDraft) -> dict[str, Any]:
    """The shared fields of a draft, as a form takes them."""
    return {
        "category": content.category,
        "type": content.type.value,
        "method": content.method,
        "region": content.region,
        "title": content.title,
        "process_title": content.process_title,
        "project_code": content.project_code,
        "buyer": content.buyer,
        "agency": content.agency or Party(name=""),
        "body_html": content.body_html,
        "source": content.source,
        "source_url": content.source_url,
        "retender_of": content.retender_of,
    }


def _category(slug: str | None) -> Category:
    """The chosen category, or the first one, whose words then stand until one is chosen."""
    try:
        return category(slug or "")
    except RuleBroken:
        return CATEGORIES[0]
