"""Contracting processes as staff meet them: found again, described, and known by what was said."""

import json
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import Session, col, select, update

from trading.domain.drafts import NoticeDraft, Party
from trading.domain.errors import NotFound
from trading.domain.payloads import thaw
from trading.store.drafts import open_drafts
from trading.store.lots import AwardView, LotView, lots_of
from trading.store.organizations import find_or_add_organization
from trading.store.tables import Draft, Notice, Organization, Process

__all__ = [
    "AwardView",
    "LotView",
    "ProcessView",
    "add_process",
    "describe_anchor",
    "find_or_add_organization",
    "find_process",
    "known_content",
    "same_code",
    "search_processes",
]


@dataclass(frozen=True)
class Namesake:
    """Another process with the same 项目编号; `code` is None while it only has drafts."""

    code: str | None
    title: str


@dataclass(frozen=True, kw_only=True)
class ProcessView:
    """A process; `code` is None as long as nothing of it is published (it only has drafts)."""

    id: int
    code: str | None
    title: str
    project_code: str
    category: str
    method: str
    region: str
    buyer: Party
    agency: Party | None
    lots: tuple[LotView, ...]


def add_process(session: Session, content: NoticeDraft, *, now: datetime) -> int:
    """Make the anchor of a process that has only drafts so far; gives its id."""
    row = Process(title=content.process_title, project_code=content.project_code, created_at=now)
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def describe_anchor(session: Session, process_id: int, content: NoticeDraft) -> None:
    """Let an unpublished process be found under what its newest draft calls it."""
    session.exec(
        update(Process)
        .where(col(Process.id) == process_id, col(Process.code).is_(None))
        .values(title=content.process_title, project_code=content.project_code)
    )


def find_process(session: Session, process_id: int) -> ProcessView:
    """One process with its published lots in order of number; NotFound when there is none."""
    row = session.get(Process, process_id)
    if row is None:
        raise NotFound("没有这个项目")
    return _view(session, row)


def search_processes(session: Session, text: str, *, limit: int = 20) -> list[ProcessView]:
    """Processes whose title, 项目编号 or number holds every word of this text, newest first.

    Published ones and those with an open draft; empty text gives the newest.
    """
    query = select(Process).where(_is_alive())
    for word in text.split():
        query = query.where(_holds(word))
    query = query.order_by(col(Process.created_at).desc(), col(Process.id).desc()).limit(limit)
    return [_view(session, row) for row in session.exec(query).all()]


def same_code(session: Session, project_code: str, *, besides: int) -> list[Namesake]:
    """The other processes with this 项目编号, oldest first; none for a blank one."""
    if not project_code:
        return []
    query = select(Process).where(
        _is_alive(), col(Process.project_code) == project_code, col(Process.id) != besides
    )
    rows = session.exec(query.order_by(col(Process.id))).all()
    return [Namesake(row.code, row.title) for row in rows]


def known_content(session: Session, process_id: int) -> NoticeDraft | None:
    """The newest published content of a process, else that of its newest open draft.

    Its lots are all that any notice or open draft of the process has stated; what was
    published, and published last, counts.
    """
    payloads = session.exec(
        select(Notice.payload)
        .where(col(Notice.process_id) == process_id)
        .order_by(col(Notice.sequence).desc())
    ).all()
    contents = [thaw(json.loads(payload)).content for payload in payloads]
    contents += [draft.content for draft in open_drafts(session, process_id=process_id)]
    if not contents:
        return None
    lots = {lot.number: lot for content in reversed(contents) for lot in content.lots}
    return replace(contents[0], lots=tuple(lots[number] for number in sorted(lots)))


def _is_alive() -> ColumnElement[bool]:
    """Whether something of a process is published or waits on the desk."""
    drafted = select(Draft.process_id).where(
        col(Draft.notice_id).is_(None), col(Draft.discarded_at).is_(None)
    )
    return or_(col(Process.code).is_not(None), col(Process.id).in_(drafted))


def _holds(word: str) -> ColumnElement[bool]:
    low = word.lower()
    return or_(
        func.lower(col(Process.title)).contains(low, autoescape=True),
        func.lower(col(Process.project_code)).contains(low, autoescape=True),
        col(Process.code) == word,
    )


def _view(session: Session, row: Process) -> ProcessView:
    assert row.id is not None
    buyer, agency = _party(session, row.buyer_id), _party(session, row.agency_id)
    return ProcessView(
        id=row.id,
        code=row.code,
        title=row.title,
        project_code=row.project_code,
        category=row.category,
        method=row.method,
        region=row.region,
        buyer=buyer or Party(name=""),
        agency=agency,
        lots=lots_of(session, row.id),
    )


def _party(session: Session, organization_id: int | None) -> Party | None:
    found = session.get(Organization, organization_id) if organization_id else None
    return Party(name=found.name, uscc=found.uscc or "") if found else None
