"""What notices say, drawn by hypothesis: the content for the product, the facts for the story."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from hypothesis import strategies as st

from tests.journeys.stories import Limits, Said, Story, Won
from trading.domain.calendar import SHANGHAI
from trading.domain.codes import Currency, NoticeType, Outcome, PriceForm
from trading.domain.drafts import (
    AwardDraft,
    AwardFacts,
    CandidateDraft,
    CandidateFacts,
    ContractDraft,
    Entered,
    FailedLot,
    LotDraft,
    NoticeDraft,
    Party,
    PlanFacts,
    TenderFacts,
)
from trading.services.demonstrating.county import EDUCATION, HOUSING, WATER

Drawn = TypeVar("Drawn")
ENDS = (Outcome.FAILED, Outcome.TERMINATED)
BUYERS = {party.name: party for party in (HOUSING, WATER, EDUCATION)}
REGIONS = ("230800", "230828")
SUPPLIERS = tuple(Party(name=name) for name in ("甲公司", "乙公司", "丙公司"))
AMOUNTS = st.integers(1, 10**13)
FEN = st.integers(0, 10**13)
CURRENCIES = (*("CNY",) * 9, *(one.value for one in Currency))


class Contents:
    """Draws one notice of a story at a time, and has the story say it."""

    def __init__(self, data: st.DataObject) -> None:
        self._data = data

    def draw(self, strategy: st.SearchStrategy[Drawn], label: str) -> Drawn:
        """The next thing that chance decides."""
        return self._data.draw(strategy, label)

    def some(self, numbers: Iterable[int]) -> tuple[int, ...]:
        """One or several of these lots."""
        chosen = st.sets(st.sampled_from(list(numbers)), min_size=1)
        return tuple(sorted(self.draw(chosen, "lots chosen")))

    def offer(self, story: Story, numbers: tuple[int, ...], day: date) -> NoticeDraft:
        """A tender, a prequalification or a single-source publicity, with limits for each lot."""
        types = [NoticeType.SINGLE_SOURCE if story.method == "single_source" else NoticeType.TENDER]
        if story.category == "construction":
            types.append(NoticeType.PREQUALIFICATION)
        type_ = self.draw(st.sampled_from(types), "type")
        closing = datetime.combine(day + timedelta(days=21), time(9), SHANGHAI)
        opening = self.draw(st.sampled_from((closing, closing + timedelta(days=9), None)), "opens")
        facts = TenderFacts(
            qualification="具备相应资质",
            consortium=True,
            documents_from=closing - timedelta(days=20),
            documents_until=closing - timedelta(days=10),
            documents_how="下载",
            deadline=closing,
            opening_at=opening,
            opening_place="开标室",
            funds_source="财政资金",
        )
        content = replace(self.blank(story, type_, numbers), tender=facts)
        limits = {number: self.limits(story) for number in numbers}
        said = Said(type_.value, "tender", day, numbers, opening=opening or closing, limits=limits)
        story.say(said)
        for number, (ceiling, estimate) in limits.items():  # a later offer states them anew
            was = story.limits.get(number, (None, None))
            story.limits[number] = (ceiling or was[0], estimate or was[1])
        return replace(content, lots=tuple(self.lot(story, n, limits[n]) for n in numbers))

    def plan(self, story: Story, numbers: tuple[int, ...], day: date) -> NoticeDraft:
        """A plan: what it foresees stands until an offer says more."""
        limits: dict[int, Limits] = {n: (None, self.draw(AMOUNTS, "foreseen")) for n in numbers}
        story.say(Said("plan", "plan", day, numbers, limits=limits))
        for number, (_, estimate) in limits.items():
            was = story.limits.get(number, (None, None))
            story.limits[number] = (was[0], was[1] or estimate)
        content = self.blank(story, NoticeType.PLAN, numbers)
        lots = tuple(self.lot(story, n, limits[n]) for n in numbers)
        return replace(content, lots=lots, plan=PlanFacts(expected_on=day + timedelta(days=40)))

    def limits(self, story: Story) -> Limits:
        """A ceiling, an estimate or both; land has a start price."""
        ceiling = self.draw(AMOUNTS if story.category == "land" else st.none() | AMOUNTS, "ceiling")
        return ceiling, self.draw(st.none() | AMOUNTS if ceiling else AMOUNTS, "estimate")

    def lot(self, story: Story, number: int, limits: Limits) -> LotDraft:
        """A lot as an offer states it."""
        ceiling, estimate = limits
        one = LotDraft(
            number=number,
            title=str(number),
            content="内容",
            ceiling=Entered(ceiling) if ceiling else None,
            estimate=Entered(estimate) if estimate else None,
        )
        if story.category != "land":
            return one
        parcel = {"parcel": "一号宗地", "area": "1公顷", "land_use": "商业", "term": "40年"}
        return replace(one, **parcel, bid_step=Entered(100), deposit=Entered(100))

    def publicity(self, story: Story, numbers: tuple[int, ...], day: date) -> NoticeDraft:
        """One candidate for each lot; a price that never counts."""
        until = day + timedelta(days=self.draw(st.integers(1, 300), "days of publicity"))
        story.say(Said("candidate", "candidate", day, numbers, until=until))
        return replace(
            self.blank(story, NoticeType.CANDIDATE, numbers),
            candidate=CandidateFacts(
                evaluated_on=day, publicity_from=day, publicity_until=until, objections="书面"
            ),
            candidates=tuple(
                CandidateDraft(
                    lot=n, rank=1, suppliers=SUPPLIERS[:1], amount=Entered(n), leader="无"
                )
                for n in numbers
            ),
        )

    def contract(self, story: Story, numbers: tuple[int, ...], day: date) -> NoticeDraft:
        """A contract, whose amount never counts."""
        story.say(Said("contract", "contract", day, numbers))
        signed = ContractDraft(
            lots=numbers, suppliers=SUPPLIERS[:1], number="1", amount=Entered(9), signed_on=day
        )
        return replace(self.blank(story, NoticeType.CONTRACT, numbers), contracts=(signed,))

    def result(self, story: Story, chosen: tuple[int, ...], day: date) -> NoticeDraft:
        """New outcomes for these lots, and for all lots of the awards that thereby end."""
        ended = [one for one in story.awards if one.stands and set(one.lots) & set(chosen)]
        numbers = tuple(sorted({*chosen, *(number for one in ended for number in one.lots)}))
        for one in ended:
            one.stands = False
        if self.draw(st.integers(0, 4), "how it ends") == 0:
            return self._termination(story, numbers, day)
        failing = self.some(numbers) if self.draw(st.booleans(), "some fail") else ()
        won = [
            self.award(story, group, day)
            for group in self._groups([n for n in numbers if n not in failing])
        ]
        how = dict.fromkeys(failing, Outcome.FAILED)
        self._end(story, how, day)
        records = tuple(record for record, _ in won)
        story.say(Said("award", "award", day, numbers, records, failing))
        return replace(
            self.blank(story, NoticeType.AWARD, numbers),
            award=AwardFacts(main_items="货物", experts="方知秋", agency_fee="无"),
            awards=tuple(draft for _, draft in won),
            failed=_failed(how),
        )

    def award(self, story: Story, numbers: tuple[int, ...], day: date) -> tuple[Won, AwardDraft]:
        """One award of these lots, decided on a day that is not before their offer."""
        offers = [offered for n in numbers if (offered := story.offered_on(n))]
        longest = (day - max(offers, default=day - timedelta(days=400))).days
        decided = day - timedelta(days=self.draw(st.integers(0, longest), "days since decided"))
        form = self.draw(st.sampled_from((*(PriceForm.AMOUNT,) * 9, *PriceForm)), "price form")
        is_amount = form is PriceForm.AMOUNT
        known = is_amount and self.draw(st.integers(0, 4), "amount known") < 4
        fen = self.draw(FEN, "fen") if known else None
        currency = self.draw(st.sampled_from(CURRENCIES), "currency")
        draft = AwardDraft(
            lots=numbers,
            suppliers=SUPPLIERS[: self.draw(st.integers(1, len(SUPPLIERS)), "suppliers")],
            price_form=form,
            amount=None if fen is None else Entered(fen),
            currency=currency,
            rate_text="" if is_amount else "下浮8%",
            amount_note="" if fen else "据实结算",
            decided_on=decided,
            replace_reason="放弃",
        )
        return Won(numbers, day, decided, form.value, fen, currency), draft

    def blank(self, story: Story, type_: NoticeType, numbers: tuple[int, ...]) -> NoticeDraft:
        """A notice that says nothing yet but what every notice says."""
        return NoticeDraft(
            type=type_,
            title=f"{story.title}公告",
            process_title=story.title,
            project_code=story.title,
            category=story.category,
            method=story.method,
            region=story.region,
            buyer=BUYERS[story.buyer],
            lots=tuple(LotDraft(number=n, title=str(n)) for n in numbers),
            body_html="<p>详见附件。</p>",
        )

    def _termination(self, story: Story, numbers: tuple[int, ...], day: date) -> NoticeDraft:
        """All these lots end, each as failed or as terminated."""
        how = self._ends(numbers)
        self._end(story, how, day)
        story.say(Said("termination", "termination", day, numbers, ends=numbers))
        return replace(self.blank(story, NoticeType.TERMINATION, numbers), failed=_failed(how))

    def _ends(self, numbers: Iterable[int]) -> dict[int, Outcome]:
        return {n: self.draw(st.sampled_from(ENDS), "as what") for n in numbers}

    def _end(self, story: Story, how: dict[int, Outcome], day: date) -> None:
        for number, outcome in how.items():
            kept = story.failed if outcome is Outcome.FAILED else story.terminated
            kept[number] = day

    def _groups(self, numbers: list[int]) -> list[tuple[int, ...]]:
        groups: dict[int, list[int]] = {}
        for number in numbers:
            groups.setdefault(self.draw(st.integers(0, 1), "awarded together"), []).append(number)
        return [tuple(group) for group in groups.values()]


def _failed(how: dict[int, Outcome]) -> tuple[FailedLot, ...]:
    return tuple(
        FailedLot(lot=n, reason="取消", replace_reason="放弃", outcome=outcome)
        for n, outcome in how.items()
    )
