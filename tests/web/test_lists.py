"""The query of a list: one address for one meaning, the same notices in every form of it."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qsl, quote

import feedparser
import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.http import http_date

from tests.clocks import FixedClock
from tests.notices import NOON, TENDER, Press, result, won
from tests.web.pages import read
from trading.domain.codes import CATEGORIES, Family, NoticeType
from trading.web.public.filtering import LONGEST_QUERY, BadQuery, canonical, read_filter

words = st.text(max_size=LONGEST_QUERY + 30)
query = st.fixed_dictionaries(
    {},
    optional={
        "q": st.lists(words, max_size=1),
        "family": st.lists(st.sampled_from([one.value for one in Family] + [""])),
        "type": st.lists(st.sampled_from([one.value for one in NoticeType])),
        "category": st.lists(st.sampled_from([one.slug for one in CATEGORIES])),
        "year": st.lists(st.sampled_from(["2016", "02016", ""]), max_size=1),
        "page": st.lists(st.sampled_from(["1", "2", "007", ""]), max_size=1),
    },
)


@given(query)
def test_a_canonical_query_means_the_same_and_stays_as_it_is(typed: dict[str, list[str]]) -> None:
    try:
        wanted, page = read_filter(MultiDict(typed), paged=True)
    except BadQuery:
        return
    written = canonical(wanted, page=page)
    again = MultiDict(parse_qsl(written.removeprefix("?"), strict_parsing=bool(written)))
    assert read_filter(again, paged=True) == (wanted, page)
    assert canonical(wanted, page=page) == written
    assert written.isascii()


@given(st.dictionaries(st.text(max_size=8), st.lists(st.text(max_size=12), min_size=1)))
def test_any_query_is_understood_or_refused_with_a_sentence(typed: dict[str, list[str]]) -> None:
    try:
        read_filter(MultiDict(typed), paged=True)
    except BadQuery as bad:
        assert bad.message % bad.values


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("?q=%e6%b2%b3", "?q=%E6%B2%B3"),
        ("?q=%E3%80%80%E6%B2%B3", "?q=%E6%B2%B3"),
        ("?q=" + "a" * 150, "?q=" + "a" * 100),
        ("?q=" + "a" * 99 + "+b", "?q=" + "a" * 99),
        ("?&family=award", "?family=award"),
        ("?family=award&", "?family=award"),
        ("?family=%61ward", "?family=award"),
        ("?", ""),
    ],
)
@pytest.mark.parametrize("path", ["/notices", "/notices.rss", "/notices.atom"])
def test_another_way_to_write_a_query_leads_to_the_one_address(
    reader: FlaskClient, path: str, typed: str, right: str
) -> None:
    answer = reader.get(path + typed)
    if typed == "?":  # servers cannot tell it from no query
        assert answer.status_code == 200
        return
    assert (answer.status_code, answer.headers["Location"]) == (308, path + right)
    assert reader.head(path + typed).status_code == 308
    assert reader.get(path + right).status_code == 200


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("100%", ["甲100%达标"]),
        ("a_b", ["乙a_b"]),
        ("a/b", ["丁a/b"]),
        (r"a\b", [r"丙a\b"]),
        ("ＡＸＢ", ["戊axb"]),
        ("1%标", []),
        ("a%b", []),
        ("甲 达标", ["甲100%达标"]),
        ("达标甲", []),
        ("' OR 1=1 --", []),
        ("AND", []),
        ("*", None),
        ("_", None),
        ("%", None),
    ],
)
def test_what_is_searched_for_is_no_pattern(
    press: Press, reader: FlaskClient, words: str, found: list[str] | None
) -> None:
    titles = ("甲100%达标", "乙a_b", r"丙a\b", "丁a/b", "戊axb")
    press(*(replace(TENDER, title=title) for title in titles))
    address = f"/notices?q={quote(words, safe='').replace('%20', '+')}"
    page = read(reader, address, 400 if found is None else 200)
    assert [row[0].split("某县")[0] for row in page.rows] == (found or [])


@pytest.mark.parametrize(
    "words", ["a\0b", "\x1b[31m", "\u202e", "\ud7ff", "😀a", "\x7fa", "a\x85b"]
)
def test_an_odd_search_is_answered_and_never_an_error_of_ours(
    press: Press, reader: FlaskClient, words: str
) -> None:
    press(TENDER)
    for path in ("/notices", "/notices.rss", "/search"):
        answer = reader.get(path, query_string={"q": words}, follow_redirects=True)
        assert answer.status_code in (200, 400)


def test_a_page_and_its_feeds_hold_the_same_notices_in_the_same_order(
    press: Press, reader: FlaskClient
) -> None:
    first, second = press(TENDER, replace(TENDER, title="第二", project_code="2")).numbers
    (third,) = press.after(first, result(won(1)), now=NOON + timedelta(seconds=1)).numbers
    for asked, numbers in (
        ("", [third, second, first]),
        ("?family=tender", [second, first]),
        (f"?q={quote('河东')}&family=award&category=construction&year=2026", [third]),
        ("?category=land", []),
    ):
        page = read(reader, f"/notices{asked}")
        links = [one.get("href", "") for one in page.all("a", page.all("main")[0])]
        shown = [one for one in links if one.startswith("/notices/")]
        assert [one.rpartition("/")[2] for one in shown] == numbers
        for address in page.head("alternate")[:2]:
            entries = feedparser.parse(reader.get(address).data).entries
            assert [one.link.rpartition("/")[2] for one in entries] == numbers


def test_a_narrowed_list_hears_304_until_something_in_it_changes(
    press: Press, reader: FlaskClient, office_clock: FixedClock
) -> None:
    (tender,) = press(TENDER).numbers
    address = "/notices?family=award"
    seen = reader.get(address)
    asked = {"If-None-Match": seen.headers["ETag"], "If-Modified-Since": http_date(NOON)}
    unchanged = reader.get(address, headers=asked)
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    assert unchanged.headers["ETag"] == seen.headers["ETag"]
    assert unchanged.headers["Cache-Control"] == "public, no-cache"
    assert reader.head(address, headers=asked).status_code == 304
    press.after(tender, result(won(1)))
    changed = reader.get(address, headers=asked)
    assert changed.status_code == 200
    assert changed.headers["ETag"] != seen.headers["ETag"]
    assert "Set-Cookie" not in changed.headers
    assert "Last-Modified" not in changed.headers


@pytest.mark.parametrize("address", ["/notices?none=1", "/notices?page=2", "/notices?year=0"])
def test_a_refused_query_is_not_kept_by_anybody(reader: FlaskClient, address: str) -> None:
    answer = reader.get(address)
    assert answer.status_code in (400, 404)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    assert reader.post(address).status_code == 405
