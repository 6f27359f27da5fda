"""Notices to publish, whole and plain, and the press that publishes them; tests change a part."""

from dataclasses import replace
from datetime import datetime, timedelta

from trading.config import Settings
from trading.domain.calendar import SHANGHAI, day_of
from trading.domain.codes import NoticeType
from trading.domain.drafts import (
    AwardDraft,
    AwardFacts,
    Entered,
    FailedLot,
    LotDraft,
    NoticeDraft,
    Party,
    TenderFacts,
)
from trading.domain.identifiers import notice_number
from trading.domain.payloads import FrozenNotice, Stamp
from trading.services import drafting, freezing
from trading.services.publishing import PublishedAct, publish
from trading.store import people, publications, sites
from trading.store.engine import Store
from trading.store.notices import find_notice
from trading.store.processes import find_or_add_organization
from trading.store.sites import read_site

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=SHANGHAI)
TENDER = NoticeDraft(
    type=NoticeType.TENDER,
    title="河东路改造招标公告",
    process_title="河东路改造",
    project_code="HD-001",
    category="construction",
    method="open",
    region="230828",
    buyer=Party(name="某县建设局", address="县城一号", contact="张先生", phone="0454-0000000"),
    lots=(
        LotDraft(number=1, title="一标段", content="道路", ceiling=Entered(500_000_00)),
        LotDraft(number=2, title="二标段", content="绿化", ceiling=Entered(90_000_00)),
    ),
    tender=TenderFacts(
        qualification="施工总承包三级以上",
        consortium=False,
        documents_from=NOON + timedelta(days=1),
        documents_until=NOON + timedelta(days=8),
        documents_how="网上下载",
        deadline=NOON + timedelta(days=21),
        opening_at=NOON + timedelta(days=21),
        opening_place="第一开标室",
        funds_source="财政资金",
    ),
    body_html="<p>正文第一段</p>",
)


def won(*lots: int, fen: int = 480_000_00, by: str = "甲公司", why: str = "") -> AwardDraft:
    """An award of these lots, decided on the day of publication."""
    return AwardDraft(
        lots=lots,
        suppliers=(Party(name=by, address="县城"),),
        amount=Entered(fen),
        decided_on=NOON.date(),
        replace_reason=why,
    )


def result(*awards: AwardDraft, failed: tuple[FailedLot, ...] = ()) -> NoticeDraft:
    """The award notice of `TENDER` with these outcomes."""
    decided = {lot for award in awards for lot in award.lots} | {one.lot for one in failed}
    return replace(
        TENDER,
        type=NoticeType.AWARD,
        title="河东路改造中标结果公告",
        lots=tuple(
            LotDraft(number=lot.number, title=lot.title)
            for lot in TENDER.lots
            if lot.number in decided
        ),
        tender=None,
        award=AwardFacts(),
        awards=awards,
        failed=failed,
    )


def open_site(store: Store) -> None:
    """A site that may publish, without review."""
    identity = sites.Identity(
        site_name="某县公共资源交易网",
        organization="某县公共资源交易中心",
        region_code="230828",
        site_url="https://ggzy.example",
        authority="ggzy.example",
    )
    with store.writing() as session:
        sites.add_site(session, authority_year=2026, now=NOON)
        sites.save_identity(session, identity)


class Press:
    """Publishes through the real services on a site that is ready to."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store, self.settings = store, settings
        with store.writing() as session:
            self.staff = people.add_staff(session, "发布人", "editor", now=NOON)

    def __call__(self, *contents: NoticeDraft, now: datetime = NOON) -> PublishedAct:
        """Publish each content as the first notice of a process of its own, in one act."""
        with self.store.writing() as session:
            drafts = [drafting.start(session, one, by=self.staff, now=now) for one in contents]
            site = read_site(session, self.settings)
            return publish(session, drafts, by=self.staff, now=now, site=site)

    def after(self, number: str, content: NoticeDraft, *, now: datetime = NOON) -> PublishedAct:
        """Publish a further notice of the process to which notice `number` belongs."""
        with self.store.writing() as session:
            process = find_notice(session, number).row.process_id
            draft = drafting.start(session, content, by=self.staff, now=now, process_id=process)
            site = read_site(session, self.settings)
            return publish(session, [draft], by=self.staff, now=now, site=site)

    def moved_in(self, number: str, content: NoticeDraft, *, dated: datetime) -> str:
        """Enter a notice of before this site, of the process of notice `number`, as archived."""
        with self.store.writing() as session:
            row = find_notice(session, number).row
            buyer = find_or_add_organization(session, content.buyer)
            stamp = Stamp(
                number=notice_number(day_of(dated), 1),
                sequence=publications.lock_site(session).sequence + 1_000_000,
                act=publications.add_act(session, dated, by=None),
                process_code=number,
                published_at=dated,
                entered_at=row.published_at,
                salt="0" * 64,
                archived=True,
            )
            frozen = FrozenNotice(stamp=stamp, content=content)
            record = freezing.record(frozen)
            publications.add_notice(
                session,
                frozen,
                record=(record.payload, record.sha256),
                search_text=freezing.search_text(stamp.number, content),
                process_id=row.process_id,
                buyer_id=buyer,
                lot_ids=[],
            )
            return stamp.number
