"""Since: what was published or withdrawn in some processes after a place in the sequence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from trading.store.tables import Notice, Process, Withdrawal

_CHUNK = 500


@dataclass(frozen=True, kw_only=True)
class Event:
    """A notice that was published, or withdrawn (`is_withdrawal`), with its process."""

    sequence: int
    number: str
    type: str
    family: str
    category: str
    method: str
    title: str
    at: datetime
    process: str
    is_withdrawal: bool = False


def events_since(session: Session, sequence: int, processes: Sequence[str]) -> list[Event]:
    """Every event after `sequence` in the processes of these codes, in order."""
    found: list[Event] = []
    for start in range(0, len(processes), _CHUNK):
        found += _events(session, sequence, processes[start : start + _CHUNK])
    return sorted(found, key=lambda one: one.sequence)


def _events(session: Session, sequence: int, codes: Sequence[str]) -> Iterator[Event]:
    published = (
        select(Notice, Process.code)
        .join(Process, col(Process.id) == col(Notice.process_id))
        .where(col(Process.code).in_(codes), col(Notice.sequence) > sequence)
    )
    for notice, code in session.exec(published):
        yield _event(notice, code, notice.sequence, notice.published_at)
    withdrawn = (
        select(Notice, Process.code, Withdrawal)
        .join(Process, col(Process.id) == col(Notice.process_id))
        .join(Withdrawal, col(Withdrawal.notice_id) == col(Notice.id))
        .where(col(Process.code).in_(codes), col(Withdrawal.sequence) > sequence)
    )
    for notice, code, gone in session.exec(withdrawn):
        yield _event(notice, code, gone.sequence, gone.withdrawn_at, is_withdrawal=True)


def _event(
    notice: Notice, code: str | None, sequence: int, at: datetime, *, is_withdrawal: bool = False
) -> Event:
    return Event(
        sequence=sequence,
        number=notice.number,
        type=notice.type,
        family=notice.family,
        category=notice.category,
        method=notice.method,
        title=notice.title,
        at=at,
        process=code or "",
        is_withdrawal=is_withdrawal,
    )
