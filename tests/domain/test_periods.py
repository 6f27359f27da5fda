"""Statutory periods: the last day that is still lawful passes, a day less or more is found."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

import pytest

from tests.calendars import CALENDAR, PERIODS
from trading.domain.calendar import SHANGHAI
from trading.domain.codes import CorrectionReason, NoticeType, category
from trading.domain.drafts import (
    AwardDraft,
    CandidateFacts,
    ContractDraft,
    CorrectionFacts,
    NoticeDraft,
    Party,
    PlanFacts,
    TenderFacts,
)
from trading.domain.findings import Finding, Severity
from trading.domain.periods import RULES, Case, in_force, period_findings, period_rule
from trading.domain.workdays import WorkCalendar

SOMEBODY = (Party(name="甲公司"),)


def content(type_: NoticeType, slug: str, method: str = "open", **parts: object) -> NoticeDraft:
    plain = NoticeDraft(
        type=type_, title="", process_title="", category=slug, method=method, region="230828"
    )
    return replace(plain, **parts)  # type: ignore[arg-type]  # the parts are members of a draft


def found(
    draft: NoticeDraft,
    today: str,
    *,
    calendar: WorkCalendar = CALENDAR,
    planned_on: date | None = None,
    announced: Mapping[int, date] | None = None,
) -> list[Finding]:
    case = Case(
        content=draft,
        category=category(draft.category),
        today=date.fromisoformat(today),
        planned_on=planned_on,
        announced=announced or {},
    )
    return list(period_findings(case, PERIODS, calendar))


def broken(draft: NoticeDraft, today: str, **more: object) -> set[str]:
    """The keys of the periods that are broken."""
    findings = found(draft, today, **more)  # type: ignore[arg-type]  # passed on as they are
    return {
        one.rule.removeprefix("period.") for one in findings if one.severity is Severity.EXPLAIN
    }


def at(day: str, clock: str = "09:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=SHANGHAI)


def terms(
    documents: str = "", until: str = "", deadline: str = "", opening: str = "", listed: str = ""
) -> TenderFacts:
    return TenderFacts(
        documents_from=at(documents) if documents else None,
        documents_until=at(until) if until else None,
        deadline=at(deadline) if deadline else None,
        opening_at=at(opening) if opening else None,
        listing_until=at(listed) if listed else None,
    )


TENDER, CORRECTION = NoticeType.TENDER, NoticeType.CORRECTION


@pytest.mark.parametrize(
    ("key", "type_", "slug", "method", "today", "good", "short"),
    [
        # Documents from Tuesday 1 March 2016: the fifth day after it is Sunday the 6th.
        ("works.sale", "tender", "construction", "open", "2016-03-01",
         terms("2016-03-01", "2016-03-07"), terms("2016-03-01", "2016-03-06")),
        ("works.sale", "prequalification", "construction", "open", "2016-03-01",
         terms("2016-03-02", "2016-03-07"), terms("2016-03-02", "2016-03-06")),
        ("works.bidding", "tender", "construction", "open", "2016-03-01",
         terms("2016-03-02", "", "2016-03-22"), terms("2016-03-02", "", "2016-03-21")),
        # Twenty days after 11 September 2016 are 1 October, and work begins again on the 8th.
        ("works.bidding", "tender", "construction", "invited", "2016-09-10",
         terms("2016-09-11", "", "2016-10-08"), terms("2016-09-11", "", "2016-10-07")),
        ("procurement.documents", "tender", "procurement", "open", "2021-04-28",
         terms("2021-04-29", "2021-05-10"), terms("2021-04-29", "2021-05-09")),
        ("procurement.bidding", "tender", "procurement", "open", "2016-03-01",
         terms("2016-03-02", "", "2016-03-22"), terms("2016-03-02", "", "2016-03-21")),
        ("procurement.tender_shown", "tender", "procurement", "open", "2021-04-30",
         terms("", "", "2021-05-11"), terms("", "", "2021-05-10")),
        ("procurement.invitation_shown", "tender", "procurement", "negotiation", "2021-04-30",
         terms("", "", "2021-05-08"), terms("", "", "2021-05-07")),
        ("procurement.invitation_shown", "tender", "procurement", "inquiry", "2021-04-30",
         terms("", "", "2021-05-10"), terms("", "", "2021-05-01")),
        ("procurement.single_source_shown", "single_source", "procurement", "single_source",
         "2016-09-29", terms("", "", "2016-10-11"), terms("", "", "2016-10-10")),
        ("land.announced", "tender", "land", "listing", "2024-11-24",
         terms("", "", "2024-12-13", "2024-12-16"), terms("", "", "2024-12-13", "2024-12-13")),
        ("land.listed", "tender", "land", "listing", "2024-11-20",
         terms("", "", "2024-12-13", "2024-12-15", "2024-12-25"),
         terms("", "", "2024-12-13", "2024-12-15", "2024-12-24")),
        ("property.disclosed", "tender", "property", "auction", "2026-08-28",
         terms("", "", "2026-09-24"), terms("", "", "2026-09-23")),
    ],
)  # fmt: skip
def test_terms_that_are_long_enough_pass_and_a_day_less_is_found(
    key: str, type_: str, slug: str, method: str, today: str, good: TenderFacts, short: TenderFacts
) -> None:
    notice = content(NoticeType(type_), slug, method)
    assert key not in broken(replace(notice, tender=good), today)
    assert key in broken(replace(notice, tender=short), today)


@pytest.mark.parametrize(
    ("key", "slug", "stated", "today", "good", "short"),
    [
        ("works.clarification", "construction", "tender", "2016-03-07", "2016-03-22", "2016-03-21"),
        # Fifteen days after 17 September 2016 are 2 October: not before the 8th.
        ("works.clarification", "construction", "tender", "2016-09-17", "2016-10-08", "2016-10-06"),
        ("works.clarification_prequalification", "construction", "prequalification",
         "2016-03-07", "2016-03-10", "2016-03-09"),
        ("procurement.clarification", "procurement", "tender",
         "2016-03-07", "2016-03-22", "2016-03-21"),
    ],
)  # fmt: skip
def test_a_clarification_leaves_time_or_puts_the_deadline_off(
    key: str, slug: str, stated: str, today: str, good: str, short: str
) -> None:
    facts = CorrectionFacts(
        corrects="201603010001",
        corrected_type=NoticeType(stated),
        reason_code=CorrectionReason.CLARIFICATION,
    )
    notice = content(CORRECTION, slug, correction=facts)
    assert broken(replace(notice, tender=terms(deadline=good)), today) == set()
    late = replace(notice, tender=terms(deadline=short))
    assert broken(late, today) == {key}
    postponed = replace(facts, reason_code=CorrectionReason.POSTPONEMENT)
    assert broken(replace(late, correction=postponed), today) == set()


@pytest.mark.parametrize(
    ("evaluated", "first", "last", "keys"),
    [
        ("2016-03-21", "2016-03-22", "2016-03-25", set()),
        ("2016-03-21", "2016-03-22", "2016-03-24", {"works.candidates_shown"}),
        ("2016-03-18", "2016-03-21", "2016-03-24", set()),
        ("2016-03-17", "2016-03-22", "2016-03-25", {"works.candidates_published"}),
        # Three days after Thursday the 17th are a Sunday: Monday is still in time.
        ("2016-03-17", "2016-03-21", "2016-03-24", set()),
        # The last day is not moved: it may be a Saturday, which is asked about elsewhere.
        ("2016-03-22", "2016-03-23", "2016-03-26", set()),
        ("2016-09-30", "2016-10-08", "2016-10-11", set()),
    ],
)
def test_candidates_are_shown_soon_and_long_enough(
    evaluated: str, first: str, last: str, keys: set[str]
) -> None:
    facts = CandidateFacts(
        evaluated_on=date.fromisoformat(evaluated),
        publicity_from=date.fromisoformat(first),
        publicity_until=date.fromisoformat(last),
    )
    notice = content(NoticeType.CANDIDATE, "construction", candidate=facts)
    assert broken(notice, first) == keys


@pytest.mark.parametrize(
    ("key", "slug", "day", "in_time", "late"),
    [
        ("procurement.result_published", "procurement", "2016-09-30", "2016-10-09", "2016-10-10"),
        ("procurement.result_published", "procurement", "2020-01-22", "2020-02-03", "2020-02-04"),
        ("land.result_published", "land", "2023-09-28", "2023-10-18", "2023-10-19"),
        ("open.published", "construction", "2026-02-13", "2026-03-19", "2026-03-20"),
        ("open.published", "property", "2026-03-02", "2026-03-30", "2026-03-31"),
    ],
)
def test_a_result_is_published_in_time(
    key: str, slug: str, day: str, in_time: str, late: str
) -> None:
    award = AwardDraft(lots=(1,), suppliers=SOMEBODY, decided_on=date.fromisoformat(day))
    notice = content(NoticeType.AWARD, slug, awards=(award,))
    assert broken(notice, in_time) == set()
    assert broken(notice, late) == {key}


def test_a_contract_waits_for_the_end_of_the_result_and_is_published_soon() -> None:
    contract = ContractDraft(lots=(1,), suppliers=SOMEBODY, signed_on=date(2026, 4, 30))
    notice = content(NoticeType.CONTRACT, "procurement", contracts=(contract,))
    shown = {1: date(2026, 4, 29)}
    assert broken(notice, "2026-05-07", announced=shown) == set()
    assert broken(notice, "2026-05-08", announced=shown) == {"procurement.contract_published"}
    same_day = {1: date(2026, 4, 30)}
    assert broken(notice, "2026-05-07", announced=same_day) == {"procurement.result_shown"}


def test_an_intention_is_public_for_thirty_days_before_buying_begins() -> None:
    plan = content(NoticeType.PLAN, "procurement", plan=PlanFacts(expected_on=date(2026, 4, 1)))
    assert broken(plan, "2026-03-02") == set()
    assert broken(plan, "2026-03-03") == {"procurement.intention"}
    tender = content(TENDER, "procurement")
    assert broken(tender, "2026-04-01", planned_on=date(2026, 3, 2)) == set()
    assert broken(tender, "2026-03-31", planned_on=date(2026, 3, 2)) == {"procurement.intention"}
    works = content(NoticeType.PLAN, "construction", plan=PlanFacts(expected_on=date(2026, 3, 4)))
    assert broken(works, "2026-03-03") == set()


def test_how_long_a_result_must_stay_is_only_said() -> None:
    notice = content(NoticeType.AWARD, "property")
    (note,) = found(notice, "2026-02-13")
    assert note.severity is Severity.NOTE
    assert str(note) == "产权交易结果公告期不得少于5个工作日：2026-02-27以前不要撤下这份公告"


def test_a_finding_names_its_days_and_its_article() -> None:
    notice = content(TENDER, "construction", tender=terms("2016-03-02", "", "2016-03-21"))
    (one,) = found(notice, "2016-03-01")
    assert str(one) == (
        "自招标文件发出至投标截止不得少于20日：从2016-03-02起（当日不计）"
        "应到2016-03-22或以后，现为2016-03-21"
    )
    assert (one.article, one.field) == ("《招标投标法》第二十四条", "tender.deadline")


def test_a_missing_year_is_said_and_what_is_certain_is_still_found() -> None:
    near = content(TENDER, "construction", tender=terms("2026-12-20", "", "2027-01-05"))
    assert broken(near, "2026-12-18") == {"works.bidding"}
    far = content(TENDER, "construction", tender=terms("2026-12-20", "", "2027-01-20"))
    (note,) = found(far, "2026-12-18")
    assert note.severity is Severity.NOTE
    assert str(note).startswith("2027年的放假安排还没有录入，不能核对“自招标文件发出至投标截止”")
    award = AwardDraft(lots=(1,), suppliers=SOMEBODY, decided_on=date(2026, 12, 31))
    result = content(NoticeType.AWARD, "procurement", awards=(award,))
    assert found(result, "2027-01-02") == []
    assert [one.severity for one in found(result, "2027-01-10")] == [Severity.NOTE]


def test_the_reason_for_a_short_term_does_not_expire_with_the_day() -> None:
    notice = content(TENDER, "procurement", "open", tender=terms("", "", "2026-04-07"))
    first, second = found(notice, "2026-04-01"), found(notice, "2026-04-02")
    assert [one.key for one in first] == [one.key for one in second] != []
    moved = replace(notice, tender=terms("", "", "2026-04-06"))
    assert [one.key for one in found(moved, "2026-04-01")] != [one.key for one in first]


def test_a_period_counts_from_the_day_on_which_it_is_in_force() -> None:
    assert "procurement.tender_shown" not in in_force(PERIODS, date(2017, 9, 30))
    assert in_force(PERIODS, date(2017, 10, 1))["procurement.tender_shown"].days == 5
    before, after = date(2019, 5, 14), date(2019, 5, 15)
    assert in_force(PERIODS, before)["open.published"].article.endswith("第十八条")
    assert in_force(PERIODS, after)["open.published"].article.endswith("第二十六条")


def test_every_rule_has_a_row_and_every_row_a_rule() -> None:
    assert {row.key for row in PERIODS} == {rule.key for rule in RULES}
    assert len({rule.key for rule in RULES}) == len(RULES) == 22
    assert all(rule.zh and rule.scope for rule in RULES)
    assert period_rule("land.listed").scope == "土地使用权：招标公告、更正公告（挂牌）"


def test_a_notice_without_days_breaks_nothing() -> None:
    for type_ in NoticeType:
        for slug in ("construction", "procurement", "land", "mineral", "property", "other"):
            bare = content(type_, slug, tender=TenderFacts())
            assert broken(bare, "2026-03-02") == set()
