"""The conformance checker finds what it is for, and nothing in what our own formats write."""

from dataclasses import replace
from html import escape
from typing import Any  # the links of a page

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds import atom, calendar, jsonfeed, rss, wellformed
from tests.feeds.conformance.checking import READERS, broken, differences
from tests.feeds.conformance.ruling import RULES
from tests.feeds.conformance.samples import (
    ADDRESSES,
    ID1,
    PDF,
    SHORT,
    SITE,
    dates,
    good,
    notice,
    plain,
)
from tests.feeds.conformance.spoiling import SPOILT
from tests.feeds.making import MORNING, feed
from tests.feeds.test_nasty_text import NASTY

FORMATS = {"rss": rss, "atom": atom, "json": jsonfeed}
TABLE = [(kind, *rest) for kinds, *rest in SPOILT for kind in kinds.split()]


@pytest.mark.parametrize("kind", ADDRESSES)
def test_a_good_document_breaks_no_rule(kind: str) -> None:
    assert broken(kind, good(kind), ADDRESSES[kind]) == []


@pytest.mark.parametrize(("kind", "name", "was", "becomes"), TABLE)
def test_each_rule_finds_a_document_that_breaks_it(
    kind: str, name: str, was: str, becomes: str
) -> None:
    document = good(kind).decode()
    spoilt = document.replace(was, becomes)
    assert spoilt != document, "nothing was spoilt"
    (rule,) = [one for one in RULES[kind] if one.name == name]
    seen = READERS[kind](spoilt.encode(), ADDRESSES[kind])
    assert next(rule.check(seen), None) is not None


def test_every_rule_was_seen_to_fail_and_names_its_source() -> None:
    rules = {(kind, one.name) for kind, every in RULES.items() for one in every}
    assert {(kind, name) for kind, name, *_ in TABLE} == rules
    assert len(rules) > 50
    assert all(one.source for every in RULES.values() for one in every)


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_a_closed_page_must_lead_to_its_feed_and_to_the_page_before(kind: str) -> None:
    name = f"{SITE}/feeds/all"
    made = {
        "self_url": f"{name}/page/2.{kind}",
        "current_url": f"{name}.{kind}",
        "prev_archive_url": f"{name}/page/1.{kind}",
        "next_archive_url": f"{name}/page/3.{kind}",
        "is_archive": True,
    }
    assert closed_page(kind, **made) == []
    for spoilt in (
        {"current_url": None},
        {"prev_archive_url": None},
        {"prev_archive_url": f"{name}/page/3.{kind}"},
        {"next_archive_url": f"{name}/page/2.{kind}"},
        {"is_archive": False},
    ):
        assert closed_page(kind, **(made | spoilt)), spoilt


def closed_page(kind: str, **fields: Any) -> list[str]:
    """What a page of these links breaks."""
    page = replace(plain(ADDRESSES[kind]), **fields)
    return broken(kind, FORMATS[kind].render(page), f"{SITE}/feeds/all/page/2.{kind}")


@pytest.mark.parametrize("kind", ["rss", "atom", "json"])
def test_a_feed_that_is_too_long_is_found(kind: str) -> None:
    for count, is_right in ((99, True), (100, False)):
        items = [notice(number) for number in range(count, 0, -1)]
        document = FORMATS[kind].render(feed(*items, self_url=ADDRESSES[kind]))
        assert (broken(kind, document, ADDRESSES[kind]) == []) is is_right


def test_three_formats_must_say_the_same() -> None:
    documents = {kind: good(kind) for kind in FORMATS}
    assert differences(documents) == []
    for was, becomes in (
        ("第1号", "第3号"),
        ("2016-04-24", "2016-04-25"),
        (f"{SITE}/notices/201603150001", f"{SITE}/notices/201603150003"),
        ("某局", "另一局"),
        ("b.doc", "c.doc"),
        ("1171040.00", "1171040.01"),
        ("全文", "节选"),
    ):
        spoilt = documents["json"].decode().replace(was, becomes).encode()
        assert differences(documents | {"json": spoilt}), was


def test_a_feed_that_lacks_an_item_is_found() -> None:
    documents = {kind: good(kind) for kind in FORMATS}
    documents["rss"] = rss.render(feed(notice(2), self_url=ADDRESSES["rss"]))
    assert differences(documents)


def test_a_second_reader_must_find_what_the_first_does() -> None:
    older = good("rss").replace(b'version="2.0"', b'version="0.92"')
    assert any("feedparser" in one for one in broken("rss", older, ADDRESSES["rss"]))
    other = good("atom").replace(b"2005/Atom", b"2006/Atom")
    assert any("feedparser" in one for one in broken("atom", other, ADDRESSES["atom"]))


anything = st.one_of(
    st.text(max_size=60),
    st.text(st.characters(codec=None, categories=("Cc", "Cf", "Cs", "Cn", "Zl", "Zp", "Co", "So"))),
    st.lists(st.sampled_from(NASTY)).map("".join),
)


@given(title=anything, short=anything, text=anything, name=anything)
@settings(max_examples=150, deadline=None)
def test_no_text_that_a_record_can_hold_breaks_a_rule(
    title: str, short: str, text: str, name: str
) -> None:
    buyer = wellformed.line(f"某局{name}")  # a name is of one line, wherever it stands
    one = replace(
        notice(1),
        title=f"招标公告：题{title}",
        summary=f"{SHORT.removesuffix('某局')}{buyer}；{short}",
        content_html=f"<p>文{escape(text)}</p><h2>{escape(title)}</h2>",
        creator=buyer,
        enclosures=(replace(PDF, title=name),),
    )
    documents = {
        kind: FORMATS[kind].render(feed(one, self_url=ADDRESSES[kind], title=f"源{name}"))
        for kind in FORMATS
    }
    for kind, document in documents.items():
        assert broken(kind, document, ADDRESSES[kind]) == []
    assert differences(documents) == []


@given(summary=anything, description=anything, place=anything)
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_a_calendar_and_it_comes_back_whole(
    summary: str, description: str, place: str
) -> None:
    one = calendar.Event(
        uid=f"{ID1}:deadline",
        summary=f"截止：{summary}",
        starts=MORNING,
        changed=MORNING,
        url=f"{SITE}/notices/1",
        description=description,
        location=place,
        categories=(f"类{place}",),
    )
    document = calendar.render(replace(dates(), events=(one,), name=f"历{place}"))
    assert broken("ics", document, ADDRESSES["ics"]) == []
    (read,) = vobject.readOne(document.decode()).vevent_list
    assert read.summary.value == one.summary
