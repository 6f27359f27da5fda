"""Who publishes: the identity of one site, as pages, feeds and frozen records need it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Site:
    """The site's identity: what the first administrator entered, overlaid by the settings.

    `authority` and `authority_year` make the tag URIs (RFC 4151) and are fixed at the first
    publication. `revision` rises with every change that a public reader can see. `site_url` has
    no trailing slash. Empty text means "not set". `review_required`: nothing goes out that a
    second person has not approved; `review_fixed` when a setting of the installation decides
    that. `sentence` is the centre's own sentence where a setting gives it. `next_due_at` is when
    the next scheduled act is due, `changed_at` when the identity was changed last.
    """

    site_name: str
    organization: str
    site_url: str
    authority: str
    authority_year: int
    region_code: str
    index_prefix: str
    ocid_prefix: str
    year_basis: str
    revision: int
    identity_fixed: bool
    contact_name: str = ""
    contact_phone: str = ""
    contact_address: str = ""
    contact_email: str = ""
    undertaker: str = ""
    site_id_code: str = ""
    icp: str = ""
    police_record: str = ""
    sentence: str = ""
    review_required: bool = False
    review_fixed: bool = False
    next_due_at: datetime | None = None
    changed_at: datetime | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of facts without which nothing may be published (interface.md §2)."""
        needed = ("site_name", "organization", "site_url", "authority", "region_code")
        return tuple(name for name in needed if not getattr(self, name))
