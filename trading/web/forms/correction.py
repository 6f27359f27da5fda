"""The form for a correction: that of the corrected notice, with why it is corrected and how."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, HiddenField, StringField, TextAreaField
from wtforms import Form as Fields

from trading.domain.codes import (
    CorrectionReason,
    Extension,
    Method,
    NoticeType,
    method,
    notice_name,
)
from trading.domain.drafts import Change, CorrectionFacts, NoticeDraft
from trading.domain.errors import RuleBroken
from trading.domain.requirements import asks_bidding
from trading.web.forms.blanks import prune
from trading.web.forms.choices import ChoiceField
from trading.web.forms.notice import NoticeForm

MOST_WORDED = 30


class WordedFields(Fields):
    """A change in words, such as one of the tender documents: what, from what, to what."""

    label = StringField(_l("更正事项"), description=_l("如 招标文件第三章评标办法"))
    old = TextAreaField(_l("原内容"))
    new = TextAreaField(_l("更正为"))


class CorrectionForm(NoticeForm):
    """What a correction asks for, in front of the form of the notice that it corrects."""

    is_correction = True

    corrects = HiddenField(_l("被更正的公告"))
    corrected_type = HiddenField()
    follows = HiddenField()
    reason_code = ChoiceField(_l("更正原因"))
    reason = TextAreaField(_l("更正说明"), description=_l("写给读者看：为什么更正"))
    extension = ChoiceField(
        _l("是否顺延截止时间"),
        description=_l("更正可能影响投标（响应）文件、且距截止不足15日（资格预审3日）时须选择"),
    )
    worded = FieldList(FormField(WordedFields), _l("其他更正"), max_entries=MOST_WORDED)

    @property
    def chosen_type(self) -> NoticeType:
        """The type of the corrected notice, whose facts this form asks for."""
        own: NoticeType = NoticeType(self.family.value)
        try:
            known = NoticeType(self.corrected_type.data or "")
        except ValueError:
            return own
        return known if known.family is self.family else own

    @property
    def name(self) -> str:
        """What staff call a correction in this category."""
        try:
            chosen = method(self.method.data or Method.OTHER.value)
            return notice_name(NoticeType.CORRECTION, self.kind, chosen)
        except RuleBroken:
            return NoticeType.CORRECTION.zh

    @property
    def asks_extension(self) -> bool:
        """Whether somebody bids on what is corrected."""
        return asks_bidding(self.chosen_type)

    def as_draft(self) -> NoticeDraft:
        """The corrected facts whole; what they change is found out by the service."""
        content = super().as_draft()
        told = CorrectionFacts(
            corrects=self.corrects.data or "",
            corrected_type=self.chosen_type,
            follows=self.follows.data or "",
            reason_code=_coded(CorrectionReason, self.reason_code.data),
            reason=(self.reason.data or "").strip(),
            extension=_coded(Extension, self.extension.data),
            changes=tuple(_worded(entry.form) for entry in self.worded),
        )
        return replace(content, type=NoticeType.CORRECTION, correction=told)

    def prune_rows(self) -> None:
        """Also changes that nobody worded."""
        super().prune_rows()
        prune(self.worded)

    def tidy_rows(self) -> None:
        """One row for a worded change stays to be filled in."""
        super().tidy_rows()
        if not self.worded.entries:
            self.worded.append_entry()

    def _offer_choices(self) -> None:
        super()._offer_choices()
        unset = ("", gettext("请选择"))
        self.type.choices = [(NoticeType.CORRECTION.value, self.name)]
        self.reason_code.choices = [unset, *((one.value, one.zh) for one in CorrectionReason)]
        self.extension.choices = [
            ("", gettext("不涉及")),
            *((one.value, one.zh) for one in Extension),
        ]


def correcting(form: type[NoticeForm]) -> type[NoticeForm]:
    """The form that corrects what this form enters."""
    return type(f"Correcting{form.__name__}", (CorrectionForm, form), {})


def correction_members(
    content: NoticeDraft, members: Callable[[NoticeDraft], dict[str, Any]]
) -> dict[str, Any]:
    """A draft of a correction, as its form takes it; `members` are those of the own form."""
    told = content.correction or CorrectionFacts(corrects="")
    return {
        **members(content),
        "corrects": told.corrects,
        "corrected_type": told.corrected_type.value if told.corrected_type else "",
        "follows": told.follows,
        "reason_code": told.reason_code.value if told.reason_code else "",
        "reason": told.reason,
        "extension": told.extension.value if told.extension else "",
        "worded": [vars(one) for one in told.changes if not one.path],
    }


def _coded(codes: Any, slug: str | None) -> Any:  # Any: one of two code lists
    """The code that was chosen; one that is not offered is none."""
    try:
        return codes(slug or "")
    except ValueError:
        return None


def _worded(fields: Fields) -> Change:
    texts = {name: (fields[name].data or "").strip() for name in ("label", "old", "new")}
    return Change(**texts)
