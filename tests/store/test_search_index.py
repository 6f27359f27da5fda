"""The search index on both databases: the same as a plain search over grams, and never an error."""

import unicodedata
from dataclasses import replace
from datetime import timedelta
from itertools import groupby

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from tests.notices import NOON, TENDER, Press
from tests.web.conftest import IDENTITY
from trading.config import Settings
from trading.domain.grams import MOST_TERMS, parse_query
from trading.store import sites
from trading.store.engine import Store
from trading.store.lists import NoticeFilter, page_of_notices
from trading.store.search_index import rebuild
from trading.store.searches import search_notices
from trading.store.tables import Notice

TITLES = (
    "河东路绿化2016",
    "绿 化工程a_b",
    "100%达标 a/b",
    "𠮷野桥 桥",
    "长" + "x" * 3000,
    "ab绿 xab红",
)
UNSPACED = ("㐀䶿", "一\u9fff", "\uf900\ufaff", "\U00020000\U0003ffff", "ぁヿ", "ㄅㄯ", "가힣")
pieces = st.sampled_from(
    ["绿", "绿化", "化工", "2016", "a/b", "ab绿", "桥", "𠮷", "x", '"', "*", " "]
)
typed = st.one_of(st.text(max_size=20), st.lists(pieces, max_size=4).map("".join))


settings_of_house = hypothesis_settings(max_examples=100, suppress_health_check=list(HealthCheck))


@pytest.fixture
def press(store: Store, settings: Settings) -> Press:
    with store.writing() as session:
        sites.add_site(session, authority_year=2026, now=NOON)
        sites.save_identity(session, IDENTITY)
    return Press(store, settings)


def says(words: str, query: str) -> bool:
    """A plain search, with nothing of the index: every part of the query stands in the text as it
    was typed, what it has of Chinese anywhere in it, what it has of others as whole words."""
    text = plain(words)
    parts = [part for part in plain(query).split() if any(map(counts, part))]
    whole = set(words_of(text))
    return all(
        part in text and whole.issuperset(words_of(part))
        for part in list(dict.fromkeys(parts))[:MOST_TERMS]
    )


def plain(written: str) -> str:
    lower = unicodedata.normalize("NFKC", written).lower()
    return " ".join(unicodedata.normalize("NFKC", lower).split())


def counts(one: str) -> bool:
    """A letter, digit or character; an underscore is none."""
    return one.isalnum() or is_chinese(one)


def is_chinese(one: str) -> bool:
    """A character of Chinese or its neighbours, which needs no blanks between words."""
    return one in "〇々" or any(first <= one <= last for first, last in UNSPACED)


def words_of(written: str) -> list[str]:
    """The words and numbers that are not Chinese."""
    kinds = groupby(written, lambda one: counts(one) and not is_chinese(one))
    return ["".join(run) for wanted, run in kinds if wanted]


def test_any_text_finds_what_a_plain_search_finds(press: Press) -> None:
    press(*(replace(TENDER, title=title[:100]) for title in TITLES))
    with press.store.reading() as session:
        said = session.connection().execute(select(Notice.title, Notice.search_text))
        words = {title: search for title, search in said}  # noqa: C416 # rows, not pairs

        @settings_of_house
        @given(typed)
        def finds(query: str) -> None:
            if not parse_query(query):
                return
            page = page_of_notices(session, NoticeFilter(q=query))
            assert {row.title for row in page.rows} == {
                title for title, search in words.items() if says(search, query)
            }

        finds()


def test_what_was_published_long_ago_stands_where_its_date_says(press: Press) -> None:
    (tender,) = press(TENDER).numbers
    old = press.moved_in(tender, replace(TENDER, title="旧公告"), dated=NOON.replace(year=2015))
    later = press(replace(TENDER, title="新公告"), now=NOON + timedelta(hours=1)).numbers[0]
    with press.store.reading() as session:
        page = page_of_notices(session, NoticeFilter(q="公告"))
        again = search_notices(session, parse_query("公告"), page=1)
    assert [row.number for row in page.rows] == [later, tender, old]
    assert [row.number for row in again.rows] == [later, tender, old]


def test_an_index_made_anew_finds_the_same(press: Press) -> None:
    press(*(replace(TENDER, title=title[:100]) for title in TITLES))
    heard: list[tuple[int, int]] = []
    with press.store.writing() as session:
        session.connection().execute(text("DELETE FROM notice_grams"))
        assert page_of_notices(session, NoticeFilter(q="绿化")).rows == ()
        count = rebuild(session.connection(), tell=lambda done, of: heard.append((done, of)))
        assert page_of_notices(session, NoticeFilter(q="绿化")).total == count == len(TITLES)
    assert heard == [(6, 6)]
