"""Initialising: an empty data directory becomes a site that waits for its first administrator."""

import hashlib
import secrets
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from trading.config import Settings, SettingsError
from trading.domain.calendar import reporting_year
from trading.domain.codes import check_region
from trading.domain.errors import Conflict, NotFound, RuleBroken, SeveralBroken
from trading.domain.identifiers import (
    check_authority,
    check_index_prefix,
    check_ocid_prefix,
    check_site_url,
)
from trading.domain.text import clean_line
from trading.services.passwords import Hasher, check_password
from trading.store import migrate, people, sites
from trading.store.engine import Session, Store
from trading.store.publications import lock_site

LINK_HOURS = 24
_GIVEN: dict[str, Callable[[str], str]] = {
    "site_url": check_site_url,
    "authority": check_authority,
    "region_code": check_region,
    "index_prefix": check_index_prefix,
    "ocid_prefix": check_ocid_prefix,
}


def prepare(store: Store, *, now: datetime, authority_year: int | None = None) -> None:
    """Bring the schema up to date and make the site's row; doing it again changes nothing.

    A new site requires review; one that was there before goes on as it was.
    """
    if migrate.current(store) != migrate.newest():
        migrate.upgrade(store)
    with store.reading() as session:
        if sites.is_initialised(session):
            return
    with store.writing() as session:
        year = authority_year or reporting_year(now)
        sites.add_site(session, authority_year=year, now=now, review_required=True)


def wrong_settings(settings: Settings) -> Iterator[tuple[str, str]]:
    """What the settings say of the site and no page could bear, by name of the setting."""
    for name, check in _GIVEN.items():
        value = getattr(settings, name)
        try:
            if value:
                check(value)
        except RuleBroken as broken:
            yield name, str(broken)


def check_settings(settings: Settings) -> None:
    """SettingsError for the first thing that is wrong, and where it was said."""
    for name, problem in wrong_settings(settings):
        raise SettingsError(f"{settings.sources.get(name, '')} {name}：{problem}".strip())


def first_link(session: Session, *, now: datetime) -> str | None:
    """The token of a new one-time link for the first administrator; None once there is staff.

    It works for 24 hours; a link given earlier stops working.
    """
    if people.all_staff(session):
        return None
    token = secrets.token_urlsafe(32)
    people.add_link(
        session, digest(token), None, now=now, expires_at=now + timedelta(hours=LINK_HOURS)
    )
    return token


def check_first_link(session: Session, token: str, *, now: datetime) -> None:
    """NotFound unless this link may make the first administrator now."""
    link = people.find_link(session, digest(token))
    if (
        link is None
        or link.staff is not None
        or link.expires_at <= now
        or people.all_staff(session)
    ):
        raise NotFound("这个链接已经失效：重新启动服务会打印新的链接")


def clean_identity(identity: sites.Identity) -> sites.Identity:
    """The site's identity, tidied; SeveralBroken with every fault at its field."""
    broken: list[RuleBroken] = []

    def tidy(name: str, check: Callable[[str], str]) -> str:
        try:
            return check(getattr(identity, name))
        except RuleBroken as fault:
            broken.append(fault)
            return ""

    clean = sites.Identity(
        site_name=tidy("site_name", lambda text: _named(text, "site_name")),
        organization=tidy("organization", lambda text: _named(text, "organization")),
        region_code=tidy("region_code", lambda text: check_region(text, field="region_code")),
        site_url=tidy("site_url", check_site_url),
        authority=tidy("authority", check_authority),
    )
    if broken:
        raise SeveralBroken(broken)
    return clean


def make_first_administrator(
    store: Store,
    hasher: Hasher,
    token: str,
    identity: sites.Identity,
    *,
    name: str,
    password: str,
    now: datetime,
) -> None:
    """Enter the site's identity and its first administrator, and use the link up.

    NotFound when the link does not work (any more), SeveralBroken for what was typed.
    """
    with store.reading() as session:
        check_first_link(session, token, now=now)
    clean = clean_identity(identity)
    name = _named(name, "name", limit=40)
    words = (name, clean.site_name, clean.organization, clean.authority)
    hashed = hasher.hash(check_password(password, field="password", own_words=words))
    with store.writing() as session:
        check_first_link(session, token, now=now)
        if not people.use_link(session, digest(token), now=now):
            raise Conflict("这个链接刚刚被用过")
        sites.save_identity(session, clean, now=now)
        people.add_staff(session, name, "admin", now=now, password_hash=hashed)


def change_identity(
    session: Session,
    settings: Settings,
    identity: sites.Identity,
    *,
    now: datetime | None = None,
) -> None:
    """Store a changed identity; RuleBroken("authority") once tag URIs were given out.

    Nobody publishes meanwhile, so what is fixed by a publication cannot slip through.
    """
    clean = clean_identity(identity)
    lock_site(session)
    site = sites.read_site(session, settings)
    if site.identity_fixed and clean.authority != site.authority:
        raise RuleBroken("已经发布过公告，标识机构不能再改", field="authority")
    sites.save_identity(session, clean, now=now)


def require_review(session: Session, settings: Settings, *, required: bool) -> None:
    """Switch review (先审后发) on or off for everything that is published from now on.

    Nobody publishes meanwhile. Conflict when a setting of the installation decides it.
    """
    lock_site(session)
    if settings.review_required is not None:
        raise Conflict("是否先审后发由服务器的设置 review_required 决定，要在设置里改")
    sites.set_review_required(session, required=required)


def digest(token: str) -> str:
    """What is stored of a random token: its SHA-256 in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def _named(text: str, field: str, limit: int = 80) -> str:
    clean = clean_line(text, field=field, limit=limit)
    if not clean:
        raise RuleBroken("请填写", field=field)
    return clean
