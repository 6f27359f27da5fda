"""Searches of staff: notices also when withdrawn, processes, organizations, and open drafts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, func, select

from trading.domain.drafts import NoticeDraft
from trading.domain.grams import Term
from trading.store.desks import PER_PAGE, Part
from trading.store.drafts import load
from trading.store.lists import MOST_COUNTED
from trading.store.notice_rows import NoticeRow, as_row, rows
from trading.store.processes import is_alive
from trading.store.search_index import Place
from trading.store.search_index import found as found_by_grams
from trading.store.tables import Draft, Notice, Organization, Process, Staff

# How else a term may stand in a column that is not in normal form: with full-width signs, as
# Chinese texts have them, or full-width throughout, as some programs write numbers.
_SIGNS = str.maketrans(dict(zip("(),:;?!", "（），：；？！", strict=True)))
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@dataclass(frozen=True, kw_only=True)
class FoundDraft:
    """An open draft; `editor_name` saved it last."""

    id: int
    content: NoticeDraft
    state: str
    editor_name: str
    saved_at: datetime


@dataclass(frozen=True, kw_only=True)
class FoundProcess:
    """A process that is published (`code`) or has an open draft (None)."""

    id: int
    code: str | None
    title: str
    project_code: str


@dataclass(frozen=True, kw_only=True)
class FoundOrganization:
    """An organization; `uscc` is empty where none is known."""

    id: int
    name: str
    uscc: str


def open_drafts_to_search(session: Session, *, most: int) -> list[FoundDraft]:
    """The open drafts, last saved first, up to so many."""
    query = (
        select(Draft, Staff.name)
        .join(Staff, col(Staff.id) == col(Draft.editor_id))
        .where(col(Draft.notice_id).is_(None), col(Draft.discarded_at).is_(None))
        .order_by(col(Draft.saved_at).desc(), col(Draft.id).desc())
        .limit(most)
    )
    return [
        FoundDraft(
            id=row.id,
            content=load(row.content),
            state=row.state,
            editor_name=name,
            saved_at=row.saved_at,
        )
        for row, name in session.exec(query)
        if row.id is not None
    ]


def search_notices(session: Session, terms: Sequence[Term], *, page: int) -> Part[NoticeRow]:
    """The published notices in which every term stands, newest first; withdrawn ones too."""
    some = found_by_grams(select(Notice.id), terms).limit(MOST_COUNTED + 1).subquery()
    total = session.exec(select(func.count()).select_from(some)).one()
    query = found_by_grams(rows(), terms).order_by(Place().desc())
    return Part(tuple(as_row(*one) for one in session.exec(_paged(query, page))), total, page)


def search_processes(session: Session, terms: Sequence[Term], *, page: int) -> Part[FoundProcess]:
    """The processes whose title, 项目编号 or number holds every term, newest first."""
    found = [
        is_alive(),
        *(_any_holds(term, Process.title, Process.project_code, Process.code) for term in terms),
    ]
    total = session.exec(select(func.count()).select_from(Process).where(*found)).one()
    newest = col(Process.created_at).desc(), col(Process.id).desc()
    query = select(Process).where(*found).order_by(*newest)
    processes = tuple(
        FoundProcess(id=row.id, code=row.code, title=row.title, project_code=row.project_code)
        for row in session.exec(_paged(query, page))
    )
    return Part(processes, total, page)


def search_organizations(
    session: Session, terms: Sequence[Term], *, page: int
) -> Part[FoundOrganization]:
    """The organizations whose name or 统一社会信用代码 holds every term, by name."""
    found = [_any_holds(term, Organization.name, Organization.uscc) for term in terms]
    total = session.exec(select(func.count()).select_from(Organization).where(*found)).one()
    query = (
        select(Organization).where(*found).order_by(col(Organization.name), col(Organization.id))
    )
    organizations = tuple(
        FoundOrganization(id=row.id, name=row.name, uscc=row.uscc or "")
        for row in session.exec(_paged(query, page))
    )
    return Part(organizations, total, page)


def _any_holds(term: Term, *columns: Any) -> ColumnElement[bool]:  # Any: columns, some nullable
    """Whether one of these columns holds the term, however its signs are written."""
    spellings = dict.fromkeys((term.text, term.text.translate(_SIGNS), term.text.translate(_WIDE)))
    return or_(
        *(
            func.lower(col(column)).contains(spelling, autoescape=True)
            for column in columns
            for spelling in spellings
        )
    )


def _paged(query: Any, page: int) -> Any:  # Any: queries of several shapes
    return query.limit(PER_PAGE).offset((page - 1) * PER_PAGE)
