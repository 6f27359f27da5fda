"""Accounts: staff are added, given one-time links, reset and disabled; never deleted."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from trading.domain.errors import Conflict, NotFound, RuleBroken
from trading.domain.text import clean_line
from trading.services import signing_in
from trading.services.initialising import digest
from trading.services.passwords import Hasher, check_password, normal
from trading.services.signing_in import Attempt
from trading.store import people
from trading.store.engine import Session, Store
from trading.store.people import SessionView, StaffView

ROLES = ("editor", "reviewer", "admin")
LINK_DAYS = 7
LONGEST_NAME = 40


@dataclass(frozen=True)
class Invitation:
    """A one-time link's token for a person; it works until `expires_at`."""

    name: str
    token: str
    expires_at: datetime


def add(session: Session, name: str, role: str, *, now: datetime) -> Invitation:
    """Enter a member of staff; RuleBroken for a name that is taken or an unknown role."""
    clean = clean_line(name, field="name", limit=LONGEST_NAME)
    if not clean:
        raise RuleBroken("请填写姓名", field="name")
    if role not in ROLES:
        raise RuleBroken("角色只能是%(roles)s", field="role", roles="、".join(ROLES))
    if people.staff_named(session, clean):
        raise RuleBroken("已经有名为“%(name)s”的账号", field="name", name=clean)
    return _invite(session, people.add_staff(session, clean, role, now=now), clean, now=now)


def reset(session: Session, name: str, *, now: datetime) -> Invitation:
    """Take a person's password away and give a one-time link; every browser is signed out.

    A disabled account is enabled again by this.
    """
    staff = _named(session, name)
    people.set_password(session, staff.id, None, now=now)
    people.set_disabled(session, staff.id, None)
    people.end_sessions_of(session, staff.id)
    return _invite(session, staff.id, staff.name, now=now)


def disable(session: Session, name: str, *, now: datetime) -> None:
    """Let a person sign in no more; Conflict for the last administrator who can sign in."""
    people.lock_staff(session)
    staff = _named(session, name)
    others = [one for one in people.all_staff(session) if one.id != staff.id]
    if staff.role == "admin" and not any(_can_administrate(one) for one in others):
        raise Conflict("“%(name)s”是唯一能登录的管理员，不能停用", name=staff.name)
    people.set_disabled(session, staff.id, now)
    people.end_sessions_of(session, staff.id)


def end_sessions(session: Session, name: str) -> None:
    """Sign every browser of a person out; they may sign in again."""
    people.end_sessions_of(session, _named(session, name).id)


def invited(session: Session, token: str, *, now: datetime) -> StaffView:
    """Whom a one-time link is for; NotFound when it does not work (any more)."""
    link = people.find_link(session, digest(token))
    if link is None or link.staff is None or link.staff.disabled or link.expires_at <= now:
        raise NotFound("这个链接已经失效：请管理员重新生成")
    return link.staff


def enrol(
    store: Store,
    hasher: Hasher,
    token: str,
    password: str,
    *,
    own_words: Iterable[str],
    now: datetime,
) -> str:
    """Set the password that a one-time link allows; gives the person's name.

    NotFound or Conflict when the link does not work (any more), RuleBroken("password") for one
    that is easily guessed, also from the office's `own_words`.
    """
    with store.reading() as session:
        staff = invited(session, token, now=now)
    hashed = hasher.hash(_chosen(password, staff, own_words))
    with store.writing() as session:
        if not people.use_link(session, digest(token), now=now):
            raise Conflict("这个链接刚刚被用过")
        people.set_password(session, staff.id, hashed, now=now)
        people.end_sessions_of(session, staff.id)
    return staff.name


def change_password(
    store: Store,
    hasher: Hasher,
    found: SessionView,
    attempt: Attempt,
    *,
    chosen: str,
    own_words: Iterable[str],
    now: datetime,
) -> None:
    """Change one's own password; every browser but this one is signed out.

    `attempt` holds the current password: RuleBroken("current") when it is wrong. Conflict when it
    was changed or taken away meanwhile.
    """
    clean = _chosen(chosen, found.staff, own_words)
    signing_in.prove(store, hasher, found, attempt, field="current", now=now)
    hashed = hasher.hash(clean)
    with store.writing() as session:
        staff = people.staff_by_id(session, found.staff.id, lock=True)
        if staff is None or staff.password_hash != found.staff.password_hash:
            raise Conflict("密码刚刚被改过，请重新登录")
        people.set_password(session, found.staff.id, hashed, now=now)
        people.end_sessions_of(session, found.staff.id, except_for=found.token_hash)


def _chosen(password: str, staff: StaffView, own_words: Iterable[str]) -> str:
    return check_password(password, field="password", own_words=[*own_words, staff.name])


def _can_administrate(staff: StaffView) -> bool:
    return staff.role == "admin" and not staff.disabled and staff.has_password


def _invite(session: Session, staff_id: int, name: str, *, now: datetime) -> Invitation:
    token = secrets.token_urlsafe(32)
    expires_at = now + timedelta(days=LINK_DAYS)
    people.add_link(session, digest(token), staff_id, now=now, expires_at=expires_at)
    return Invitation(name=name, token=token, expires_at=expires_at)


def _named(session: Session, name: str) -> StaffView:
    staff = people.staff_named(session, normal(name))
    if staff is None:
        raise NotFound("没有名为“%(name)s”的账号", name=name)
    return staff
