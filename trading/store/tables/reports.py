"""What a report is written with: the centre's own sentence, and its Word templates."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, LargeBinary, Text
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
