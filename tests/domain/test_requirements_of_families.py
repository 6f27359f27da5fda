"""What plans, candidates, terminations and contracts must carry, each fault at its field."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.families import (
    CANDIDATES,
    CONTRACT,
    OTHERS,
    PLAN,
    PREQUALIFICATION,
    TERMINATION,
    TODAY,
    candidates,
    proposed,
)
from tests.notices import NOON, TENDER
from trading.domain.codes import NoticeType, Outcome, PriceForm, allowed_types, category
from trading.domain.drafts import (
    CandidateFacts,
    ContractDraft,
    FailedLot,
    LotDraft,
    NoticeDraft,
    Party,
    PlanFacts,
)
from trading.domain.requirements import content_shortcomings

DAY = timedelta(days=1)


def fields(content: NoticeDraft) -> list[str]:
    return [one.field for one in content_shortcomings(content, NOON)]


@pytest.mark.parametrize("content", OTHERS, ids=lambda one: one.type)
def test_a_whole_notice_of_any_family_has_no_shortcoming(content: NoticeDraft) -> None:
    assert fields(content) == []


@pytest.mark.parametrize("slug", ["construction", "procurement", "land", "property", "other"])
@pytest.mark.parametrize("content", OTHERS, ids=lambda one: one.type)
def test_a_type_that_the_category_does_not_know_is_refused_at_the_type(
    slug: str, content: NoticeDraft
) -> None:
    known = content.type in allowed_types(category(slug))
    assert ("type" in fields(replace(content, category=slug))) is not known


@pytest.mark.parametrize(
    ("category", "method", "refused"),
    [
        ("construction", "open", False),
        ("procurement", "invited", False),
        ("procurement", "other", False),
        ("procurement", "inquiry", True),
        ("procurement", "single_source", True),
    ],
)
def test_only_a_tender_in_the_narrow_sense_is_prequalified(
    category: str, method: str, refused: bool
) -> None:
    content = replace(PREQUALIFICATION, category=category, method=method)
    assert ("method" in fields(content)) is refused


@pytest.mark.parametrize("content", [PLAN, CANDIDATES, TERMINATION, CONTRACT])
@pytest.mark.parametrize(
    "part",
    [
        {"tender": TENDER.tender},
        {"plan": PlanFacts()},
        {"candidate": CandidateFacts()},
        {"contracts": CONTRACT.contracts},
        {"failed": TERMINATION.failed},
        {"candidates": CANDIDATES.candidates},
    ],
)
def test_a_notice_says_nothing_that_belongs_into_another_family(
    content: NoticeDraft, part: dict[str, Any]
) -> None:
    (name,) = part
    own = bool(getattr(content, name))
    assert ("type" in fields(replace(content, **part))) is not own


def test_a_plan_says_what_for_how_much_and_when_but_needs_no_project_number() -> None:
    bare = replace(PLAN, lots=(LotDraft(number=1, title="一标段"),), plan=None)
    assert fields(bare) == ["lots.0.content", "lots.0.estimate", "plan.expected_on"]
    assert fields(replace(CONTRACT, project_code="")) == ["project_code"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"suppliers": ()}, "lots.0.candidates.1.suppliers"),
        ({"suppliers": (Party(name=""),)}, "lots.0.candidates.1.suppliers.0.name"),
        ({"suppliers": (Party(name="甲公司"),)}, "lots.0.candidates.1.suppliers.0.name"),
        ({"amount": None}, "lots.0.candidates.1.amount"),
        ({"price_form": PriceForm.RATE, "amount": None}, "lots.0.candidates.1.rate_text"),
        ({"price_form": PriceForm.RATE, "rate_text": "下浮"}, "lots.0.candidates.1.amount"),
        ({"currency": "XXX"}, "lots.0.candidates.1.currency"),
        ({"leader": ""}, "lots.0.candidates.1.leader"),
        ({"rank": 1}, "lots.0.candidates.1.rank"),
        ({"rank": 3}, "lots.0.candidates.1.rank"),
    ],
)
def test_a_candidate_has_a_name_a_rank_a_price_and_a_leader(
    changes: dict[str, Any], field: str
) -> None:
    first, second, third = CANDIDATES.candidates
    changed = replace(CANDIDATES, candidates=(first, replace(second, **changes), third))
    assert fields(changed) == [field]


def test_every_lot_of_a_publicity_has_a_candidate_and_every_candidate_a_lot() -> None:
    first, second, _ = CANDIDATES.candidates
    assert fields(replace(CANDIDATES, candidates=(first, second))) == ["lots.1.candidates"]
    stray = replace(CANDIDATES, candidates=(*CANDIDATES.candidates, proposed(7, 1, "丁公司")))
    assert fields(stray) == ["lots"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"evaluated_on": None}, "candidate.evaluated_on"),
        ({"evaluated_on": TODAY + DAY}, "candidate.evaluated_on"),
        ({"publicity_from": None}, "candidate.publicity_from"),
        ({"publicity_from": TODAY - DAY}, "candidate.publicity_from"),
        ({"publicity_until": None}, "candidate.publicity_until"),
        ({"publicity_until": TODAY}, "candidate.publicity_until"),
        ({"objections": ""}, "candidate.objections"),
    ],
)
def test_a_publicity_says_from_when_until_when_and_where_to_object(
    facts: dict[str, Any], field: str
) -> None:
    whole = candidates(proposed(1, 1, "甲公司"))
    assert whole.candidate
    assert fields(replace(whole, candidate=replace(whole.candidate, **facts))) == [field]


@pytest.mark.parametrize(
    ("failed", "expected"),
    [
        ((), ["lots.0.outcome", "lots.1.outcome"]),
        ((FailedLot(lot=1, reason="不足三家"),), ["lots.1.outcome"]),
        (
            (FailedLot(lot=1, reason=""), FailedLot(lot=2, reason="停建")),
            ["lots.0.failed_reason"],
        ),
        (
            tuple(FailedLot(lot=n, reason="停建") for n in (1, 2, 2)),
            ["lots.1.outcome"],
        ),
        (
            tuple(FailedLot(lot=n, reason="停建", outcome=Outcome.AWARDED) for n in (1, 2)),
            ["lots.0.outcome", "lots.1.outcome"],
        ),
        (tuple(FailedLot(lot=n, reason="停建") for n in (1, 2, 3)), ["lots"]),
    ],
)
def test_a_termination_ends_every_lot_that_it_lists_and_says_why(
    failed: tuple[FailedLot, ...], expected: list[str]
) -> None:
    assert fields(replace(TERMINATION, failed=failed)) == expected


def test_a_result_may_say_that_a_lot_failed_but_not_that_it_was_terminated() -> None:
    result = replace(TERMINATION, type=NoticeType.AWARD)
    assert fields(result) == ["lots.0.outcome", "lots.1.outcome"]
    failed = tuple(replace(one, outcome=Outcome.FAILED) for one in result.failed)
    assert fields(replace(result, failed=failed)) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"suppliers": (Party(name=""),)}, "contracts.0.suppliers.0.name"),
        ({"amount": None}, "contracts.0.amount"),
        ({"signed_on": None}, "contracts.0.signed_on"),
        ({"signed_on": TODAY + DAY}, "contracts.0.signed_on"),
        ({"currency": "XXX"}, "contracts.0.currency"),
        ({"lots": (1,)}, "lots.1.contract"),
        ({"lots": (1, 2, 3)}, "lots"),
    ],
)
def test_a_contract_names_its_parties_its_price_and_its_day(
    changes: dict[str, Any], field: str
) -> None:
    (contract,) = CONTRACT.contracts
    assert fields(replace(CONTRACT, contracts=(replace(contract, **changes),))) == [field]


def test_a_contract_at_rates_needs_no_amount_and_a_contract_of_no_lot_is_asked_about() -> None:
    (contract,) = CONTRACT.contracts
    at_rates = replace(contract, amount=None, rate_text="按中标费率结算")
    assert fields(replace(CONTRACT, contracts=(at_rates,))) == []
    spare = ContractDraft(
        lots=(), suppliers=contract.suppliers, amount=contract.amount, signed_on=TODAY
    )
    assert fields(replace(CONTRACT, contracts=(contract, spare))) == ["contracts.1"]
