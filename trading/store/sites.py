"""The site's own row: who publishes, overlaid by the settings of the installation."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select, update

from trading.config import Settings
from trading.domain.errors import NotReady
from trading.domain.site import Site
from trading.store.tables import Schedule, SiteRow


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What the first administrator enters about the site (interface.md §2)."""

    site_name: str
    organization: str
    region_code: str
    site_url: str
    authority: str


def read_site(session: Session, settings: Settings) -> Site:
    """The site as pages, feeds and records need it; NotReady before it is initialised.

    A setting wins over the row, but not for the authority once something was published: tag
    URIs that were given out must stay.
    """
    found = session.exec(select(SiteRow, _next_due())).one_or_none()
    if found is None:
        raise NotReady("网站尚未初始化：请先运行 trading init")
    row, next_due_at = found
    fixed, review = row.sequence > 0, settings.review_required
    return Site(
        site_name=settings.site_name or row.site_name,
        organization=settings.organization or row.organization,
        site_url=(settings.site_url or row.site_url).rstrip("/"),
        authority=row.authority if fixed else settings.authority or row.authority,
        authority_year=row.authority_year,
        region_code=settings.region_code or row.region_code,
        index_prefix=settings.index_prefix,
        ocid_prefix=settings.ocid_prefix or row.ocid_prefix,
        year_basis=settings.year_basis,
        revision=row.revision,
        identity_fixed=fixed,
        contact_name=settings.contact_name,
        contact_phone=settings.contact_phone,
        contact_address=settings.contact_address,
        contact_email=settings.contact_email,
        undertaker=settings.undertaker,
        site_id_code=settings.site_id_code,
        icp=settings.icp,
        police_record=settings.police_record,
        sentence=settings.sentence,
        review_required=row.review_required if review is None else review,
        review_fixed=review is not None,
        next_due_at=next_due_at,
        changed_at=row.changed_at,
    )


def _next_due() -> Any:
    """When the next open schedule is due: one read of its index, with a row read anyway."""
    # Any: SQLModel has no type for a scalar subquery.
    waiting = col(Schedule.act_id).is_(None), col(Schedule.cancelled_at).is_(None)
    return select(func.min(Schedule.due_at)).where(*waiting).scalar_subquery()


def is_initialised(session: Session) -> bool:
    """Whether the site's row is there."""
    return session.exec(select(SiteRow.id)).one_or_none() is not None


def add_site(
    session: Session, *, authority_year: int, now: datetime, review_required: bool = False
) -> None:
    """Make the site's row; its tag URIs will carry this year."""
    row = SiteRow(authority_year=authority_year, initialised_at=now)
    row.review_required = review_required
    session.add(row)
    session.flush()


def set_review_required(session: Session, *, required: bool) -> None:
    """Store whether a second person must approve what is published."""
    session.exec(update(SiteRow).values(review_required=required))
    session.expire_all()


def save_identity(session: Session, identity: Identity, *, now: datetime | None = None) -> None:
    """Store what the site is called; readers see a new revision, and feeds that they changed."""
    if now is not None:
        session.exec(update(SiteRow).values(changed_at=now))
    session.exec(
        update(SiteRow).values(
            site_name=identity.site_name,
            organization=identity.organization,
            region_code=identity.region_code,
            site_url=identity.site_url,
            authority=identity.authority,
            revision=SiteRow.revision + 1,
        )
    )
    session.expire_all()


def raise_revision(session: Session) -> None:
    """Tell readers that something besides a publication changed what they see."""
    session.exec(update(SiteRow).values(revision=SiteRow.revision + 1))
    session.expire_all()


def set_ocid_prefix(session: Session, prefix: str) -> None:
    """Store the registered OCDS prefix; readers see a new revision."""
    session.exec(update(SiteRow).values(ocid_prefix=prefix, revision=SiteRow.revision + 1))
    session.expire_all()
