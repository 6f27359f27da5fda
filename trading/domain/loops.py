"""Open loops: what was begun in public and waits for its end (open_loops, domain.md §4.13)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from trading.domain.calendar import day_of


class LoopKind(StrEnum):
    """What is missing: the outcome of a tender, the result after candidates, a publication."""

    TENDER = "tender"
    CANDIDATE = "candidate"
    AWARD = "award"


@dataclass(frozen=True, kw_only=True)
class PendingLot:
    """A published lot without an outcome: no active award, not failed, not terminated.

    `opened_at` is the opening (without one the deadline) that its newest offer to name either
    has now, None when none does. `publicity_until` is the last
    day of its newest publicity of candidates, None when it has none. Withdrawn notices are none.
    """

    process_id: int
    number: int
    opened_at: datetime | None = None
    publicity_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class DecidedDraft:
    """A result that is not published yet: its earliest decision date, and the lots it decides."""

    draft_id: int
    process_id: int
    lots: tuple[int, ...]
    decided_on: date


@dataclass(frozen=True, kw_only=True)
class Loop:
    """One open loop: which lots of a process wait, and since which day (Asia/Shanghai).

    That is the day of the opening, the last day of the publicity, or the day of the decision.
    `draft_id` is the unpublished result, for that kind alone.
    """

    kind: LoopKind
    process_id: int
    lots: tuple[int, ...]
    since: date
    draft_id: int | None = None

    def days(self, at: datetime) -> int:
        """The whole days (Asia/Shanghai) that it has been open at a moment; 0 on the first."""
        return (day_of(at) - self.since).days


def open_loops(
    lots: Iterable[PendingLot], decided: Iterable[DecidedDraft], at: datetime
) -> tuple[Loop, ...]:
    """Every open loop at a moment, the longest open first; their number is `open_loops`.

    - tender: a process with lots whose opening is past and which have no outcome;
    - candidate: a process with lots whose publicity is over (its last day is past) and which
      have no result;
    - award: a draft of a result with a decision date that is not in the future.

    A lot waits for one thing at a time, the furthest of these: it is no tender loop once its
    candidates are announced, also while their publicity runs, and neither once its result is
    decided. So the figure does not rise because work went on.
    """
    today = day_of(at)
    drafts = [one for one in decided if one.decided_on <= today]
    settled = {(one.process_id, number) for one in drafts for number in one.lots}
    waiting = [one for one in lots if (one.process_id, one.number) not in settled]
    opened: list[tuple[PendingLot, date]] = []
    announced: list[tuple[PendingLot, date]] = []
    for lot in waiting:
        if lot.publicity_until is not None:
            if lot.publicity_until < today:
                announced.append((lot, lot.publicity_until))
        elif lot.opened_at is not None and lot.opened_at <= at:
            opened.append((lot, day_of(lot.opened_at)))
    found = [*_by_process(LoopKind.TENDER, opened), *_by_process(LoopKind.CANDIDATE, announced)]
    found += [_unpublished(one) for one in drafts]
    return tuple(sorted(found, key=_order))


def _by_process(kind: LoopKind, lots: Sequence[tuple[PendingLot, date]]) -> list[Loop]:
    """One loop for each process, open since the first of its lots."""
    grouped: defaultdict[int, list[tuple[PendingLot, date]]] = defaultdict(list)
    for lot, since in lots:
        grouped[lot.process_id].append((lot, since))
    return [
        Loop(
            kind=kind,
            process_id=process_id,
            lots=tuple(sorted(lot.number for lot, _ in found)),
            since=min(since for _, since in found),
        )
        for process_id, found in grouped.items()
    ]


def _unpublished(draft: DecidedDraft) -> Loop:
    return Loop(
        kind=LoopKind.AWARD,
        process_id=draft.process_id,
        lots=tuple(sorted(draft.lots)),
        since=draft.decided_on,
        draft_id=draft.draft_id,
    )


def _order(loop: Loop) -> tuple[date, str, int, int]:
    return loop.since, loop.kind.value, loop.process_id, loop.draft_id or 0
