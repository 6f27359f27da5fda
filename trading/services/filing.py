"""Filing: files are attached to a draft, put in order and taken off again; nobody sees them yet.

The bytes go to the disk first and the row follows, so that no draft ever names a file that was
not kept (a file without a row harms nobody). Every change is a save of the draft: it raises the
revision, and is refused where the text could not be saved either.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO

from trading.domain.drafts import Attachment
from trading.domain.errors import Conflict, RuleBroken
from trading.domain.filenames import clean_name, kind_of, media_type
from trading.services import drafting
from trading.services.shelves import Shelf
from trading.services.sniffing import check_type
from trading.store import files
from trading.store.drafts import find_draft
from trading.store.engine import Session

MEGABYTE = 1024 * 1024
MOST_BYTES = 20 * MEGABYTE
MOST_FILES = 20
MOST_IN_ALL = 100 * MEGABYTE
MOST_A_DAY = 1024 * MEGABYTE
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Attached:
    """What came of an upload: how many files the draft now carries more, and why not the others."""

    added: int
    refused: tuple[RuleBroken, ...]


def take_in(shelf: Shelf, file: IO[bytes], uploaded_name: str) -> Attachment:
    """Keep the bytes of an uploaded file on the disk; no draft has it yet.

    Runs outside any transaction, since it may take seconds. RuleBroken(field "file") says why a
    file is not taken.
    """
    name = clean_name(uploaded_name)
    kind_of(name)
    kept = shelf.put(file, most=MOST_BYTES, check=lambda copy: check_type(copy, name))
    return Attachment(name=name, size=kept.size, sha256=kept.sha256)


def attach(
    session: Session,
    draft_id: int,
    taken: Iterable[Attachment],
    *,
    revision: int,
    by: int,
    now: datetime,
) -> Attached:
    """Let a draft carry these files behind those it has; those that do not fit are refused.

    `revision` is what the clerk saw. Raises as `drafting.revise`.
    """
    carried = list(find_draft(session, draft_id).content.attachments)
    stored_today = files.bytes_stored(session, by=by, since=now - DAY)
    added: list[Attachment] = []
    refused: list[RuleBroken] = []
    for one in taken:
        try:
            _check_fits(one, [*carried, *added], stored_today)
        except RuleBroken as broken:
            refused.append(broken)
        else:
            stored_today += one.size
            added.append(one)
    if added:
        for one in added:
            files.enter_file(session, one, media_type=media_type(one.name), by=by, now=now)
        _save(session, draft_id, [*carried, *added], revision=revision, by=by, now=now)
    return Attached(len(added), tuple(refused))


def detach(
    session: Session, draft_id: int, position: int, *, revision: int, by: int, now: datetime
) -> None:
    """Take the file at this position (from 1) off a draft; its bytes stay on the disk.

    Raises as `drafting.revise`, and Conflict when there is none.
    """
    carried = _carried(session, draft_id, position)
    del carried[position - 1]
    _save(session, draft_id, carried, revision=revision, by=by, now=now)


def move_up(
    session: Session, draft_id: int, position: int, *, revision: int, by: int, now: datetime
) -> None:
    """Let a file change places with the one before it; the first one stays. Raises as `detach`."""
    carried = _carried(session, draft_id, position)
    if position > 1:
        one = carried.pop(position - 1)
        carried.insert(position - 2, one)
        _save(session, draft_id, carried, revision=revision, by=by, now=now)


def _carried(session: Session, draft_id: int, position: int) -> list[Attachment]:
    carried = list(find_draft(session, draft_id).content.attachments)
    if not 1 <= position <= len(carried):
        raise Conflict("这个附件已经不在了：请刷新后重试")
    return carried


def _save(
    session: Session,
    draft_id: int,
    carried: Sequence[Attachment],
    *,
    revision: int,
    by: int,
    now: datetime,
) -> None:
    """A save of the same text with other files, under every rule for saving."""
    content = find_draft(session, draft_id).content
    drafting.revise(session, draft_id, content, revision=revision, by=by, now=now, elsewhere=True)
    files.set_attachments(session, draft_id, carried)


def _check_fits(one: Attachment, others: Sequence[Attachment], stored_today: int) -> None:
    if any(one.sha256 == other.sha256 for other in others):
        raise RuleBroken("“%(name)s”已经添加过，没有重复添加", field="file", name=one.name)
    if any(one.name.casefold() == other.name.casefold() for other in others):
        raise RuleBroken(
            "已有名为“%(name)s”的附件：请改名，或先移除原来的", field="file", name=one.name
        )
    if len(others) >= MOST_FILES:
        raise RuleBroken(
            "“%(name)s”没有添加：一条公告最多%(most)d个附件",
            field="file",
            name=one.name,
            most=MOST_FILES,
        )
    if one.size + sum(other.size for other in others) > MOST_IN_ALL:
        raise RuleBroken(
            "“%(name)s”没有添加：一条公告的附件合计最多%(most)d MB",
            field="file",
            name=one.name,
            most=MOST_IN_ALL // MEGABYTE,
        )
    if one.size + stored_today > MOST_A_DAY:
        raise RuleBroken(
            "“%(name)s”没有添加：每人每天最多上传%(most)d MB，请明天再传",
            field="file",
            name=one.name,
            most=MOST_A_DAY // MEGABYTE,
        )
