"""Passwords: what may be chosen, and that nothing readable rests in the database."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trading.domain.errors import RuleBroken
from trading.services.passwords import Hasher, check_password

QUICK = Hasher(memory_kib=8, passes=1, lanes=1)


@pytest.mark.parametrize(
    "chosen",
    [
        "五里长亭外古道边芳草碧连天",
        "correct horse battery staple",
        "Tr0ub4dor&3-and-more",
        "x9!kQ2#mW7$z",
        "é" * 3 + "àèìòùçñüö",
        "今天天气很好 我们去开标 2026",
        "a b c d e f g h i j k l m n z y w v",
    ],
)
def test_a_long_enough_password_of_any_kind_is_accepted(chosen: str) -> None:
    assert check_password(chosen, field="password") == unicodedata.normalize("NFC", chosen)


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ("", "至少12个字符"),
        ("短短短短短短短短短短短", "至少12个字符"),
        ("x" * 129, "最多128个字符"),
        ("password1234", "太容易"),
        ("Password2026!", "太容易"),
        ("123456789012", "太容易"),
        ("qwertyuiop123", "太容易"),
        ("aaaaaaaaaaaaaaaa", "太容易"),
        ("abcabcabcabcabc", "太容易"),
        ("admin-admin-2016", "太容易"),
        ("1qaz1qaz1qaz1qaz", "太容易"),
        ("某县公共资源交易中心2026", "太容易"),
    ],
)
def test_a_password_that_is_short_or_guessed_first_is_refused(chosen: str, said: str) -> None:
    words = ("某县公共资源交易中心", "ggzy.example")
    with pytest.raises(RuleBroken, match=said) as refused:
        check_password(chosen, field="password", own_words=words)
    assert refused.value.field == "password"


@settings(max_examples=25)
@given(st.text(min_size=1, max_size=40).filter(lambda t: t.isprintable()))
def test_a_stored_password_is_argon2id_and_verifies_and_says_nothing(password: str) -> None:
    stored = QUICK.hash(password)
    assert stored.startswith("$argon2id$")
    assert QUICK.verify(stored, password)
    assert not QUICK.verify(stored, password + "x")


def test_the_same_password_typed_in_another_normal_form_is_the_same() -> None:
    assert QUICK.verify(QUICK.hash("caf\u00e9 caf\u00e9 ok"), "cafe\u0301 cafe\u0301 ok")


def test_without_a_stored_password_nothing_is_right() -> None:
    assert not QUICK.verify(None, "nobody has this password")
    assert not QUICK.verify("rubbish", "x")


def test_the_standing_parameters_are_those_that_were_decided() -> None:
    assert "m=65536,t=3,p=4" in Hasher().hash("x")
    assert Hasher().is_outdated(QUICK.hash("x"))
