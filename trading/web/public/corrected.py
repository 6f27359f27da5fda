"""A notice beside what became of it: its sheet with the facts that stand now, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import gettext

from trading.domain.codes import Outcome, category
from trading.domain.drafts import Change, NoticeDraft
from trading.store.corrections import CorrectionRow, as_of_notice, corrections_of
from trading.store.endings import Ending
from trading.store.engine import Session
from trading.store.notice_rows import NoticeRow
from trading.store.notices import NoticeView, find_notice
from trading.web.forms.wording import wording
from trading.web.public.facts import Sheet, sheet
from trading.web.public.lines import AwardLine, CandidateLine, ContractLine, Fact, LotLine


@dataclass(frozen=True)
class Standing:
    """What corrections made of a notice: those that followed, and what a correction corrects."""

    later: tuple[CorrectionRow, ...] = ()
    corrects: NoticeRow | None = None


def standing_of(session: Session, found: NoticeView) -> Standing:
    """Which corrections followed this notice, or followed this correction of another one."""
    correction = found.frozen.content.correction
    if correction is None:
        return Standing(corrections_of(session, [found.row.number])[found.row.number])
    corrects = find_notice(session, correction.corrects).row
    every = corrections_of(session, [corrects.number])[corrects.number]
    numbers = [one.number for one in every]
    return Standing(every[numbers.index(found.row.number) + 1 :], corrects)


def standing_sheet(found: NoticeView, standing: Standing, *, at: datetime) -> Sheet:
    """The sheet of a notice with the deadline that stands; what was corrected says so."""
    content = found.frozen.content
    row = standing.corrects or found.row
    shown = marked(content, standing.later, at=at)
    deadline = None if row.withdrawn_at else row.deadline
    return replace(shown, deadline=deadline, closed=deadline is not None and deadline <= at)


def marked(content: NoticeDraft, later: Sequence[CorrectionRow], *, at: datetime) -> Sheet:
    """The sheet of a notice in which every fact that was corrected tells what it is now."""
    shown = sheet(content, at=at)
    if not later:
        return shown
    now = sheet(as_of_notice(later[-1].content, content), at=at)
    titles = {lot.number: lot for lot in now.lots}
    return replace(
        shown,
        facts=_facts(shown.facts, now.facts),
        lots=tuple(_lot(lot, titles.get(lot.number, lot)) for lot in shown.lots),
        awards=_awards(shown.awards, now.awards),
        failed=_awards(shown.failed, now.failed),
        candidates=_candidates(shown.candidates, now.candidates),
        contracts=_contracts(shown.contracts, now.contracts),
        publicity=now.publicity,
        publicity_over=now.publicity_over,
        deadline=now.deadline,
        closed=now.closed,
    )


def ending_lines(endings: Sequence[Ending], kind: str) -> list[tuple[str, str]]:
    """Lots that ended without an award, in words, each with the number of the notice of it."""
    failed = str(wording(category(kind)).failed)
    said = {Outcome.FAILED: failed, Outcome.TERMINATED: gettext("终止")}
    return [
        (gettext("“%(lot)s”已%(ended)s", lot=one.lot, ended=said[one.outcome]), one.number)
        for one in endings
    ]


def change_line(change: Change) -> str:
    """A change in one line: ``投标截止 2016-03-22 09:00 → 2016-03-29 09:00``."""
    nothing = gettext("（无）")
    return f"{change.label} {change.old or nothing} → {change.new or nothing}"


def _facts(old: Sequence[Fact], new: Sequence[Fact]) -> tuple[Fact, ...]:
    """The old facts, each with what it is now where that differs, then those that are new."""
    values = {one.label: one.value for one in new}
    known = {one.label for one in old}
    kept = [_fact(one, values.get(one.label, "")) for one in old]
    added = [replace(one, value="", now=one.value) for one in new if one.label not in known]
    return (*kept, *added)


def _fact(old: Fact, now: str) -> Fact:
    return old if old.value == now else replace(old, now=now or gettext("（无）"))


def _lot(old: LotLine, new: LotLine) -> LotLine:
    title = old.title
    if new.title != title:
        title = gettext("%(old)s（已更正为 %(new)s）", old=title, new=new.title)
    return replace(old, title=title, facts=_facts(old.facts, new.facts))


def _awards(old: Sequence[AwardLine], new: Sequence[AwardLine]) -> tuple[AwardLine, ...]:
    pairs = zip(old, new, strict=False)
    return tuple(one if one == other else _award(one, other) for one, other in pairs)


def _award(old: AwardLine, new: AwardLine) -> AwardLine:
    return replace(old, note=_noted(old.note, (new.who, new.price, new.decided_on, new.note)))


def _candidates(
    old: Sequence[CandidateLine], new: Sequence[CandidateLine]
) -> tuple[CandidateLine, ...]:
    """Candidates that came or went are told at the top alone."""
    if len(old) != len(new):
        return tuple(old)
    return tuple(
        one
        if one == other
        else replace(one, about=(*one.about, _noted("", (other.who, other.price, other.leader))))
        for one, other in zip(old, new, strict=True)
    )


def _contracts(
    old: Sequence[ContractLine], new: Sequence[ContractLine]
) -> tuple[ContractLine, ...]:
    """Contracts in the same way."""
    if len(old) != len(new):
        return tuple(old)
    return tuple(
        one
        if one == other
        else replace(
            one, note=_noted(one.note, (other.number, other.who, other.price, other.signed_on))
        )
        for one, other in zip(old, new, strict=True)
    )


def _noted(note: str, told: Sequence[str]) -> str:
    said = gettext("已更正为：%(told)s", told="，".join(part for part in told if part))
    return "；".join(part for part in (note, said) if part)
