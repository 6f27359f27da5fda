"""Which form a notice has: empty, filled from a draft, or bound to what was sent."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from trading.domain.codes import Family, NoticeType
from trading.domain.drafts import NoticeDraft
from trading.web.forms.award import AwardForm, award_members
from trading.web.forms.candidate import CandidateForm, candidate_members
from trading.web.forms.contract import ContractForm, contract_members
from trading.web.forms.notice import NoticeForm
from trading.web.forms.plan import PlanForm, plan_members
from trading.web.forms.tender import TenderForm, tender_members
from trading.web.forms.termination import TerminationForm, termination_members

_FORMS: Mapping[Family, tuple[type[NoticeForm], Callable[[NoticeDraft], dict[str, Any]]]] = {
    Family.PLAN: (PlanForm, plan_members),
    Family.TENDER: (TenderForm, tender_members),
    Family.CANDIDATE: (CandidateForm, candidate_members),
    Family.AWARD: (AwardForm, award_members),
    Family.TERMINATION: (TerminationForm, termination_members),
    Family.CONTRACT: (ContractForm, contract_members),
}


def has_form(type_: NoticeType) -> bool:
    """Whether notices of this type can be entered here."""
    return type_.family in _FORMS


def sent_form(family: Family) -> NoticeForm:
    """The form of a family, bound to the request."""
    return _FORMS[family][0]()


def typed_form(family: str, fields: Iterable[tuple[str, str]]) -> NoticeForm:
    """The form of a family with everything as it was typed, whether or not it can be read."""
    return _FORMS[Family(family)][0](formdata=MultiDict(list(fields)))


def first_form(content: NoticeDraft, **hidden: object) -> NoticeForm:
    """The form in which a new notice begins."""
    form = filled_form(content, **hidden)
    form.suggest()
    return form


def filled_form(content: NoticeDraft, **hidden: object) -> NoticeForm:
    """The form that shows a draft; `hidden` are its once_key or revision."""
    make, members = _FORMS[content.type.family]
    form = make(formdata=None, data={**members(content), **hidden})
    form.tidy_rows()
    return form
