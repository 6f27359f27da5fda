"""Whatever a clerk can paste into a notice, its feeds keep every rule."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from feeds import atom, jsonfeed, rss
from tests.feeds.conformance.checking import broken, differences
from tests.notices import TENDER
from tests.services.test_syndicating import CHANNEL, SITE, view
from trading.domain.errors import RuleBroken
from trading.domain.text import clean_block, clean_line
from trading.services import richtext, syndicating
from trading.web.public.entries import tell

FORMATS = {"rss": rss, "atom": atom, "json": jsonfeed}
ODD = (
    *(
        "]]>",
        "<![CDATA[x]]>",
        "&#x0;",
        "&#0;",
        "&#xD800;",
        "&amp;lt;b&amp;gt;",
        "&bogus;",
        "<!--",
        "-->",
    ),
    *(
        "\x00",
        "\x0b",
        "\x85",
        "\u2028",
        "\ud83d",
        "\ufffe",
        "\ufdd0",
        "\U0001ffff",
        "\u202e反",
        "\u200b",
    ),
    *("🚧👩‍🔧", "𠀀𪚥", "e\u0301", "\u3000", "招标", "%(x)s", "{{ 7*7 }}", "：", "；", " → "),
)
HTML = (
    *("<p>正文</p>", "<table><tr><td>", "<table><tr><td><table><tr><td>内", "</td></tr></table>"),
    *(
        "<script>alert(1)</script>",
        "<p style='x' onclick='y'>",
        "<a href='/x'>甲</a>",
        "<a href='y'>",
    ),
    *(
        "<a href='javascript:x'>",
        "<a href='mailto:a@b.example'>",
        "<img src='data:,x'>",
        "<svg><a/>",
    ),
    *(
        "<b><i></b></i>",
        "<h1>一",
        "<ol><li>",
        "<br>",
        "<a title='见 href=\"/x\"' href='/z'>",
        "<o:p>",
    ),
)
words = st.one_of(
    st.text(max_size=40),
    st.text(st.characters(codec=None), max_size=20),
    st.lists(st.sampled_from(ODD), max_size=6).map("".join),
    st.integers(1, 150).map("题".__mul__),
)
pasted = st.lists(st.one_of(words, st.sampled_from(HTML)), max_size=14).map("".join)


def accepted(clean: Callable[[str], str], text: str, otherwise: str) -> str:
    """What the form makes of a text; one that it refuses never reaches a feed."""
    try:
        return clean(text) or otherwise
    except RuleBroken:
        return otherwise


def line(text: str, otherwise: str) -> str:
    return accepted(lambda one: clean_line(one, field="title", limit=200), text, otherwise)


@given(title=words, buyer=words, lot=words, qualification=words, body=pasted)
@trying(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_text_that_a_clerk_can_paste_breaks_a_feed(
    office: Flask, title: str, buyer: str, lot: str, qualification: str, body: str
) -> None:
    assert TENDER.tender is not None
    block = accepted(lambda one: clean_block(one, field="q", limit=2000), qualification, "一级")
    content = replace(
        TENDER,
        title=line(title, "题"),
        buyer=replace(TENDER.buyer, name=line(buyer, "某局")),
        lots=(replace(TENDER.lots[0], title=line(lot, "一标段")),),
        tender=replace(TENDER.tender, qualification=block),
        body_html=accepted(richtext.from_input, body, "<p>正文</p>"),
    )
    with office.test_request_context("/"):
        made, bad = syndicating.feed(CHANNEL, [view(content)], SITE, tell=tell)
    assert bad == []
    documents = {}
    for kind, format_ in FORMATS.items():
        address = CHANNEL.self_url.replace(".rss", f".{kind}")
        documents[kind] = format_.render(replace(made, self_url=address))
        assert broken(kind, documents[kind], address) == []
    assert differences(documents) == []


@pytest.mark.parametrize("text", ["\ud83d", "a\x00b", "\ufffe", "\U0001ffff", "\u202e", "\x9f"])
def test_what_no_reader_can_show_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(RuleBroken, match="不能使用的字符"):
        clean_line(f"河东路{text}", field="title", limit=200)
