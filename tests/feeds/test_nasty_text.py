"""Whatever somebody pastes: both formats stay well-formed and give back the same text."""

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds import wellformed
from feeds.model import Category, Facts
from tests.feeds.making import FORMATS, NS, feed, item, texts, tree

NASTY = (
    "]]>",
    "<![CDATA[x]]>",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "&e; &nbsp; &#0; &#xD800; &amp;amp;",
    "<script>alert(1)</script>",
    "--> <!-- <?xml version='1.0'?>",
    "\x0b\x00\x1b\x85\u2028\ufeff\ufffe",
    "\ud83d 半个",
    "👷🏽‍♀️🚧 𠀀 \U0010fffd",
    "\u202e从右到左 \u200b",
    "%s {0} ${x} {{ 7*7 }}",
    "\"双\" '单' `反`",
    "\r\n\t\r ",
)
CONTENT = {"rss": "channel/item/content:encoded", "atom": "atom:entry/atom:content"}
TITLE = {"rss": "channel/item/title", "atom": "atom:entry/atom:title"}

anything = st.one_of(
    st.text(),
    st.text(st.characters(codec=None, categories=("Cc", "Cs", "Cn", "Zl", "Zp", "Co"))),
    st.lists(st.sampled_from(NASTY)).map("".join),
)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("nasty", NASTY)
def test_a_reader_finds_nothing_wrong(kind: str, nasty: str) -> None:
    one = item(
        title=f"公告{nasty}",
        summary=nasty,
        content_html=nasty,
        creator=nasty,
        categories=(Category(term=f"c{nasty}", label=nasty),),
        facts=Facts(number=f"1{nasty}", process="1", lots=1),
    )
    read = feedparser.parse(FORMATS[kind].render(feed(one, title=f"源{nasty}", rights=nasty)))
    assert read.bozo == 0, read.get("bozo_exception")
    assert len(read.entries) == 1


@given(title=anything, content=anything, kind=st.sampled_from(sorted(FORMATS)))
@settings(max_examples=200)
def test_any_text_comes_back_as_it_went_in_but_for_what_xml_cannot_carry(
    title: str, content: str, kind: str
) -> None:
    one = item(title=f"公告{title}", content_html=f"<p>{content.replace('<', '&lt;')}</p>")
    found = tree(FORMATS[kind].render(feed(one)))
    assert texts(found, TITLE[kind]) == [one.title]
    assert texts(found, CONTENT[kind]) == [one.content_html]


@given(anything)
def test_text_that_xml_can_carry_is_left_alone(text: str) -> None:
    once = wellformed.text(text)
    assert wellformed.text(once) == once
    assert len(once) <= len(text)
    printable = "".join(char for char in text if char.isprintable())
    assert wellformed.text(printable) == printable


@pytest.mark.parametrize("kind", FORMATS)
def test_an_entity_is_text_and_is_never_expanded(kind: str) -> None:
    bomb = '<!DOCTYPE l [<!ENTITY a "哈哈哈哈哈哈"><!ENTITY b "&a;&a;&a;">]><p>&b;</p>'
    rendered = FORMATS[kind].render(feed(item(content_html=bomb, title=bomb)))
    assert b"<!DOCTYPE" not in rendered
    assert b"<!ENTITY" not in rendered
    found = tree(rendered)
    assert texts(found, CONTENT[kind]) == [bomb]
    assert found.getroottree().docinfo.doctype == ""


@pytest.mark.parametrize("kind", FORMATS)
def test_a_text_of_megabytes_is_carried_whole(kind: str) -> None:
    long = "<p>" + "公告正文]]>&amp;" * 300_000 + "</p>"
    found = tree(FORMATS[kind].render(feed(item(content_html=long, title="题" * 100_000))))
    assert texts(found, CONTENT[kind]) == [long]
    assert texts(found, TITLE[kind]) == ["题" * 100_000]


def test_the_namespaces_are_those_that_are_promised() -> None:
    found = tree(FORMATS["rss"].render(feed()))
    assert found.nsmap["trading"] == NS["trading"]
    assert found.nsmap["atom"] == NS["atom"]
