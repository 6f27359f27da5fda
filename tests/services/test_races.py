"""Four worker processes at the same moment: one notice, one number, one act, one approval."""

import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests import workers
from tests.notices import NOON
from tests.reviewed import ReviewedOffice, tender
from trading.config import Settings
from trading.services import moving, tallying
from trading.store.engine import Store
from trading.store.notices import find_notice
from trading.store.tables import Act, Draft, Notice

WORKERS, ATTEMPTS, ROUNDS = 4, 200, 40
DUE = NOON + timedelta(hours=1)


@pytest.fixture(scope="module")
def pool() -> Iterator[ProcessPoolExecutor]:
    """Four processes that begin every task together."""
    fresh = multiprocessing.get_context("spawn")
    meeting = fresh.Barrier(WORKERS)
    with ProcessPoolExecutor(
        WORKERS, mp_context=fresh, initializer=workers.meet_at, initargs=(meeting,)
    ) as made:
        yield made


@pytest.fixture
def here(settings: Settings, database_url: str) -> Settings:
    """The settings that every worker is given."""
    return replace(settings, database_url=database_url)


@pytest.fixture
def office(store: Store, here: Settings) -> ReviewedOffice:
    return ReviewedOffice(store, here)


def together(pool: ProcessPoolExecutor, *tasks: tuple[Callable[..., Any], ...]) -> list[Any]:
    """What each worker gave back; as many tasks as workers, so that all meet."""
    assert len(tasks) == WORKERS
    futures = [pool.submit(*task) for task in tasks]
    return [future.result(timeout=300) for future in futures]


def notices(store: Store) -> list[Notice]:
    with store.reading() as session:
        return list(session.exec(select(Notice).order_by(Notice.sequence)))  # type: ignore[arg-type] # a column


def acts(store: Store) -> int:
    with store.reading() as session:
        return len(session.exec(select(Act)).all())


def test_two_hundred_presses_of_one_draft_are_one_notice_one_number_one_act(
    pool: ProcessPoolExecutor, office: ReviewedOffice, here: Settings
) -> None:
    draft = office.approved()
    task = (workers.publish_again_and_again, here, draft, ATTEMPTS // WORKERS)
    answers = Counter(one for some in together(pool, *[task] * WORKERS) for one in some)
    (row,) = notices(office.store)
    assert answers == {row.number: 1, "Conflict": ATTEMPTS - 1}
    assert (row.sequence, acts(office.store)) == (1, 1)
    assert office.steps(draft)[-1] == ("published", "editor")
    assert len(office.steps(draft)) == 3
    with office.store.reading() as session:
        assert tallying.differences(session) == []


def test_what_is_due_goes_out_once_whoever_notices(
    pool: ProcessPoolExecutor, office: ReviewedOffice, here: Settings
) -> None:
    made = {
        office.schedule(office.approved(2 * n), office.approved(2 * n + 1), due_at=DUE)
        for n in range(6)
    }
    task = (workers.publish_what_is_due, here, DUE)
    done = [one for some in together(pool, *[task] * WORKERS) for one in some]
    assert sorted(done) == sorted(made)
    rows = notices(office.store)
    assert [row.sequence for row in rows] == list(range(1, 13))
    assert Counter(row.act_id for row in rows) == dict.fromkeys({row.act_id for row in rows}, 2)
    assert acts(office.store) == len(made)
    with office.store.reading() as session:
        assert tallying.differences(session) == []


def test_no_race_of_approval_and_edit_lets_out_what_was_not_read(
    pool: ProcessPoolExecutor, office: ReviewedOffice, here: Settings
) -> None:
    """A reviewer approves, a writer changes, a colleague publishes, all at once, draft by draft.

    Whatever order the database gives them: what is public is what was read, and an approval
    that stands names what stands there.
    """
    drafts = [office.write(tender(n)) for n in range(ROUNDS)]
    for draft in drafts:
        office.submit(draft)
    sights = [office.sight(draft) for draft in drafts]
    approved, changed, *_ = together(
        pool,
        (workers.approve_each, here, drafts, sights),
        (workers.change_each, here, drafts),
        (workers.publish_each, here, drafts),
        (workers.publish_each, here, drafts[::-1]),
    )
    assert len(approved) == len(changed) == ROUNDS
    with office.store.reading() as session:
        ends = {row.id: row.notice_id for row in session.exec(select(Draft))}
    for draft, seen, said in zip(drafts, sights, approved, strict=True):
        view = office.look(draft)
        if ends[draft] is not None:
            assert said == "approved"
            assert moving.fingerprint(view) == seen == view.approved_sha256
            with office.store.reading() as session:
                public = find_notice(session, str(view.published_number)).frozen.content
            assert public == view.content
        elif view.approved_sha256 is not None:
            assert view.approved_sha256 == moving.fingerprint(view)
        else:
            assert view.state in ("draft", "submitted")


def test_of_saves_at_once_one_is_kept_and_the_others_are_told(
    pool: ProcessPoolExecutor, office: ReviewedOffice, here: Settings
) -> None:
    drafts = [office.write(tender(n)) for n in range(ROUNDS)]
    names = ("editor", "colleague", "admin", "editor")
    answers = together(pool, *[(workers.save_each, here, drafts, name) for name in names])
    for draft, said in zip(drafts, zip(*answers, strict=True), strict=True):
        assert sorted(said) == ["StaleDraft"] * (WORKERS - 1) + ["saved"]
        view = office.look(draft)
        assert view.revision == 2
        assert view.editor_name == names[said.index("saved")]
        assert view.content == tender(view.editor_id)
