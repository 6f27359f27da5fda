"""An office with two people: what tests of accounts and of signing in begin from."""

from datetime import datetime, timedelta

from trading.config import Settings
from trading.domain.calendar import SHANGHAI
from trading.services import accounts, initialising, signing_in
from trading.services.passwords import Hasher
from trading.services.signing_in import Attempt
from trading.store import people
from trading.store.engine import Store
from trading.store.people import SessionView

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=SHANGHAI)
PASSWORD = "五里长亭外古道边芳草碧连天"
WRONG = "六里长亭外古道边芳草碧连天"
HOME, ELSEWHERE = "192.0.2.7", "192.0.2.8"
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


class CountingHasher(Hasher):
    """Cheap, and counts how often a password was looked at."""

    def __init__(self) -> None:
        super().__init__(memory_kib=8, passes=1, lanes=1)
        self.verified = 0

    def verify(self, stored: str | None, password: str) -> bool:
        self.verified += 1
        return super().verify(stored, password)


def staff_up(store: Store, hasher: Hasher) -> None:
    """A site with the clerk 王 and the administrator 李."""
    initialising.prepare(store, now=NOW)
    with store.writing() as session:
        people.add_staff(session, "王", "editor", now=NOW, password_hash=hasher.hash(PASSWORD))
        people.add_staff(session, "李", "admin", now=NOW, password_hash=hasher.hash(PASSWORD))


def typed(password: str = PASSWORD, name: str = "王", *, address: str = HOME) -> Attempt:
    """What somebody types."""
    return Attempt(name=name, password=password, address=address, user_agent="a browser")


def enter(
    store: Store, hasher: Hasher, attempt: Attempt | None = None, *, at: datetime = NOW
) -> str:
    """Sign in; gives the token."""
    return signing_in.sign_in(store, hasher, attempt or typed(), now=at).token


def is_in(store: Store, settings: Settings, token: str, at: datetime = NOW) -> bool:
    """Whether the token opens the door."""
    return signing_in.current(store, settings, token, now=at) is not None


def session_of(store: Store, settings: Settings, token: str, at: datetime = NOW) -> SessionView:
    """The session behind a token that opens the door."""
    found = signing_in.current(store, settings, token, now=at)
    assert found is not None
    return found


def invite(store: Store, name: str = "新", role: str = "editor") -> str:
    """A one-time link's token for a new member of staff."""
    with store.writing() as session:
        return accounts.add(session, name, role, now=NOW).token


def enrol(store: Store, hasher: Hasher, token: str, at: datetime = NOW) -> str:
    """Use a one-time link."""
    return accounts.enrol(store, hasher, token, PASSWORD, own_words=(), now=at)
