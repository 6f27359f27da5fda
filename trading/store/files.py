"""Files of drafts and notices: which bytes, under which names, in which order."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, func, select

from trading.domain.drafts import Attachment
from trading.store.tables import DraftFile, Notice, NoticeFile, StoredFile, Withdrawal


@dataclass(frozen=True, kw_only=True)
class FileView:
    """A file that may be given out: its name, its bytes' hash and size, its media type."""

    name: str
    sha256: str
    size: int
    media_type: str


@dataclass(frozen=True)
class PublicFile:
    """A file of published notices; `withdrawn` when every one of them was withdrawn."""

    file: FileView
    withdrawn: bool


def attachments_of(session: Session, draft_ids: Iterable[int]) -> dict[int, tuple[Attachment, ...]]:
    """The files of each of these drafts, in their order; a draft without any is not in it."""
    query = (
        select(DraftFile, StoredFile.size)
        .join(StoredFile, col(StoredFile.sha256) == col(DraftFile.sha256))
        .where(col(DraftFile.draft_id).in_(list(draft_ids)))
        .order_by(col(DraftFile.draft_id), col(DraftFile.position))
    )
    found: dict[int, tuple[Attachment, ...]] = {}
    for row, size in session.exec(query):
        one = Attachment(name=row.name, size=size, sha256=row.sha256)
        found[row.draft_id] = (*found.get(row.draft_id, ()), one)
    return found


def set_attachments(session: Session, draft_id: int, files: Sequence[Attachment]) -> None:
    """Let a draft carry exactly these files, in this order; each was entered before."""
    session.exec(delete(DraftFile).where(col(DraftFile.draft_id) == draft_id))
    session.add_all(
        [
            DraftFile(draft_id=draft_id, position=position, sha256=one.sha256, name=one.name)
            for position, one in enumerate(files, start=1)
        ]
    )
    session.flush()


def enter_file(
    session: Session, file: Attachment, *, media_type: str, by: int, now: datetime
) -> None:
    """Note that these bytes lie on the disk; again changes nothing, also at the same moment."""
    if session.get(StoredFile, file.sha256) is not None:
        return
    row = StoredFile(
        sha256=file.sha256, size=file.size, media_type=media_type, stored_at=now, stored_by=by
    )
    with suppress(IntegrityError), session.begin_nested():  # somebody has just noted them
        session.add(row)


def bytes_stored(session: Session, *, by: int, since: datetime) -> int:
    """How many bytes somebody has added to the disk from a moment on."""
    total = session.exec(
        select(func.coalesce(func.sum(StoredFile.size), 0)).where(
            col(StoredFile.stored_by) == by, col(StoredFile.stored_at) >= since
        )
    ).one()
    return int(total)


def find_draft_file(session: Session, draft_id: int, sha256: str, name: str) -> FileView | None:
    """A file of a draft, published or not; None when the draft has no such file."""
    row = session.exec(
        select(StoredFile)
        .join(DraftFile, col(DraftFile.sha256) == col(StoredFile.sha256))
        .where(
            col(DraftFile.draft_id) == draft_id,
            col(DraftFile.sha256) == sha256,
            col(DraftFile.name) == name,
        )
    ).first()
    return _view(row, name) if row else None


def find_public_file(session: Session, sha256: str, name: str) -> PublicFile | None:
    """A file that some published notice carries under this name; None when none ever did."""
    query = (
        select(StoredFile, Withdrawal.notice_id)
        .join(NoticeFile, col(NoticeFile.sha256) == col(StoredFile.sha256))
        .join(Notice, col(Notice.id) == col(NoticeFile.notice_id))
        .join(Withdrawal, col(Withdrawal.notice_id) == col(Notice.id), isouter=True)
        .where(col(NoticeFile.sha256) == sha256, col(NoticeFile.name) == name)
        .order_by(col(Withdrawal.notice_id).is_not(None), col(Notice.sequence))
    )
    found = session.exec(query).first()
    if found is None:
        return None
    row, withdrawn = found
    return PublicFile(_view(row, name), withdrawn is not None)


def _view(row: StoredFile, name: str) -> FileView:
    return FileView(name=name, sha256=row.sha256, size=row.size, media_type=row.media_type)
