"""Publicities of candidates: until which day each runs, as it stands corrected now."""

import json
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from trading.domain.payloads import thaw
from trading.store.tables import Correction, Notice


def last_days(session: Session, notice_ids: Collection[int]) -> dict[int, date]:
    """The last day of the publicity of each of these notices of candidates.

    One that names no last day counts as over when it was published: somebody should look.
    """
    # Any: SQLModel names no nullability of ids.
    query: Any = select(Notice.id, Notice.published_on, Notice.payload)
    read = session.exec(query.where(col(Notice.id).in_(notice_ids))).all()
    texts = {notice: text for notice, _, text in read}
    texts |= dict(_corrected(session, notice_ids))
    return {notice: _last_day(texts[notice]) or day for notice, day, _ in read}


def _corrected(session: Session, notice_ids: Collection[int]) -> Iterable[tuple[int, str]]:
    """The record of the newest correction of each of these notices: it states the facts whole."""
    query = (
        select(Correction.corrects_id, Notice.payload)
        .join(Notice, col(Notice.id) == col(Correction.notice_id))
        .where(col(Correction.corrects_id).in_(notice_ids))
        .order_by(col(Notice.sequence))
    )
    return session.exec(query).all()


def _last_day(payload: str) -> date | None:
    """The last day of the publicity; None when it names none, or its record is damaged."""
    try:
        facts = thaw(json.loads(payload)).content.candidate
    except (ValueError, KeyError, TypeError):
        return None
    return facts.publicity_until if facts else None
