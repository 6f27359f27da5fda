"""Publishing: what one act writes, what it refuses, and that nothing half-published is left."""

import hashlib
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select, text

from trading.domain.calendar import SHANGHAI
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
from trading.domain.errors import Conflict, RuleBroken, SeveralBroken
from trading.domain.payloads import thaw
from trading.domain.site import Site
from trading.services import checking, drafting
from trading.services.publishing import PublishedAct, publish
from trading.store.engine import DatabaseAway, Store
from trading.store.tables import (
    Award,
    Lot,
    LotExit,
    Notice,
    NoticeFile,
    Process,
    SiteRow,
    Staff,
    StoredFile,
)

NOON = datetime(2026, 3, 2, 12, 0, 30, 500, tzinfo=SHANGHAI)
SITE = Site(
    site_name="某县公共资源交易网",
    organization="某县公共资源交易中心",
    site_url="https://ggzy.example",
    authority="ggzy.example",
    authority_year=2026,
    region_code="230828",
    index_prefix="ZWGK",
    ocid_prefix="",
    year_basis="decided",
    revision=0,
    identity_fixed=False,
)
BUYER = Party(name="某局", address="县城一号", contact="张先生", phone="0454-0000000")
TENDER = NoticeDraft(
    type=NoticeType.TENDER,
    title="河东路改造招标公告",
    process_title="河东路改造",
    project_code="HD-001",
    category="construction",
    method="open",
    region="230828",
    buyer=BUYER,
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
    body_html="<p>正文</p>",
)


def won(*lots: int, fen: int = 480_000_00, by: str = "甲公司", why: str = "") -> AwardDraft:
    return AwardDraft(
        lots=lots,
        suppliers=(Party(name=by, address="县城"),),
        amount=Entered(fen),
        decided_on=date(2026, 3, 30),
        replace_reason=why,
    )


def result(*awards: AwardDraft, failed: Sequence[FailedLot] = ()) -> NoticeDraft:
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
        failed=tuple(failed),
    )


@pytest.fixture
def office(store: Store) -> Store:
    """A site with one clerk (id 1)."""
    with store.writing() as session:
        session.add(SiteRow(authority_year=2026, initialised_at=NOON))
        session.add(Staff(name="editor", role="editor", created_at=NOON))
    return store


def draft(store: Store, content: NoticeDraft, process_id: int | None = None) -> int:
    with store.writing() as session:
        return drafting.start(session, content, by=1, now=NOON, process_id=process_id)


def press(store: Store, *ids: int, now: datetime = NOON, site: Site = SITE) -> PublishedAct:
    with store.writing() as session:
        return publish(session, ids, by=1, now=now, site=site)


def process_of(store: Store, number: str) -> int:
    with store.reading() as session:
        query = select(Notice.process_id).where(col(Notice.number) == number)
        return session.exec(query).one()


def notices(store: Store) -> list[Notice]:
    with store.reading() as session:
        return list(session.exec(select(Notice).order_by(col(Notice.sequence))))


LATER = NOON + timedelta(days=30)


def test_a_published_notice_is_canonical_json_with_its_hash_and_reads_back_whole(
    office: Store,
) -> None:
    act = press(office, draft(office, TENDER))
    (row,) = notices(office)
    assert act.numbers == ("202603020001",)
    assert row.payload_sha256 == hashlib.sha256(row.payload.encode()).hexdigest()
    members = json.loads(row.payload)
    ordered = json.dumps(members, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    assert row.payload == ordered
    frozen = thaw(members)
    assert frozen.content == TENDER
    assert frozen.stamp.published_at == NOON.replace(microsecond=0) == act.published_at
    assert frozen.stamp.process_code == "202603020001"
    assert (row.sequence, frozen.stamp.sequence, frozen.stamp.act) == (1, 1, act.id)
    assert row.amount_fen == 590_000_00


def test_every_notice_has_its_own_random_salt(office: Store) -> None:
    press(office, draft(office, TENDER), draft(office, replace(TENDER, project_code="HD-002")))
    salts = {json.loads(row.payload)["salt"] for row in notices(office)}
    assert len(salts) == 2
    assert all(len(salt) == 64 for salt in salts)


def test_one_act_publishes_a_tender_before_the_award_that_was_ticked_first(office: Store) -> None:
    assert TENDER.tender
    facts = replace(TENDER.tender, deadline=LATER + timedelta(days=9))
    facts = replace(facts, opening_at=LATER + timedelta(days=9))
    tender = draft(office, replace(TENDER, tender=facts))
    with office.reading() as session:
        process = session.exec(select(Process.id)).one()
    later = replace(won(1, 2), decided_on=LATER.date())
    award = draft(office, result(later), process)
    act = press(office, award, tender, now=LATER)
    assert [row.family for row in notices(office)] == ["tender", "award"]
    assert len({row.act_id for row in notices(office)}) == 1
    assert len(act.numbers) == 2


def test_numbers_count_within_a_day_and_sequences_through_all_days(office: Store) -> None:
    ids = [draft(office, replace(TENDER, project_code=f"HD-{n}")) for n in range(3)]
    press(office, ids[0], ids[1])
    press(office, ids[2], now=NOON + timedelta(days=1))
    assert [(row.number, row.sequence) for row in notices(office)] == [
        ("202603020001", 1),
        ("202603020002", 2),
        ("202603030001", 3),
    ]


def test_a_refused_act_leaves_no_gap_and_no_half_of_itself(office: Store) -> None:
    good = draft(office, TENDER)
    bad = draft(office, replace(TENDER, project_code="HD-2", lots=()))
    with pytest.raises(SeveralBroken):
        press(office, good, bad)
    assert notices(office) == []
    assert press(office, good).numbers == ("202603020001",)
    assert [row.sequence for row in notices(office)] == [1]


def test_a_draft_is_published_once_only(office: Store) -> None:
    one = draft(office, TENDER)
    press(office, one)
    with pytest.raises(Conflict, match="已经发布，公告编号 202603020001"):
        press(office, one)


def test_a_discarded_draft_is_not_published(office: Store) -> None:
    one = draft(office, TENDER)
    with office.writing() as session:
        drafting.discard(session, one, by=1, now=NOON)
    with pytest.raises(Conflict, match="已经删除"):
        press(office, one)


def test_two_clerks_who_publish_the_same_draft_at_once_publish_it_once(office: Store) -> None:
    one = draft(office, TENDER)

    def attempt(_: int) -> str:
        try:
            return press(office, one).numbers[0]
        except Conflict as conflict:
            return str(conflict)

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(attempt, range(4)))
    assert answers[0] == "202603020001"
    assert all("已经发布" in answer for answer in answers[1:])
    assert len(notices(office)) == 1


def test_clerks_who_publish_at_once_never_share_a_number_or_leave_a_gap(office: Store) -> None:
    ids = [draft(office, replace(TENDER, project_code=f"HD-{n}")) for n in range(8)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda one: press(office, one), ids))
    assert [row.sequence for row in notices(office)] == list(range(1, 9))
    assert len({row.number for row in notices(office)}) == 8


def test_a_clock_behind_the_last_publication_is_refused(office: Store) -> None:
    press(office, draft(office, TENDER))
    other = draft(office, replace(TENDER, project_code="HD-2"))
    with pytest.raises(RuleBroken, match="早于上一次发布"):
        press(office, other, now=NOON - timedelta(minutes=2))


def test_a_press_that_read_the_clock_and_then_waited_for_another_shares_its_second(
    office: Store,
) -> None:
    press(office, draft(office, TENDER))
    press(
        office,
        draft(office, replace(TENDER, project_code="HD-2")),
        now=NOON - timedelta(seconds=2),
    )
    first, second = notices(office)
    assert first.published_at == second.published_at == NOON.replace(microsecond=0)
    assert (first.sequence, second.sequence) == (1, 2)


def test_a_site_without_its_identity_publishes_nothing(office: Store) -> None:
    with pytest.raises(RuleBroken, match="网站信息"):
        press(office, draft(office, TENDER), site=replace(SITE, authority=""))


def test_nothing_chosen_is_refused(office: Store) -> None:
    with pytest.raises(RuleBroken, match="至少选择一份"):
        press(office)


def test_each_act_raises_the_revision_that_readers_see_by_one(office: Store) -> None:
    press(office, draft(office, TENDER), draft(office, replace(TENDER, project_code="HD-2")))
    with office.reading() as session:
        site = session.exec(select(SiteRow)).one()
    assert (site.revision, site.sequence) == (1, 2)
    assert site.last_published_at == NOON.replace(microsecond=0)


def test_a_replacing_notice_ends_the_award_and_names_the_notice_it_replaces(
    office: Store,
) -> None:
    process = process_of(office, press(office, draft(office, TENDER)).numbers[0])
    first = press(office, draft(office, result(won(1)), process), now=LATER)
    again = result(won(1, fen=470_000_00, by="乙公司", why="中标人放弃"))
    second = press(office, draft(office, again, process), now=LATER + timedelta(days=3))
    with office.reading() as session:
        old, new = session.exec(select(Award).order_by(col(Award.id))).all()
    rows = {row.number: row for row in notices(office)}
    assert old.ended_by_notice_id == rows[second.numbers[0]].id
    assert (old.end_kind, old.end_reason) == ("replaced", "中标人放弃")
    assert new.ended_by_notice_id is None
    assert json.loads(rows[second.numbers[0]].payload)["replaces"] == [first.numbers[0]]


def test_a_failed_lot_leaves_the_process_without_an_award(office: Store) -> None:
    process = process_of(office, press(office, draft(office, TENDER)).numbers[0])
    failed = result(won(1), failed=[FailedLot(lot=2, reason="不足三家")])
    press(office, draft(office, failed, process), now=LATER)
    with office.reading() as session:
        gone = session.exec(select(LotExit, Lot).join(Lot)).one()
    assert (gone[0].kind, gone[0].reason, gone[1].number) == ("failed", "不足三家", 2)


def test_an_award_notice_does_not_rewrite_the_ceiling_that_the_tender_announced(
    office: Store,
) -> None:
    process = process_of(office, press(office, draft(office, TENDER)).numbers[0])
    content = result(won(1))
    louder = replace(content, lots=(replace(content.lots[0], ceiling=Entered(1)),))
    press(office, draft(office, louder, process), now=LATER)
    with office.reading() as session:
        lot = session.exec(select(Lot).where(col(Lot.number) == 1)).one()
    assert lot.ceiling_fen == 500_000_00


def attach_a_file(office: Store) -> None:
    """Give the newest notice a file, past what publishing allows: a row is enough here."""
    with office.writing() as session:
        session.add(StoredFile(sha256="0" * 64, size=1, media_type="text/plain", stored_at=NOON))
        session.flush()
        notice = session.exec(select(Notice.id)).one()
        assert notice is not None
        session.add(NoticeFile(notice_id=notice, position=1, sha256="0" * 64, name="图.txt"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE notices SET payload = '{}'",
        "UPDATE notices SET title = '改过的标题'",
        "UPDATE notices SET published_at = '2016-01-01 00:00:00+00:00'",
        "DELETE FROM notices",
        "DELETE FROM notice_lots",
        "UPDATE notice_lots SET lot_id = lot_id",
        "UPDATE notice_files SET name = '另一份.pdf'",
        "DELETE FROM notice_files",
        "UPDATE acts SET published_on = '2016-01-01'",
    ],
)
def test_no_statement_changes_what_was_published(office: Store, statement: str) -> None:
    press(office, draft(office, TENDER))
    attach_a_file(office)
    before = [row.model_dump() for row in notices(office)]
    with pytest.raises(DBAPIError, match="never changes"), office.writing() as session:
        session.connection().execute(text(statement))
    assert [row.model_dump() for row in notices(office)] == before


# On SQLite one writer waits for the other with everything.
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_nobody_saves_a_draft_while_it_is_being_published(
    office: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, looked = draft(office, TENDER), checking.shortcomings
    saved = []

    def meanwhile(*args: Any, **named: Any) -> list[RuleBroken]:
        try:
            with office.writing() as session:
                session.connection().execute(text("SET LOCAL lock_timeout = '50ms'"))
                changed = replace(TENDER, title="后来的标题")
                drafting.revise(session, one, changed, revision=1, by=1, now=NOON)
                saved.append(changed.title)
        except DatabaseAway:
            pass  # it waits: the clerk is told to save again, and then that it is published
        return looked(*args, **named)

    monkeypatch.setattr(checking, "shortcomings", meanwhile)
    press(office, one)
    assert saved == []
    assert notices(office)[0].title == TENDER.title
