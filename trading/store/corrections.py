"""Corrections of published notices: how a notice stands now, and what a correction moves."""

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select, update

from trading.domain.announced import announced
from trading.domain.codes import Family, NoticeType
from trading.domain.drafts import Change, Entered, NoticeDraft
from trading.domain.payloads import thaw
from trading.store.plans import Unindexed
from trading.store.tables import (
    Correction,
    Lot,
    LotExit,
    Notice,
    NoticeStanding,
    Process,
    Withdrawal,
)


@dataclass(frozen=True, kw_only=True)
class CorrectionRow:
    """A published correction of a notice, with every change that it makes."""

    number: str
    title: str
    published_at: datetime
    payload: str

    @cached_property
    def content(self) -> NoticeDraft:
        """What it says; ValueError, KeyError or TypeError when its record is damaged.

        Read only when asked for, so that one damaged record cannot break a list of many.
        """
        return thaw(json.loads(self.payload)).content

    @property
    def changes(self) -> tuple[Change, ...]:
        """What it changes, as it says itself."""
        return self.content.correction.changes if self.content.correction else ()


@dataclass(frozen=True, kw_only=True)
class Target:
    """A published notice that may be corrected: as it was published, and its corrections since."""

    id: int
    number: str
    process_id: int
    content: NoticeDraft
    withdrawn: bool
    corrections: tuple[CorrectionRow, ...]

    @property
    def type(self) -> NoticeType:
        """What it is."""
        return self.content.type

    @property
    def last(self) -> str:
        """The number of its newest correction; empty when there is none."""
        return self.corrections[-1].number if self.corrections else ""

    def standing(self, up_to: str | None = None) -> NoticeDraft:
        """Its content with the facts that stand now, or stood after correction `up_to`.

        Title, text, source and files stay those of the notice itself.
        """
        reached = self.corrections
        if up_to is not None:
            numbers = [one.number for one in reached]
            reached = reached[: numbers.index(up_to) + 1] if up_to in numbers else ()
        return as_of_notice(reached[-1].content, self.content) if reached else self.content


def as_of_notice(corrected: NoticeDraft, notice: NoticeDraft) -> NoticeDraft:
    """The facts of a correction under the title and text of the notice that it corrects."""
    return replace(
        corrected,
        type=notice.type,
        title=notice.title,
        body_html=notice.body_html,
        source=notice.source,
        source_url=notice.source_url,
        attachments=notice.attachments,
        retender_of=notice.retender_of,
        correction=None,
    )


def find_target(session: Session, number: str) -> Target | None:
    """A published notice with all its corrections; None when there is no such notice."""
    query = (
        select(Notice, Withdrawal.sequence)
        .join(Withdrawal, col(Withdrawal.notice_id) == col(Notice.id), isouter=True)
        .where(col(Notice.number) == number)
    )
    found = session.exec(query).one_or_none()
    if found is None:
        return None
    notice, withdrawn = found
    assert notice.id is not None
    return Target(
        id=notice.id,
        number=notice.number,
        process_id=notice.process_id,
        content=thaw(json.loads(notice.payload)).content,
        withdrawn=withdrawn is not None,
        corrections=corrections_of(session, [number])[number],
    )


def corrections_of(
    session: Session, numbers: Collection[str]
) -> defaultdict[str, tuple[CorrectionRow, ...]]:
    """The corrections of these notices by number, the oldest first; none that was withdrawn."""
    corrected = aliased(Notice)
    query = (
        select(corrected.number, Notice)
        .join(Correction, col(Correction.corrects_id) == col(corrected.id))
        .join(Notice, col(Notice.id) == col(Correction.notice_id))
        .where(
            col(corrected.number).in_(numbers),
            col(Notice.id).not_in(select(Withdrawal.notice_id)),
        )
        .order_by(col(Notice.sequence))
    )
    found: defaultdict[str, tuple[CorrectionRow, ...]] = defaultdict(tuple)
    for number, row in session.exec(query):
        found[number] += (
            CorrectionRow(
                number=row.number,
                title=row.title,
                published_at=row.published_at,
                payload=row.payload,
            ),
        )
    return found


def add_correction(session: Session, content: NoticeDraft, *, notice_id: int, target: int) -> None:
    """Enter which notice a published correction corrects, and why."""
    assert content.correction is not None
    reason = content.correction.reason_code
    code = reason.value if reason else ""
    session.add(Correction(notice_id=notice_id, corrects_id=target, reason_code=code))


def restate_standing(session: Session, target: int, facts: NoticeDraft, *, at: datetime) -> None:
    """A corrected notice stands from `at` on as these facts of it say."""
    amount = announced(facts)
    row = session.get_one(NoticeStanding, target)
    row.deadline = facts.tender.deadline if facts.tender else None
    row.opening_at = facts.tender.opening_at if facts.tender else None
    row.amount_fen, row.currency = amount.fen, amount.currency
    row.corrected_at = at
    session.add(row)


def restate_lots(session: Session, process_id: int, old: NoticeDraft, new: NoticeDraft) -> None:
    """Lots take corrected facts, where they still say what the notice said of them."""
    rows = {
        row.number: row
        for row in session.exec(select(Lot).where(col(Lot.process_id) == process_id))
    }
    before = {lot.number: lot for lot in old.lots}
    for lot in new.lots:
        row, known = rows[lot.number], before.get(lot.number, lot)
        for name, was, now in (
            ("title", known.title, lot.title),
            ("code", known.code, lot.code),
            ("estimate_fen", _fen(known.estimate), _fen(lot.estimate)),
            ("ceiling_fen", _fen(known.ceiling), _fen(lot.ceiling)),
        ):
            _follow(row, name, was, now)
        session.add(row)


def restate_process(
    session: Session, process_id: int, target: int, old: NoticeDraft, new: NoticeDraft
) -> None:
    """A process takes corrected facts, where it still says what the notice said of it."""
    row = session.get_one(Process, process_id)
    for name, was, now in (
        ("title", old.process_title, new.process_title),
        ("project_code", old.project_code, new.project_code),
        ("method", old.method, new.method),
        ("region", old.region, new.region),
    ):
        _follow(row, name, was, now)
    if new.tender is not None and newest_offer(session, process_id) == target:
        row.deadline, row.opening_at = new.tender.deadline, new.tender.opening_at
    session.add(row)


def restate_party(session: Session, process_id: int, name: str, was: int, now: int | None) -> None:
    """The buyer or agency of a process (`buyer_id`, `agency_id`) becomes the corrected one."""
    row = session.get_one(Process, process_id)
    _follow(row, name, was, now)
    session.add(row)


def restate_reasons(session: Session, target: int, new: NoticeDraft) -> None:
    """The lots that the notice ended have the corrected reasons."""
    for failed in new.failed:
        lots = (
            select(Lot.id)
            .join(LotExit, col(LotExit.lot_id) == col(Lot.id))
            .where(col(LotExit.notice_id) == target, col(Lot.number) == failed.lot)
        )
        session.exec(
            update(LotExit)
            .where(col(LotExit.notice_id) == target, col(LotExit.lot_id).in_(lots))
            .values(reason=failed.reason)
        )


def newest_offer(session: Session, process_id: int) -> int | None:
    """The tender-family notice of a process that was published last and still stands."""
    query = (
        select(Notice.id)
        .where(
            col(Notice.process_id) == process_id,
            Unindexed(Notice.family) == Family.TENDER.value,
            col(Notice.id).not_in(select(Withdrawal.notice_id)),
        )
        .order_by(col(Notice.sequence).desc())
        .limit(1)
    )
    return session.exec(query).first()


def _follow(row: object, name: str, was: object, now: object) -> None:
    if was != now and getattr(row, name) == was:
        setattr(row, name, now)


def _fen(amount: Entered | None) -> int | None:
    return amount.fen if amount else None
