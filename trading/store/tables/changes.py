"""What became of published notices: corrections, withdrawals, and where each one stands now."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from trading.store.tables.base import Row


class NoticeStanding(Row, table=True):
    """Where a published notice stands now; the notice itself never changes.

    `deadline`, `opening_at` and `amount_fen` are those of the notice until a correction gives
    others. `over` says that nothing can be answered any more: its lots were ended or it was
    withdrawn. All of it can be derived from the notices again.
    """

    __tablename__ = "notice_standings"
    __table_args__ = (
        Index(None, "over", "deadline"),
        Index(None, "deadline", "notice_id"),
        Index(None, "opening_at", "notice_id"),
        Index(None, "amount_fen", "notice_id"),
    )

    notice_id: int = Field(primary_key=True, foreign_key="notices.id")
    deadline: datetime | None = None
    opening_at: datetime | None = None
    amount_fen: int | None = Field(default=None, sa_column=Column(BigInteger))
    currency: str = "CNY"
    corrected_at: datetime | None = None
    over: bool = False


class Correction(Row, table=True):
    """Which published notice a correction corrects, and why."""

    __tablename__ = "corrections"

    notice_id: int = Field(primary_key=True, foreign_key="notices.id")
    corrects_id: int = Field(foreign_key="notices.id", index=True)
    reason_code: str


class Withdrawal(Row, table=True):
    """A notice that was withdrawn (撤销): an event with its own place in the sequence."""

    __tablename__ = "withdrawals"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reasoned"),
        UniqueConstraint("sequence"),
    )

    notice_id: int = Field(primary_key=True, foreign_key="notices.id")
    sequence: int
    withdrawn_at: datetime = Field(index=True)
    reason: str = Field(sa_column=Column(Text, nullable=False))
    staff_id: int = Field(foreign_key="staff.id", index=True)
    confirmer_id: int | None = Field(default=None, foreign_key="staff.id", index=True)


class WithdrawalRequest(Row, table=True):
    """Somebody asks that a notice be withdrawn; a second person decides, if review is required."""

    __tablename__ = "withdrawal_requests"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reasoned"),
        CheckConstraint("decider_id IS NULL OR decider_id <> staff_id", name="second_person"),
        CheckConstraint("(accepted IS NULL) = (decided_at IS NULL)", name="decided_whole"),
        Index(
            "uq_withdrawal_requests_open",
            "notice_id",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    notice_id: int = Field(foreign_key="notices.id", index=True)
    reason: str = Field(sa_column=Column(Text, nullable=False))
    staff_id: int = Field(foreign_key="staff.id", index=True)
    asked_at: datetime
    accepted: bool | None = None
    opinion: str = Field(default="", sa_column=Column(Text, nullable=False))
    decider_id: int | None = Field(default=None, foreign_key="staff.id", index=True)
    decided_at: datetime | None = None
