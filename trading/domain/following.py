"""How a notice follows from what was said before: facts brought together, lots, titles, names."""

import re
from collections.abc import Sequence
from dataclasses import fields, replace

from trading.domain.codes import Family, NoticeType, category, method, notice_name
from trading.domain.drafts import (
    AwardDraft,
    AwardFacts,
    CandidateFacts,
    ContractDraft,
    LotDraft,
    NoticeDraft,
    PlanFacts,
    TenderFacts,
)
from trading.domain.errors import RuleBroken

LONGEST_TITLE = 200
_ATTEMPT = re.compile(r"（第([二三四五六七八九])次）$")
_ORDINALS = "一二三四五六七八九十"


def brought_together(contents: Sequence[NoticeDraft]) -> NoticeDraft:
    """What several contents of one process (newest first, at least one) say of it as a whole.

    The newest counts; where it is silent, as a result is about the terms of the tender, an older
    one speaks.
    """
    newest = contents[0]
    lots: dict[int, LotDraft] = {}
    for content in reversed(contents):
        for lot in content.lots:
            lots[lot.number] = _over(lots.get(lot.number, lot), lot)
    return replace(
        newest,
        project_code=next((one.project_code for one in contents if one.project_code), ""),
        agency=next((one.agency for one in contents if one.agency), None),
        lots=tuple(lots[number] for number in sorted(lots)),
        plan=next((one.plan for one in contents if one.plan), None),
        tender=next((one.tender for one in contents if one.tender), None),
        retender_of=next((one.retender_of for one in contents if one.retender_of), ""),
    )


def follow_up(known: NoticeDraft, type_: NoticeType) -> NoticeDraft:
    """A new notice of a process, begun with what its earlier ones said (`known`).

    Facts of the tender are not repeated in a result, nor those of a result in a tender.
    """
    family = type_.family
    funds = known.plan.funds_source if known.plan else ""
    return replace(
        known,
        type=type_,
        title=usual_title(known.process_title, type_, known.category, known.method),
        plan=(known.plan or PlanFacts()) if family is Family.PLAN else None,
        tender=(known.tender or TenderFacts(funds_source=funds))
        if family is Family.TENDER
        else None,
        candidate=CandidateFacts() if family is Family.CANDIDATE else None,
        award=AwardFacts() if family is Family.AWARD else None,
        correction=None,
        candidates=(),
        awards=(),
        failed=(),
        contracts=(),
        body_html="",
        source="",
        source_url="",
        retender_of=known.retender_of if family is Family.TENDER else "",
        attachments=(),
    )


def usual_title(process_title: str, type_: NoticeType, category_: str, method_: str) -> str:
    """The usual title; without a category or method it is left to the clerk.

    Words with which the project ends and the name begins are said once: 设备采购意向, not
    设备采购采购意向.
    """
    try:
        name = notice_name(type_, category(category_), method(method_))
    except RuleBroken:
        return ""
    said = next((n for n in range(len(name), 1, -1) if process_title.endswith(name[:n])), 0)
    return f"{process_title}{name[said:]}"[:LONGEST_TITLE]


def next_attempt(process_title: str) -> str:
    """What the next attempt at a project is called: 河东路改造（第二次）."""
    found = _ATTEMPT.search(process_title)
    if not found:
        return f"{process_title}（第二次）"
    ordinal = _ORDINALS[_ORDINALS.index(found[1]) + 1]
    return f"{process_title[: found.start()]}（第{ordinal}次）"


def proposed(contents: Sequence[NoticeDraft], lots: Sequence[int]) -> tuple[AwardDraft, ...]:
    """The awards that the newest first candidates of these lots suggest; not yet decided."""
    first = {
        one.lot: one
        for content in reversed(contents)
        for one in content.candidates
        if one.rank == 1
    }
    return tuple(
        AwardDraft(
            lots=(lot,),
            suppliers=one.suppliers,
            price_form=one.price_form,
            amount=one.amount,
            currency=one.currency,
            rate_text=one.rate_text,
        )
        for lot in lots
        if (one := first.get(lot))
    )


def to_be_signed(awards: Sequence[AwardDraft], lots: Sequence[int]) -> tuple[ContractDraft, ...]:
    """The contracts that these standing awards lead to, on these lots; not yet signed."""
    return tuple(
        ContractDraft(
            lots=tuple(lot for lot in award.lots if lot in lots),
            suppliers=award.suppliers,
            amount=award.amount,
            currency=award.currency,
            rate_text=award.rate_text,
        )
        for award in awards
        if set(award.lots) & set(lots)
    )


def _over(older: LotDraft, newer: LotDraft) -> LotDraft:
    """What both say of a lot: the newer one, where it says something."""
    said = {field.name: getattr(newer, field.name) for field in fields(newer)}
    return replace(
        older, **{name: value for name, value in said.items() if value not in ("", None)}
    )
