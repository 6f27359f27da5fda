"""A notice as the periods see it: between which two days each of them lies."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from trading.domain.calendar import day_of
from trading.domain.codes import Category, CorrectionReason, NoticeType
from trading.domain.drafts import NoticeDraft, TenderFacts


@dataclass(frozen=True, kw_only=True)
class Case:
    """A notice published on `today`, with what its process knows.

    `planned_on` is the day of its first plan notice here; `announced` gives, by lot, the day on
    which its standing result was published here.
    """

    content: NoticeDraft
    category: Category
    today: date
    planned_on: date | None = None
    announced: Mapping[int, date] = field(default_factory=dict)

    @property
    def terms(self) -> TenderFacts:
        """What the notice says of documents and moments."""
        return self.content.tender or TenderFacts()

    @property
    def stated_type(self) -> NoticeType:
        """The type whose facts it states: for a correction that of the corrected notice."""
        correction = self.content.correction
        return (correction.corrected_type if correction else None) or self.content.type


@dataclass(frozen=True, kw_only=True)
class Span:
    """Two days with a period between them; `field` is where the later one, or the fact, stands.

    `facts` are what a reason is given for: never the day of publication itself.
    """

    start: date
    end: date
    field: str
    facts: tuple[date, ...]


def documents(case: Case) -> Iterator[Span]:
    """From the first day on which documents are given out to the last."""
    start, end = case.terms.documents_from, case.terms.documents_until
    yield from _between(start, end, "tender.documents_until")


def bidding(case: Case) -> Iterator[Span]:
    """From the first day on which documents are given out to the deadline."""
    yield from _between(case.terms.documents_from, case.terms.deadline, "tender.deadline")


def until_deadline(case: Case) -> Iterator[Span]:
    """From publication to the deadline."""
    if case.terms.deadline:
        yield _from_today(case, day_of(case.terms.deadline), "tender.deadline")


def until_start(case: Case) -> Iterator[Span]:
    """From publication to the beginning of the auction, listing or opening."""
    moment = case.terms.opening_at or case.terms.deadline
    field = "tender.opening_at" if case.terms.opening_at else "tender.deadline"
    if moment:
        yield _from_today(case, day_of(moment), field)


def listing(case: Case) -> Iterator[Span]:
    """From the first day of a listing (挂牌) to the last."""
    yield from _between(case.terms.opening_at, case.terms.listing_until, "tender.listing_until")


def clarified(case: Case) -> Iterator[Span]:
    """From a correction that touches bids to the deadline as it stands from now on.

    To put the deadline off, and nothing else, gives bidders more time, not less.
    """
    correction = case.content.correction
    if correction and correction.reason_code is not CorrectionReason.POSTPONEMENT:
        yield from until_deadline(case)


def planned(case: Case) -> Iterator[Span]:
    """From a plan to the month or day in which buying is to begin."""
    plan = case.content.plan
    if plan and plan.expected_on:
        yield _from_today(case, plan.expected_on, "plan.expected_on")


def after_plan(case: Case) -> Iterator[Span]:
    """From the plan notice to the notice that begins to buy."""
    if case.planned_on:
        yield Span(start=case.planned_on, end=case.today, field="type", facts=(case.planned_on,))


def evaluated(case: Case) -> Iterator[Span]:
    """From the evaluation report to the first day of the publicity."""
    facts = case.content.candidate
    if facts and facts.evaluated_on:
        start, end = facts.evaluated_on, facts.publicity_from or case.today
        field = "candidate.publicity_from"
        stated = (start, end) if facts.publicity_from else (start,)
        yield Span(start=start, end=end, field=field, facts=stated)


def publicity(case: Case) -> Iterator[Span]:
    """From the first day of the publicity of candidates to the last."""
    facts = case.content.candidate
    if facts and facts.publicity_from and facts.publicity_until:
        start, end = facts.publicity_from, facts.publicity_until
        yield Span(start=start, end=end, field="candidate.publicity_until", facts=(start, end))


def decided(case: Case) -> Iterator[Span]:
    """From the decision of each award to its publication."""
    for at, award in enumerate(case.content.awards):
        if award.decided_on:
            yield _to_today(case, award.decided_on, f"awards.{at}.decided_on")


def signed(case: Case) -> Iterator[Span]:
    """From the signing of each contract to its publication."""
    for at, contract in enumerate(case.content.contracts):
        if contract.signed_on:
            yield _to_today(case, contract.signed_on, f"contracts.{at}.signed_on")


def existed(case: Case) -> Iterator[Span]:
    """From the day on which what is published came to be to its publication."""
    yield from decided(case)
    yield from signed(case)
    facts = case.content.candidate
    if facts and facts.evaluated_on:
        yield _to_today(case, facts.evaluated_on, "candidate.evaluated_on")


def announced(case: Case) -> Iterator[Span]:
    """From the publication of the result to the signing of the contract on it."""
    for at, contract in enumerate(case.content.contracts):
        days = [case.announced[lot] for lot in contract.lots if lot in case.announced]
        if days and contract.signed_on:
            start, end = max(days), contract.signed_on
            field = f"contracts.{at}.signed_on"
            yield Span(start=start, end=end, field=field, facts=(start, end))


def staying(case: Case) -> Iterator[Span]:
    """The notice itself, which stands from today on."""
    yield Span(start=case.today, end=case.today, field="", facts=())


def _between(start: datetime | None, end: datetime | None, field: str) -> Iterator[Span]:
    if start and end:
        days = day_of(start), day_of(end)
        yield Span(start=days[0], end=days[1], field=field, facts=days)


def _from_today(case: Case, end: date, field: str) -> Span:
    return Span(start=case.today, end=end, field=field, facts=(end,))


def _to_today(case: Case, start: date, field: str) -> Span:
    return Span(start=start, end=case.today, field=field, facts=(start,))
