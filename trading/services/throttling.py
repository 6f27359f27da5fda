"""Throttling: a guess at a password is counted before it is looked at, and soon has to wait."""

import math
from datetime import datetime, timedelta

from trading.domain.errors import TooManyAttempts
from trading.store import guesses
from trading.store.engine import Session, Store
from trading.store.guesses import Guesses

WINDOW = timedelta(minutes=15)
FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=30), timedelta(minutes=15)
# Five guesses, then waits of 30, 60, 120, 240, 480 seconds: fewer than ten in any 15 minutes.
FREE_FOR_NAME = 5
# An office shares one address; each of its people may mistype.
FREE_FOR_ADDRESS = 10


def admit(store: Store, name: str, address: str, *, now: datetime) -> bool:
    """Whether a guess at this name's password counts; it is noted before it is verified.

    So however many guess at the same time, in however many workers, no more are verified than
    are free (security.md R04). False: verify it in vain, so that nobody learns that the name must
    wait (R03). TooManyAttempts when the address must wait: then nothing is verified. Guesses made
    while waiting do not make the wait of a name longer, so that it ends.
    """
    with store.writing() as session:
        guesses.lock_guesses(session)
        guesses.forget_old_guesses(session, before=now - WINDOW)
        _refuse_address(guesses.guesses_from(session, address, since=now - WINDOW), now)
        at_name = guesses.guesses_at(session, name, since=now - WINDOW)
        admitted = now >= _next(at_name, FREE_FOR_NAME, now)
        guesses.add_guess(session, name if admitted else "", address, at=now)
    return admitted


def forgive(session: Session, name: str) -> None:
    """Forget the guesses at a name that has proved who they are."""
    guesses.forget_guesses(session, name)


def _refuse_address(made: Guesses, now: datetime) -> None:
    wait = _next(made, FREE_FOR_ADDRESS, now) - now
    if wait <= timedelta(0):
        return
    seconds = math.ceil(wait.total_seconds())
    raise TooManyAttempts(
        "从您的网络地址登录失败的次数太多，请%(minutes)d分钟后再试",
        seconds=seconds,
        minutes=math.ceil(seconds / 60),
    )


def _next(made: Guesses, free: int, now: datetime) -> datetime:
    """When the next guess may be made: each beyond the free ones doubles the wait."""
    beyond = made.count - free
    if beyond < 0 or made.last is None:
        return now
    delay: timedelta = min(FIRST_DELAY * (1 << min(beyond, 10)), LONGEST_DELAY)
    return made.last + delay
