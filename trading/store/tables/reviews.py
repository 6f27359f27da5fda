"""The way of a draft to publication: its writers, each step of review, what waits for its time."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Index, Text
from sqlmodel import Field

from trading.store.tables.base import Row


class DraftWriter(Row, table=True):
    """Who has ever saved a draft: nobody of them may approve it."""

    __tablename__ = "draft_writers"

    draft_id: int = Field(foreign_key="drafts.id", primary_key=True)
    staff_id: int = Field(foreign_key="staff.id", primary_key=True, index=True)


class DraftStep(Row, table=True):
    """One step of a draft's way, kept for good: who (null: the server), when, on which text.

    `checklist` is JSON: the names of what the reviewer ticked. `sha256` is over the content that
    the person had before them. `due_at` is the time that was set or wished for.
    """

    __tablename__ = "draft_steps"
    __table_args__ = (
        CheckConstraint(
            "step IN ('submitted', 'recalled', 'returned', 'approved', 'scheduled', "
            "'unscheduled', 'published', 'failed', 'discarded')",
            name="step",
        ),
        Index(None, "draft_id", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="drafts.id")
    step: str
    staff_id: int | None = Field(default=None, foreign_key="staff.id", index=True)
    at: datetime
    revision: int
    sha256: str
    opinion: str = Field(default="", sa_column=Column(Text, nullable=False))
    checklist: str = Field(default="[]", sa_column=Column(Text, nullable=False))
    due_at: datetime | None = None


class Schedule(Row, table=True):
    """Drafts that become one act at a time: open until it is published, cancelled or has failed.

    One that failed is `cancelled_at` that moment, and says why.
    """

    __tablename__ = "schedules"
    __table_args__ = (
        CheckConstraint("act_id IS NULL OR cancelled_at IS NULL", name="one_end"),
        Index(None, "act_id", "cancelled_at", "due_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    due_at: datetime
    staff_id: int = Field(foreign_key="staff.id", index=True)
    created_at: datetime
    act_id: int | None = Field(default=None, foreign_key="acts.id")
    cancelled_at: datetime | None = None
    failure: str = Field(default="", sa_column=Column(Text, nullable=False))


class Autosave(Row, table=True):
    """What somebody has typed into a form and not yet saved: the form's fields as JSON pairs.

    `key` names the form: a draft's, or a new one by its one-time key.
    """

    __tablename__ = "autosaves"
    __table_args__ = (Index(None, "staff_id", "saved_at"),)

    key: str = Field(primary_key=True)
    staff_id: int = Field(foreign_key="staff.id", primary_key=True)
    draft_id: int | None = Field(default=None, foreign_key="drafts.id", index=True)
    family: str
    title: str = ""
    address: str
    fields: str = Field(sa_column=Column(Text, nullable=False))
    revision: int = 0
    saved_at: datetime
