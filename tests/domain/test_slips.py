"""Moments and numbers that are more often a slip than meant."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from tests.calendars import CALENDAR
from trading.domain.calendar import SHANGHAI
from trading.domain.codes import NoticeType, PriceForm
from trading.domain.drafts import (
    AwardDraft,
    CandidateDraft,
    CandidateFacts,
    LotDraft,
    NoticeDraft,
    Party,
    TenderFacts,
)
from trading.domain.findings import Severity
from trading.domain.slips import number_findings, price_findings, slip_findings

NOW = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
CONTENT = NoticeDraft(
    type=NoticeType.TENDER,
    title="公告",
    process_title="项目",
    project_code="E2308281234567890",
    category="construction",
    method="open",
    region="230828",
    lots=(LotDraft(number=1, title="一标段"),),
)


def slips(content: NoticeDraft) -> list[tuple[str, str]]:
    return [(one.rule, one.field) for one in slip_findings(content, NOW, CALENDAR)]


@pytest.mark.parametrize(
    ("deadline", "rules"),
    [
        ("2026-03-23T09:00", []),
        ("2026-03-23T00:00", ["deadline.midnight"]),
        ("2026-03-22T09:00", ["day.rest"]),
        # A make-up Saturday is a working day, the Monday of a holiday is none.
        ("2026-05-09T09:00", []),
        ("2026-05-04T09:00", ["day.rest"]),
        ("2026-10-04T00:00", ["deadline.midnight", "day.rest"]),
        # Of a year that was not entered nobody can say.
        ("2027-03-02T09:00", ["day.unknown"]),
        ("2027-10-03T09:00", ["deadline.far", "day.unknown"]),
    ],
)
def test_a_deadline_that_nobody_would_choose_is_asked_about(
    deadline: str, rules: list[str]
) -> None:
    at = datetime.fromisoformat(deadline).replace(tzinfo=SHANGHAI)
    found = slips(replace(CONTENT, tender=TenderFacts(deadline=at)))
    assert found == [(rule, "tender.deadline") for rule in rules]


def test_a_publicity_ends_on_a_working_day_and_begins_when_it_is_public() -> None:
    facts = CandidateFacts(publicity_from=date(2026, 3, 2), publicity_until=date(2026, 3, 7))
    content = replace(CONTENT, type=NoticeType.CANDIDATE, candidate=facts)
    assert slips(content) == [("day.rest", "candidate.publicity_until")]
    early = replace(facts, publicity_from=date(2026, 3, 1), publicity_until=date(2026, 3, 5))
    assert slips(replace(content, candidate=early)) == [
        ("publicity.late", "candidate.publicity_from")
    ]


@pytest.mark.parametrize(
    ("project", "lot", "fields"),
    [
        ("E2308281234567890", "", []),
        ("E2308281234567890001", "E2308281234567890001001", []),
        ("HD-001", "", ["project_code"]),
        ("E2308281234567890", "一标段", ["lots.0.code"]),
        ("", "", []),
    ],
)
def test_numbers_of_works_have_the_national_length(
    project: str, lot: str, fields: list[str]
) -> None:
    content = replace(
        CONTENT, project_code=project, lots=(LotDraft(number=1, title="一", code=lot),)
    )
    found = list(number_findings(content))
    assert [one.field for one in found] == fields
    assert {one.severity for one in found} <= {Severity.NOTE}
    assert list(number_findings(replace(content, category="procurement"))) == []


def test_money_where_a_rate_belongs_would_be_missing_from_the_total() -> None:
    firm = (Party(name="甲公司"),)
    awards = (
        AwardDraft(lots=(1,), suppliers=firm, price_form=PriceForm.RATE, rate_text="100元"),
        AwardDraft(lots=(1,), suppliers=firm, price_form=PriceForm.RATE, rate_text="98.5%"),
        AwardDraft(lots=(1,), suppliers=firm, price_form=PriceForm.UNIT_PRICE, rate_text="7元/吨"),
    )
    candidate = CandidateDraft(
        lot=1, rank=1, suppliers=firm, price_form=PriceForm.OTHER, rate_text="投标总价：3万元"
    )
    content = replace(CONTENT, awards=awards, candidates=(candidate,))
    fields = [one.field for one in price_findings(content)]
    assert fields == ["awards.0.rate_text", "lots.0.candidates.0.rate_text"]
