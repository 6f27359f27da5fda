"""Which form a notice has: empty, filled from a draft, or bound to what was sent."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from trading.domain.codes import Family, NoticeType
from trading.domain.drafts import NoticeDraft
from trading.web.forms.award import AwardForm, award_members
from trading.web.forms.candidate import CandidateForm, candidate_members
from trading.web.forms.contract import ContractForm, contract_members
from trading.web.forms.correction import correcting, correction_members
from trading.web.forms.notice import NoticeForm
from trading.web.forms.plan import PlanForm, plan_members
from trading.web.forms.tender import TenderForm, tender_members
from trading.web.forms.termination import TerminationForm, termination_members

_Kind = tuple[type[NoticeForm], Callable[[NoticeDraft], dict[str, Any]]]
_FORMS: Mapping[Family, _Kind] = {
    Family.PLAN: (PlanForm, plan_members),
    Family.TENDER: (TenderForm, tender_members),
    Family.CANDIDATE: (CandidateForm, candidate_members),
    Family.AWARD: (AwardForm, award_members),
    Family.TERMINATION: (TerminationForm, termination_members),
    Family.CONTRACT: (ContractForm, contract_members),
}
_CORRECTING: Mapping[Family, _Kind] = {
    family: (correcting(form), partial(correction_members, members=members))
    for family, (form, members) in _FORMS.items()
}


def has_form(type_: NoticeType) -> bool:
    """Whether notices of this type can be entered here."""
    return type_.family in _FORMS or type_.family is Family.CORRECTION


def sent_form(family: Family) -> NoticeForm:
    """The form of a family, bound to the request."""
    return _kind(family, request.form.get("corrected_type", ""))[0]()


def typed_form(family: str, fields: Iterable[tuple[str, str]]) -> NoticeForm:
    """The form of a family with everything as it was typed, whether or not it can be read."""
    typed = MultiDict(list(fields))
    return _kind(Family(family), typed.get("corrected_type", ""))[0](formdata=typed)


def first_form(content: NoticeDraft, **hidden: object) -> NoticeForm:
    """The form in which a new notice begins."""
    form = filled_form(content, **hidden)
    form.suggest()
    return form


def filled_form(content: NoticeDraft, **hidden: object) -> NoticeForm:
    """The form that shows a draft; `hidden` are its once_key or revision."""
    corrected = content.correction.corrected_type if content.correction else None
    make, members = _kind(content.type.family, corrected.value if corrected else "")
    form = make(formdata=None, data={**members(content), **hidden})
    form.tidy_rows()
    return form


def _kind(family: Family, corrected: str) -> _Kind:
    """The form of a family and what fills it; a correction has that of what it corrects."""
    if family is not Family.CORRECTION:
        return _FORMS[family]
    types = {one.value: one.family for one in NoticeType}
    return _CORRECTING.get(types.get(corrected, family), _CORRECTING[Family.TENDER])
