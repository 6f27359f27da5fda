"""The desk at which notices are drafted and published: in the product, and in the stories."""

from collections import Counter
from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st

from tests.journeys.contents import BUYERS, REGIONS, Contents
from tests.journeys.stories import Act, Said, Story
from trading.config import Settings
from trading.domain.calendar import SHANGHAI
from trading.domain.drafts import NoticeDraft
from trading.services import drafting, publishing
from trading.store import people, sites
from trading.store.drafts import find_draft
from trading.store.engine import Session

START = date(2014, 10, 1)
# Categories with the methods between which a correction may change.
KINDS = (
    *(("construction", ("open", "invited")),) * 2,
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


class Desk(Contents):
    """A site with one clerk; what is published there is told to the stories as well."""

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

    def drawn(self) -> Counter[str]:
        """What happened here, in numbers."""
        notices = [said for story in self.stories for said in story.notices]
        counted = Counter(histories=1, acts=len(self.acts), notices=len(notices))
        counted["awards"] = sum(len(said.awards) for said in notices)
        counted["withdrawals"] = sum(said.withdrawn for said in notices)
        counted["awarded anew"] = sum(story.awarded_anew() for story in self.stories)
        counted["moved in"] = sum(said.moved_in for said in notices)
        counted.update(f"{said.type} notices" for said in notices)
        return counted

    def _story(self) -> Story:
        anew = [story for story in self.stories if story.taken_back()]
        if anew and self.draw(st.booleans(), "one whose award was withdrawn"):
            return self.draw(st.sampled_from(anew), "which")
        offered = [story for story in self.stories if story.offered()]
        if offered and self.draw(st.booleans(), "one that is offered"):
            return self.draw(st.sampled_from(offered), "which")
        usable = [story for story in self.stories if open_lots(story)]
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

    def _start(self, story: Story, content: NoticeDraft, day: date) -> int:
        at = datetime.combine(day, time(9), SHANGHAI)
        known = self._processes.get(story)
        draft = drafting.start(self.session, content, by=self._clerk, now=at, process_id=known)
        self._processes[story] = find_draft(self.session, draft).process_id
        return draft

    def _publish(self, day: date, drafts: list[int]) -> None:
        publishing.publish(self.session, drafts, by=self._clerk, now=self._at(day), site=self.site)
        for said, draft in zip(self._unnumbered, drafts, strict=True):
            said.number = find_draft(self.session, draft).published_number or ""
        self.acts.append(Act(day, sorted(said.number for said in self._unnumbered)))
        self._unnumbered = []

    def _at(self, day: date) -> datetime:
        """A minute later on that day than whatever happened before."""
        self._minutes += 1
        return datetime.combine(day, time(10), SHANGHAI) + timedelta(minutes=self._minutes)


def open_lots(story: Story) -> list[int]:
    """The lots that have not ended."""
    return [n for n in range(1, story.lots + 1) if not story.is_over(n)]
