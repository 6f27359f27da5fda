"""Signing in: who may come in, how long a session lasts, and what proves who one is."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.staffed import (
    HOME,
    MINUTE,
    NOW,
    PASSWORD,
    SECOND,
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
from trading.domain.errors import RuleBroken
from trading.services import accounts, signing_in
from trading.services.initialising import digest
from trading.services.passwords import Hasher
from trading.store import guesses, people
from trading.store.engine import Store


def test_a_right_password_opens_a_session_whose_token_is_not_stored(
    staffed: Store, hasher: Hasher, settings: Settings
) -> None:
    token = enter(staffed, hasher)
    assert is_in(staffed, settings, token)
    with staffed.reading() as session:
        assert people.find_session(session, token) is None
        assert people.find_session(session, digest(token)) is not None


def test_every_sign_in_has_a_token_of_its_own(staffed: Store, hasher: Hasher) -> None:
    assert len({enter(staffed, hasher) for _ in range(3)}) == 3


def test_a_browser_that_signs_in_again_leaves_no_session_behind(
    staffed: Store, hasher: Hasher, settings: Settings
) -> None:
    old, there = enter(staffed, hasher), enter(staffed, hasher)
    new = enter(staffed, hasher, replace(typed(), token=old))
    assert [is_in(staffed, settings, one) for one in (old, there, new)] == [False, True, True]


@pytest.mark.parametrize("case", ["unknown", "wrong", "disabled", "invited", "waiting"])
def test_every_refusal_says_the_same_after_the_same_work(
    staffed: Store, hasher: CountingHasher, case: str
) -> None:
    with staffed.writing() as session:
        accounts.add(session, "新", "editor", now=NOW)
        if case == "disabled":
            accounts.disable(session, "王", now=NOW)
        if case == "waiting":
            for _ in range(9):
                guesses.add_guess(session, "王", "192.0.2.9", at=NOW)
    name = {"unknown": "没有这个人", "invited": "新"}.get(case, "王")
    password = WRONG if case == "wrong" else PASSWORD
    hasher.verified = 0
    with pytest.raises(RuleBroken) as refused:
        enter(staffed, hasher, typed(password, name))
    assert str(refused.value).startswith("姓名或密码不对。连续多次失败后")
    assert hasher.verified == 1


def test_a_name_is_the_same_in_every_normal_form(staffed: Store, hasher: Hasher) -> None:
    enrol(staffed, hasher, invite(staffed, "Andr\u00e9"))
    assert enter(staffed, hasher, typed(name="Andre\u0301"))


def test_a_session_ends_when_it_idles(staffed: Store, hasher: Hasher, settings: Settings) -> None:
    token = enter(staffed, hasher)
    assert is_in(staffed, settings, token, NOW + 30 * MINUTE)
    assert is_in(staffed, settings, token, NOW + 60 * MINUTE)
    assert not is_in(staffed, settings, token, NOW + 90 * MINUTE + SECOND)
    assert not is_in(staffed, settings, token, NOW + 60 * MINUTE)


def test_a_session_ends_after_ten_hours_however_busy(
    staffed: Store, hasher: Hasher, settings: Settings
) -> None:
    token = enter(staffed, hasher)
    for quarter in range(1, 41):
        assert is_in(staffed, settings, token, NOW + quarter * 15 * MINUTE)
    assert not is_in(staffed, settings, token, NOW + 600 * MINUTE + SECOND)


def test_signing_out_kills_the_record(staffed: Store, hasher: Hasher, settings: Settings) -> None:
    token = enter(staffed, hasher)
    with staffed.writing() as session:
        signing_in.sign_out(session, token)
    assert not is_in(staffed, settings, token)


def test_a_password_stored_with_other_parameters_is_hashed_anew(staffed: Store) -> None:
    newer = Hasher(memory_kib=16, passes=1, lanes=1)
    enter(staffed, newer)
    with staffed.reading() as session:
        staff = people.staff_named(session, "王")
    assert staff is not None
    assert not newer.is_outdated(staff.password_hash or "")
    assert staff.password_changed_at == NOW


def test_who_is_reset_while_the_password_is_being_verified_does_not_come_in(
    staffed: Store, hasher: CountingHasher
) -> None:
    class SlowHasher(CountingHasher):
        def verify(self, stored: str | None, password: str) -> bool:
            with staffed.writing() as session:
                accounts.reset(session, "王", now=NOW)
            return super().verify(stored, password)

    with pytest.raises(RuleBroken, match="姓名或密码不对"):
        enter(staffed, SlowHasher())
    with staffed.reading() as session:
        staff = people.staff_named(session, "王")
        assert staff is not None
        assert people.sessions_of(session, staff) == []


def test_a_password_that_was_changed_since_is_told_at_the_next_sign_in_once(
    staffed: Store, hasher: Hasher, settings: Settings
) -> None:
    found = session_of(staffed, settings, enter(staffed, hasher))
    changed, chosen = NOW + MINUTE, PASSWORD + "晚风拂柳"
    accounts.change_password(
        staffed, hasher, found, typed(), chosen=chosen, own_words=(), now=changed
    )
    told = [
        signing_in.sign_in(staffed, hasher, typed(chosen), now=NOW + later * MINUTE)
        for later in (2, 3)
    ]
    assert [one.password_changed_at for one in told] == [changed, None]


def test_proving_oneself_again_makes_a_session_fresh(
    staffed: Store, hasher: Hasher, settings: Settings
) -> None:
    token = enter(staffed, hasher)
    later = NOW + 29 * MINUTE
    found = session_of(staffed, settings, token, later)
    assert signing_in.is_fresh(found, now=NOW + 30 * MINUTE)
    assert not signing_in.is_fresh(found, now=NOW + 30 * MINUTE + SECOND)
    five = signing_in.FRESH_FOR_PEOPLE
    assert five == timedelta(minutes=5)
    assert not signing_in.is_fresh(found, now=NOW + 6 * MINUTE, within=five)
    with pytest.raises(RuleBroken, match="密码不对") as refused:
        signing_in.prove(staffed, hasher, found, typed(WRONG), now=later)
    assert refused.value.field == "password"
    signing_in.prove(staffed, hasher, found, typed(), now=later)
    again = session_of(staffed, settings, token, later)
    assert signing_in.is_fresh(again, now=later + 30 * MINUTE)


def test_a_stolen_session_guesses_no_faster_than_the_sign_in_page(
    staffed: Store, hasher: Hasher, settings: Settings
) -> None:
    found = session_of(staffed, settings, enter(staffed, hasher))
    for n in range(5):
        with pytest.raises(RuleBroken):
            signing_in.prove(staffed, hasher, found, typed(WRONG, address=f"n{n}"), now=NOW)
    with pytest.raises(RuleBroken):
        signing_in.prove(staffed, hasher, found, typed(address="n9"), now=NOW)
    signing_in.prove(staffed, hasher, found, typed(address="n9"), now=NOW + MINUTE)


def test_who_hammers_at_the_sign_in_page_keeps_nobody_inside_from_proving_themselves(
    staffed: Store, hasher: Hasher, settings: Settings
) -> None:
    found = session_of(staffed, settings, enter(staffed, hasher))
    for n in range(9):
        with pytest.raises(RuleBroken):
            enter(staffed, hasher, typed(WRONG, address=f"203.0.113.{n}"))
    with pytest.raises(RuleBroken):
        enter(staffed, hasher)
    signing_in.prove(staffed, hasher, found, typed(), now=NOW)


def test_one_sees_and_ends_ones_own_browsers_and_nobody_elses(
    staffed: Store, hasher: Hasher, settings: Settings
) -> None:
    stale = enter(staffed, hasher, at=NOW - 31 * MINUTE)
    mine, other = enter(staffed, hasher), enter(staffed, hasher, typed(name="李"))
    staff = session_of(staffed, settings, mine).staff
    with staffed.writing() as session:
        seen = signing_in.browsers(session, settings, staff, now=NOW)
        signing_in.sign_out_there(session, staff, digest(other))
    assert [(one.token_hash, one.user_agent) for one in seen] == [(digest(mine), "a browser")]
    assert [is_in(staffed, settings, one) for one in (stale, mine, other)] == [False, True, True]
    with staffed.writing() as session:
        signing_in.sign_out_there(session, staff, digest(mine))
    assert not is_in(staffed, settings, mine)


def test_an_address_that_nobody_has_is_no_reason_to_fail(staffed: Store, hasher: Hasher) -> None:
    assert enter(staffed, hasher, typed(address=""))
    assert enter(staffed, hasher, typed(address=HOME))
