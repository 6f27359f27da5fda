"""An office whose history hypothesis makes up: each event happens in the product and in a story."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st

from tests.journeys.archives import Archive
from tests.journeys.contents import AMOUNTS, BUYERS, REGIONS
from tests.journeys.desks import KINDS, open_lots
from tests.journeys.stories import Limits, Said, Story, Undone
from trading.domain.calendar import SHANGHAI
from trading.domain.codes import CorrectionReason, Extension, NoticeType
from trading.domain.drafts import Change, Entered, NoticeDraft
from trading.services import correcting, withdrawing


class Office(Archive):
    """Draws what happens next and lets it happen, in the product and in the stories."""

    def live(self, day: date) -> None:
        """Everything that may happen on a day."""
        self.publish(day)
        self.forget_a_date()
        self.move_in(day)
        self.correct(day)
        self.withdraw(day)

    def read_on(self, day: date) -> date:
        """When its figures are read: often on the last day of a publicity, or on the next."""
        ends = {said.until for s in self.stories for said in s.waited_for() if said.until}
        turns = sorted({turn for end in ends for turn in (end, end + timedelta(days=1))})
        turns = [turn for turn in turns if turn >= day]
        if turns and self.draw(st.integers(0, 3), "as a publicity ends"):
            return self.draw(st.sampled_from(turns), "which day")
        return day + timedelta(days=self.draw(st.integers(0, 60), "days until they are read"))

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
        results = [(story, one) for story, one in known if any(won.stands for won in one.awards)]
        if results and self.draw(st.booleans(), "a result"):
            known = results
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

    def leave_a_draft(self, day: date) -> None:
        """Sometimes a result is decided, and only drafted."""
        usable = [story for story in self.stories if story.notices and open_lots(story)]
        if not usable or not self.draw(st.booleans(), "a draft"):
            return
        story = self.draw(st.sampled_from(usable), "whose")
        numbers = self.some(open_lots(story))
        won, draft = self.award(story, numbers, day)
        content = self.blank(story, NoticeType.AWARD, numbers)
        self._start(story, replace(content, awards=(draft,)), day)
        assert won.decided is not None
        story.drafts.append(Undone(numbers, won.decided))

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
        anew, lots = story.taken_back(), open_lots(story)
        if anew and self.draw(st.booleans(), "awarded anew"):
            return self.result(story, self.some(anew), day)
        fresh = [n for n in lots if not story.winner(n)]
        offered = story.offered()
        kinds = [self.result, *([self.result] * 2 if offered else [])]
        if fresh:
            kinds += [self.offer, *([self.offer] * 2 if not offered else [])]
        if story.category == "construction":
            kinds += [self.publicity, self.publicity]
        if story.category in ("construction", "procurement"):
            kinds += [self.contract, *([self.plan] if fresh else [])]
        kind = self.draw(st.sampled_from(kinds), "notice")
        if kind in (self.offer, self.plan):
            lots = fresh
        elif offered and self.draw(st.booleans(), "of what was offered"):
            lots = offered
        numbers = self.some(lots)
        return kind(story, numbers, day)


def _limited(lot: object, limits: dict[int, Limits]) -> object:
    ceiling, estimate = limits[lot.number]
    return replace(
        lot,
        ceiling=Entered(ceiling) if ceiling else None,
        estimate=Entered(estimate) if estimate else None,
    )
