"""Guesses at passwords: who guessed, from where and when, as far as it still counts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, func, select, text

from trading.store.tables import SignInAttempt

_LONGEST = 100  # characters that are kept of what somebody typed as a name
_LOCK = 7_470_001  # names PostgreSQL's lock for guesses


@dataclass(frozen=True)
class Guesses:
    """How many guesses were made, and when the last was (aware; None without any)."""

    count: int
    last: datetime | None


def lock_guesses(session: Session) -> None:
    """Make every other guess wait until this transaction ends, so that each sees those before."""
    if session.get_bind().dialect.name == "postgresql":  # SQLite has one writer anyway
        session.connection().execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def guesses_at(session: Session, name: str, *, since: datetime) -> Guesses:
    """The guesses after a moment at the password of this name."""
    return _guesses(session, col(SignInAttempt.name) == name[:_LONGEST], since)


def guesses_from(session: Session, address: str, *, since: datetime) -> Guesses:
    """The guesses after a moment from this client address."""
    return _guesses(session, col(SignInAttempt.address) == address, since)


def add_guess(session: Session, name: str, address: str, *, at: datetime) -> None:
    """Note a guess; without a name it counts only for the address."""
    session.add(SignInAttempt(name=name[:_LONGEST], address=address, at=at))
    session.flush()


def forget_guesses(session: Session, name: str) -> None:
    """Forget the guesses at a name that has proved who they are."""
    session.exec(delete(SignInAttempt).where(col(SignInAttempt.name) == name[:_LONGEST]))


def forget_old_guesses(session: Session, *, before: datetime) -> None:
    """Forget what everybody guessed up to a moment."""
    session.exec(delete(SignInAttempt).where(col(SignInAttempt.at) <= before))


def _guesses(session: Session, same: ColumnElement[bool], since: datetime) -> Guesses:
    query = select(func.count(), func.max(SignInAttempt.at)).select_from(SignInAttempt)
    count, last = session.exec(query.where(same, col(SignInAttempt.at) > since)).one()
    return Guesses(count, last)
