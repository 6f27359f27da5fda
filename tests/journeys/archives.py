"""An archive whose papers are moved in: notices that are older than the site, with their dates."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st
from sqlmodel import col, select, update

from tests.journeys.desks import Desk
from tests.journeys.stories import Act, Said, Story, Won
from trading.domain.calendar import SHANGHAI
from trading.domain.codes import NoticeType
from trading.domain.drafts import NoticeDraft
from trading.domain.payloads import FrozenNotice, Stamp
from trading.services import taking_effect, tallying
from trading.store import organizations, publications
from trading.store.tables import Award, AwardLot, Lot, Notice


class Archive(Desk):
    """Draws what is moved in, and what its papers do not say."""

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
