"""Attachments: each file once by its SHA-256, and the drafts and notices that carry it."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from trading.store.tables.base import Row


class StoredFile(Row, table=True):
    """A file that lies outside the database, by the SHA-256 (hex) of its bytes; size in bytes."""

    __tablename__ = "files"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="hashed"),
        CheckConstraint("size > 0", name="not_empty"),
    )

    sha256: str = Field(primary_key=True)
    size: int
    media_type: str
    stored_at: datetime
    stored_by: int | None = Field(default=None, foreign_key="staff.id", index=True)


class DraftFile(Row, table=True):
    """A file of a draft, in the order in which readers will see them."""

    __tablename__ = "draft_files"

    draft_id: int = Field(foreign_key="drafts.id", primary_key=True)
    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    sha256: str = Field(foreign_key="files.sha256", index=True)
    name: str


class NoticeFile(Row, table=True):
    """A file of a published notice; its name and hash are in the record too."""

    __tablename__ = "notice_files"

    notice_id: int = Field(foreign_key="notices.id", primary_key=True)
    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    sha256: str = Field(foreign_key="files.sha256", index=True)
    name: str
