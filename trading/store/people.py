"""People: staff, the browsers they are signed in with, and their one-time links."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, or_, select, update

from trading.store.tables import Enrolment, Staff, StaffSession


@dataclass(frozen=True, kw_only=True)
class StaffView:
    """A member of staff; `has_password` is false until the one-time link was used."""

    id: int
    name: str
    role: str
    created_at: datetime
    disabled: bool
    password_hash: str | None
    password_changed_at: datetime | None
    signed_in_at: datetime | None

    @property
    def has_password(self) -> bool:
        """Whether they can sign in with a password."""
        return self.password_hash is not None


@dataclass(frozen=True, kw_only=True)
class SessionView:
    """A signed-in browser; all moments aware."""

    token_hash: str
    staff: StaffView
    created_at: datetime
    seen_at: datetime
    confirmed_at: datetime
    user_agent: str


@dataclass(frozen=True, kw_only=True)
class LinkView:
    """A one-time link that was not used yet; `staff` is None for the first administrator's."""

    staff: StaffView | None
    expires_at: datetime


def all_staff(session: Session) -> list[StaffView]:
    """Everybody, by name."""
    return [_view(row) for row in session.exec(select(Staff).order_by(col(Staff.name)))]


def staff_named(session: Session, name: str) -> StaffView | None:
    """The member of staff with exactly this name."""
    row = session.exec(select(Staff).where(col(Staff.name) == name)).one_or_none()
    return _view(row) if row else None


def staff_by_id(session: Session, staff_id: int, *, lock: bool = False) -> StaffView | None:
    """The member of staff with this id; locked, they stay so until this transaction ends."""
    row = session.get(Staff, staff_id, with_for_update=lock, populate_existing=True)
    return _view(row) if row else None


def lock_staff(session: Session) -> None:
    """Make every other change of the staff wait until this transaction ends."""
    session.exec(select(Staff.id).order_by(col(Staff.id)).with_for_update()).all()


def add_staff(
    session: Session, name: str, role: str, *, now: datetime, password_hash: str | None = None
) -> int:
    """Enter a member of staff; gives their id."""
    changed = now if password_hash else None
    row = Staff(name=name, role=role, created_at=now, password_hash=password_hash)
    row.password_changed_at = changed
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def set_password(
    session: Session, staff_id: int, password_hash: str | None, *, now: datetime
) -> None:
    """Store another password hash; None means that a one-time link is needed."""
    changed = update(Staff).where(col(Staff.id) == staff_id)
    session.exec(changed.values(password_hash=password_hash, password_changed_at=now))


def renew_hash(session: Session, staff_id: int, password_hash: str) -> None:
    """Store the same password under newer parameters."""
    session.exec(update(Staff).where(col(Staff.id) == staff_id).values(password_hash=password_hash))


def set_disabled(session: Session, staff_id: int, at: datetime | None) -> None:
    """Disable a member of staff, or (None) enable them again."""
    session.exec(update(Staff).where(col(Staff.id) == staff_id).values(disabled_at=at))


def note_sign_in(session: Session, staff_id: int, *, now: datetime) -> None:
    """Note when a member of staff last signed in."""
    session.exec(update(Staff).where(col(Staff.id) == staff_id).values(signed_in_at=now))


def add_session(
    session: Session, token_hash: str, staff_id: int, *, now: datetime, user_agent: str
) -> None:
    """Enter a signed-in browser."""
    session.add(
        StaffSession(
            token_hash=token_hash,
            staff_id=staff_id,
            created_at=now,
            seen_at=now,
            confirmed_at=now,
            user_agent=user_agent[:200],
        )
    )
    session.flush()


def find_session(session: Session, token_hash: str) -> SessionView | None:
    """The signed-in browser that sent this token."""
    query = select(StaffSession, Staff).join(Staff, col(Staff.id) == col(StaffSession.staff_id))
    found = session.exec(query.where(col(StaffSession.token_hash) == token_hash)).one_or_none()
    if found is None:
        return None
    row, staff = found
    return _session_view(row, _view(staff))


def sessions_of(session: Session, staff: StaffView) -> list[SessionView]:
    """Every browser of a member of staff, last seen first; some may have idled too long."""
    query = select(StaffSession).where(col(StaffSession.staff_id) == staff.id)
    newest = col(StaffSession.seen_at).desc(), col(StaffSession.token_hash)
    return [_session_view(row, staff) for row in session.exec(query.order_by(*newest))]


def touch_session(
    session: Session, token_hash: str, *, seen_at: datetime, confirmed_at: datetime | None = None
) -> None:
    """Note that a browser was seen, and (if given) that its user proved who they are."""
    values = {"seen_at": seen_at} | ({"confirmed_at": confirmed_at} if confirmed_at else {})
    changed = update(StaffSession).where(col(StaffSession.token_hash) == token_hash)
    session.exec(changed.values(**values))


def end_session(session: Session, token_hash: str) -> None:
    """Sign one browser out; nothing happens when it is out already."""
    session.exec(delete(StaffSession).where(col(StaffSession.token_hash) == token_hash))


def end_sessions_of(session: Session, staff_id: int, *, except_for: str = "") -> None:
    """Sign every browser of a member of staff out, except (by token hash) one."""
    query = delete(StaffSession).where(col(StaffSession.staff_id) == staff_id)
    session.exec(query.where(col(StaffSession.token_hash) != except_for))


def end_sessions_before(session: Session, created: datetime, seen: datetime) -> None:
    """Forget sessions that began or were last seen before these moments."""
    old = or_(col(StaffSession.created_at) < created, col(StaffSession.seen_at) < seen)
    session.exec(delete(StaffSession).where(old))


def add_link(
    session: Session, token_hash: str, staff_id: int | None, *, now: datetime, expires_at: datetime
) -> None:
    """Enter a one-time link; earlier ones for the same person no longer work."""
    same = col(Enrolment.staff_id) == staff_id if staff_id else col(Enrolment.staff_id).is_(None)
    session.exec(
        update(Enrolment).where(same, col(Enrolment.used_at).is_(None)).values(used_at=now)
    )
    session.add(
        Enrolment(token_hash=token_hash, staff_id=staff_id, created_at=now, expires_at=expires_at)
    )
    session.flush()


def find_link(session: Session, token_hash: str) -> LinkView | None:
    """A one-time link that was not used yet; it may have expired."""
    row = session.get(Enrolment, token_hash)
    if row is None or row.used_at is not None:
        return None
    staff = staff_by_id(session, row.staff_id) if row.staff_id else None
    return LinkView(staff=staff, expires_at=row.expires_at)


def use_link(session: Session, token_hash: str, *, now: datetime) -> bool:
    """Use a one-time link up; whether it was still there to be used."""
    changed = update(Enrolment).where(
        col(Enrolment.token_hash) == token_hash, col(Enrolment.used_at).is_(None)
    )
    return session.exec(changed.values(used_at=now)).rowcount == 1


def _view(row: Staff) -> StaffView:
    assert row.id is not None
    return StaffView(
        id=row.id,
        name=row.name,
        role=row.role,
        created_at=row.created_at,
        disabled=row.disabled_at is not None,
        password_hash=row.password_hash,
        password_changed_at=row.password_changed_at,
        signed_in_at=row.signed_in_at,
    )


def _session_view(row: StaffSession, staff: StaffView) -> SessionView:
    return SessionView(
        token_hash=row.token_hash,
        staff=staff,
        created_at=row.created_at,
        seen_at=row.seen_at,
        confirmed_at=row.confirmed_at,
        user_agent=row.user_agent,
    )
