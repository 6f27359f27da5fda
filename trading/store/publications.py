"""What one act of publication writes: numbers, frozen notices, and which draft became what."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select, update

from trading.domain.announced import announced
from trading.domain.calendar import day_of
from trading.domain.drafts import NoticeDraft
from trading.domain.errors import Conflict
from trading.domain.identifiers import notice_number
from trading.domain.payloads import FrozenNotice
from trading.store.feed_pages import count_item
from trading.store.search_index import add_to_index
from trading.store.tables import (
    Act,
    DaySerial,
    Draft,
    Notice,
    NoticeFile,
    NoticeLot,
    NoticeStanding,
    Process,
    SiteRow,
)


@dataclass(frozen=True)
class Counters:
    """Where the site stands: the last sequence number given, when it last published (UTC).

    `review_required` as the site's row says, which a setting may override.
    """

    sequence: int
    last_published_at: datetime | None
    review_required: bool = False


def lock_site(session: Session) -> Counters:
    """Make every other publication wait until this transaction ends, and say where we stand.

    What this session read before may be stale by then, so it is read anew from here on.
    """
    session.expire_all()
    row = session.exec(select(SiteRow).with_for_update()).one_or_none()
    if row is None:
        raise Conflict("网站尚未初始化：请先运行 trading init")
    return Counters(
        sequence=row.sequence,
        last_published_at=row.last_published_at,
        review_required=row.review_required,
    )


def next_number(session: Session, day: date) -> str:
    """The next notice number of a day; a number is never given twice."""
    row = session.get(DaySerial, day)
    if row is None:
        row = DaySerial(day=day, last=0)
    row.last += 1
    session.add(row)
    session.flush()
    return notice_number(day, row.last)


def add_act(session: Session, moment: datetime, *, by: int | None) -> int:
    """Enter a publication act; gives its id."""
    act = Act(published_at=moment, published_on=day_of(moment), staff_id=by)
    session.add(act)
    session.flush()
    assert act.id is not None
    return act.id


def name_process(
    session: Session,
    process_id: int,
    content: NoticeDraft,
    *,
    number: str,
    buyer_id: int,
    agency_id: int | None,
) -> str:
    """Write what a notice says of its process; gives the code, which its first notice sets.

    A correction speaks of an older notice: what it moves is decided where it takes effect.
    """
    row = session.get_one(Process, process_id)
    if content.correction is not None and row.code:
        return row.code
    row.code = row.code or number
    row.title = content.process_title
    row.project_code = content.project_code or row.project_code
    row.category = content.category
    row.method = content.method
    row.region = content.region
    row.buyer_id = buyer_id
    row.agency_id = agency_id or row.agency_id
    row.retender_of_id = row.retender_of_id or _id_of(session, content.retender_of)
    if content.tender is not None:
        row.deadline = content.tender.deadline
        row.opening_at = content.tender.opening_at
    session.add(row)
    session.flush()
    return row.code


def _id_of(session: Session, code: str) -> int | None:
    """The process that this code names; None for no code."""
    if not code:
        return None
    return session.exec(select(Process.id).where(col(Process.code) == code)).one()


def add_notice(
    session: Session,
    frozen: FrozenNotice,
    *,
    record: tuple[str, str],
    search_text: str,
    process_id: int,
    buyer_id: int,
    lot_ids: list[int],
) -> int:
    """Enter a frozen notice with the columns that lists filter by; gives its id.

    `record` is its canonical JSON and the SHA-256 (hex) over exactly these bytes.
    """
    notice = Notice(
        **_columns(frozen),
        process_id=process_id,
        buyer_id=buyer_id,
        payload=record[0],
        payload_sha256=record[1],
        search_text=search_text,
    )
    session.add(notice)
    session.flush()
    assert notice.id is not None
    session.add_all([NoticeLot(notice_id=notice.id, lot_id=lot_id) for lot_id in lot_ids])
    session.add_all(
        [
            NoticeFile(notice_id=notice.id, position=position, sha256=one.sha256, name=one.name)
            for position, one in enumerate(frozen.content.attachments, start=1)
        ]
    )
    session.add(_standing(notice, frozen.content))
    session.flush()
    _list(session, notice)
    return notice.id


def _list(session: Session, notice: Notice) -> None:
    """Let searches and feeds find a notice that was entered."""
    add_to_index(
        session,
        published_at=notice.published_at,
        sequence=notice.sequence,
        words=notice.search_text,
    )
    if not notice.archived:
        count_item(session, notice.family, notice.category, notice.sequence)


def _columns(frozen: FrozenNotice) -> dict[str, Any]:  # Any: columns of many types
    """The parts of the payload that lists filter, sort and show."""
    stamp, content = frozen.stamp, frozen.content
    amount = announced(content)
    return {
        "number": stamp.number,
        "sequence": stamp.sequence,
        "act_id": stamp.act,
        "type": content.type.value,
        "family": content.type.family.value,
        "category": content.category,
        "method": content.method,
        "region": content.region,
        "title": content.title,
        "published_at": stamp.published_at,
        "published_on": day_of(stamp.published_at),
        "archived": stamp.archived,
        "deadline": _deadline(content),
        "amount_fen": amount.fen,
        "currency": amount.currency,
    }


def _deadline(content: NoticeDraft) -> datetime | None:
    """The deadline that a notice sets; one that a correction moves stays that of the notice."""
    return content.tender.deadline if content.tender and not content.correction else None


def _opening(content: NoticeDraft) -> datetime | None:
    """The opening in the same way."""
    return content.tender.opening_at if content.tender and not content.correction else None


def _standing(notice: Notice, content: NoticeDraft) -> NoticeStanding:
    """A notice stands as it was published, until another one changes that."""
    assert notice.id is not None
    return NoticeStanding(
        notice_id=notice.id,
        deadline=notice.deadline,
        opening_at=_opening(content),
        amount_fen=notice.amount_fen,
        currency=notice.currency,
    )


def mark_published(session: Session, draft_id: int, notice_id: int) -> None:
    """Tie a draft to the notice it became; from now on it cannot be saved or published again."""
    session.exec(update(Draft).where(col(Draft.id) == draft_id).values(notice_id=notice_id))


def advance_site(session: Session, *, sequence: int, moment: datetime, authority: str) -> None:
    """Note the last sequence number and moment, and let readers see a new revision.

    The authority of the tag URIs is kept from the first publication on, wherever it was set.
    """
    session.exec(
        update(SiteRow).values(
            sequence=sequence,
            last_published_at=moment,
            revision=SiteRow.revision + 1,
            authority=authority,
        )
    )
