"""Contracting processes with their lots, and the organizations that take part."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field

from trading.store.tables.base import Row


class Organization(Row, table=True):
    """A buyer, agency or supplier; its id is the public one and is given once."""

    __tablename__ = "organizations"
    __table_args__ = (CheckConstraint("name <> ''", name="named"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(index=True)
    uscc: str | None = Field(default=None, unique=True)


class Process(Row, table=True):
    """One attempt to buy or sell. Until its first notice is published `code` is null and the row
    is only an anchor for drafts; nothing public may read a process without a code."""

    __tablename__ = "processes"
    __table_args__ = (
        CheckConstraint("code IS NULL OR buyer_id IS NOT NULL", name="published_has_buyer"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str | None = Field(default=None, unique=True)
    title: str = ""
    project_code: str = Field(default="", index=True)
    category: str = ""
    method: str = ""
    region: str = ""
    buyer_id: int | None = Field(default=None, foreign_key="organizations.id", index=True)
    agency_id: int | None = Field(default=None, foreign_key="organizations.id", index=True)
    deadline: datetime | None = None
    opening_at: datetime | None = None
    created_at: datetime
    retender_of_id: int | None = Field(default=None, foreign_key="processes.id", index=True)


class Lot(Row, table=True):
    """A published lot: the part that is awarded separately; amounts in fen."""

    __tablename__ = "lots"
    __table_args__ = (
        UniqueConstraint("process_id", "number"),
        CheckConstraint("number >= 1", name="from_one"),
        CheckConstraint("estimate_fen >= 0 AND ceiling_fen >= 0", name="not_negative"),
    )

    id: int | None = Field(default=None, primary_key=True)
    process_id: int = Field(foreign_key="processes.id")
    number: int
    code: str = ""
    title: str
    estimate_fen: int | None = Field(default=None, sa_column=Column(BigInteger))
    ceiling_fen: int | None = Field(default=None, sa_column=Column(BigInteger))
