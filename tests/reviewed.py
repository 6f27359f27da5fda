"""An office that publishes under review: two editors, a reviewer, an administrator."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from tests.notices import NOON, TENDER
from trading.config import Settings
from trading.domain.checklist import Check
from trading.domain.drafts import NoticeDraft
from trading.domain.findings import to_explain
from trading.services import drafting, finding, moving, publishing, reviewing, scheduling
from trading.services.publishing import PublishedAct
from trading.services.reviewing import Approved
from trading.store import people, reviews, sites
from trading.store.drafts import DraftView, find_draft
from trading.store.engine import Store

EVERY_CHECK = [check.value for check in Check]
IDENTITY = sites.Identity(
    site_name="某县公共资源交易网",
    organization="某县公共资源交易中心",
    region_code="230828",
    site_url="https://ggzy.example",
    authority="ggzy.example",
)
PEOPLE = {"editor": "editor", "colleague": "editor", "reviewer": "reviewer", "admin": "admin"}


def tender(number: int = 1) -> NoticeDraft:
    """A whole tender of a process of its own."""
    return replace(TENDER, project_code=f"HD-{number:03}", title=f"第{number}号招标公告")


class ReviewedOffice:
    """Every step through the real services, each in a transaction of its own, at noon."""

    def __init__(self, store: Store, settings: Settings, *, required: bool = True) -> None:
        self.store, self.settings = store, settings
        with store.writing() as session:
            sites.add_site(session, authority_year=2026, now=NOON, review_required=required)
            sites.save_identity(session, IDENTITY)
            self.ids = {
                name: people.add_staff(session, name, role, now=NOON)
                for name, role in PEOPLE.items()
            }

    def require(self, *, required: bool) -> None:
        """Switch review on or off."""
        with self.store.writing() as session:
            sites.set_review_required(session, required=required)

    def write(self, content: NoticeDraft | None = None, *, by: str = "editor") -> int:
        """A new draft."""
        with self.store.writing() as session:
            return drafting.start(session, content or tender(), by=self.ids[by], now=NOON)

    def save(self, draft: int, content: NoticeDraft, *, by: str = "editor") -> int:
        """Save over what stands there now."""
        revision = self.look(draft).revision
        with self.store.writing() as session:
            return drafting.revise(
                session, draft, content, revision=revision, by=self.ids[by], now=NOON
            )

    def look(self, draft: int) -> DraftView:
        """The draft as it is."""
        with self.store.reading() as session:
            return find_draft(session, draft)

    def sight(self, draft: int) -> str:
        """What a reviewer's page would name it."""
        return moving.fingerprint(self.look(draft))

    def steps(self, draft: int) -> list[tuple[str, str]]:
        """What was done with it, and by whom."""
        with self.store.reading() as session:
            return [(one.name, one.staff_name) for one in reviews.steps_of(session, draft)]

    def submit(
        self,
        draft: int,
        *,
        by: str = "editor",
        due_at: datetime | None = None,
        now: datetime = NOON,
    ) -> None:
        """Hand it in, with a reason for everything that is asked."""
        with self.store.writing() as session:
            found = finding.findings_of(session, find_draft(session, draft), now=due_at or now)
            reasons = {one.key: "已核对" for one in to_explain(found)}
            reviewing.submit(
                session, draft, by=self.ids[by], now=now, reasons=reasons, due_at=due_at
            )

    def recall(self, draft: int, *, by: str = "editor") -> None:
        """Take it back."""
        with self.store.writing() as session:
            reviewing.recall(session, draft, by=self.ids[by], now=NOON)

    def send_back(self, draft: int, *, by: str = "reviewer", opinion: str = "请改") -> None:
        """Send it back."""
        seen = self.sight(draft)
        with self.store.writing() as session:
            reviewing.send_back(
                session, draft, by=self.ids[by], now=NOON, sha256=seen, opinion=opinion
            )

    def approve(
        self,
        draft: int,
        *,
        by: str = "reviewer",
        now: datetime = NOON,
        seen: str = "",
        checklist: Sequence[str] = EVERY_CHECK,
    ) -> Approved:
        """Approve what stands there, or what was `seen`."""
        seen = seen or self.sight(draft)
        with self.store.writing() as session:
            return reviewing.approve(
                session, draft, by=self.ids[by], now=now, sha256=seen, checklist=checklist
            )

    def publish(self, *drafts: int, by: str = "editor", now: datetime = NOON) -> PublishedAct:
        """Publish these as one act."""
        with self.store.writing() as session:
            site = sites.read_site(session, self.settings)
            return publishing.publish(session, drafts, by=self.ids[by], now=now, site=site)

    def schedule(
        self, *drafts: int, due_at: datetime, by: str = "editor", now: datetime = NOON
    ) -> int:
        """Let these go out together at a time."""
        with self.store.writing() as session:
            site = sites.read_site(session, self.settings)
            return scheduling.schedule(
                session, drafts, by=self.ids[by], due_at=due_at, now=now, site=site
            )

    def unschedule(self, schedule: int, *, by: str = "editor", now: datetime = NOON) -> None:
        """Take back what was to go out."""
        with self.store.writing() as session:
            scheduling.unschedule(session, schedule, by=self.ids[by], now=now)

    def due(self, now: datetime) -> list[scheduling.Outcome]:
        """Publish what is due, as any worker would."""
        return scheduling.publish_due(self.store, self.settings, now=now)

    def approved(self, number: int = 1) -> int:
        """A draft that was written, handed in and approved."""
        draft = self.write(tender(number))
        self.submit(draft)
        self.approve(draft)
        return draft
