"""Checking against what is published: no outcome twice, none without a reason, none too early."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

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
from trading.services.checking import shortcomings
from trading.store.engine import Store
from trading.store.tables import (
    Act,
    Award,
    AwardLot,
    AwardSupplier,
    Lot,
    LotExit,
    Notice,
    NoticeLot,
    Organization,
    Process,
)

TENDERED = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
NOW = TENDERED + timedelta(days=40)
DECIDED = date(2026, 4, 1)
TENDER = NoticeDraft(
    type=NoticeType.TENDER,
    title="河东路改造招标公告",
    process_title="河东路改造",
    project_code="HD-001",
    category="construction",
    method="open",
    region="230828",
    buyer=Party(name="某局", address="县城一号", contact="张先生", phone="0454-0000000"),
    lots=tuple(
        LotDraft(number=n, title=f"第{n}标段", content="道路", ceiling=Entered(500_000_00))
        for n in (1, 2, 3, 4)
    ),
    tender=TenderFacts(
        qualification="三级以上",
        consortium=False,
        documents_from=NOW,
        documents_until=NOW + timedelta(days=5),
        documents_how="网上下载",
        deadline=NOW + timedelta(days=21),
        opening_place="第一开标室",
        funds_source="财政资金",
    ),
)


def won(*lots: int, on: date = DECIDED, why: str = "") -> AwardDraft:
    return AwardDraft(
        lots=lots,
        suppliers=(Party(name="乙公司"),),
        amount=Entered(480_000_00),
        decided_on=on,
        replace_reason=why,
    )


def result(*awards: AwardDraft, failed: Sequence[FailedLot] = ()) -> NoticeDraft:
    """A result that lists only the lots to which it gives an outcome."""
    decided = {lot for award in awards for lot in award.lots} | {one.lot for one in failed}
    return replace(
        TENDER,
        lots=tuple(lot for lot in TENDER.lots if lot.number in decided),
        type=NoticeType.AWARD,
        tender=None,
        award=AwardFacts(),
        awards=awards,
        failed=tuple(failed),
    )


@pytest.fixture
def process(store: Store) -> int:
    """A published process: lots 1 and 2 were won together, 3 failed, 4 is open."""
    with store.writing() as session:
        session.add(Organization(id=1, name="某局"))
        session.add(Organization(id=2, name="甲公司"))
        session.add(Act(id=1, published_at=TENDERED, published_on=TENDERED.date()))
        session.flush()
        session.add(
            Process(
                id=1, code="202603020001", category="construction", buyer_id=1, created_at=TENDERED
            )
        )
        session.flush()
        for n in (1, 2, 3, 4):
            session.add(Lot(id=n, process_id=1, number=n, title=f"第{n}标段"))
        for n, family in ((1, "tender"), (2, "award")):
            session.add(
                Notice(
                    id=n,
                    number=f"20260302000{n}",
                    sequence=n,
                    act_id=1,
                    process_id=1,
                    type=family,
                    family=family,
                    category="construction",
                    method="open",
                    region="230828",
                    title="公告",
                    buyer_id=1,
                    published_at=TENDERED,
                    published_on=TENDERED.date(),
                    payload="{}",
                    payload_sha256="0" * 64,
                    search_text="",
                )
            )
        session.flush()
        session.add_all([NoticeLot(notice_id=1, lot_id=n) for n in (1, 2, 3, 4)])
        session.add(
            Award(id=1, process_id=1, notice_id=2, price_form="amount", amount_fen=900_000_00)
        )
        session.flush()
        session.add_all([AwardLot(award_id=1, lot_id=1), AwardLot(award_id=1, lot_id=2)])
        session.add(AwardSupplier(award_id=1, organization_id=2))
        session.add(LotExit(lot_id=3, notice_id=2, kind="failed", reason="无人投标"))
    return 1


def faults(
    store: Store,
    content: NoticeDraft,
    process_id: int | None,
    together: Sequence[NoticeDraft] = (),
) -> dict[str, str]:
    with store.reading() as session:
        found = shortcomings(session, content, process_id=process_id, now=NOW, together=together)
    return {one.field: str(one) for one in found}


def test_an_open_lot_may_be_won(store: Store, process: int) -> None:
    assert faults(store, result(won(4)), process) == {}


def test_an_open_lot_may_fail(store: Store, process: int) -> None:
    assert faults(store, result(failed=[FailedLot(lot=4, reason="不足三家")]), process) == {}


def test_a_lot_that_failed_gets_no_other_outcome(store: Store, process: int) -> None:
    assert "已流标" in faults(store, result(won(3)), process)["lots.0.outcome"]


def test_an_award_is_replaced_whole_and_with_a_reason(store: Store, process: int) -> None:
    assert faults(store, result(won(1, 2, why="中标人放弃")), process) == {}
    partly = faults(store, result(won(1, why="中标人放弃")), process)
    assert "202603020002" in partly["lots"]
    listed = replace(result(won(1, why="中标人放弃")), lots=TENDER.lots[:2])
    assert "202603020002" in faults(store, listed, process)["lots.1.outcome"]
    assert "原因" in faults(store, result(won(1, 2)), process)["awards.0.replace_reason"]


def test_a_lot_that_ended_before_is_not_listed_without_an_outcome(
    store: Store, process: int
) -> None:
    listed = replace(result(won(4)), lots=TENDER.lots)
    assert set(faults(store, listed, process)) == {
        "lots.0.outcome",
        "lots.1.outcome",
        "lots.2.outcome",
    }


def test_an_award_may_be_replaced_by_a_failure_with_a_reason(store: Store, process: int) -> None:
    failed = FailedLot(lot=2, reason="重新评审不合格", replace_reason="中标无效")
    assert faults(store, result(won(1, why="中标无效"), failed=[failed]), process) == {}
    silent = replace(failed, replace_reason="")
    assert set(faults(store, result(won(1, why="中标无效"), failed=[silent]), process)) == {
        "lots.1.replace_reason"
    }


def test_a_decision_is_not_older_than_the_tender(store: Store, process: int) -> None:
    assert faults(store, result(won(4, on=TENDERED.date())), process) == {}
    early = faults(store, result(won(4, on=date(2026, 3, 1))), process)
    assert "2026-03-02" in early["awards.0.decided_on"]


def test_lots_offered_in_the_same_act_are_decided_that_day_at_the_earliest(store: Store) -> None:
    with store.writing() as session:
        session.add(Process(id=7, created_at=NOW))
    alone = result(won(1))
    assert faults(store, alone, 7) == {}
    assert set(faults(store, alone, 7, [TENDER])) == {"awards.0.decided_on"}
    assert faults(store, result(won(1, on=NOW.date())), 7, [TENDER]) == {}


def test_a_lot_with_an_outcome_is_not_offered_again(store: Store, process: int) -> None:
    assert set(faults(store, TENDER, process)) == {
        "lots.0.number",
        "lots.1.number",
        "lots.2.number",
    }
    only_open = replace(TENDER, lots=TENDER.lots[3:])
    assert faults(store, only_open, process) == {}


def test_a_process_keeps_its_category(store: Store, process: int) -> None:
    moved = replace(result(won(4)), category="other", method="other")
    assert set(faults(store, moved, process)) == {"category"}


def test_an_award_of_a_process_that_was_never_announced_here_is_checked_alone(
    store: Store,
) -> None:
    assert faults(store, result(won(1, 2, 3, 4)), None) == {}
