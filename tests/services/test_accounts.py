"""Accounts and one-time links: who belongs to the office, and who no longer."""

from datetime import timedelta

import pytest

from tests.staffed import (
    NOW,
    PASSWORD,
    WRONG,
    CountingHasher,
    enrol,
    enter,
    invite,
    is_in,
    session_of,
    typed,
)
from trading.config import Settings
from trading.domain.errors import Conflict, NotFound, RuleBroken
from trading.services import accounts
from trading.services.passwords import Hasher
from trading.store import people
from trading.store.engine import Store

LONGER = PASSWORD + "晚风拂柳"


def test_a_one_time_link_sets_a_password_once(staffed: Store, hasher: Hasher) -> None:
    token = invite(staffed)
    assert enrol(staffed, hasher, token) == "新"
    assert enter(staffed, hasher, typed(name="新"))
    with pytest.raises(NotFound, match="已经失效"):
        enrol(staffed, hasher, token)


def test_a_one_time_link_that_two_use_at_once_works_for_one(
    staffed: Store, hasher: CountingHasher
) -> None:
    token = invite(staffed)

    class SlowHasher(CountingHasher):
        def hash(self, password: str) -> str:
            enrol(staffed, hasher, token)
            return super().hash(password)

    slow = SlowHasher.__new__(SlowHasher)
    slow.__dict__.update(hasher.__dict__)
    with pytest.raises(Conflict, match="刚刚被用过"):
        accounts.enrol(staffed, slow, token, LONGER, own_words=(), now=NOW)
    assert enter(staffed, hasher, typed(name="新"))


def test_a_one_time_link_ends_after_a_week(staffed: Store, hasher: Hasher) -> None:
    token = invite(staffed)
    with pytest.raises(NotFound):
        enrol(staffed, hasher, token, at=NOW + timedelta(days=7))


def test_a_one_time_link_of_somebody_disabled_does_not_work(staffed: Store, hasher: Hasher) -> None:
    token = invite(staffed)
    with staffed.writing() as session:
        accounts.disable(session, "新", now=NOW)
    with pytest.raises(NotFound):
        enrol(staffed, hasher, token)


@pytest.mark.parametrize("chosen", ["短", "王小二王小二王小二2026", "某县交易网某县交易网2026"])
def test_a_password_of_ones_own_or_the_offices_words_is_refused_and_the_link_stays(
    staffed: Store, hasher: Hasher, chosen: str
) -> None:
    token = invite(staffed, "王小二")
    with pytest.raises(RuleBroken) as refused:
        accounts.enrol(staffed, hasher, token, chosen, own_words=["某县交易网"], now=NOW)
    assert refused.value.field == "password"
    assert enrol(staffed, hasher, token) == "王小二"


def test_a_reset_takes_password_sessions_and_the_older_link_away(
    staffed: Store, hasher: Hasher, settings: Settings
) -> None:
    token = enter(staffed, hasher)
    with staffed.writing() as session:
        first = accounts.reset(session, "王", now=NOW).token
        second = accounts.reset(session, "王", now=NOW).token
    assert not is_in(staffed, settings, token)
    with pytest.raises(RuleBroken):
        enter(staffed, hasher)
    with pytest.raises(NotFound):
        enrol(staffed, hasher, first)
    assert enrol(staffed, hasher, second) == "王"


def test_a_reset_enables_somebody_again(staffed: Store, hasher: Hasher) -> None:
    with staffed.writing() as session:
        accounts.disable(session, "王", now=NOW)
        token = accounts.reset(session, "王", now=NOW).token
    enrol(staffed, hasher, token)
    assert enter(staffed, hasher)


def test_disabling_somebody_signs_every_browser_out(
    staffed: Store, hasher: Hasher, settings: Settings
) -> None:
    tokens = [enter(staffed, hasher) for _ in range(2)]
    with staffed.writing() as session:
        accounts.disable(session, "王", now=NOW)
    assert not any(is_in(staffed, settings, token) for token in tokens)
    with pytest.raises(RuleBroken):
        enter(staffed, hasher)


def test_ending_somebodys_sessions_lets_them_sign_in_again(
    staffed: Store, hasher: Hasher, settings: Settings
) -> None:
    token = enter(staffed, hasher)
    with staffed.writing() as session:
        accounts.end_sessions(session, "王")
    assert not is_in(staffed, settings, token)
    assert enter(staffed, hasher)


def test_the_last_administrator_who_can_sign_in_is_not_disabled(
    staffed: Store, hasher: Hasher
) -> None:
    link = invite(staffed, "赵", role="admin")
    with pytest.raises(Conflict, match="唯一能登录的管理员"), staffed.writing() as session:
        accounts.disable(session, "李", now=NOW)
    enrol(staffed, hasher, link)
    with staffed.writing() as session:
        accounts.disable(session, "李", now=NOW)
    with pytest.raises(Conflict, match="“赵”"), staffed.writing() as session:
        accounts.disable(session, "赵", now=NOW)


def test_nobody_by_that_name_is_found(staffed: Store) -> None:
    for change in (accounts.reset, accounts.disable):
        with pytest.raises(NotFound, match="没有名为“孙”"), staffed.writing() as session:
            change(session, "孙", now=NOW)


@pytest.mark.parametrize(
    ("name", "role", "field"),
    [
        ("王", "editor", "name"),
        (" 王\u200b", "editor", "name"),
        ("  ", "editor", "name"),
        ("新", "boss", "role"),
        ("x" * 41, "editor", "name"),
        ("a\x00", "editor", "name"),
    ],
)
def test_an_account_needs_a_new_name_and_a_known_role(
    staffed: Store, name: str, role: str, field: str
) -> None:
    with pytest.raises(RuleBroken) as refused, staffed.writing() as session:
        accounts.add(session, name, role, now=NOW)
    assert refused.value.field == field


def test_changing_a_password_needs_the_current_one_and_keeps_only_this_browser(
    staffed: Store, hasher: Hasher, settings: Settings
) -> None:
    here, there = enter(staffed, hasher), enter(staffed, hasher)
    found = session_of(staffed, settings, here)

    def change(current: str, chosen: str) -> None:
        accounts.change_password(
            staffed, hasher, found, typed(current), chosen=chosen, own_words=(), now=NOW
        )

    with pytest.raises(RuleBroken) as refused:
        change(WRONG, LONGER)
    assert refused.value.field == "current"
    with pytest.raises(RuleBroken) as short:
        change(PASSWORD, "短")
    assert short.value.field == "password"
    change(PASSWORD, LONGER)
    assert is_in(staffed, settings, here)
    assert not is_in(staffed, settings, there)
    assert enter(staffed, hasher, typed(LONGER))


def test_a_password_that_an_administrator_took_away_meanwhile_is_not_set_again(
    staffed: Store, hasher: Hasher, settings: Settings
) -> None:
    found = session_of(staffed, settings, enter(staffed, hasher))
    with staffed.writing() as session:
        accounts.reset(session, "王", now=NOW)
    with pytest.raises(Conflict):
        accounts.change_password(
            staffed, hasher, found, typed(), chosen=LONGER, own_words=(), now=NOW
        )
    with staffed.reading() as session:
        staff = people.staff_named(session, "王")
    assert staff is not None
    assert not staff.has_password
