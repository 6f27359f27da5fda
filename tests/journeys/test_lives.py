"""Random lives of drafts in several hands: nothing unread goes out, nothing public ever changes."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase
from hypothesis import settings as trying
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import select

from tests.domain.test_lifecycle import grid, may
from tests.notices import NOON, result, won
from tests.reviewed import PEOPLE, ReviewedOffice, tender
from trading.config import Settings
from trading.domain.drafts import NoticeDraft
from trading.domain.errors import TradingError
from trading.domain.lifecycle import NoticeState, Role, Situation
from trading.services import drafting, publishing, reviewing, tallying
from trading.store import sites
from trading.store.engine import Store
from trading.store.tables import Act, Notice
from trading.store.years import read_year

Pick = tuple[bool, int]
WHO = st.sampled_from(sorted(PEOPLE))
# Two times of three somebody is meant who may do it, if there is anybody.
PICK = st.tuples(st.sampled_from([True, True, False]), st.sampled_from(range(24)))
OPEN = 5  # drafts at a time: each comes up often enough to be followed to its end
LAST = NOON + timedelta(hours=11)  # the same day: an award is not decided before its tender


@dataclass
class Life:
    """What the model knows of one draft; `approved` is the text that a second person read."""

    id: int
    text: NoticeDraft
    process: str
    is_award: bool
    writers: set[str]
    state: str = "draft"
    approved: NoticeDraft | None = None
    wish: datetime | None = None
    schedule: int | None = None


@dataclass
class Plan:
    """A schedule that waits."""

    due: datetime
    lives: list[Life] = field(default_factory=list)


class Lives(RuleBasedStateMachine):
    """The office and a small model of it, side by side; every step must come out the same."""

    office: ReviewedOffice

    def __init__(self, database: Path, settings: Settings) -> None:
        super().__init__()
        self.store = Store(f"sqlite:///{database.as_posix()}")
        self.office = ReviewedOffice(self.store, settings)
        self.now, self.required = NOON, True
        self.lives: list[Life] = []
        self.plans: dict[int, Plan] = {}
        self.public: dict[str, str] = {}
        self.acts = 0
        self.awarded: set[str] = set()
        self.texts = count(1)

    def teardown(self) -> None:
        with self.store.reading() as session:
            assert tallying.differences(session) == []
            site = sites.read_site(session, self.office.settings)
            figures = read_year(session, NOON.year, site)
        said = {one.name: one.value for one in figures.figures}
        ends = [life for life in self.lives if life.state == "published"]
        assert said["trades"] == len(self.awarded)
        assert said["notices"] == len(ends) == len(self.public)
        assert said["award_notices"] == sum(life.is_award for life in ends)
        assert said["disclosures"] == self.acts
        self.store.close()

    # What somebody may do, by nothing but the grid; and what the texts themselves forbid.

    def may(self, action: str, life: Life, who: str) -> bool:
        at = Situation(
            state=NoticeState(life.state),
            role=Role(PEOPLE.get(who, who)),
            is_writer=who in life.writers,
            review_required=self.required,
            approved=life.approved is not None,
        )
        return may(grid()[life.state, action], at)

    def fits(self, *lives: Life) -> bool:
        """A lot is won once: a second award of it would have to give its reason."""
        won_by = [life.process for life in lives if life.is_award]
        return len(set(won_by)) == len(won_by) and not self.awarded.intersection(won_by)

    def turn(self, action: str, pick: Pick, who: str) -> tuple[Life, str] | None:
        """Somebody who may do this to some draft, if there is; not meant so, anybody to any."""
        meant, number = pick
        lawful = [
            (life, one) for life in self.lives for one in PEOPLE if self.may(action, life, one)
        ]
        if meant:
            return lawful[number % len(lawful)] if lawful else None
        return self.lives[number % len(self.lives)], who

    def turns(self, action: str, picks: list[Pick], who: str) -> tuple[list[Life], str] | None:
        """As `turn`, for several drafts in one press of whoever has the first."""
        turns = [self.turn(action, pick, who) for pick in picks]
        found = [turn for turn in turns if turn is not None]
        return ([*{one.id: one for one, _ in found}.values()], found[0][1]) if found else None

    def happens(self, expected: bool, act) -> bool:  # type: ignore[no-untyped-def] # any call
        """Whether it happened, which must be what the model says."""
        try:
            act()
        except TradingError as refused:
            assert not expected, str(refused)
            return False
        assert expected
        return True

    # The rules.

    def is_free(self) -> bool:
        """Whether another draft can be followed."""
        ends = ("published", "discarded")
        return sum(life.state not in ends for life in self.lives) < OPEN

    @precondition(is_free)
    @rule(who=st.sampled_from(["editor", "colleague", "admin"]))
    def write(self, who: str) -> None:
        number = next(self.texts)
        text = tender(number)
        made = self.office.write(text, by=who)
        self.lives.append(Life(made, text, text.project_code, False, {who}))

    @precondition(lambda self: self.public and self.is_free())
    @rule(number=st.integers(0, 9), who=st.sampled_from(["editor", "colleague"]))
    def write_award(self, number: int, who: str) -> None:
        """The result of a tender that is public, perhaps written before."""
        public = [one for one in self.lives if one.state == "published" and not one.is_award]
        if not public:
            return
        of = public[number % len(public)]
        text = replace(
            result(won(1)), project_code=of.process, title=f"第{next(self.texts)}号结果公告"
        )
        with self.store.writing() as session:
            made = drafting.start(
                session,
                text,
                by=self.office.ids[who],
                now=NOON,
                process_id=self.office.look(of.id).process_id,
            )
        self.lives.append(Life(made, text, of.process, True, {who}))

    @precondition(lambda self: self.lives)
    @rule(pick=PICK, who=WHO)
    def save(self, pick: Pick, who: str) -> None:
        """Also an attempt to edit what is public, handed in or thrown away."""
        turn = self.turn("save", pick, who)
        if turn is None:
            return
        life, who = turn
        text = replace(life.text, title=f"改第{next(self.texts)}次")
        if self.happens(
            self.may("save", life, who), lambda: self.office.save(life.id, text, by=who)
        ):
            life.text = text
            life.writers.add(who)

    @precondition(lambda self: self.lives)
    @rule(pick=PICK, who=WHO, minutes=st.none() | st.integers(1, 90))
    def submit(self, pick: Pick, who: str, minutes: int | None) -> None:
        turn = self.turn("submit", pick, who)
        if turn is not None:
            self._submit(*turn, minutes)

    def _submit(self, life: Life, who: str, minutes: int | None) -> None:
        wish = self.now + timedelta(minutes=minutes) if minutes else None
        expected = self.may("submit", life, who) and self.fits(life)
        if self.happens(
            expected,
            lambda: self.office.submit(life.id, by=who, due_at=wish, now=self.now),
        ):
            life.state, life.wish = "submitted", wish
            life.writers.add(who)

    @precondition(lambda self: self.lives)
    @rule(ways=st.lists(st.tuples(st.integers(0, 3), st.sampled_from([0, 0, 20])), min_size=1))
    def go_on(self, ways: list[tuple[int, int]]) -> None:
        """The usual way, some steps at once, so that lives come to their end: one step each."""
        for number, minutes in ways:
            life = self.lives[-1 - number % len(self.lives)]
            if life.state in ("draft", "returned"):
                self._submit(life, "editor", minutes or None)
            elif life.state == "submitted":
                self._approve(life, "reviewer", of_another=False)
            elif life.state == "approved" and minutes:
                self._schedule([life], "colleague", minutes)
            elif life.state == "approved":
                self._publish([life], "colleague")
            self.every_draft_stands_where_the_model_says()

    @precondition(lambda self: self.lives)
    @rule(pick=PICK, who=WHO)
    def recall(self, pick: Pick, who: str) -> None:
        turn = self.turn("recall", pick, who)
        if turn is None:
            return
        life, who = turn
        if self.happens(self.may("recall", life, who), lambda: self.office.recall(life.id, by=who)):
            self.out_of_plan(life)
            life.state, life.approved, life.wish = "draft", None, None

    @precondition(lambda self: self.lives)
    @rule(pick=PICK, who=WHO)
    def send_back(self, pick: Pick, who: str) -> None:
        turn = self.turn("return", pick, who)
        if turn is None:
            return
        life, who = turn
        if self.happens(
            self.may("return", life, who), lambda: self.office.send_back(life.id, by=who)
        ):
            self.out_of_plan(life)
            life.state, life.approved, life.wish = "returned", None, None

    @precondition(lambda self: self.lives)
    @rule(pick=PICK, who=WHO, of_another=st.booleans())
    def approve(self, pick: Pick, who: str, of_another: bool) -> None:
        """Now and then with the sight of another draft on the screen."""
        turn = self.turn("approve", pick, who)
        if turn is not None:
            self._approve(*turn, of_another=of_another)

    def _approve(self, life: Life, who: str, *, of_another: bool) -> None:
        seen = "0" * 64 if of_another else ""
        expected = self.may("approve", life, who) and self.fits(life) and not of_another
        if self.happens(
            expected,
            lambda: self.office.approve(life.id, by=who, seen=seen, now=self.now),
        ):
            assert who not in life.writers
            life.state, life.approved = "approved", life.text
            if life.wish and life.wish > self.now:
                schedule = self.office.look(life.id).schedule_id
                assert schedule is not None
                self.into_plan(schedule, life.wish, [life])
            life.wish = None

    @precondition(lambda self: self.lives)
    @rule(picks=st.lists(PICK, min_size=1, max_size=3), who=WHO)
    def publish(self, picks: list[Pick], who: str) -> None:
        turns = self.turns("publish", picks, who)
        if turns is not None:
            self._publish(*turns)

    def _publish(self, lives: list[Life], who: str) -> None:
        expected = all(self.may("publish", one, who) for one in lives) and self.fits(*lives)
        if self.happens(
            expected,
            lambda: self.office.publish(*[one.id for one in lives], by=who, now=self.now),
        ):
            self.out(lives)

    @precondition(lambda self: self.lives)
    @rule(picks=st.lists(PICK, min_size=1, max_size=3), who=WHO, minutes=st.integers(-5, 90))
    def schedule(self, picks: list[Pick], who: str, minutes: int) -> None:
        turns = self.turns("schedule", picks, who)
        if turns is not None:
            self._schedule(*turns, minutes)

    def _schedule(self, lives: list[Life], who: str, minutes: int) -> None:
        due = self.now + timedelta(minutes=minutes)
        expected = minutes > 0 and all(
            self.may("schedule", one, who) and self.fits(one) for one in lives
        )
        made: list[int] = []

        def set_time() -> None:
            ids = [one.id for one in lives]
            made.append(self.office.schedule(*ids, due_at=due, by=who, now=self.now))

        if self.happens(expected, set_time):
            self.into_plan(made[0], due, lives)

    @precondition(lambda self: self.plans)
    @rule(number=st.integers(0, 9), who=WHO)
    def unschedule(self, number: int, who: str) -> None:
        schedule, plan = sorted(self.plans.items())[number % len(self.plans)]
        expected = all(self.may("unschedule", one, who) for one in plan.lives)
        if self.happens(expected, lambda: self.office.unschedule(schedule, by=who)):
            self.end_plan(schedule)

    @rule(minutes=st.integers(1, 40))
    def time_passes(self, minutes: int) -> None:
        self.now = min(self.now + timedelta(minutes=minutes), LAST)
        due = sorted((plan.due, n) for n, plan in self.plans.items() if plan.due <= self.now)
        outcomes = {one.schedule: one.act for one in self.office.due(self.now)}
        assert list(outcomes) == [schedule for _, schedule in due]
        for _, schedule in due:
            lives = self.plans[schedule].lives
            fit = self.fits(*lives) and all(self.may("due", one, "server") for one in lives)
            assert (outcomes[schedule] is not None) == fit
            self.end_plan(schedule)
            if fit:
                self.out(lives)

    @precondition(lambda self: not self.is_free())
    @rule(pick=PICK, who=WHO)
    def discard(self, pick: Pick, who: str) -> None:
        turn = self.turn("discard", pick, who)
        if turn is None:
            return
        life, who = turn

        def throw_away() -> None:
            with self.store.writing() as session:
                drafting.discard(session, life.id, by=self.office.ids[who], now=NOON)

        if self.happens(self.may("discard", life, who), throw_away):
            life.state = "discarded"

    @rule(required=st.sampled_from([True, True, False]))
    def switch_review(self, required: bool) -> None:
        self.office.require(required=required)
        self.required = required

    # What must hold after every step.

    @invariant()
    def every_draft_stands_where_the_model_says(self) -> None:
        for life in self.lives:
            seen = self.office.look(life.id)
            assert (seen.state.value, seen.content) == (life.state, life.text)
            assert (seen.approver_id is not None) == (life.approved is not None)

    @invariant()
    def what_is_public_is_what_it_was_to_the_byte(self) -> None:
        with self.store.reading() as session:
            now = {row.number: row.payload for row in session.exec(select(Notice))}
            acts = len(session.exec(select(Act.id)).all())
        for number, payload in self.public.items():
            assert now[number] == payload
        assert acts == self.acts
        titles = [life.text.title for life in self.lives if life.state == "published"]
        assert len(now) == len(titles)
        assert all(any(title in payload for payload in now.values()) for title in titles)
        self.public = now

    # How the model moves.

    def out(self, lives: list[Life]) -> None:
        """They are public as one act; where review is required each was read as it is."""
        self.acts += 1
        for life in lives:
            assert not self.required or life.approved == life.text
            life.state = "published"
            if life.is_award:
                self.awarded.add(life.process)

    def into_plan(self, schedule: int, due: datetime, lives: list[Life]) -> None:
        self.plans[schedule] = Plan(due, lives)
        for life in lives:
            life.state, life.schedule = "scheduled", schedule

    def out_of_plan(self, life: Life) -> None:
        if life.schedule is not None:
            self.end_plan(life.schedule)

    def end_plan(self, schedule: int) -> None:
        for life in self.plans.pop(schedule).lives:
            life.state = "approved" if life.approved else "draft"
            life.schedule = None


@pytest.fixture
def databases(sqlite_template: Path, tmp_path: Path) -> Iterator[Path]:
    """Empty databases, one after the other."""

    def fresh() -> Iterator[Path]:
        for number in count():
            path = tmp_path / f"life-{number}.db"
            shutil.copy(sqlite_template, path)
            yield path

    return fresh()


def live(
    databases: Iterator[Path], settings: Settings, lives: int, phases: tuple[Phase, ...]
) -> None:
    """Many random lives; an error at the first that goes otherwise than the model."""
    run_state_machine_as_test(
        lambda: Lives(next(databases), settings),
        settings=trying(
            max_examples=lives,
            stateful_step_count=40,
            phases=phases,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_no_life_of_a_draft_lets_out_what_nobody_read_or_changes_what_is_public(
    databases: Iterator[Path], settings: Settings
) -> None:
    live(databases, settings, 15, tuple(Phase))


@pytest.mark.parametrize(
    ("room", "name", "broken"),
    [
        (publishing, "review_required", lambda *_: False),
        (reviewing, "_check_sight", lambda *_: None),
    ],
)
def test_the_lives_find_a_rule_that_is_missing(
    databases: Iterator[Path],
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    room: object,
    name: str,
    broken: object,
) -> None:
    """Without one of the rules the model and the office disagree soon."""
    monkeypatch.setattr(room, name, broken)
    with pytest.raises(AssertionError):
        live(databases, settings, 100, (Phase.generate,))
