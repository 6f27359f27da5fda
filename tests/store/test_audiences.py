"""Readings are added up by day, and only for notices that were published."""

from datetime import date

import pytest

from tests.notices import TENDER, Press, open_site
from trading.config import Settings
from trading.store.audiences import (
    FEED,
    NOTICE,
    Reading,
    add_readings,
    feed_fetches,
    most_read,
    readings_of_notice,
)
from trading.store.engine import Store

FIRST, SECOND = date(2026, 3, 2), date(2026, 3, 3)


@pytest.fixture
def numbers(store: Store, settings: Settings) -> tuple[str, ...]:
    open_site(store)
    return Press(store, settings)(TENDER, TENDER).numbers


def add(store: Store, *counted: tuple[str, str, date, int]) -> None:
    with store.writing() as session:
        add_readings(session, {Reading(*key): count for *key, count in counted})


def test_readings_of_a_day_are_added_up(store: Store, numbers: tuple[str, ...]) -> None:
    add(store, (NOTICE, numbers[0], FIRST, 2), (NOTICE, numbers[0], SECOND, 1))
    add(store, (NOTICE, numbers[0], FIRST, 5), (NOTICE, numbers[1], FIRST, 1))
    with store.reading() as session:
        assert readings_of_notice(session, numbers[0]) == [(SECOND, 1), (FIRST, 7)]
        assert readings_of_notice(session, numbers[1]) == [(FIRST, 1)]


def test_a_number_that_was_never_given_is_not_stored(
    store: Store, numbers: tuple[str, ...]
) -> None:
    invented = [(NOTICE, f"2026030299{n:02}", FIRST, 1) for n in range(50)]
    add(store, *invented, (NOTICE, numbers[0], FIRST, 1))
    with store.reading() as session:
        assert readings_of_notice(session, "202603029900") == []
        assert [one.number for one in most_read(session, since=FIRST, limit=9)] == [numbers[0]]


def test_what_is_read_most_comes_first(store: Store, numbers: tuple[str, ...]) -> None:
    add(store, (NOTICE, numbers[0], FIRST, 9), (NOTICE, numbers[0], SECOND, 1))
    add(store, (NOTICE, numbers[1], SECOND, 3))
    with store.reading() as session:
        ever = most_read(session, since=FIRST, limit=9)
        assert [(one.number, one.count) for one in ever] == [(numbers[0], 10), (numbers[1], 3)]
        lately = most_read(session, since=SECOND, limit=1)
        assert [(one.number, one.count) for one in lately] == [(numbers[1], 3)]


def test_feeds_are_counted_by_name(store: Store) -> None:
    add(store, (FEED, "all", FIRST, 4), (FEED, "tender", FIRST, 2), (FEED, "all", SECOND, 1))
    with store.reading() as session:
        assert feed_fetches(session, since=FIRST) == [("all", 5), ("tender", 2)]
        assert feed_fetches(session, since=SECOND) == [("all", 1)]
