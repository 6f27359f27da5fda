"""What a report is written with, and the reports that were frozen."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field

from trading.store.tables.base import Row


class OwnSentenceRow(Row, table=True):
    """The centre's own sentence as it was saved; the newest row is in use.

    `wholes` is a JSON list: for each 其中 the name of the figure that it divides.
    """

    __tablename__ = "own_sentences"
    __table_args__ = (CheckConstraint("length(text) > 0", name="not_empty"),)

    id: int | None = Field(default=None, primary_key=True)
    text: str = Field(sa_column=Column(Text, nullable=False))
    wholes: str
    saved_at: datetime
    saved_by: int = Field(foreign_key="staff.id", index=True)


class TemplateRow(Row, table=True):
    """A Word template of the centre, with its bytes; one that is retired is kept."""

    __tablename__ = "report_templates"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="hashed"),
        CheckConstraint("size > 0", name="not_empty"),
    )

    id: int | None = Field(default=None, primary_key=True)
    name: str
    sha256: str
    size: int
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    added_at: datetime
    added_by: int = Field(foreign_key="staff.id", index=True)
    retired_at: datetime | None = None


class SnapshotRow(Row, table=True):
    """A frozen report of a year; triggers refuse every change but its being made public, once.

    `payload` and `rows` are canonical JSON (RFC 8785) with the SHA-256 (hex) over exactly these
    bytes; `document` is the Word file as it was filled. `serial` counts within the year;
    `sequence` is the last one of the site that the figures contain.
    """

    __tablename__ = "report_snapshots"
    __table_args__ = (
        CheckConstraint("basis IN ('decided', 'published')", name="basis"),
        CheckConstraint("serial >= 1", name="from_one"),
        CheckConstraint("length(payload_sha256) = 64 AND length(rows_sha256) = 64", name="hashed"),
        CheckConstraint("(published_at IS NULL) = (published_by IS NULL)", name="published_whole"),
        UniqueConstraint("year", "serial"),
    )

    id: int | None = Field(default=None, primary_key=True)
    year: int
    serial: int
    basis: str
    as_of: datetime
    frozen_at: datetime
    sequence: int
    staff_id: int = Field(foreign_key="staff.id", index=True)
    style: str
    amounts: str
    payload: str = Field(sa_column=Column(Text, nullable=False))
    payload_sha256: str
    rows: str = Field(sa_column=Column(Text, nullable=False))
    rows_sha256: str
    document: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    document_name: str
    published_at: datetime | None = None
    published_by: int | None = Field(default=None, foreign_key="staff.id", index=True)
