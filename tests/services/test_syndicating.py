"""Syndicating: a notice as an item, and one damaged record among good ones."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.notices import NOON, TENDER, result, won
from trading.domain.announced import announced
from trading.domain.calendar import SHANGHAI
from trading.domain.codes import PriceForm
from trading.domain.drafts import NoticeDraft
from trading.domain.payloads import FrozenNotice, Stamp
from trading.domain.site import Site
from trading.services import freezing, syndicating
from trading.services.syndicating import Channel, Told
from trading.store.feed_entries import FeedEntry
from trading.store.notice_rows import NoticeRow

SITE = Site(
    site_name="某县公共资源交易网",
    organization="某县公共资源交易中心",
    site_url="https://ggzy.example",
    authority="ggzy.example",
    authority_year=2016,
    region_code="230828",
    index_prefix="ZWGK",
    ocid_prefix="",
    year_basis="decided",
    revision=0,
    identity_fixed=True,
)
CHANNEL = Channel(
    name="all",
    title="全部公告",
    home_url="https://ggzy.example/notices",
    self_url="https://ggzy.example/feeds/all.rss",
)


def tell(entry: FeedEntry) -> Told:
    content = entry.frozen.content
    return Told(summary=content.buyer.name, html=content.body_html)


def view(content: NoticeDraft = TENDER, number: str = "202603020001") -> FeedEntry:
    """A notice as the store gives it."""
    stamp = Stamp(
        number=number,
        sequence=1,
        act=1,
        process_code="202603010007",
        published_at=NOON,
        entered_at=NOON,
        salt="0" * 64,
    )
    record = freezing.record(FrozenNotice(stamp=stamp, content=content))
    row = NoticeRow(
        number=number,
        sequence=1,
        process_id=1,
        type=content.type.value,
        family=content.type.family.value,
        category=content.category,
        method=content.method,
        region=content.region,
        title=content.title,
        published_at=NOON,
        deadline=content.tender.deadline if content.tender else None,
        amount_fen=announced(content).fen,
        currency=announced(content).currency,
        archived=False,
        buyer_id=1,
        buyer_name=content.buyer.name,
        replaced=False,
    )
    return FeedEntry(
        row=row,
        payload=record.payload,
        sha256=record.sha256,
        sequence=row.sequence,
        changed_at=NOON,
    )


def test_an_item_is_named_by_authority_year_and_number_alone() -> None:
    here = syndicating.item(view(), SITE, tell=tell)
    elsewhere = replace(SITE, site_url="http://other.example:81", site_name="乙", organization="丙")
    there = syndicating.item(view(replace(TENDER, title="改名")), elsewhere, tell=tell)
    assert here.id == there.id == "tag:ggzy.example,2016:notice:202603020001"
    assert here.categories == there.categories
    assert (here.url, there.url) == (
        "https://ggzy.example/notices/202603020001",
        "http://other.example:81/notices/202603020001",
    )


def test_an_item_carries_what_was_told_and_what_programs_read() -> None:
    made = syndicating.item(view(), SITE, tell=tell)
    assert made.title == "招标公告：河东路改造招标公告"
    assert (made.summary, made.content_html) == ("某县建设局", "<p>正文第一段</p>")
    assert made.published == made.updated == NOON
    assert made.facts is not None
    assert (made.facts.process, made.facts.lots) == ("202603010007", 2)
    assert made.facts.amount == "590000.00"
    assert made.facts.deadline == NOON + timedelta(days=21)


@pytest.mark.parametrize(
    ("content", "amount"),
    [
        (result(won(1), won(2, fen=1)), "480000.01"),
        (result(won(1), replace(won(2), amount=None, amount_note="涉密")), None),
        (
            result(replace(won(1), price_form=PriceForm.RATE, amount=None, rate_text="98%")),
            None,
        ),
        (replace(TENDER, lots=(TENDER.lots[0], replace(TENDER.lots[1], ceiling=None))), None),
    ],
)
def test_an_amount_that_is_not_known_in_full_is_left_out(
    content: NoticeDraft, amount: str | None
) -> None:
    facts = syndicating.item(view(content), SITE, tell=tell).facts
    assert facts is not None
    assert facts.amount == amount
    assert facts.currency == ("CNY" if amount else None)


def test_links_in_the_text_lead_back_to_the_site() -> None:
    body = '<p><a href="/files/a.pdf">附件</a></p>'
    made = syndicating.item(view(replace(TENDER, body_html=body)), SITE, tell=tell)
    assert made.content_html == '<p><a href="https://ggzy.example/files/a.pdf">附件</a></p>'


def test_a_division_that_the_national_table_has_dropped_is_shown_by_its_code() -> None:
    made = syndicating.item(view(replace(TENDER, region="999999")), SITE, tell=tell)
    assert made.categories[-1].label == "999999"


DAMAGED = {
    "not JSON": "{",
    "another version": '{"v":2}',
    "nothing in it": '{"v":1}',
    "not an object": "[]",
    "null": "null",
    "an unknown category": view(replace(TENDER, category="moon")).payload,
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_record_costs_one_entry_not_the_feed(damage: str) -> None:
    bad = replace(view(number="202603020002"), payload=DAMAGED[damage])
    offered = [view(number="202603020003"), bad, view()]
    made, left_out = syndicating.feed(CHANNEL, offered, SITE, tell=tell)
    assert [one.id[-1] for one in made.items] == ["3", "1"]
    assert [one.position for one in left_out] == [1]


def test_a_feed_is_as_new_as_its_newest_notice_and_an_empty_one_as_old_as_the_site() -> None:
    full, _ = syndicating.feed(CHANNEL, [view()], SITE, tell=tell)
    empty, _ = syndicating.feed(CHANNEL, [], SITE, tell=tell)
    assert full.updated == NOON
    assert empty.updated == datetime(2016, 1, 1, tzinfo=SHANGHAI)
    assert full.id == empty.id == "tag:ggzy.example,2016:feed:all"
    assert (full.title, full.author) == (
        "全部公告 - 某县公共资源交易网",
        "某县公共资源交易中心",
    )
