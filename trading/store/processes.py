"""Contracting processes as staff meet them: found again, described, and known by what was said."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import Session, col, select, update

from trading.domain.drafts import NoticeDraft, Party
from trading.domain.errors import NotFound
from trading.store.lots import AwardView, LotView, lots_of_processes
from trading.store.organizations import find_or_add_organization
from trading.store.tables import Draft, Organization, Process

__all__ = [
    "AwardView",
    "LotView",
    "ProcessView",
    "add_process",
    "describe_anchor",
    "find_or_add_organization",
    "find_process",
    "find_processes",
    "process_of_code",
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
    """A process; `code` is None as long as nothing of it is published (it only has drafts).

    `deadline` is that of its newest offer as it stands now.
    """

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
    deadline: datetime | None


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
    found = find_processes(session, [process_id])
    if process_id not in found:
        raise NotFound("没有这个项目")
    return found[process_id]


def find_processes(session: Session, process_ids: Collection[int]) -> dict[int, ProcessView]:
    """These processes by their ids, in as many statements as one takes; unknown ids are left out.

    The order is that of the ids.
    """
    rows = {
        row.id: row for row in session.exec(select(Process).where(col(Process.id).in_(process_ids)))
    }
    parties = _parties(session, rows.values())
    lots = lots_of_processes(session, process_ids)
    return {
        process_id: _view(rows[process_id], parties, lots[process_id])
        for process_id in process_ids
        if process_id in rows
    }


def process_of_code(session: Session, code: str) -> ProcessView | None:
    """The published process of this code, if there is one."""
    found = session.exec(select(Process.id).where(col(Process.code) == code)).one_or_none()
    return find_process(session, found) if found is not None else None


def has_process(session: Session, code: str) -> bool:
    """Whether a published process has this code."""
    query = select(Process.id).where(col(Process.code) == code)
    return session.exec(query).first() is not None


def search_processes(session: Session, text: str, *, limit: int = 20) -> list[ProcessView]:
    """Processes whose title, 项目编号 or number holds every word of this text, newest first.

    Published ones and those with an open draft; empty text gives the newest.
    """
    query = select(Process.id).where(is_alive())
    for word in text.split():
        query = query.where(_holds(word))
    query = query.order_by(col(Process.created_at).desc(), col(Process.id).desc()).limit(limit)
    ids = [process_id for process_id in session.exec(query) if process_id is not None]
    return list(find_processes(session, ids).values())


def same_code(session: Session, project_code: str, *, besides: int) -> list[Namesake]:
    """The other processes with this 项目编号, oldest first; none for a blank one.

    Attempts at the same project, linked as re-tenders, are left out.
    """
    if not project_code:
        return []
    query = select(Process).where(
        is_alive(), col(Process.project_code) == project_code, col(Process.id) != besides
    )
    tried_before = select(Process.retender_of_id).where(
        col(Process.id) == besides, col(Process.retender_of_id).is_not(None)
    )
    query = query.where(
        col(Process.id).not_in(tried_before), func.coalesce(Process.retender_of_id, 0) != besides
    )
    rows = session.exec(query.order_by(col(Process.id))).all()
    return [Namesake(row.code, row.title) for row in rows]


def is_alive() -> ColumnElement[bool]:
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


def _parties(session: Session, rows: Iterable[Process]) -> dict[int | None, Party]:
    """The buyers and agencies of these processes."""
    ids = {party for row in rows for party in (row.buyer_id, row.agency_id) if party is not None}
    query = select(Organization).where(col(Organization.id).in_(ids))
    return {row.id: Party(name=row.name, uscc=row.uscc or "") for row in session.exec(query)}


def _view(
    row: Process, parties: Mapping[int | None, Party], lots: tuple[LotView, ...]
) -> ProcessView:
    assert row.id is not None
    return ProcessView(
        id=row.id,
        code=row.code,
        title=row.title,
        project_code=row.project_code,
        category=row.category,
        method=row.method,
        region=row.region,
        buyer=parties.get(row.buyer_id) or Party(name=""),
        agency=parties.get(row.agency_id),
        lots=lots,
        deadline=row.deadline,
    )
