"""Beginning: a new notice starts filled with what is known of its process, or with a category."""

from collections.abc import Sequence
from dataclasses import replace

from trading.domain.codes import (
    Category,
    Family,
    Method,
    NoticeType,
    allowed_methods,
    allowed_types,
)
from trading.domain.drafts import AwardDraft, NoticeDraft, Party, TenderFacts
from trading.domain.errors import Conflict, RuleBroken
from trading.domain.following import (
    brought_together,
    follow_up,
    next_attempt,
    proposed,
    to_be_signed,
    usual_title,
)
from trading.store.engine import Session
from trading.store.known import known_contents
from trading.store.processes import AwardView, ProcessView, find_process


def blank(type_: NoticeType, kind: Category, *, region: str, method: str = "") -> NoticeDraft:
    """A new notice of a new process, in one category, for the office's own region.

    A type that the category does not know is RuleBroken("type"); a method that it does not
    know is left to be chosen.
    """
    if type_ not in allowed_types(kind):
        raise RuleBroken(
            "“%(category)s”没有“%(type)s”这种公告", field="type", category=kind.zh, type=type_.zh
        )
    if type_ is NoticeType.SINGLE_SOURCE:
        method = Method.SINGLE_SOURCE.value
    known = method in {one.value for one in allowed_methods(kind)}
    empty = NoticeDraft(
        type=type_,
        title="",
        process_title="",
        category=kind.slug,
        method=method if known else "",
        region=region,
    )
    return replace(follow_up(empty, type_), title="")


def begin(
    session: Session, process_id: int, type_: NoticeType, *, again: bool = False
) -> NoticeDraft | None:
    """The next notice of a process, begun with what is known of it; None when nothing is.

    It speaks of the lots that are still open; with `again`, or when none is open, a result or a
    termination speaks of the awarded ones, to replace what became of them. A result takes the
    first candidates for the winners, a contract the awards that stand. NotFound for an unknown
    process.
    """
    process = find_process(session, process_id)
    contents = known_contents(session, process_id)
    if not contents:
        return None
    known = brought_together(contents)
    numbers = _spoken_of(process, contents, known, type_, again=again)
    begun = replace(
        follow_up(known, type_), lots=tuple(one for one in known.lots if one.number in numbers)
    )
    if type_.family is Family.AWARD and not again:
        return replace(begun, awards=proposed(contents, _open(process, known, numbers)))
    if type_.family is Family.CONTRACT:
        return replace(begun, contracts=to_be_signed(_standing(process, contents), numbers))
    return begun


def usual_type(family: Family, method: str) -> NoticeType:
    """The type that a notice of this family usually has, where the method decides it."""
    if family is Family.TENDER and method == Method.SINGLE_SOURCE.value:
        return NoticeType.SINGLE_SOURCE
    return NoticeType(family.value)


def try_again(session: Session, process_id: int) -> NoticeDraft:
    """The tender of a new process for the lots of this one that ended without an award.

    Lots count from 1 again and the terms stay; every moment is to be entered anew. Conflict
    when no lot has ended, NotFound for an unknown process.
    """
    process = find_process(session, process_id)
    ended = {lot.number for lot in process.lots if lot.exit}
    contents = known_contents(session, process_id)
    if process.code is None or not ended or not contents:
        raise Conflict("这个项目没有流标或终止的标段，不能重新招标")
    known = brought_together(contents)
    type_ = usual_type(Family.TENDER, known.method)
    begun = follow_up(known, type_)
    title = next_attempt(known.process_title)
    lots = [lot for lot in known.lots if lot.number in ended]
    return replace(
        begun,
        title=usual_title(title, type_, known.category, known.method),
        process_title=title,
        lots=tuple(replace(lot, number=at) for at, lot in enumerate(lots, start=1)),
        tender=_without_moments(begun.tender or TenderFacts()),
        retender_of=process.code,
    )


def _spoken_of(
    process: ProcessView,
    contents: Sequence[NoticeDraft],
    known: NoticeDraft,
    type_: NoticeType,
    *,
    again: bool,
) -> list[int]:
    """The lots, by number, of which the next notice of this type would speak."""
    every = [lot.number for lot in known.lots]
    open_lots = _open(process, known, every)
    awarded = [lot.number for lot in process.lots if lot.active_award]
    if type_.family is Family.CONTRACT:
        signed = {lot for one in contents for made in one.contracts for lot in made.lots}
        return [n for n in awarded if n not in signed] or awarded or open_lots
    if type_.family in (Family.TENDER, Family.PLAN) or (open_lots and not again):
        return open_lots
    return awarded


def _open(process: ProcessView, known: NoticeDraft, numbers: Sequence[int]) -> list[int]:
    """Those of these lots that have no outcome yet, published or only drafted so far."""
    decided = {lot.number for lot in process.lots if lot.exit or lot.active_award}
    return [lot.number for lot in known.lots if lot.number in numbers and lot.number not in decided]


def _standing(process: ProcessView, contents: Sequence[NoticeDraft]) -> list[AwardDraft]:
    """The awards that stand, each as the newest notice that announced it worded it."""
    views = {lot.active_award.id: lot.active_award for lot in process.lots if lot.active_award}
    announced = [award for content in contents for award in content.awards]
    return [_worded(view, announced) for view in views.values()]


def _worded(view: AwardView, announced: Sequence[AwardDraft]) -> AwardDraft:
    for award in announced:
        if award.lots == view.lots and tuple(p.name for p in award.suppliers) == view.suppliers:
            return award
    return AwardDraft(lots=view.lots, suppliers=tuple(Party(name=name) for name in view.suppliers))


def _without_moments(facts: TenderFacts) -> TenderFacts:
    return replace(
        facts,
        documents_from=None,
        documents_until=None,
        deadline=None,
        opening_at=None,
        listing_until=None,
    )
