"""Accounts, one-time links and signing in: who may come in, and who no longer."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from trading.config import Settings
from trading.domain.calendar import SHANGHAI
from trading.domain.errors import Conflict, NotFound, RuleBroken
from trading.services import accounts, initialising, signing_in
from trading.services.initialising import digest
from trading.services.passwords import Hasher
from trading.services.signing_in import Attempt
from trading.store import people
from trading.store.engine import Store

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=SHANGHAI)
PASSWORD = "五里长亭外古道边芳草碧连天"
WRONG = "六里长亭外古道边芳草碧连天"
MINUTE = timedelta(minutes=1)


class CountingHasher(Hasher):
    """Counts how often a password was looked at."""

    def __init__(self) -> None:
        super().__init__(memory_kib=8, passes=1, lanes=1)
        self.verified = 0

    def verify(self, stored: str | None, password: str) -> bool:
        self.verified += 1
        return super().verify(stored, password)


@pytest.fixture
def hasher() -> CountingHasher:
    return CountingHasher()


@pytest.fixture
def office(store: Store, hasher: CountingHasher) -> Iterator[Store]:
    """A site with the clerk 王 and the administrator 李."""
    initialising.prepare(store, now=NOW)
    with store.writing() as session:
        people.add_staff(session, "王", "editor", now=NOW, password_hash=hasher.hash(PASSWORD))
        people.add_staff(session, "李", "admin", now=NOW, password_hash=hasher.hash(PASSWORD))
    yield store


def enter(
    store: Store, hasher: Hasher, name: str = "王", password: str = PASSWORD, at: datetime = NOW
) -> str:
    attempt = Attempt(name=name, password=password, address="192.0.2.7")
    return signing_in.sign_in(store, hasher, attempt, now=at)


def is_in(store: Store, settings: Settings, token: str, at: datetime) -> bool:
    return signing_in.current(store, settings, token, now=at) is not None


def test_a_right_password_opens_a_session_whose_token_is_not_stored(
    office: Store, hasher: Hasher, settings: Settings
) -> None:
    token = enter(office, hasher)
    assert is_in(office, settings, token, NOW)
    with office.reading() as session:
        assert people.find_session(session, token) is None
        assert people.find_session(session, digest(token)) is not None


def test_every_sign_in_has_a_token_of_its_own(office: Store, hasher: Hasher) -> None:
    assert len({enter(office, hasher) for _ in range(3)}) == 3


@pytest.mark.parametrize("case", ["unknown", "wrong", "disabled", "invited", "waiting"])
def test_every_refusal_says_the_same_after_the_same_work(
    office: Store, hasher: CountingHasher, case: str
) -> None:
    with office.writing() as session:
        accounts.add(session, "新", "editor", now=NOW)
        if case == "disabled":
            accounts.disable(session, "王", now=NOW)
        if case == "waiting":
            for _ in range(11):
                people.add_failure(session, "王", "192.0.2.9", at=NOW)
    name = {"unknown": "没有这个人", "invited": "新"}.get(case, "王")
    password = WRONG if case == "wrong" else PASSWORD
    hasher.verified = 0
    with pytest.raises(RuleBroken) as refused:
        enter(office, hasher, name=name, password=password)
    assert str(refused.value).startswith("用户名或密码不对。连续多次失败后")
    assert hasher.verified == 1


def test_ten_failures_are_free_then_each_makes_one_wait_longer_but_never_for_ever(
    office: Store, hasher: Hasher
) -> None:
    for _ in range(9):
        with pytest.raises(RuleBroken):
            enter(office, hasher, password=WRONG)
    enter(office, hasher)
    for _ in range(10):
        with pytest.raises(RuleBroken):
            enter(office, hasher, password=WRONG, at=NOW + MINUTE)
    with pytest.raises(RuleBroken):
        enter(office, hasher, at=NOW + MINUTE + timedelta(seconds=14))
    assert enter(office, hasher, at=NOW + 32 * MINUTE)


def test_guessing_many_names_from_one_address_is_slowed_too(office: Store, hasher: Hasher) -> None:
    for n in range(10):
        with pytest.raises(RuleBroken):
            enter(office, hasher, name=f"猜{n}", password=WRONG)
    with pytest.raises(RuleBroken):
        enter(office, hasher)


def test_a_session_ends_when_it_idles(office: Store, hasher: Hasher, settings: Settings) -> None:
    token = enter(office, hasher)
    assert is_in(office, settings, token, NOW + 29 * MINUTE)
    assert is_in(office, settings, token, NOW + 58 * MINUTE)
    assert not is_in(office, settings, token, NOW + 89 * MINUTE)
    assert not is_in(office, settings, token, NOW + 60 * MINUTE)


def test_a_session_ends_after_ten_hours_however_busy(
    office: Store, hasher: Hasher, settings: Settings
) -> None:
    token = enter(office, hasher)
    for quarter in range(1, 41):
        assert is_in(office, settings, token, NOW + quarter * 15 * MINUTE)
    assert not is_in(office, settings, token, NOW + 601 * MINUTE)


def test_signing_out_kills_the_record(office: Store, hasher: Hasher, settings: Settings) -> None:
    token = enter(office, hasher)
    with office.writing() as session:
        signing_in.sign_out(session, token)
    assert not is_in(office, settings, token, NOW)


def test_disabling_somebody_signs_every_browser_out(
    office: Store, hasher: Hasher, settings: Settings
) -> None:
    tokens = [enter(office, hasher) for _ in range(2)]
    with office.writing() as session:
        accounts.disable(session, "王", now=NOW)
    assert not any(is_in(office, settings, token, NOW) for token in tokens)


def test_the_last_administrator_cannot_be_disabled(office: Store) -> None:
    with pytest.raises(Conflict, match="唯一的管理员"), office.writing() as session:
        accounts.disable(session, "李", now=NOW)


def test_a_password_stored_with_other_parameters_is_hashed_anew(
    office: Store, hasher: Hasher
) -> None:
    newer = Hasher(memory_kib=16, passes=1, lanes=1)
    enter(office, newer)
    with office.reading() as session:
        staff = people.staff_named(session, "王")
    assert staff is not None
    assert not newer.is_outdated(staff.password_hash or "")


def test_proving_oneself_again_makes_a_session_fresh(
    office: Store, hasher: Hasher, settings: Settings
) -> None:
    token = enter(office, hasher)
    later = NOW + 29 * MINUTE
    found = signing_in.current(office, settings, token, now=later)
    assert found is not None and signing_in.is_fresh(found, now=later)
    assert not signing_in.is_fresh(found, now=NOW + 31 * MINUTE)
    attempt = Attempt(name="王", password=WRONG, address="")
    with pytest.raises(RuleBroken, match="密码不对"):
        signing_in.confirm(office, hasher, found, attempt, now=later)
    right = Attempt(name="王", password=PASSWORD, address="")
    signing_in.confirm(office, hasher, found, right, now=later)
    again = signing_in.current(office, settings, token, now=later)
    assert again is not None and signing_in.is_fresh(again, now=NOW + 58 * MINUTE)


def invite(store: Store, name: str = "新") -> str:
    with store.writing() as session:
        return accounts.add(session, name, "editor", now=NOW).token


def enrol(store: Store, hasher: Hasher, token: str, at: datetime = NOW) -> str:
    with store.writing() as session:
        return accounts.enrol(session, token, PASSWORD, hasher=hasher, now=at)


def test_a_one_time_link_sets_a_password_once(office: Store, hasher: Hasher) -> None:
    token = invite(office)
    assert enrol(office, hasher, token) == "新"
    assert enter(office, hasher, name="新")
    with pytest.raises(NotFound, match="已经失效"):
        enrol(office, hasher, token)


def test_a_one_time_link_ends_after_a_week(office: Store, hasher: Hasher) -> None:
    token = invite(office)
    with pytest.raises(NotFound):
        enrol(office, hasher, token, at=NOW + timedelta(days=7))


def test_a_reset_takes_password_sessions_and_the_older_link_away(
    office: Store, hasher: Hasher, settings: Settings
) -> None:
    token = enter(office, hasher)
    with office.writing() as session:
        first = accounts.reset(session, "王", now=NOW).token
        second = accounts.reset(session, "王", now=NOW).token
    assert not is_in(office, settings, token, NOW)
    with pytest.raises(RuleBroken):
        enter(office, hasher)
    with pytest.raises(NotFound):
        enrol(office, hasher, first)
    assert enrol(office, hasher, second) == "王"


@pytest.mark.parametrize(
    ("name", "role", "field"),
    [
        ("王", "editor", "name"),
        ("  ", "editor", "name"),
        ("新", "boss", "role"),
        ("x" * 41, "editor", "name"),
    ],
)
def test_an_account_needs_a_new_name_and_a_known_role(
    office: Store, name: str, role: str, field: str
) -> None:
    with pytest.raises(RuleBroken) as refused, office.writing() as session:
        accounts.add(session, name, role, now=NOW)
    assert refused.value.field == field


def test_changing_a_password_needs_the_current_one_and_keeps_only_this_browser(
    office: Store, hasher: Hasher, settings: Settings
) -> None:
    here, there = enter(office, hasher), enter(office, hasher)

    def change(current: str, chosen: str) -> None:
        with office.writing() as session:
            staff = people.staff_named(session, "王")
            assert staff is not None
            accounts.change_password(
                session,
                staff,
                current=current,
                chosen=chosen,
                hasher=hasher,
                now=NOW,
                keep_session=here,
            )

    with pytest.raises(RuleBroken, match="当前密码不对"):
        change(WRONG, PASSWORD + "二")
    change(PASSWORD, PASSWORD + "二")
    assert is_in(office, settings, here, NOW)
    assert not is_in(office, settings, there, NOW)
    assert enter(office, hasher, password=PASSWORD + "二")
