"""Published notices as readers see them: one with its record, those of a process."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from trading.domain.errors import NotFound
from trading.domain.payloads import FrozenNotice, thaw
from trading.store.notice_rows import NoticeRow, as_row, rows, whole
from trading.store.tables import Award, Notice, NoticeStanding


@dataclass(frozen=True, kw_only=True)
class NoticeView:
    """A notice with its frozen content; `payload` is the canonical record, byte for byte."""

    row: NoticeRow
    payload: str
    sha256: str

    @cached_property
    def frozen(self) -> FrozenNotice:
        """The record read back; ValueError, KeyError or TypeError when it is damaged.

        Read only when asked for, so that one damaged record cannot break a list of many.
        """
        return thaw(json.loads(self.payload))


def find_notice(session: Session, number: str) -> NoticeView:
    """One notice by its number; NotFound when it was never published."""
    found = session.exec(whole().where(col(Notice.number) == number)).one_or_none()
    if found is None:
        raise NotFound("没有编号为%(number)s的公告", number=number[:40])
    return _view(*found)


def records_of(session: Session, numbers: Sequence[str]) -> dict[str, str]:
    """The canonical records of these notices, by number."""
    query = select(Notice.number, Notice.payload).where(col(Notice.number).in_(numbers))
    return dict(session.exec(query).all())


def notices_of_process(session: Session, process_id: int) -> list[NoticeRow]:
    """Every notice of a process, oldest first: its time line."""
    query = rows().where(col(Notice.process_id) == process_id)
    return [as_row(*one) for one in session.exec(query.order_by(col(Notice.sequence)))]


def replaced_by(session: Session, number: str) -> list[str]:
    """The numbers of the notices that replaced an award which this notice announced."""
    later = aliased(Notice)
    query = (
        select(later.number)
        .join(Award, col(Award.ended_by_notice_id) == col(later.id))
        .join(Notice, col(Notice.id) == col(Award.notice_id))
        .where(col(Notice.number) == number, col(Award.end_kind) == "replaced")
        .distinct()
        .order_by(col(later.number))
    )
    return list(session.exec(query))


def _view(
    notice: Notice,
    buyer_name: str,
    replaced: bool,
    standing: NoticeStanding,
    withdrawn_at: datetime | None,
) -> NoticeView:
    return NoticeView(
        row=as_row(notice, buyer_name, replaced, standing, withdrawn_at),
        payload=notice.payload,
        sha256=notice.payload_sha256,
    )
