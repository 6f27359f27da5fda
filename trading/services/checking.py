"""Checking: every reason why a notice may not be published, all at once, each at its field."""

from collections.abc import Sequence
from datetime import datetime

from trading.domain.calendar import day_of
from trading.domain.codes import NoticeType, Outcome
from trading.domain.drafts import AwardDraft, FailedLot, NoticeDraft
from trading.domain.errors import RuleBroken
from trading.domain.requirements import content_shortcomings, is_offering, lot_path
from trading.services import correcting
from trading.services.decisions import decided_too_early, offered_days
from trading.store.engine import Session
from trading.store.processes import (
    AwardView,
    LotView,
    ProcessView,
    find_process,
    process_of_code,
)

_EXITS = {outcome.value: outcome.zh for outcome in Outcome}


def shortcomings(
    session: Session,
    content: NoticeDraft,
    *,
    process_id: int | None,
    now: datetime,
    together: Sequence[NoticeDraft] = (),
) -> list[RuleBroken]:
    """Every reason why this content may not be published at `now`; empty when it may.

    `process_id` None means a process that is not known yet. `together` are notices of the same
    process that the same act would publish before it: the lots they offer count as offered
    today. Field paths are those of `content_shortcomings`.
    """
    process = None if process_id is None else find_process(session, process_id)
    if content.correction is not None:
        return correcting.shortcomings(session, content, process=process, now=now)
    broken = shortcomings_within(content, process, now=now, together=together)
    return broken + _tried_again(session, content)


def shortcomings_within(
    content: NoticeDraft,
    process: ProcessView | None,
    *,
    now: datetime,
    together: Sequence[NoticeDraft] = (),
) -> list[RuleBroken]:
    """As `shortcomings`, for whoever has the process at hand; None means not known yet.

    What a re-tender tries again, or a correction corrects, is not looked up.
    """
    if content.correction is not None:
        return correcting.own_shortcomings(content)
    broken = content_shortcomings(content, now)
    if process is None:
        return broken
    broken += _category(content, process)
    lots = {lot.number: lot for lot in process.lots}
    if is_offering(content.type) or content.type is NoticeType.PLAN:
        return broken + _offered_again(content, lots)
    if content.type in (NoticeType.CANDIDATE, NoticeType.CONTRACT):
        return broken + _ended(content, lots)
    broken += decided_too_early(content, offered_days(lots, together, day_of(now)))
    broken += _final(content, lots) + _replaced(content, lots)
    said = {one.field for one in broken}
    return broken + [one for one in _silent(content, lots) if one.field not in said]


def _category(content: NoticeDraft, process: ProcessView) -> list[RuleBroken]:
    if process.code is None or content.category == process.category:
        return []
    return [RuleBroken("类别须与这个项目已发布的公告一致", field="category")]


def _offered_again(content: NoticeDraft, lots: dict[int, LotView]) -> list[RuleBroken]:
    """A lot with an outcome is not offered again: a re-tender is a new process."""
    broken = []
    for index, lot in enumerate(content.lots):
        known = lots.get(lot.number)
        ended = known and (known.exit or known.active_award)
        if known and ended:
            broken.append(
                RuleBroken(
                    "标段%(number)d已%(outcome)s，不能再招标：重新招标请新建项目",
                    field=f"lots.{index}.number",
                    number=lot.number,
                    outcome=_EXITS[known.exit or Outcome.AWARDED.value],
                )
            )
    return broken


def _ended(content: NoticeDraft, lots: dict[int, LotView]) -> list[RuleBroken]:
    """Nobody can be proposed for a lot that ended without an award, nor sign a contract on it."""
    return [
        RuleBroken(
            "标段%(number)d已%(outcome)s，不能再写进“%(type)s”",
            field=f"lots.{index}.number",
            number=lot.number,
            outcome=_EXITS[known.exit],
            type=content.type.zh,
        )
        for index, lot in enumerate(content.lots)
        if (known := lots.get(lot.number)) and known.exit
    ]


def _tried_again(session: Session, content: NoticeDraft) -> list[RuleBroken]:
    """A re-tender names a published process of its category of which a lot has ended."""
    if not content.retender_of:
        return []
    process = process_of_code(session, content.retender_of)
    if process is None:
        said = "没有代码为%(code)s的项目，不能作为它的重新招标"
    elif process.category != content.category:
        said = "类别须与原项目（%(code)s）一致"
    elif not any(lot.exit for lot in process.lots):
        said = "原项目（%(code)s）没有流标或终止的标段"
    else:
        return []
    return [RuleBroken(said, field="retender_of", code=content.retender_of)]


def _final(content: NoticeDraft, lots: dict[int, LotView]) -> list[RuleBroken]:
    """A lot that failed or was terminated stays so."""
    return [
        RuleBroken(
            "标段%(number)d已%(outcome)s，不能再定结果",
            field=lot_path(content, number, "outcome"),
            number=number,
            outcome=_EXITS[known.exit],
        )
        for number in _decided_lots(content)
        if (known := lots.get(number)) and known.exit
    ]


def _replaced(content: NoticeDraft, lots: dict[int, LotView]) -> list[RuleBroken]:
    """Whoever ends an award gives the reason, and an outcome for every lot of that award."""
    active = {n: lot.active_award for n, lot in lots.items() if lot.active_award}
    decided = set(_decided_lots(content))
    ended = {active[n].id: active[n] for n in sorted(decided) if n in active}
    broken = [
        RuleBroken(
            "原结果（%(notice)s）同时包含标段%(number)d，替换时也要写明它的新结果",
            field=lot_path(content, number, "outcome"),
            notice=award.notice_number,
            number=number,
        )
        for award in ended.values()
        for number in award.lots
        if number not in decided
    ]
    return broken + _reasons(content, active)


def _silent(content: NoticeDraft, lots: dict[int, LotView]) -> list[RuleBroken]:
    """A lot that ended before is not listed without an outcome: readers would think it open."""
    decided = set(_decided_lots(content))
    return [
        RuleBroken(
            "标段%(number)d已有结果：要改就选新的结果，不改就从这份公告中去掉",
            field=f"lots.{index}.outcome",
            number=lot.number,
        )
        for index, lot in enumerate(content.lots)
        if lot.number not in decided
        and (known := lots.get(lot.number))
        and (known.exit or known.active_award)
    ]


def _reasons(content: NoticeDraft, active: dict[int, AwardView]) -> list[RuleBroken]:
    missing: list[tuple[str, AwardView]] = []
    for index, award in enumerate(content.awards):
        old = _old(award, active)
        if old and not award.replace_reason:
            missing.append((f"awards.{index}.replace_reason", old))
    for failed in content.failed:
        if failed.lot in active and not failed.replace_reason:
            missing.append((lot_path(content, failed.lot, "replace_reason"), active[failed.lot]))
    return [
        RuleBroken(
            "将替换公告 %(notice)s 的结果，请填写原因", field=field, notice=old.notice_number
        )
        for field, old in missing
    ]


def _old(award: AwardDraft, active: dict[int, AwardView]) -> AwardView | None:
    return next((active[number] for number in award.lots if number in active), None)


def _decided_lots(content: NoticeDraft) -> list[int]:
    """The lots to which this content gives an outcome, by number."""
    outcomes: list[AwardDraft | FailedLot] = [*content.awards, *content.failed]
    numbers = {
        n for one in outcomes for n in ((one.lot,) if isinstance(one, FailedLot) else one.lots)
    }
    return sorted(numbers)
