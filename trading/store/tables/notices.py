"""Drafts, publication acts and frozen notices."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Text, UniqueConstraint
from sqlmodel import Field

from trading.store.tables.base import Row


class Draft(Row, table=True):
    """A notice being written: its content as JSON, never visible to the public.

    `revision` rises with every save; `notice_id` is set once, by publication.
    `once_key` makes a form sent twice one draft. `state` is where it stands between the writer
    and the reviewer; `approved_sha256` is over exactly what the reviewer saw. `explanations`
    are the writer's reasons (JSON) for findings that want one.
    """

    __tablename__ = "drafts"
    __table_args__ = (
        CheckConstraint("revision >= 1", name="counts_up"),
        CheckConstraint(
            "state IN ('draft', 'submitted', 'returned', 'approved', 'scheduled')", name="state"
        ),
        CheckConstraint("notice_id IS NULL OR discarded_at IS NULL", name="one_end"),
        CheckConstraint(
            "approver_id IS NULL OR (approver_id <> author_id AND approver_id <> editor_id)",
            name="not_own_approval",
        ),
        CheckConstraint("(approver_id IS NULL) = (approved_sha256 IS NULL)", name="approved_whole"),
        CheckConstraint(
            "(state = 'scheduled') = (schedule_id IS NOT NULL)", name="scheduled_whole"
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    process_id: int = Field(foreign_key="processes.id", index=True)
    type: str
    title: str
    content: str = Field(sa_column=Column(Text, nullable=False))
    revision: int = 1
    once_key: str | None = Field(default=None, unique=True)
    author_id: int = Field(foreign_key="staff.id", index=True)
    editor_id: int = Field(foreign_key="staff.id", index=True)
    created_at: datetime
    saved_at: datetime
    discarded_at: datetime | None = None
    notice_id: int | None = Field(default=None, foreign_key="notices.id", unique=True)
    state: str = Field(default="draft", index=True)
    due_at: datetime | None = None
    approver_id: int | None = Field(default=None, foreign_key="staff.id", index=True)
    approved_sha256: str | None = None
    schedule_id: int | None = Field(default=None, foreign_key="schedules.id", index=True)
    explanations: str = Field(default="{}", sa_column=Column(Text, nullable=False))


class Act(Row, table=True):
    """One press of "publish" (次): it publishes one or several notices at one moment."""

    __tablename__ = "acts"

    id: int | None = Field(default=None, primary_key=True)
    published_at: datetime = Field(index=True)
    published_on: date = Field(index=True)
    staff_id: int | None = Field(default=None, foreign_key="staff.id", index=True)


class Notice(Row, table=True):
    """A published notice: `payload` is the frozen canonical JSON (RFC 8785) and never changes.

    The other columns repeat parts of the payload so that lists can filter and sort.
    `amount_fen` is Σ ceilings (else estimates) of a tender, Σ active awards of an award notice;
    null where one is missing. Triggers refuse any later change of what was published; what a
    correction or a withdrawal makes of it stands in `notice_standings`.
    """

    __tablename__ = "notices"
    __table_args__ = (
        CheckConstraint("length(payload_sha256) = 64", name="hashed"),
        CheckConstraint("sequence >= 1", name="from_one"),
        Index(None, "published_at", "sequence"),
        Index(None, "family", "sequence"),
        Index(None, "family", "published_at", "sequence"),
        Index(None, "type", "published_at", "sequence"),
        Index(None, "method", "published_at", "sequence"),
        Index(None, "region", "published_at", "sequence"),
        Index(None, "buyer_id", "published_at", "sequence"),
        Index(None, "family", "category", "sequence"),
        Index(None, "category", "sequence"),
        Index(None, "type", "published_on"),
        Index(None, "category", "published_at", "sequence"),
        UniqueConstraint("number"),
        UniqueConstraint("sequence"),
    )

    id: int | None = Field(default=None, primary_key=True)
    number: str
    sequence: int
    act_id: int = Field(foreign_key="acts.id", index=True)
    process_id: int = Field(foreign_key="processes.id", index=True)
    type: str
    family: str
    category: str
    method: str
    region: str
    title: str
    buyer_id: int = Field(foreign_key="organizations.id", index=True)
    published_at: datetime
    published_on: date = Field(index=True)
    archived: bool = False
    deadline: datetime | None = Field(default=None, index=True)
    amount_fen: int | None = Field(default=None, sa_column=Column(BigInteger))
    currency: str = "CNY"
    payload: str = Field(sa_column=Column(Text, nullable=False))
    payload_sha256: str
    search_text: str = Field(sa_column=Column(Text, nullable=False))


class NoticeLot(Row, table=True):
    """Which lots a published notice speaks of."""

    __tablename__ = "notice_lots"

    notice_id: int = Field(foreign_key="notices.id", primary_key=True)
    lot_id: int = Field(foreign_key="lots.id", primary_key=True, index=True)
