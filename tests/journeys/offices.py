"""An office whose history hypothesis makes up: each event happens in the product and in a story."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from hypothesis import strategies as st
from sqlmodel import col, select, update

from tests.journeys.recount import Said, Story, Won
from trading.config import Settings
from trading.domain.calendar import SHANGHAI
from trading.domain.codes import CorrectionReason, NoticeType, Outcome, PriceForm
from trading.domain.drafts import (
    AwardDraft,
    Change,
    Entered,
    FailedLot,
    LotDraft,
    NoticeDraft,
    Party,
)
from trading.services import correcting, drafting, publishing, tallying, withdrawing
from trading.services.demonstrating.county import EDUCATION, HOUSING, WATER
from trading.services.demonstrating.projects import Project
from trading.store import people, sites
from trading.store.drafts import find_draft
from trading.store.engine import Session
from trading.store.tables import Award, AwardLot, Lot, Notice

START = date(2014, 10, 1)
ENDS = (Outcome.FAILED, Outcome.TERMINATED)
KINDS = (
    ("construction", "open", (NoticeType.TENDER, NoticeType.PREQUALIFICATION)),
    ("procurement", "inquiry", (NoticeType.TENDER,)),
    ("procurement", "single_source", (NoticeType.SINGLE_SOURCE,)),
    ("property", "listing", (NoticeType.TENDER,)),
    ("land", "listing", (NoticeType.TENDER,)),
    ("mineral", "listing", (NoticeType.TENDER,)),
    ("other", "auction", (NoticeType.TENDER,)),
)
BUYERS = {party.name: party for party in (HOUSING, WATER, EDUCATION)}
REGIONS = ("230800", "230828")
SUPPLIERS = tuple(Party(name=name) for name in ("甲公司", "乙公司", "丙公司"))
IDENTITY = sites.Identity(
    site_name="某县公共资源交易网",
    organization="某县公共资源交易中心",
    region_code="230828",
    site_url="https://ggzy.example",
    authority="ggzy.example",
)
Drawn = TypeVar("Drawn")


class Office:
    """Draws what happens next and lets it happen, in the product and in the stories."""

    def __init__(self, session: Session, settings: Settings, data: st.DataObject) -> None:
        self.session, self.settings, self.data = session, settings, data
        self.stories: list[Story] = []
        self.acts: list[date] = []
        self._processes: dict[Story, int] = {}
        self._unnumbered: list[Said] = []
        self._minutes = 0
        now = datetime.combine(START, time(), SHANGHAI)
        sites.add_site(session, authority_year=2014, now=now)
        sites.save_identity(session, IDENTITY)
        self._clerk = people.add_staff(session, "王", "editor", now=now)

    def draw(self, strategy: st.SearchStrategy[Drawn], label: str) -> Drawn:
        """The next thing that chance decides."""
        return self.data.draw(strategy, label)

    def publish(self, day: date) -> None:
        """One act of one to three notices, some of them of the same process."""
        touched: set[Story] = set()
        notices = self.draw(st.integers(1, 3), "notices")
        self._publish(day, [self._enter(day, touched) for _ in range(notices)])

    def correct(self, day: date) -> None:
        """Sometimes a result is corrected: amount, decision date, supplier or price form."""
        known = [(s, said) for s in self.stories for said in s.notices if said.awards]
        known = [(story, said) for story, said in known if not said.withdrawn]
        if not known or not self.draw(st.booleans(), "a correction"):
            return
        story, said = self.draw(st.sampled_from(known), "of which")
        award = self.draw(st.sampled_from(said.awards), "of which award")
        content = correcting.begin(self.session, said.number)
        assert content.correction is not None
        award_facts, draft = self._award(story, award.lots, day)
        draft = replace(draft, amount_note=f"第{len(self.acts)}次公开更正")
        awards = tuple(draft if one.lots == award.lots else one for one in content.awards)
        told = replace(
            content.correction,
            reason_code=CorrectionReason.CLERICAL,
            changes=(Change(label="事项", old="", new="新"),),
        )
        content = correcting.settled(self.session, replace(content, awards=awards, correction=told))
        self._publish(day, [self._start(story, content, day)])
        story.notices.append(Said("correction", "correction", day, said.lots))
        award.decided, award.form = award_facts.decided, award_facts.form
        award.fen, award.currency = award_facts.fen, award_facts.currency

    def withdraw(self, day: date) -> None:
        """Sometimes a tender, a result or a termination is withdrawn."""
        known = [(s, said) for s in self.stories for said in s.notices if not said.withdrawn]
        known = [(story, said) for story, said in known if said.family != "correction"]
        if not known or not self.draw(st.booleans(), "a withdrawal"):
            return
        story, said = self.draw(st.sampled_from(known), "which is withdrawn")
        withdrawing.withdraw(
            self.session,
            said.number,
            reason="发布有误",
            by=self._clerk,
            now=self._at(day),
            site=sites.read_site(self.session, self.settings),
        )
        story.withdraw(said)

    def _publish(self, day: date, drafts: list[int]) -> None:
        self.acts.append(day)
        publishing.publish(
            self.session,
            drafts,
            by=self._clerk,
            now=self._at(day),
            site=sites.read_site(self.session, self.settings),
        )
        for said, draft in zip(self._unnumbered, drafts, strict=False):
            said.number = find_draft(self.session, draft).published_number or ""
        self._unnumbered = []

    def _at(self, day: date) -> datetime:
        """A minute later on that day than whatever happened before."""
        self._minutes += 1
        return datetime.combine(day, time(10), SHANGHAI) + timedelta(minutes=self._minutes)

    def forget_a_date(self) -> None:
        """An award loses its decision date, as one that is moved in may never have had any."""
        dated = [(story, one) for story in self.stories for one in story.awards if one.decided]
        if not dated or not self.draw(st.booleans(), "a date is not known"):
            return
        story, award = self.draw(st.sampled_from(dated), "which")
        process = self._processes[story]
        row = self._row_of(story, award)
        before = tallying.snapshot(self.session, [process])
        self.session.exec(update(Award).where(col(Award.id) == row).values(decided_on=None))
        self.session.expire_all()
        tallying.apply(self.session, before, [process], acts=[])
        award.decided = None

    def _row_of(self, story: Story, award: Won) -> int | None:
        """The row of an award as it was corrected last."""
        (number,) = [said.number for said in story.notices if award in said.awards]
        query = (
            select(Award.id, Lot.number)
            .join(AwardLot, col(AwardLot.award_id) == col(Award.id))
            .join(Lot, col(Lot.id) == col(AwardLot.lot_id))
            .join(Notice, col(Notice.id) == col(Award.notice_id))
            .where(col(Notice.number) == number, col(Lot.number) == award.lots[0])
            .order_by(col(Award.id).desc())
        )
        return self.session.exec(query).all()[0][0]

    def _enter(self, day: date, touched: set[Story]) -> int:
        """A draft for one more notice; an act names the buyer of a process only one way."""
        story = self._story()
        fresh = [n for n in _open(story) if not story.winner(n)]
        if story not in touched:
            story.buyer = self.draw(st.sampled_from(sorted(BUYERS)), "buyer")
        touched.add(story)
        if fresh and self.draw(st.booleans(), "a tender"):
            content = self._tender(story, self._some(fresh), day)
        else:
            content = self._result(story, self._some(_open(story)), day)
        self._unnumbered.append(story.notices[-1])
        return self._start(story, replace(content, region=story.region), day)

    def _start(self, story: Story, content: NoticeDraft, day: date) -> int:
        at = datetime.combine(day, time(9), SHANGHAI)
        known = self._processes.get(story)
        draft = drafting.start(self.session, content, by=self._clerk, now=at, process_id=known)
        self._processes[story] = find_draft(self.session, draft).process_id
        return draft

    def _story(self) -> Story:
        usable = [story for story in self.stories if _open(story)]
        if usable and self.draw(st.booleans(), "an older process"):
            return self.draw(st.sampled_from(usable), "which")
        category, method, _ = self.draw(st.sampled_from(KINDS), "kind")
        region = self.draw(st.sampled_from(REGIONS), "region")
        story = Story(category, method, region, "", self.draw(st.integers(1, 4), "lots"))
        self.stories.append(story)
        return story

    def _some(self, numbers: list[int]) -> tuple[int, ...]:
        chosen = st.sets(st.sampled_from(numbers), min_size=1)
        return tuple(sorted(self.draw(chosen, "lots chosen")))

    def _project(self, story: Story) -> Project:
        number = self.stories.index(story)
        return Project(
            code=f"XM-{number}",
            title=f"项目{number}",
            category=story.category,
            method=story.method,
            buyer=BUYERS[story.buyer],
            funds="财政资金",
            lots=tuple(
                LotDraft(number=n, title=f"{n}标段", content="内容")
                for n in range(1, story.lots + 1)
            ),
        )

    def _tender(self, story: Story, numbers: tuple[int, ...], day: date) -> NoticeDraft:
        (types,) = (
            types for *kind, types in KINDS if tuple(kind) == (story.category, story.method)
        )
        type_ = self.draw(st.sampled_from(types), "type")
        story.notices.append(Said(type_.value, "tender", day, numbers))
        whole = self._project(story).tender(day, day + timedelta(days=21))
        kept = tuple(self._limited(story, one) for one in whole.lots if one.number in numbers)
        return replace(whole, type=type_, lots=kept)

    def _limited(self, story: Story, one: LotDraft) -> LotDraft:
        """A lot with a ceiling, an estimate or both; a later offer states them anew."""
        amount = st.integers(1, 10**13)
        ceiling = self.draw(amount if story.category == "land" else st.none() | amount, "ceiling")
        estimate = self.draw(st.none() | amount if ceiling else amount, "estimate")
        was = story.limits.get(one.number, (None, None))
        story.limits[one.number] = (ceiling or was[0], estimate or was[1])
        one = replace(
            one,
            ceiling=Entered(ceiling) if ceiling else None,
            estimate=Entered(estimate) if estimate else None,
        )
        if story.category != "land":
            return one
        return replace(
            one,
            parcel="一号宗地",
            area="1公顷",
            land_use="商业",
            term="40年",
            bid_step=Entered(100),
            deposit=Entered(100),
        )

    def _result(self, story: Story, chosen: tuple[int, ...], day: date) -> NoticeDraft:
        """New outcomes for these lots, and for all lots of the awards that thereby end."""
        ended = [one for one in story.awards if one.stands and set(one.lots) & set(chosen)]
        numbers = sorted({*chosen, *(number for one in ended for number in one.lots)})
        if self.draw(st.integers(0, 3), "how it ends") == 0:
            return self._termination(story, numbers, ended, day)
        failing = self._some(numbers) if self.draw(st.booleans(), "some fail") else ()
        won = [
            self._award(story, group, day)
            for group in self._groups([n for n in numbers if n not in failing])
        ]
        for one in ended:
            one.stands = False
        story.failed.update(dict.fromkeys(failing, day))
        records = tuple(record for record, _ in won)
        story.notices.append(Said("award", "award", day, tuple(numbers), records, tuple(failing)))
        failed = [FailedLot(lot=n, reason="流标", replace_reason="放弃") for n in failing]
        return self._project(story).award(*(draft for _, draft in won), failed=failed, items="货物")

    def _termination(
        self, story: Story, numbers: list[int], ended: list[Won], day: date
    ) -> NoticeDraft:
        """All these lots end, each as failed or as terminated; so do their awards."""
        how = {n: self.draw(st.sampled_from(ENDS), "as what") for n in numbers}
        for one in ended:
            one.stands = False
        for number, outcome in how.items():
            kept = story.failed if outcome is Outcome.FAILED else story.terminated
            kept[number] = day
        said = Said("termination", "termination", day, tuple(numbers), ends=tuple(numbers))
        story.notices.append(said)
        failed = [
            FailedLot(lot=n, reason="取消", replace_reason="放弃", outcome=outcome)
            for n, outcome in how.items()
        ]
        content = self._project(story).award(failed=failed, items="货物")
        return replace(content, type=NoticeType.TERMINATION, award=None)

    def _groups(self, numbers: list[int]) -> list[tuple[int, ...]]:
        groups: dict[int, list[int]] = {}
        for number in numbers:
            groups.setdefault(self.draw(st.integers(0, 1), "awarded together"), []).append(number)
        return [tuple(group) for group in groups.values()]

    def _award(self, story: Story, numbers: tuple[int, ...], day: date) -> tuple[Won, AwardDraft]:
        offers = [offered for n in numbers if (offered := story.offered_on(n))]
        longest = (day - max(offers, default=day - timedelta(days=400))).days
        decided = day - timedelta(days=self.draw(st.integers(0, longest), "days since decided"))
        form = self.draw(st.sampled_from((PriceForm.AMOUNT, *PriceForm)), "price form")
        is_amount = form is PriceForm.AMOUNT
        fen = self.draw(st.none() | st.integers(0, 10**13), "fen") if is_amount else None
        currency = self.draw(st.sampled_from(("CNY", "CNY", "USD")), "currency")
        suppliers = self.draw(st.integers(1, len(SUPPLIERS)), "suppliers")
        draft = AwardDraft(
            lots=numbers,
            suppliers=SUPPLIERS[:suppliers],
            price_form=form,
            amount=None if fen is None else Entered(fen),
            currency=currency,
            rate_text="" if is_amount else "下浮8%",
            amount_note="" if fen else "据实结算",
            decided_on=decided,
            replace_reason="放弃",
        )
        return Won(numbers, day, decided, form.value, fen, currency), draft


def _open(story: Story) -> list[int]:
    """The lots that have not ended."""
    ended = story.failed.keys() | story.terminated.keys()
    return [n for n in range(1, story.lots + 1) if n not in ended]
