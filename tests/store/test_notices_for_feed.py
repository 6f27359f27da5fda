"""What a feed asks of the database, on either kind: the filter, the order, the two pages."""

from dataclasses import replace

import pytest

from tests.notices import NOON, TENDER, Press, result, won
from trading.config import Settings
from trading.store import sites
from trading.store.engine import Store
from trading.store.feed_entries import entries_for_feed
from trading.store.lists import NoticeFilter


@pytest.fixture
def press(store: Store, settings: Settings) -> Press:
    """Publishes on a site that is ready to."""
    with store.writing() as session:
        sites.add_site(session, authority_year=2026, now=NOON)
        identity = sites.Identity(
            site_name="某县公共资源交易网",
            organization="某县公共资源交易中心",
            region_code="230828",
            site_url="https://ggzy.example",
            authority="ggzy.example",
        )
        sites.save_identity(session, identity)
    return Press(store, settings)


def held(store: Store, wanted: NoticeFilter) -> list[int]:
    """The sequences of what a feed holds."""
    with store.reading() as session:
        return [one.row.sequence for one in entries_for_feed(session, wanted)]


def test_a_feed_asks_for_what_its_filter_says_newest_first(store: Store, press: Press) -> None:
    park = replace(TENDER, title="公园绿化招标公告", project_code="HD-2")
    (tender, _) = press(TENDER, park).numbers
    press.after(tender, result(won(1)))
    for wanted, found in (
        (NoticeFilter(), [3, 2, 1]),
        (NoticeFilter(family=("tender",)), [2, 1]),
        (NoticeFilter(family=("tender", "award"), year=2026), [3, 2, 1]),
        (NoticeFilter(type=("award",)), [3]),
        (NoticeFilter(category=("land",)), []),
        (NoticeFilter(year=2025), []),
        (NoticeFilter(q="公园"), [2]),
        (NoticeFilter(q="100%_"), []),
    ):
        assert held(store, wanted) == found, wanted


def test_a_feed_asks_for_its_open_page_and_the_closed_one_before_it(
    store: Store, press: Press
) -> None:
    many = [replace(TENDER, project_code=f"HD-{n}") for n in range(101)]
    for start, end, oldest in ((0, 50, 1), (50, 99, 1), (99, 100, 51), (100, 101, 51)):
        press(*many[start:end])
        assert held(store, NoticeFilter()) == list(range(end, oldest - 1, -1))
        assert held(store, NoticeFilter(category=("land",))) == []


def test_a_moved_in_notice_is_never_in_a_feed(store: Store, press: Press) -> None:
    (tender,) = press(TENDER).numbers
    press.moved_in(tender, replace(TENDER, title="旧公告"), dated=NOON.replace(year=2015))
    assert held(store, NoticeFilter()) == [1]
    assert held(store, NoticeFilter(year=2015)) == []
