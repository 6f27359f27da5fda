"""Signing in: a name and password become a session; guessing is slowed down, never answered."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from trading.config import Settings
from trading.domain.errors import RuleBroken
from trading.services.initialising import digest
from trading.services.passwords import Hasher
from trading.store import people
from trading.store.engine import Session, Store
from trading.store.people import SessionView

WINDOW = timedelta(minutes=15)
FREE_FAILURES = 10
FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=15), timedelta(minutes=15)
FRESH = timedelta(minutes=30)
_SEEN_EVERY = timedelta(minutes=1)
_NEVER = "用户名或密码不对。连续多次失败后，要等待至多15分钟才能再试。"


@dataclass(frozen=True)
class Attempt:
    """What somebody typed, and from which address."""

    name: str
    password: str
    address: str
    user_agent: str = ""


def sign_in(store: Store, hasher: Hasher, attempt: Attempt, *, now: datetime) -> str:
    """The random token of a new session.

    RuleBroken with one and the same sentence for an unknown name, a wrong password, a disabled
    account and one that must wait (security.md R03, R04). The password is verified outside any
    transaction, since that takes long.
    """
    with store.reading() as session:
        staff = people.staff_named(session, attempt.name)
        waiting = _must_wait(session, attempt, now)
    right = hasher.verify(staff.password_hash if staff else None, attempt.password)
    if not right or waiting or staff is None or staff.disabled:
        with store.writing() as session:
            people.add_failure(session, attempt.name, attempt.address, at=now)
        raise RuleBroken(_NEVER)
    token = secrets.token_urlsafe(32)
    anew = hasher.hash(attempt.password) if hasher.is_outdated(staff.password_hash or "") else None
    with store.writing() as session:
        if anew:
            people.set_password(session, staff.id, anew, now=now)
        people.forget_failures(session, name=attempt.name, before=now - WINDOW)
        people.add_session(session, digest(token), staff.id, now=now, user_agent=attempt.user_agent)
    return token


def _must_wait(session: Session, attempt: Attempt, now: datetime) -> bool:
    """Ten failures by this name or from this address are free, then each doubles the wait."""
    by_name, by_address, last = people.failures_since(
        session, attempt.name, attempt.address, now - WINDOW
    )
    beyond = max(by_name, by_address) - FREE_FAILURES
    if beyond < 0 or last is None:
        return False
    delay: timedelta = min(FIRST_DELAY * (1 << min(beyond, 10)), LONGEST_DELAY)
    return now < last + delay


def current(store: Store, settings: Settings, token: str, *, now: datetime) -> SessionView | None:
    """The session behind a token, unless it idled or lasted too long, or its owner is disabled."""
    if not token:
        return None
    with store.reading() as session:
        found = people.find_session(session, digest(token))
    if found is None or found.staff.disabled:
        return None
    idle = timedelta(minutes=settings.session_idle_minutes)
    whole = timedelta(hours=settings.session_hours)
    if now > found.seen_at + idle or now > found.created_at + whole:
        with store.writing() as session:
            people.end_sessions_before(session, now - whole, now - idle)
        return None
    if now > found.seen_at + _SEEN_EVERY:
        with store.writing() as session:
            people.touch_session(session, found.token_hash, seen_at=now)
    return found


def is_fresh(found: SessionView, *, now: datetime) -> bool:
    """Whether the user proved who they are recently enough to publish (security.md R10)."""
    return now <= found.confirmed_at + FRESH


def confirm(
    store: Store, hasher: Hasher, found: SessionView, attempt: Attempt, *, now: datetime
) -> None:
    """Prove again who one is, with the password; RuleBroken("password") when it is wrong."""
    with store.reading() as session:
        waiting = _must_wait(session, attempt, now)
    right = hasher.verify(found.staff.password_hash, attempt.password)
    with store.writing() as session:
        if right and not waiting:
            people.touch_session(session, found.token_hash, seen_at=now, confirmed_at=now)
            return
        people.add_failure(session, attempt.name, attempt.address, at=now)
    raise RuleBroken("密码不对。连续多次失败后，要等待至多15分钟才能再试。", field="password")


def sign_out(session: Session, token: str) -> None:
    """End the session of this browser."""
    people.end_session(session, digest(token))
