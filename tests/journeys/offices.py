"""An office whose history hypothesis makes up: each event happens in the product and in a story."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st
from sqlmodel import col, select, update

from tests.journeys.contents import AMOUNTS, BUYERS, REGIONS, Contents
from tests.journeys.stories import Act, Limits, Said, Story, Undone, Won
from trading.config import Settings
from trading.domain.calendar import SHANGHAI
from trading.domain.codes import CorrectionReason, Extension, NoticeType
from trading.domain.drafts import Change, Entered, NoticeDraft
from trading.domain.payloads import FrozenNotice, Stamp
from trading.services import correcting, drafting, publishing, taking_effect, tallying, withdrawing
from trading.store import organizations, people, publications, sites
from trading.store.drafts import find_draft
from trading.store.engine import Session
from trading.store.tables import Award, AwardLot, Lot, Notice

START = date(2014, 10, 1)
# Categories with the methods between which a correction may change.
KINDS = (
    ("construction", ("open", "invited")),
    ("procurement", ("inquiry", "negotiation")),
    ("procurement", ("single_source",)),
    ("property", ("listing", "auction")),
    ("land", ("listing", "bidding")),
    ("mineral", ("listing", "agreement")),
    ("other", ("auction", "other")),
)
IDENTITY = sites.Identity(
    site_name="某县公共资源交易网",
    organization="某县公共资源交易中心",
    region_code="230828",
    site_url="https://ggzy.example",
    authority="ggzy.example",
)


class Office(Contents):
    """Draws what happens next and lets it happen, in the product and in the stories."""

    def __init__(self, session: Session, settings: Settings, data: st.DataObject) -> None:
        super().__init__(data)
        self.session, self.settings = session, settings
        self.stories: list[Story] = []
        self.acts: list[Act] = []
        self._processes: dict[Story, int] = {}
        self._unnumbered: list[Said] = []
        self._moved_in: dict[datetime, tuple[int, Act]] = {}
        self._minutes = 0
        now = datetime.combine(START, time(), SHANGHAI)
        sites.add_site(session, authority_year=2014, now=now)
        sites.save_identity(session, IDENTITY)
        self.site = sites.read_site(session, settings)
        self._clerk = people.add_staff(session, "王", "editor", now=now)

    def live(self, day: date) -> None:
        """Everything that may happen on a day."""
        self.publish(day)
        self.forget_a_date()
        self.move_in(day)
        self.correct(day)
        self.withdraw(day)

    def drawn(self) -> Counter[str]:
        """What happened here, in numbers."""
        notices = [said for story in self.stories for said in story.notices]
        counted = Counter(histories=1, acts=len(self.acts), notices=len(notices))
        counted["awards"] = sum(len(said.awards) for said in notices)
        counted["withdrawals"] = sum(said.withdrawn for said in notices)
        counted["moved in"] = sum(said.moved_in for said in notices)
        counted.update(f"{said.type} notices" for said in notices)
        return counted

    def publish(self, day: date) -> None:
        """One act of one to three notices, some of them of the same process."""
        touched: set[Story] = set()
        notices = self.draw(st.integers(1, 3), "notices")
        self._publish(day, [self._enter(day, touched) for _ in range(notices)])

    def correct(self, day: date) -> None:
        """Sometimes a notice is corrected: an award, limits, a deadline, a buyer, or words only."""
        known = [(s, said) for s in self.stories for said in s.notices if not said.withdrawn]
        known = [(story, said) for story, said in known if said.family != "correction"]
        if not known or not self.draw(st.booleans(), "a correction"):
            return
        story, said = self.draw(st.sampled_from(known), "of which")
        content = correcting.begin(self.session, said.number)
        assert content.correction is not None
        content, limits = self._restated(story, said, content, day)
        told = replace(
            content.correction,
            reason_code=CorrectionReason.CLERICAL,
            extension=Extension.UNAFFECTED,
            changes=(Change(label="事项", old="", new=f"第{len(self.acts)}次公开更正"),),
        )
        content = correcting.settled(self.session, replace(content, correction=told))
        correction = Said("correction", "correction", day, said.lots, corrects=said)
        story.correct(
            said,
            buyer=content.buyer.name,
            region=content.region,
            method=content.method,
            limits=limits,
        )
        self._unnumbered.append(story.say(correction))
        self._publish(day, [self._start(story, content, day)])

    def withdraw(self, day: date) -> None:
        """Sometimes a notice is withdrawn; a correction only after what it corrects."""
        known = [(s, said) for s in self.stories for said in s.notices if not said.withdrawn]
        known = [(story, one) for story, one in known if not one.corrects or one.corrects.withdrawn]
        if not known or not self.draw(st.booleans(), "a withdrawal"):
            return
        story, said = self.draw(st.sampled_from(known), "which is withdrawn")
        withdrawing.withdraw(
            self.session,
            said.number,
            reason="发布有误",
            by=self._clerk,
            now=self._at(day),
            site=self.site,
        )
        story.withdraw(said)

    def move_in(self, day: date) -> None:
        """Sometimes an older notice is moved in with its own date; those of one moment are one act.

        It begins a process, or is the offer that came before what this site published.
        """
        if not self.draw(st.booleans(), "one is moved in"):
            return
        past = day - timedelta(days=self.draw(st.integers(0, 1200), "days ago"))
        begun = [s for s in self.stories if s.notices and s.method != "single_source"]
        if begun and self.draw(st.booleans(), "of a process known here"):
            story = self.draw(st.sampled_from(begun), "which")
            numbers = self.some(range(1, story.lots + 1))
            content = self.blank(story, NoticeType.TENDER, numbers)
            said = story.say(Said("tender", "tender", past, numbers, moved_in=True))
        else:
            story = self._begin()
            numbers = self.some(range(1, story.lots + 1))
            offering = self.draw(st.booleans(), "an offer")
            content = (self.offer if offering else self.result)(story, numbers, past)
            (said,) = story.notices
            said.moved_in = True
            content = self._undated(said, content)
        self._enter_moved(story, said, content, datetime.combine(past, time(8), SHANGHAI), day)

    def leave_a_draft(self, day: date) -> None:
        """Sometimes a result is decided, and only drafted."""
        usable = [story for story in self.stories if story.notices and _open(story)]
        if not usable or not self.draw(st.booleans(), "a draft"):
            return
        story = self.draw(st.sampled_from(usable), "whose")
        numbers = self.some(_open(story))
        won, draft = self.award(story, numbers, day)
        content = self.blank(story, NoticeType.AWARD, numbers)
        self._start(story, replace(content, awards=(draft,)), day)
        assert won.decided is not None
        story.drafts.append(Undone(numbers, won.decided))

    def forget_a_date(self) -> None:
        """An award loses its decision date, as one that is moved in may never have had any."""
        dated = [(story, one) for story in self.stories for one in story.awards if one.decided]
        if not dated or not self.draw(st.integers(0, 3), "a date is not known") == 3:
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

    def _publish(self, day: date, drafts: list[int]) -> None:
        publishing.publish(self.session, drafts, by=self._clerk, now=self._at(day), site=self.site)
        for said, draft in zip(self._unnumbered, drafts, strict=True):
            said.number = find_draft(self.session, draft).published_number or ""
        self.acts.append(Act(day, sorted(said.number for said in self._unnumbered)))
        self._unnumbered = []

    def _enter_moved(
        self, story: Story, said: Said, content: NoticeDraft, moment: datetime, day: date
    ) -> None:
        """What moving in will have to do, by the same steps as publishing."""
        is_new = story not in self._processes
        draft = self._start(story, content, day)
        process = self._processes[story]
        before = tallying.snapshot(self.session, [process])
        sequence = publications.lock_site(self.session).sequence + 1
        said.number = publications.next_number(self.session, said.day)
        buyer = organizations.find_or_add_organization(self.session, content.buyer)
        acts = []
        if moment not in self._moved_in:
            act = publications.add_act(self.session, moment, by=self._clerk)
            self._moved_in[moment] = act, Act(said.day)
            self.acts.append(self._moved_in[moment][1])
            acts = [said.day]
        if is_new:
            publications.name_process(
                self.session, process, content, number=said.number, buyer_id=buyer, agency_id=None
            )
        act, told = self._moved_in[moment]
        told.numbers.append(said.number)
        now = self._at(day)
        stamp = Stamp(
            number=said.number,
            sequence=sequence,
            act=act,
            process_code=said.number,
            published_at=moment,
            entered_at=now,
            salt="0" * 64,
            archived=True,
        )
        frozen = FrozenNotice(stamp=stamp, content=content)
        notice = taking_effect.enter(
            self.session, frozen, process_id=process, buyer_id=buyer, ended=()
        )
        publications.mark_published(self.session, draft, notice)
        tallying.apply(self.session, before, [process], acts=acts)
        publications.advance_site(
            self.session, sequence=sequence, moment=now, authority=self.site.authority
        )

    def _undated(self, said: Said, content: NoticeDraft) -> NoticeDraft:
        """Old papers do not always say when it was decided."""
        if not content.awards or self.draw(st.booleans(), "dated"):
            return content
        for award in said.awards:
            award.decided = None
        awards = tuple(replace(award, decided_on=None) for award in content.awards)
        return replace(content, awards=awards)

    def _restated(
        self, story: Story, said: Said, content: NoticeDraft, day: date
    ) -> tuple[NoticeDraft, dict[int, Limits]]:
        """The corrected facts; what is awarded is corrected in the story here."""
        limits: dict[int, Limits] = {}
        if said.awards:
            award = self.draw(st.sampled_from(said.awards), "of which award")
            facts, draft = self.award(story, award.lots, day)
            awards = tuple(draft if one.lots == award.lots else one for one in content.awards)
            content = replace(content, awards=awards)
            award.decided, award.form = facts.decided, facts.form
            award.fen, award.currency = facts.fen, facts.currency
        if said.limits and self.draw(st.booleans(), "limits corrected"):
            limits = {
                n: (None, self.draw(AMOUNTS, "estimate")) if said.family == "plan" else one
                for n in said.lots
                if (one := self.limits(story))
            }
            content = replace(content, lots=tuple(_limited(one, limits) for one in content.lots))
        if said.opening and content.tender and self.draw(st.booleans(), "put off"):
            closing = datetime.combine(day, time(9), SHANGHAI)
            said.opening = max(said.opening, closing) + timedelta(days=7)
            facts_of_tender = replace(
                content.tender, deadline=said.opening, opening_at=said.opening
            )
            content = replace(content, tender=facts_of_tender)
        if content.candidate and self.draw(st.booleans(), "publicity goes on"):
            said.until = day + timedelta(days=self.draw(st.integers(1, 30), "days more"))
            content = replace(
                content, candidate=replace(content.candidate, publicity_until=said.until)
            )
        if self.draw(st.booleans(), "somewhere else"):
            methods = next(m for c, m in KINDS if c == story.category and said.method in m)
            content = replace(
                content,
                buyer=BUYERS[self.draw(st.sampled_from(sorted(BUYERS)), "buyer")],
                region=self.draw(st.sampled_from(REGIONS), "region"),
                method=self.draw(st.sampled_from(methods), "method"),
            )
        return content, limits

    def _enter(self, day: date, touched: set[Story]) -> int:
        """A draft for one more notice; an act names the buyer of a process only one way."""
        story = self._story()
        if story not in touched:
            story.buyer = self.draw(st.sampled_from(sorted(BUYERS)), "buyer")
        touched.add(story)
        before = set(story.notices)
        content = self._content(story, day)
        (said,) = set(story.notices) - before
        self._unnumbered.append(said)
        return self._start(story, content, day)

    def _content(self, story: Story, day: date) -> NoticeDraft:
        """What fits the lots that have not ended; most are offers and results."""
        lots = _open(story)
        fresh = [n for n in lots if not story.winner(n)]
        kinds = [self.result, self.result]
        if fresh:
            kinds += [self.offer, self.offer]
        if story.category == "construction":
            kinds += [self.publicity]
        if story.category in ("construction", "procurement"):
            kinds += [self.contract, *([self.plan] if fresh else [])]
        kind = self.draw(st.sampled_from(kinds), "notice")
        numbers = self.some(fresh if kind in (self.offer, self.plan) else lots)
        return kind(story, numbers, day)

    def _start(self, story: Story, content: NoticeDraft, day: date) -> int:
        at = datetime.combine(day, time(9), SHANGHAI)
        known = self._processes.get(story)
        draft = drafting.start(self.session, content, by=self._clerk, now=at, process_id=known)
        self._processes[story] = find_draft(self.session, draft).process_id
        return draft

    def _at(self, day: date) -> datetime:
        """A minute later on that day than whatever happened before."""
        self._minutes += 1
        return datetime.combine(day, time(10), SHANGHAI) + timedelta(minutes=self._minutes)

    def _story(self) -> Story:
        usable = [story for story in self.stories if _open(story)]
        if usable and self.draw(st.integers(0, 2), "an older process"):
            return self.draw(st.sampled_from(usable), "which")
        return self._begin()

    def _begin(self) -> Story:
        category, methods = self.draw(st.sampled_from(KINDS), "kind")
        lots = self.draw(st.integers(1, 4), "lots")
        region = self.draw(st.sampled_from(REGIONS), "region")
        buyer = self.draw(st.sampled_from(sorted(BUYERS)), "buyer")
        title = f"项目{len(self.stories)}"
        self.stories.append(Story(category, methods[0], region, buyer, lots, title))
        return self.stories[-1]


def _limited(lot: object, limits: dict[int, Limits]) -> object:
    ceiling, estimate = limits[lot.number]
    return replace(
        lot,
        ceiling=Entered(ceiling) if ceiling else None,
        estimate=Entered(estimate) if estimate else None,
    )


def _open(story: Story) -> list[int]:
    """The lots that have not ended."""
    return [n for n in range(1, story.lots + 1) if not story.is_over(n)]
