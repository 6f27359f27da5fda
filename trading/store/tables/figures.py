"""The roll-up: where each lot stands, and the sums over years; all of it can be recomputed."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, text
from sqlmodel import Field

from trading.store.tables.base import Row


class StandingRow(Row, table=True):
    """Where one published lot stands; a trade (进场交易) is a row with outcome awarded.

    `decided_on` and `announced_on` date the lot's first active award on the two year bases
    (domain.md §4.2); `amount_fen` is this lot's share of the trade total: the whole amount at
    the lowest-numbered lot of the award, null elsewhere and where it is not counted;
    `excluded` says why it is not. `foreign_fen` is an amount (hundredths) in another currency;
    `measure` and `limit_fen` are what its award is compared with (domain.md §4.7);
    `opening_at` and `publicity_until` are what a pending lot waits for, null for any other.
    """

    __tablename__ = "standings"
    __table_args__ = (
        CheckConstraint(
            "outcome IN ('pending', 'awarded', 'failed', 'terminated')", name="outcome"
        ),
        Index(None, "outcome", "decided_on"),
        Index(None, "outcome", "announced_on"),
        Index(None, "offered_on"),
        Index(None, "outcome", "exited_on"),
        # Few lots wait at a time: the others are in neither, and the waiting are counted in these.
        *(
            Index(
                f"ix_standings_{columns[0]}",
                *columns,
                sqlite_where=text(f"{columns[0]} IS NOT NULL"),
                postgresql_where=text(f"{columns[0]} IS NOT NULL"),
            )
            for columns in (
                ("opening_at", "process_id", "publicity_until"),
                ("publicity_until", "process_id"),
            )
        ),
    )

    lot_id: int = Field(primary_key=True, foreign_key="lots.id")
    process_id: int = Field(foreign_key="processes.id", index=True)
    outcome: str
    offered_on: date | None = None
    offered_notice_id: int | None = None
    award_id: int | None = None
    award_notice_id: int | None = None
    decided_on: date | None = None
    decision_stated: bool = False
    announced_on: date | None = None
    exited_on: date | None = None
    exit_notice_id: int | None = None
    price_form: str | None = None
    currency: str | None = None
    carries_amount: bool = False
    amount_fen: int | None = Field(default=None, sa_column=Column(BigInteger))
    excluded: str = ""
    foreign_fen: int | None = Field(default=None, sa_column=Column(BigInteger))
    measure: str = ""
    limit_fen: int | None = Field(default=None, sa_column=Column(BigInteger))
    opening_at: datetime | None = None
    publicity_until: date | None = None


class ResultRow(Row, table=True):
    """What one award notice carries on each basis (bridge C), and how soon it came.

    `decided_on` is the earliest decision that it announces, `due_on` the last day of its period.
    """

    __tablename__ = "results"
    __table_args__ = (Index(None, "published_on", "notice_id"),)

    notice_id: int = Field(primary_key=True, foreign_key="notices.id")
    process_id: int = Field(foreign_key="processes.id", index=True)
    published_on: date
    class_decided: str
    class_published: str
    punctual: str
    decided_on: date | None = None
    due_on: date | None = None


class Total(Row, table=True):
    """One sum: a figure of a year on one basis, whole (dimension year) or along one dimension."""

    __tablename__ = "totals"
    __table_args__ = (
        CheckConstraint("basis IN ('decided', 'published')", name="basis"),
        # Sums that became 0 are swept without reading the others.
        Index(
            "ix_totals_nought",
            "year",
            sqlite_where=text("value = 0"),
            postgresql_where=text("value = 0"),
        ),
    )

    basis: str = Field(primary_key=True)
    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    dimension: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    figure: str = Field(primary_key=True)
    value: int = Field(sa_column=Column(BigInteger, nullable=False))
