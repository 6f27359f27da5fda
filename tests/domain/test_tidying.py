"""Texts of a notice: what is cleaned silently, what is refused, and where it says so."""

from dataclasses import replace

import pytest

from trading.domain.codes import NoticeType
from trading.domain.drafts import (
    AwardDraft,
    CandidateDraft,
    CandidateFacts,
    Change,
    ContractDraft,
    CorrectionFacts,
    FailedLot,
    LotDraft,
    NoticeDraft,
    Party,
    PlanFacts,
)
from trading.domain.errors import SeveralBroken
from trading.domain.tidying import MOST_LOTS, MOST_SUPPLIERS, tidied

EMPTY = NoticeDraft(
    type=NoticeType.AWARD, title="", process_title="", category="", method="", region=""
)


def refused(content: NoticeDraft) -> dict[str, str]:
    with pytest.raises(SeveralBroken) as caught:
        tidied(content)
    return {one.field: str(one) for one in caught.value.broken}


def test_an_empty_draft_is_incomplete_but_not_malformed() -> None:
    assert tidied(EMPTY) == EMPTY


def test_blanks_line_ends_and_invisible_characters_are_taken_out() -> None:
    typed = replace(EMPTY, title="  河东路\r\n改造\u200b ", buyer=Party(name="某局\t"))
    clean = tidied(typed)
    assert (clean.title, clean.buyer.name) == ("河东路 改造", "某局")
    assert tidied(clean) == clean


def test_markup_in_a_title_is_text_like_any_other() -> None:
    typed = replace(EMPTY, title="<script>alert(1)</script>")
    assert tidied(typed).title == "<script>alert(1)</script>"


def test_every_malformed_text_is_named_at_its_field() -> None:
    typed = replace(
        EMPTY,
        title="坏\x00字",
        project_code="长" * 51,
        category="bread",
        region="23",
        lots=(LotDraft(number=1, title="好"), LotDraft(number=2, title="坏\ud800")),
        awards=(AwardDraft(lots=(1,), suppliers=(Party(name="甲", uscc="123"),)),),
        failed=(FailedLot(lot=2, reason="坏\x07"),),
    )
    assert set(refused(typed)) == {
        "title",
        "project_code",
        "category",
        "region",
        "lots.1.title",
        "lots.1.failed_reason",
        "awards.0.suppliers.0.uscc",
    }


def test_a_credit_code_is_kept_in_its_normal_form() -> None:
    typed = replace(EMPTY, buyer=Party(name="某局", uscc="91350100m000100y43"))
    assert tidied(typed).buyer.uscc == "91350100M000100Y43"


def test_there_is_an_end_to_rows() -> None:
    lots = tuple(LotDraft(number=n, title="包") for n in range(1, MOST_LOTS + 2))
    assert set(refused(replace(EMPTY, lots=lots))) == {"lots"}


def test_candidates_contracts_and_corrections_are_tidied_and_refused_at_their_place() -> None:
    bad = CandidateDraft(lot=2, rank=1, suppliers=(Party(name="乙\x07"),), leader="长" * 101)
    typed = replace(
        EMPTY,
        lots=(LotDraft(number=1, title="一"), LotDraft(number=2, title="二")),
        candidates=(CandidateDraft(lot=1, rank=1, suppliers=(Party(name="甲"),)), bad),
        candidate=CandidateFacts(objections="长" * 2001),
        contracts=(ContractDraft(lots=(1,), suppliers=(Party(name="丙"),), term="坏\x00"),),
        plan=PlanFacts(note="坏\ud800"),
        correction=CorrectionFacts(
            corrects="201603150001", changes=(Change(label="坏\x07", old="", new=""),)
        ),
        retender_of="2" * 21,
    )
    assert set(refused(typed)) == {
        "lots.1.candidates.0.suppliers.0.name",
        "lots.1.candidates.0.leader",
        "candidate.objections",
        "contracts.0.term",
        "plan.note",
        "correction.changes.0.label",
        "retender_of",
    }
    good = replace(
        EMPTY,
        lots=typed.lots,
        candidates=(CandidateDraft(lot=1, rank=1, suppliers=(Party(name=" 甲 "),), leader=" 周 "),),
    )
    (candidate,) = tidied(good).candidates
    assert (candidate.suppliers[0].name, candidate.leader) == ("甲", "周")


def test_there_is_an_end_to_candidates_and_their_members() -> None:
    many = tuple(Party(name=f"{n}") for n in range(MOST_SUPPLIERS + 1))
    lots = (LotDraft(number=1, title="一"),)
    typed = replace(EMPTY, lots=lots, candidates=(CandidateDraft(lot=1, rank=1, suppliers=many),))
    assert set(refused(typed)) == {"lots.0.candidates.0.suppliers"}
