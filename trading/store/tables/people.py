"""Staff, their sessions and one-time links, and the sign-in attempts that slow a guesser down."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from trading.store.tables.base import Row


class Staff(Row, table=True):
    """A person who may sign in; disabled, never deleted, since acts keep their author."""

    __tablename__ = "staff"
    __table_args__ = (
        CheckConstraint("role IN ('editor', 'reviewer', 'admin')", name="role"),
        CheckConstraint("name <> ''", name="named"),
    )

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    role: str
    password_hash: str | None = None
    created_at: datetime
    password_changed_at: datetime | None = None
    signed_in_at: datetime | None = None
    disabled_at: datetime | None = None


class StaffSession(Row, table=True):
    """A signed-in browser: the SHA-256 of its random token, and when it was last seen."""

    __tablename__ = "staff_sessions"

    token_hash: str = Field(primary_key=True)
    staff_id: int = Field(foreign_key="staff.id", index=True)
    created_at: datetime
    seen_at: datetime
    confirmed_at: datetime
    user_agent: str = ""


class Enrolment(Row, table=True):
    """A one-time link with which a person sets a password; without staff it makes the first."""

    __tablename__ = "enrolments"

    token_hash: str = Field(primary_key=True)
    staff_id: int | None = Field(default=None, foreign_key="staff.id", index=True)
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


class SignInAttempt(Row, table=True):
    """A guess at a password, by the name typed and by the client address; old ones are pruned."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index(None, "name", "at"), Index(None, "address", "at"))

    id: int | None = Field(default=None, primary_key=True)
    name: str
    address: str
    at: datetime
