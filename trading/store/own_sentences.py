"""Own sentences: what the centre wrote for its report, the newest in use, the others kept."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from trading.store.tables import OwnSentenceRow, Staff


@dataclass(frozen=True)
class KeptSentence:
    """A saved sentence: its template, the whole of each 其中, who saved it and when."""

    text: str
    wholes: tuple[str, ...]
    saved_at: datetime
    saved_by: str


def newest_sentence(session: Session) -> KeptSentence | None:
    """The sentence in use; None before one was saved."""
    query = select(OwnSentenceRow, Staff.name).join(
        Staff, col(Staff.id) == col(OwnSentenceRow.saved_by)
    )
    found = session.exec(query.order_by(col(OwnSentenceRow.id).desc()).limit(1)).one_or_none()
    if found is None:
        return None
    row, name = found
    return KeptSentence(row.text, tuple(json.loads(row.wholes)), row.saved_at, name)


def store_sentence(
    session: Session, text: str, wholes: tuple[str, ...], *, by: int, now: datetime
) -> None:
    """Keep a sentence; it is the one in use from now on."""
    row = OwnSentenceRow(text=text, wholes=json.dumps(wholes), saved_at=now, saved_by=by)
    session.add(row)
    session.flush()
