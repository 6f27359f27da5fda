"""Open loops by the rule of domain.md §4.13: one table of cases, counted by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from trading.domain.calendar import SHANGHAI
from trading.domain.loops import DecidedDraft, Loop, LoopKind, PendingLot, open_loops

AT = datetime(2026, 3, 10, 10, 0, tzinfo=SHANGHAI)
OPENED = datetime(2026, 3, 5, 9, 30, tzinfo=SHANGHAI)
LOT = PendingLot(process_id=1, number=1)
OFFERED = replace(LOT, opened_at=OPENED)
DRAFT = DecidedDraft(draft_id=7, process_id=1, lots=(1,), decided_on=date(2026, 3, 9))
TENDER, CANDIDATE, AWARD = LoopKind.TENDER, LoopKind.CANDIDATE, LoopKind.AWARD

# what is published, what is drafted → kind, process, lots, days open
CASES: dict[str, tuple[list[PendingLot], list[DecidedDraft], list[object]]] = {
    "nothing": ([], [], []),
    "a lot that was only planned": ([LOT], [], []),
    "a tender past its opening": ([OFFERED], [], [(TENDER, 1, (1,), 5)]),
    "a tender that opens this very second": (
        [replace(LOT, opened_at=AT)],
        [],
        [(TENDER, 1, (1,), 0)],
    ),
    "a tender that opens a second later": (
        [replace(LOT, opened_at=AT + timedelta(seconds=1))],
        [],
        [],
    ),
    "two lots of one tender are one loop, since the first": (
        [replace(OFFERED, number=2, opened_at=OPENED + timedelta(days=2)), OFFERED],
        [],
        [(TENDER, 1, (1, 2), 5)],
    ),
    "two processes are two": (
        [OFFERED, replace(OFFERED, process_id=2)],
        [],
        [(TENDER, 1, (1,), 5), (TENDER, 2, (1,), 5)],
    ),
    "candidates on the last day of their publicity": (
        [replace(OFFERED, publicity_until=date(2026, 3, 10))],
        [],
        [],
    ),
    "candidates on the day after": (
        [replace(OFFERED, publicity_until=date(2026, 3, 9))],
        [],
        [(CANDIDATE, 1, (1,), 1)],
    ),
    "candidates without a tender here": (
        [replace(LOT, publicity_until=date(2026, 3, 1))],
        [],
        [(CANDIDATE, 1, (1,), 9)],
    ),
    "a process whose lots wait for different things": (
        [OFFERED, replace(OFFERED, number=2, publicity_until=date(2026, 3, 7))],
        [],
        [(TENDER, 1, (1,), 5), (CANDIDATE, 1, (2,), 3)],
    ),
    "a decided result takes its lot out of the tender": (
        [OFFERED],
        [DRAFT],
        [(AWARD, 1, (1,), 1)],
    ),
    "and leaves the other lot where it was": (
        [OFFERED, replace(OFFERED, number=2)],
        [DRAFT],
        [(TENDER, 1, (2,), 5), (AWARD, 1, (1,), 1)],
    ),
    "and its lot of another process": (
        [replace(OFFERED, process_id=2)],
        [DRAFT],
        [(TENDER, 2, (1,), 5), (AWARD, 1, (1,), 1)],
    ),
    "decided today": ([], [replace(DRAFT, decided_on=AT.date())], [(AWARD, 1, (1,), 0)]),
    "a decision date of tomorrow is none yet": (
        [OFFERED],
        [replace(DRAFT, decided_on=date(2026, 3, 11))],
        [(TENDER, 1, (1,), 5)],
    ),
    "two drafts of results are two": (
        [],
        [replace(DRAFT, draft_id=8, lots=(2,)), DRAFT],
        [(AWARD, 1, (1,), 1), (AWARD, 1, (2,), 1)],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_open_loops_are_these(case: str) -> None:
    lots, drafts, expected = CASES[case]
    found = open_loops(lots, drafts, AT)
    assert [(one.kind, one.process_id, one.lots, one.days(AT)) for one in found] == expected
    assert [one.draft_id is not None for one in found] == [one.kind is AWARD for one in found]


def test_days_are_those_of_shanghai_wherever_the_moment_is_written() -> None:
    just_opened = replace(LOT, opened_at=datetime(2026, 3, 9, 23, 59, tzinfo=SHANGHAI))
    at = datetime(2026, 3, 9, 16, 0, tzinfo=UTC)  # midnight in Shanghai
    (loop,) = open_loops([just_opened], [], at)
    assert loop.since == date(2026, 3, 9)
    assert loop.days(at) == 1


def test_the_longest_open_comes_first_whatever_the_order_of_the_facts() -> None:
    lots = [replace(OFFERED, process_id=n, opened_at=OPENED - timedelta(days=n)) for n in (1, 3, 2)]
    found = open_loops(lots, [DRAFT], AT)
    assert [loop.process_id for loop in found] == [3, 2, 1]
    assert found == open_loops(reversed(lots), [DRAFT], AT)


def test_a_loop_counts_days_from_a_day_not_from_an_hour() -> None:
    loop = Loop(kind=TENDER, process_id=1, lots=(1,), since=date(2026, 3, 9))
    assert [loop.days(AT.replace(hour=hour)) for hour in (0, 23)] == [1, 1]
