"""Guessing is slow: from many names, many addresses and many workers at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from tests.staffed import HOME, MINUTE, NOW, SECOND, WRONG, CountingHasher, enter, typed
from trading.domain.errors import RuleBroken, TooManyAttempts
from trading.services import signing_in, throttling
from trading.services.passwords import Hasher
from trading.store.engine import Store


def addresses() -> Iterator[str]:
    """Another address every time."""
    number = 0
    while True:
        number += 1
        yield f"203.0.{number // 256}.{number % 256}"


def guess(store: Store, hasher: Hasher, address: str, at: datetime = NOW) -> None:
    with pytest.raises(RuleBroken):
        signing_in.sign_in(store, hasher, typed(WRONG, address=address), now=at)


def test_five_wrong_guesses_are_free_then_each_doubles_the_wait(
    staffed: Store, hasher: Hasher
) -> None:
    source, at = addresses(), NOW
    for _ in range(5):
        guess(staffed, hasher, next(source), at)
    for seconds in (30, 60, 120, 240):
        with pytest.raises(RuleBroken):
            enter(staffed, hasher, at=at + (seconds - 1) * SECOND)
        at += seconds * SECOND
        guess(staffed, hasher, next(source), at)
    assert enter(staffed, hasher, at=at + 480 * SECOND)


def test_guesses_while_waiting_do_not_prolong_the_wait(staffed: Store, hasher: Hasher) -> None:
    source = addresses()
    for _ in range(5):
        guess(staffed, hasher, next(source))
    for second in range(30):
        guess(staffed, hasher, next(source), NOW + second * SECOND)
    assert enter(staffed, hasher, at=NOW + 30 * SECOND)


def test_signing_in_forgives_what_was_mistyped_before(staffed: Store, hasher: Hasher) -> None:
    for _ in range(3):
        for _ in range(4):
            guess(staffed, hasher, HOME)
        assert enter(staffed, hasher)


def test_fewer_than_ten_guesses_at_one_name_count_in_any_quarter_of_an_hour(
    sqlite_store: Store,
) -> None:
    admitted, source = [], addresses()
    for seconds in (*range(8), *range(30, 3600, 30)):
        at = NOW + seconds * SECOND
        if throttling.admit(sqlite_store, "王", next(source), now=at):
            admitted.append(at)
    assert len(admitted) > 20
    for first, tenth in zip(admitted, admitted[9:], strict=False):
        assert tenth - first >= timedelta(minutes=15)


def test_many_workers_that_guess_at_once_get_no_more_guesses_than_one(
    staffed: Store, hasher: Hasher
) -> None:
    source = addresses()
    with ThreadPoolExecutor(8) as workers:
        made = workers.map(
            lambda address: throttling.admit(staffed, "王", address, now=NOW),
            [next(source) for _ in range(40)],
        )
        assert sum(made) == throttling.FREE_FOR_NAME


def test_one_address_that_guesses_at_many_names_is_sent_away_without_any_work(
    staffed: Store, hasher: CountingHasher
) -> None:
    for n in range(10):
        with pytest.raises(RuleBroken):
            enter(staffed, hasher, typed(WRONG, f"猜{n}"))
    hasher.verified = 0
    with pytest.raises(TooManyAttempts) as refused:
        enter(staffed, hasher)
    assert refused.value.seconds == 30
    assert "1分钟后再试" in str(refused.value)
    assert hasher.verified == 0
    assert enter(staffed, hasher, typed(address="192.0.2.8"))
    assert enter(staffed, hasher, at=NOW + 30 * SECOND)


def test_hammering_at_a_name_that_waits_counts_for_the_address(
    staffed: Store, hasher: Hasher
) -> None:
    for _ in range(10):
        guess(staffed, hasher, HOME)
    with pytest.raises(TooManyAttempts):
        enter(staffed, hasher, typed(name="李"))


def test_old_guesses_are_forgotten(staffed: Store, hasher: Hasher) -> None:
    for _ in range(5):
        guess(staffed, hasher, HOME)
    for _ in range(5):
        guess(staffed, hasher, HOME, NOW + 15 * MINUTE)
