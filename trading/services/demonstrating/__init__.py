"""Demonstrating: an example county is entered and published through the real services."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from trading.config import Settings
from trading.domain.checklist import Check
from trading.domain.drafts import NoticeDraft
from trading.domain.findings import to_explain
from trading.services import drafting, finding, moving, publishing, reviewing
from trading.services.demonstrating import county, lives, recent, year_2016
from trading.services.demonstrating.projects import PlannedAct
from trading.services.passwords import Hasher
from trading.store import people, sites
from trading.store.drafts import find_draft
from trading.store.engine import Session, Store
from trading.store.processes import find_process

ACCOUNTS = ("editor", "reviewer", "admin")
EXPLAINED = "已与招标（采购、出让）人核对，情况属实"


@dataclass(frozen=True)
class Account:
    """An example account; the password is random and not kept anywhere else."""

    name: str
    password: str


def is_wanted(store: Store) -> bool:
    """Whether the data directory is still empty: an example is never mixed with real notices."""
    with store.reading() as session:
        return not people.all_staff(session)


def fill(
    store: Store,
    settings: Settings,
    *,
    hasher: Hasher,
    now: datetime,
    site_url: str,
    acts: Iterable[PlannedAct] | None = None,
) -> tuple[Account, ...]:
    """Make the example county in an initialised, empty store; gives its accounts.

    `acts` (oldest first) stands for everything it publishes; without it, all of the county's.
    """
    planned = _everything(now) if acts is None else tuple(acts)
    accounts = tuple(Account(name, secrets.token_urlsafe(12)) for name in ACCOUNTS)
    hashes = [hasher.hash(account.password) for account in accounts]
    with store.writing() as session:
        began = planned[0].at - timedelta(days=1) if planned else now
        for account, hashed in zip(accounts, hashes, strict=True):
            people.add_staff(session, account.name, account.name, now=began, password_hash=hashed)
        _enter_site(session, site_url)
        _publish_all(session, settings, planned)
    return accounts


def _everything(now: datetime) -> tuple[PlannedAct, ...]:
    acts = (*year_2016.acts(), *recent.acts(now), *lives.acts(now))
    return tuple(sorted(acts, key=lambda act: act.at))


def _enter_site(session: Session, site_url: str) -> None:
    identity = sites.Identity(
        site_name=f"{county.CENTRE}公告网（示例）",
        organization=county.CENTRE,
        region_code=county.REGION,
        site_url=site_url,
        authority=county.AUTHORITY,
    )
    sites.save_identity(session, identity)
    sites.set_ocid_prefix(session, county.OCID_PREFIX)
    sites.set_review_required(session, required=True)


def _publish_all(session: Session, settings: Settings, planned: Iterable[PlannedAct]) -> None:
    """All in the caller's transaction: a county half made would not be an example."""
    processes: dict[str, int] = {}
    staff = {one.name: one.id for one in people.all_staff(session)}
    for act in planned:
        drafts = [_draft(session, one, processes, staff["editor"], act.at) for one in act.notices]
        for draft in drafts:
            _review(session, draft, staff, act.at)
        site = sites.read_site(session, settings)
        publishing.publish(session, drafts, by=staff["editor"], now=act.at, site=site)


def _review(session: Session, draft: int, staff: Mapping[str, int], at: datetime) -> None:
    """What the editor wrote, the reviewer reads and approves."""
    found = finding.findings_of(session, find_draft(session, draft), now=at)
    reasons = {one.key: EXPLAINED for one in to_explain(found)}
    reviewing.submit(session, draft, by=staff["editor"], now=at, reasons=reasons)
    seen = moving.fingerprint(find_draft(session, draft))
    reviewing.approve(
        session,
        draft,
        by=staff["reviewer"],
        now=at,
        sha256=seen,
        checklist=[check.value for check in Check],
    )


def _draft(
    session: Session,
    content: NoticeDraft,
    processes: dict[str, int],
    by: int,
    at: datetime,
) -> int:
    known = processes.get(content.project_code)
    if content.retender_of:
        # The plan knows projects by their 项目编号; the code was given when they were published.
        failed = find_process(session, processes[content.retender_of])
        content = replace(content, retender_of=failed.code or "")
    draft = drafting.start(session, content, by=by, now=at, process_id=known)
    processes[content.project_code] = find_draft(session, draft).process_id
    return draft
