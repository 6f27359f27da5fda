"""How often notices and feeds were read: sums by day, and nothing about who read them."""

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, Column, Index
from sqlmodel import Field

from trading.store.tables.base import Row


class AudienceDay(Row, table=True):
    """How often one notice (by number) or feed (by name) was read on one day (Asia/Shanghai).

    It belongs to no notice: no record, no figure and no revision of the site knows of it.
    """

    __tablename__ = "audience"
    __table_args__ = (
        CheckConstraint("kind IN ('notice', 'feed')", name="kind"),
        CheckConstraint("count >= 1", name="from_one"),
        Index(None, "kind", "day"),
    )

    kind: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    count: int = Field(sa_column=Column(BigInteger, nullable=False))
