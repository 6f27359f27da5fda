"""Signing in: a name and password become a session of one browser, which ends by itself."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from trading.config import Settings
from trading.domain.errors import RuleBroken
from trading.services import throttling
from trading.services.initialising import digest
from trading.services.passwords import Hasher, normal
from trading.store import people
from trading.store.engine import Session, Store
from trading.store.people import SessionView, StaffView

FRESH = timedelta(minutes=30)
FRESH_FOR_PEOPLE = timedelta(minutes=5)
_SEEN_EVERY = timedelta(minutes=1)
_REFUSED = "姓名或密码不对。连续多次失败后，要等待至多15分钟才能再试。"
_NOT_PROVED = "密码不对。连续多次失败后，要等待至多15分钟才能再试。"


@dataclass(frozen=True)
class Attempt:
    """What somebody typed, and from which address; the token that their browser already has."""

    name: str
    password: str
    address: str
    user_agent: str = ""
    token: str = ""


@dataclass(frozen=True)
class SignedIn:
    """A new session's token; when the password was changed since the last sign-in, that moment."""

    token: str
    password_changed_at: datetime | None


def sign_in(store: Store, hasher: Hasher, attempt: Attempt, *, now: datetime) -> SignedIn:
    """A new session with a random token; the one that this browser had before is ended.

    RuleBroken with one and the same sentence for an unknown name, a wrong password, a disabled
    account and one that must wait (security.md R03, R04); TooManyAttempts for an address that
    must wait. The password is verified outside any transaction, since that takes long.
    """
    name = normal(attempt.name)
    admitted = throttling.admit(store, name, attempt.address, now=now)
    with store.reading() as session:
        staff = people.staff_named(session, name)
    right = hasher.verify(staff.password_hash if staff else None, attempt.password)
    if not right or not admitted or staff is None or staff.disabled:
        raise RuleBroken(_REFUSED)
    anew = hasher.hash(attempt.password) if hasher.is_outdated(staff.password_hash or "") else None
    token = secrets.token_urlsafe(32)
    with store.writing() as session:
        if not _is_still(session, staff):
            raise RuleBroken(_REFUSED)
        if anew:
            people.renew_hash(session, staff.id, anew)
        throttling.forgive(session, name)
        people.end_session(session, digest(attempt.token))
        people.note_sign_in(session, staff.id, now=now)
        people.add_session(session, digest(token), staff.id, now=now, user_agent=attempt.user_agent)
    return SignedIn(token, _changed_since(staff))


def _is_still(session: Session, staff: StaffView) -> bool:
    """Whether nobody disabled or reset them meanwhile; they stay so until the transaction ends."""
    found = people.staff_by_id(session, staff.id, lock=True)
    return found is not None and not found.disabled and found.password_hash == staff.password_hash


def _changed_since(staff: StaffView) -> datetime | None:
    if staff.signed_in_at is None or staff.password_changed_at is None:
        return None
    return staff.password_changed_at if staff.password_changed_at > staff.signed_in_at else None


def current(store: Store, settings: Settings, token: str, *, now: datetime) -> SessionView | None:
    """The session behind a token, unless it idled or lasted too long, or its owner is disabled."""
    if not token:
        return None
    with store.reading() as session:
        found = people.find_session(session, digest(token))
    if found is None or found.staff.disabled:
        return None
    if not _is_live(found, settings, now):
        idle, whole = _limits(settings)
        with store.writing() as session:
            people.end_sessions_before(session, now - whole, now - idle)
        return None
    if now > found.seen_at + _SEEN_EVERY:
        with store.writing() as session:
            people.touch_session(session, found.token_hash, seen_at=now)
    return found


def browsers(
    session: Session, settings: Settings, staff: StaffView, *, now: datetime
) -> list[SessionView]:
    """Where a member of staff is signed in, last seen first."""
    return [one for one in people.sessions_of(session, staff) if _is_live(one, settings, now)]


def _is_live(found: SessionView, settings: Settings, now: datetime) -> bool:
    idle, whole = _limits(settings)
    return now <= found.seen_at + idle and now <= found.created_at + whole


def _limits(settings: Settings) -> tuple[timedelta, timedelta]:
    """How long a session may idle, and how long it may last."""
    idle = timedelta(minutes=settings.session_idle_minutes)
    return idle, timedelta(hours=settings.session_hours)


def is_fresh(found: SessionView, *, now: datetime, within: timedelta = FRESH) -> bool:
    """Whether the user proved who they are recently enough (security.md R10)."""
    return now <= found.confirmed_at + within


def prove(
    store: Store,
    hasher: Hasher,
    found: SessionView,
    attempt: Attempt,
    *,
    field: str = "password",
    now: datetime,
) -> None:
    """Prove again who one is, with the password; RuleBroken(field) when it is wrong.

    Guesses are counted for this session, not for the name: who hammers at the sign-in page from
    outside keeps nobody from publishing.
    """
    counted_for = f"#{found.token_hash}"
    admitted = throttling.admit(store, counted_for, attempt.address, now=now)
    if not hasher.verify(found.staff.password_hash, attempt.password) or not admitted:
        raise RuleBroken(_NOT_PROVED, field=field)
    with store.writing() as session:
        throttling.forgive(session, counted_for)
        people.touch_session(session, found.token_hash, seen_at=now, confirmed_at=now)


def sign_out(session: Session, token: str) -> None:
    """End the session of this browser."""
    people.end_session(session, digest(token))


def sign_out_there(session: Session, staff: StaffView, token_hash: str) -> None:
    """End one of a person's own sessions, named by the hash of its token."""
    if any(one.token_hash == token_hash for one in people.sessions_of(session, staff)):
        people.end_session(session, token_hash)
