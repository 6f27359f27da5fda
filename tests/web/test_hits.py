"""A search says why it found each notice: marked words in the title, or in a piece of the text."""

from dataclasses import replace
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.notices import NOON, TENDER, Press
from tests.web.pages import Read, read, text
from trading.services.withdrawing import withdraw
from trading.store.sites import read_site

HOSTILE = "甲<script>alert(1)</script>&amp;\"'绿"


def searched(reader: FlaskClient, q: str) -> Read:
    return read(reader, f"/notices?q={quote(q, safe='').replace('%20', '+')}")


def marks(page: Read) -> list[str]:
    return [text(one) for one in page.all("mark")]


@pytest.mark.parametrize(
    ("q", "right"),
    [
        ("河东", ["河东"]),
        ("路", ["路"]),
        ("东路 招标", ["东路", "招标"]),
        ("河东 绿化", ["河东", "绿化"]),
        ("hd-001", ["HD-001"]),
        ("第一段", ["第一段"]),
    ],
)
def test_found_words_are_marked_where_the_notice_says_them(
    press: Press, reader: FlaskClient, q: str, right: list[str]
) -> None:
    press(TENDER)
    assert marks(searched(reader, q)) == right


def test_a_title_that_shows_every_word_needs_no_snippet(press: Press, reader: FlaskClient) -> None:
    press(TENDER)
    assert searched(reader, "河东路 招标").of_class("snippet") == []
    assert searched(reader, "河东 正文").of_class("snippet") == ["正文第一段"]


def test_a_list_without_a_search_has_no_marks(press: Press, reader: FlaskClient) -> None:
    press(TENDER)
    assert marks(read(reader, "/notices?family=tender")) == []


@pytest.mark.parametrize("q", ["script", "绿", "amp", "<script>alert(1)</script>", "b</mark><b>绿"])
def test_a_hostile_title_stays_text_and_a_hostile_query_too(
    press: Press, reader: FlaskClient, q: str
) -> None:
    press(replace(TENDER, title=HOSTILE))
    page = searched(reader, q)
    assert [one for one in page.all("script") if "alert" in text(one)] == []
    for row in page.rows:
        assert row[0].startswith(HOSTILE)


def test_a_withdrawn_notice_is_not_found_and_not_quoted(press: Press, reader: FlaskClient) -> None:
    (number,) = press(TENDER).numbers
    with press.store.writing() as session:
        site = read_site(session, press.settings)
        withdraw(session, number, reason="错误", by=press.staff, now=NOON, site=site)
    page = searched(reader, "绿化")
    assert page.rows == []
    assert marks(page) == []
