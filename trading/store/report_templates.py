"""Report templates: the centre's own Word files, kept with their bytes."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from trading.domain.errors import NotFound
from trading.store.tables import Staff, TemplateRow


@dataclass(frozen=True)
class KeptTemplate:
    """A template without its bytes; `size` in bytes, `sha256` in hex."""

    id: int
    name: str
    sha256: str
    size: int
    added_at: datetime
    added_by: str


def kept_templates(session: Session) -> list[KeptTemplate]:
    """The templates in use, the newest first."""
    query = (
        select(TemplateRow, Staff.name)
        .options(defer(TemplateRow.content))  # type: ignore[arg-type] # SQLModel types it as bytes
        .join(Staff, col(Staff.id) == col(TemplateRow.added_by))
        .where(col(TemplateRow.retired_at).is_(None))
        .order_by(col(TemplateRow.id).desc())
    )
    return [
        KeptTemplate(row.id or 0, row.name, row.sha256, row.size, row.added_at, name)
        for row, name in session.exec(query)
    ]


def template_content(session: Session, id_: int) -> tuple[str, bytes]:
    """The name and the bytes of a template in use; NotFound otherwise."""
    query = select(TemplateRow.name, TemplateRow.content)
    query = query.where(col(TemplateRow.id) == id_, col(TemplateRow.retired_at).is_(None))
    found = session.exec(query).one_or_none()
    if found is None:
        raise NotFound("没有这个模板")
    name, content = found
    return name, bytes(content)


def store_template(session: Session, name: str, content: bytes, *, by: int, now: datetime) -> int:
    """Keep a template; one in use with the same name and bytes is not kept twice."""
    sha256 = hashlib.sha256(content).hexdigest()
    same = select(TemplateRow.id).where(
        col(TemplateRow.sha256) == sha256,
        col(TemplateRow.name) == name,
        col(TemplateRow.retired_at).is_(None),
    )
    kept = session.exec(same.limit(1)).one_or_none()
    if kept is not None:
        return kept
    row = TemplateRow(
        name=name, sha256=sha256, size=len(content), content=content, added_at=now, added_by=by
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def retire_template(session: Session, id_: int, *, now: datetime) -> None:
    """Take a template out of use; NotFound for one that is not in use."""
    row = session.get(TemplateRow, id_)
    if row is None or row.retired_at is not None:
        raise NotFound("没有这个模板")
    row.retired_at = now
    session.add(row)
    session.flush()
