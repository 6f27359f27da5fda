"""Published awards with their lots and suppliers, and the lots that ended without one."""

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, text
from sqlmodel import Field

from trading.store.tables.base import Row


class Award(Row, table=True):
    """Supplier(s) × lot(s) × amount, as announced by one award notice.

    An award is active until `ended_by_notice_id` names the notice that ended it; its status
    is derived from that, never stored. The amount (fen) covers all its lots together.

    `end_kind` is replaced (a later result), corrected (a correction states it anew, as another
    row of the same `notice_id` with that `correction_notice_id`) or withdrawn (with its notice).
    """

    __tablename__ = "awards"
    __table_args__ = (
        CheckConstraint("price_form IN ('amount', 'rate', 'unit_price', 'other')", name="form"),
        CheckConstraint("amount_fen IS NULL OR amount_fen >= 0", name="not_negative"),
        CheckConstraint(
            "price_form = 'amount' OR amount_fen IS NULL", name="only_form_1_has_amount"
        ),
        CheckConstraint("(ended_by_notice_id IS NULL) = (end_kind IS NULL)", name="ended_whole"),
    )

    id: int | None = Field(default=None, primary_key=True)
    process_id: int = Field(foreign_key="processes.id", index=True)
    notice_id: int = Field(foreign_key="notices.id", index=True)
    price_form: str
    amount_fen: int | None = Field(default=None, sa_column=Column(BigInteger))
    currency: str = "CNY"
    rate_text: str = ""
    decided_on: date | None = None
    ended_by_notice_id: int | None = Field(default=None, foreign_key="notices.id", index=True)
    end_kind: str | None = None
    end_reason: str = ""
    correction_notice_id: int | None = Field(default=None, foreign_key="notices.id", index=True)


class AwardLot(Row, table=True):
    """Which lots an award covers."""

    __tablename__ = "award_lots"

    award_id: int = Field(foreign_key="awards.id", primary_key=True)
    lot_id: int = Field(foreign_key="lots.id", primary_key=True, index=True)


class AwardSupplier(Row, table=True):
    """Who won it; a consortium is one award with several suppliers, in their stated order."""

    __tablename__ = "award_suppliers"

    award_id: int = Field(foreign_key="awards.id", primary_key=True)
    organization_id: int = Field(foreign_key="organizations.id", primary_key=True, index=True)
    position: int = 1


class LotExit(Row, table=True):
    """A lot that ended without an award: failed (流标/废标) or terminated (终止).

    It stands until the notice that said so is withdrawn (`revoked_by_notice_id`).
    """

    __tablename__ = "lot_exits"
    __table_args__ = (
        CheckConstraint("kind IN ('failed', 'terminated')", name="kind"),
        Index(
            "uq_lot_exits_standing",
            "lot_id",
            unique=True,
            sqlite_where=text("revoked_by_notice_id IS NULL"),
            postgresql_where=text("revoked_by_notice_id IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    lot_id: int = Field(foreign_key="lots.id", index=True)
    notice_id: int = Field(foreign_key="notices.id", index=True)
    kind: str
    reason: str
    revoked_by_notice_id: int | None = Field(default=None, foreign_key="notices.id", index=True)
