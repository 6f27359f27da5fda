"""Tallying: the roll-up follows each publication, and can be recounted from the notices."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from trading.domain.counting import Tally, add_up, results, standings, tally, tally_acts
from trading.store.engine import Session
from trading.store.facts import CHUNK, facts_of, result_periods
from trading.store.publications import lock_site
from trading.store.recounting import Difference, Progress, recount
from trading.store.totals import (
    add_to_totals,
    clear_roll_up,
    judged_otherwise,
    store_results,
    store_standings,
)
from trading.store.turning import raise_revision

__all__ = [
    "Difference",
    "apply",
    "differences",
    "found",
    "mended",
    "rebuild",
    "retiming",
    "snapshot",
]


def snapshot(session: Session, process_ids: Sequence[int]) -> Tally:
    """What these processes add to the roll-up now; take it before they change."""
    periods = result_periods(session)
    return _sum(tally(facts, periods=periods) for facts in facts_of(session, process_ids))


def apply(
    session: Session, before: Tally, process_ids: Sequence[int], *, acts: Sequence[date]
) -> None:
    """Bring the roll-up forward by what changed since `before`, and by acts on these days."""
    session.flush()
    periods = result_periods(session)
    change = tally_acts(acts)
    for facts in facts_of(session, process_ids):
        lots = standings(facts)
        told = results(facts, lots, periods)
        change.update(add_up(facts, lots, told))
        store_standings(session, lots)
        store_results(session, told)
    change.subtract(before)
    add_to_totals(session, change)


@contextmanager
def retiming(session: Session) -> Iterator[None]:
    """Change the calendar or the periods inside: results are judged anew by them afterwards."""
    lock_site(session)
    before = result_periods(session)
    yield
    session.flush()
    after = result_periods(session)
    if before == after:
        return
    raise_revision(session)
    touched = judged_otherwise(session, after)
    for start in range(0, len(touched), CHUNK):
        change: Tally = Counter()
        for facts in facts_of(session, touched[start : start + CHUNK]):
            lots = standings(facts)
            change.update(tally(facts, periods=after))
            change.subtract(tally(facts, periods=before))
            store_results(session, results(facts, lots, after))
        add_to_totals(session, change)


def rebuild(session: Session, *, progress: Progress = lambda done, of: None) -> None:
    """Count everything anew from the notices and store it; publications wait until it is done."""
    for _ in mended(session, progress=progress):
        pass


def clear(session: Session) -> None:
    """Forget the whole roll-up; for a rebuild in the same transaction."""
    clear_roll_up(session)


def mended(session: Session, *, progress: Progress = lambda done, of: None) -> Iterator[Difference]:
    """Every difference, put right as it is found; publications wait until it is done.

    Readers see a new revision: what was wrong may have been public.
    """
    lock_site(session)
    raise_revision(session)
    yield from recount(session, mend=True, progress=progress)


def found(session: Session, *, progress: Progress = lambda done, of: None) -> Iterator[Difference]:
    """Every sum, standing and result that a recount finds otherwise than stored."""
    return recount(session, progress=progress)


def differences(session: Session) -> list[Difference]:
    """The same, all at once."""
    return list(recount(session))


def _sum(parts: Iterable[Tally]) -> Tally:
    total: Tally = Counter()
    for part in parts:
        total.update(part)
    return total
