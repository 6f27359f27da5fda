"""What a process is known by: everything that its notices and drafts have said of it."""

import json

from sqlmodel import Session, col, select

from trading.domain.drafts import NoticeDraft
from trading.domain.payloads import thaw
from trading.store.drafts import open_drafts
from trading.store.tables import Correction, Notice, Withdrawal


def known_contents(session: Session, process_id: int) -> list[NoticeDraft]:
    """What was published of a process, newest first, then its open drafts, last saved first.

    What was withdrawn is no longer said, nor what corrected it.
    """
    withdrawn = select(Withdrawal.notice_id)
    correcting = select(Correction.notice_id).where(col(Correction.corrects_id).in_(withdrawn))
    payloads = session.exec(
        select(Notice.payload)
        .where(
            col(Notice.process_id) == process_id,
            col(Notice.id).not_in(withdrawn),
            col(Notice.id).not_in(correcting),
        )
        .order_by(col(Notice.sequence).desc())
    ).all()
    published = [thaw(json.loads(payload)).content for payload in payloads]
    return published + [draft.content for draft in open_drafts(session, process_id=process_id)]
