"""Correcting: a new notice states the facts of an older one as they stand from now on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from trading.domain.calendar import day_of
from trading.domain.codes import Family, NoticeType, category, method, notice_name
from trading.domain.corrections import applied, changes
from trading.domain.drafts import Change, CorrectionFacts, NoticeDraft
from trading.domain.errors import NotFound, RuleBroken
from trading.domain.extensions import extension_shortcomings
from trading.domain.requirements import content_shortcomings
from trading.services.decisions import decided_too_early, offered_days
from trading.store.corrections import Target, as_of_notice, find_target
from trading.store.engine import Session
from trading.store.processes import ProcessView

LONGEST_TITLE = 200
# What only an offer says of a parcel, and of a lot; forms of other families do not ask for it.
_OF_PARCELS = ("parcel", "area", "land_use", "term", "bid_step", "deposit")
_OF_OFFERS = ("content", *_OF_PARCELS)


def begin(session: Session, number: str) -> NoticeDraft:
    """A correction of a published notice, with its facts as they stand now.

    NotFound for an unknown notice, RuleBroken for one that cannot be corrected.
    """
    target = _target(session, number)
    broken = _uncorrectable(target)
    if broken:
        raise broken[0]
    facts = target.standing()
    return replace(
        facts,
        type=NoticeType.CORRECTION,
        title=_title(facts),
        body_html="",
        source="",
        source_url="",
        attachments=(),
        correction=CorrectionFacts(
            corrects=number, corrected_type=target.type, follows=target.last
        ),
    )


def settled(session: Session, content: NoticeDraft) -> NoticeDraft:
    """The correction with every change that it makes to the facts it was begun with.

    What the clerk worded stays, after what can be compared.
    """
    correction = _correction(content)
    target = _target(session, correction.corrects)
    before = target.standing(correction.follows)
    content = _with_unasked(content, before)
    made = (*changes(before, _facts(content, target)), *_worded(correction))
    told = replace(correction, corrected_type=target.type, changes=made)
    return replace(content, correction=told, retender_of=target.content.retender_of)


def is_stale(session: Session, content: NoticeDraft) -> bool:
    """Whether the notice was corrected again since this correction of it was begun."""
    correction = _correction(content)
    return _target(session, correction.corrects).last != correction.follows


def renewed(session: Session, content: NoticeDraft) -> NoticeDraft:
    """The correction begun anew on the facts that stand now, with its own changes made in them."""
    correction = _correction(content)
    target = _target(session, correction.corrects)
    edited = _facts(_with_unasked(content, target.standing(correction.follows)), target)
    own = changes(target.standing(correction.follows), edited)
    facts = applied(target.standing(), edited, own)
    moved = replace(
        facts,
        type=content.type,
        title=content.title,
        body_html=content.body_html,
        source=content.source,
        source_url=content.source_url,
        attachments=content.attachments,
        correction=replace(correction, follows=target.last),
    )
    return settled(session, moved)


def shortcomings(
    session: Session, content: NoticeDraft, *, process: ProcessView | None, now: datetime
) -> list[RuleBroken]:
    """Every reason why this correction may not be published at `now`.

    It is judged by what it changes: the rest was published as it is.
    """
    correction = _correction(content)
    target = find_target(session, correction.corrects)
    if target is None:
        said = "没有编号为%(number)s的公告"
        return [RuleBroken(said, field="correction", number=correction.corrects[:40])]
    broken = _uncorrectable(target)
    if process is not None and process.id != target.process_id:
        broken.append(RuleBroken("更正须与被更正的公告属于同一个项目", field="correction"))
    if broken:
        return broken
    return _broken(content, target, now) + _too_early(content, process, now)


def own_shortcomings(content: NoticeDraft) -> list[RuleBroken]:
    """What a correction lacks as far as it says so itself."""
    correction = _correction(content)
    broken = []
    if correction.reason_code is None:
        broken.append(RuleBroken("请选择更正原因", field="reason_code"))
    if not correction.changes:
        broken.append(
            RuleBroken("没有改动：请修改下面的内容，或在“其他更正”中写明", field="worded")
        )
    broken += [
        RuleBroken("请写明更正的事项", field=f"worded.{index}.label")
        for index, one in enumerate(_worded(correction))
        if not one.label
    ]
    return broken + [
        RuleBroken("请写明更正后的内容", field=f"worded.{index}.new")
        for index, one in enumerate(_worded(correction))
        if not (one.old or one.new)
    ]


def _broken(content: NoticeDraft, target: Target, now: datetime) -> list[RuleBroken]:
    """What is wrong with a correction of a notice that can be corrected."""
    correction = _correction(content)
    before, after = target.standing(), _facts(content, target)
    made = changes(before, after)
    if _is_outdated(correction, target, made):
        return [_outdated(target)]
    broken = own_shortcomings(content) + _same_outcomes(before, after)
    broken += _faults(before, replace(after, title=content.title), made, now)
    told = replace(after, correction=correction)
    return broken + extension_shortcomings(target.type, before, told, correction.changes, now=now)


def _faults(
    before: NoticeDraft, after: NoticeDraft, made: Sequence[Change], now: datetime
) -> list[RuleBroken]:
    """What the corrected facts lack; what was so before, and is not touched, is let stand."""
    changed = {one.path for one in made}
    known = {(one.field, one.message) for one in content_shortcomings(before, now)}
    return [
        one
        for one in content_shortcomings(after, now)
        if one.field in changed or (one.field, one.message) not in known
    ]


def _too_early(
    content: NoticeDraft, process: ProcessView | None, now: datetime
) -> list[RuleBroken]:
    """A corrected decision is not older than the tender of its lot either."""
    changed = {one.path for one in _correction(content).changes}
    lots = {lot.number: lot for lot in process.lots} if process else {}
    found = decided_too_early(content, offered_days(lots, (), day_of(now)))
    return [one for one in found if one.field in changed]


def _same_outcomes(before: NoticeDraft, after: NoticeDraft) -> list[RuleBroken]:
    """A correction neither adds nor drops a lot, and gives none another outcome."""
    if before.category != after.category:
        return [RuleBroken("更正公告不能改变交易类别", field="category")]
    if {one.number for one in before.lots} != {one.number for one in after.lots}:
        said = "更正公告不能增减标段：增加的请另发公告，取消的请发终止公告"
        return [RuleBroken(said, field="lots")]
    if _outcomes(before) != _outcomes(after):
        said = "更正公告不能改变哪些标段成交、流标或终止：请另发新的结果公告或终止公告"
        return [RuleBroken(said, field="lots")]
    return []


def _outcomes(content: NoticeDraft) -> tuple[object, object]:
    """Which lots were won together, and which ended how."""
    won = sorted(tuple(sorted(award.lots)) for award in content.awards)
    return won, sorted((one.lot, one.outcome) for one in content.failed)


def _uncorrectable(target: Target) -> list[RuleBroken]:
    if target.type is NoticeType.CORRECTION:
        said = "更正公告不能再更正：请对原公告另发一份更正"
        return [RuleBroken(said, field="correction")]
    if target.withdrawn:
        said = "公告 %(number)s 已经撤销，不能更正"
        return [RuleBroken(said, field="correction", number=target.number)]
    return []


def _is_outdated(correction: CorrectionFacts, target: Target, made: Sequence[Change]) -> bool:
    """Whether somebody corrected the notice after this draft was begun."""
    told = [(one.path, one.old, one.new) for one in correction.changes if one.path]
    return correction.follows != target.last or told != [(c.path, c.old, c.new) for c in made]


def _outdated(target: Target) -> RuleBroken:
    if not target.corrections:
        return RuleBroken(
            "改动与公告的现行内容对不上：请重新打开这份更正，核对后再保存", field="correction"
        )
    return RuleBroken(
        "公告 %(number)s 在这份更正起草之后又被 %(by)s 更正：请重新打开，核对后再保存",
        field="correction",
        number=target.number,
        by=target.last,
    )


def _facts(content: NoticeDraft, target: Target) -> NoticeDraft:
    return as_of_notice(content, target.content)


def _with_unasked(content: NoticeDraft, before: NoticeDraft) -> NoticeDraft:
    """The correction with what its form does not ask for as it stood: nobody has changed that."""
    unasked = {Family.TENDER: (), Family.PLAN: _OF_PARCELS}.get(before.type.family, _OF_OFFERS)
    known = {lot.number: lot for lot in before.lots}
    lots = (
        replace(lot, **{name: getattr(known[lot.number], name) for name in unasked})
        if lot.number in known
        else lot
        for lot in content.lots
    )
    return replace(content, lots=tuple(lots))


def _worded(correction: CorrectionFacts) -> tuple[Change, ...]:
    return tuple(one for one in correction.changes if not one.path)


def _correction(content: NoticeDraft) -> CorrectionFacts:
    if content.correction is None:
        raise RuleBroken("请先选择要更正的公告", field="correction")
    return content.correction


def _target(session: Session, number: str) -> Target:
    target = find_target(session, number)
    if target is None:
        raise NotFound("没有编号为%(number)s的公告", number=number[:40])
    return target


def _title(facts: NoticeDraft) -> str:
    """The usual title: that of the process with what a correction is called."""
    name = notice_name(NoticeType.CORRECTION, category(facts.category), method(facts.method))
    return f"{facts.process_title}{name}"[:LONGEST_TITLE]
