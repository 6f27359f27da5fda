"""Values of a feed: put right where that is possible, refused where it is not."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from feeds.model import BadItem, Category, Enclosure, Facts, Item, skip_bad
from tests.feeds.making import MORNING, feed, item


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("招标公告", "招标公告"),
        ("  两端 与\t中间\r\n空白  ", "两端 与 中间 空白"),
        ("竖\x0b表", "竖\ufffd表"),
        ("空\x00字", "空\ufffd字"),
        ("半个\ud83d表情", "半个\ufffd表情"),
        ("非字\ufffe\uffff\ufdd0", "非字\ufffd\ufffd\ufffd"),
        ("高位\U0001fffe", "高位\ufffd"),
        ("控制\x80\x9f\x7f", "控制\ufffd\ufffd\ufffd"),
        ("表情🚧与𠀀", "表情🚧与𠀀"),
        ("]]> &amp; <b>", "]]> &amp; <b>"),
    ],
)
def test_a_title_becomes_one_line_that_xml_can_carry(typed: str, kept: str) -> None:
    assert item(title=typed).title == kept


@pytest.mark.parametrize("title", ["", "   ", "\n\t", "\u3000"])
def test_a_title_without_a_word_is_refused(title: str) -> None:
    with pytest.raises(ValueError, match="title is empty"):
        item(title=title)


def test_line_ends_of_a_summary_are_those_of_xml() -> None:
    assert item(summary="一\r\n二\r三\x85四\n").summary == "一\n二\n三\n四"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://demo.example/notices/1", "https://demo.example/notices/1"),
        (
            "https://demo.example/notices?q=绿化",
            "https://demo.example/notices?q=%E7%BB%BF%E5%8C%96",
        ),
        ("https://demo.example/a b", "https://demo.example/a%20b"),
        ("https://demo.example/100%", "https://demo.example/100%25"),
        ("https://demo.example/%E7%BB%BF", "https://demo.example/%E7%BB%BF"),
        ("http://公告.example/", "http://xn--55qt3e.example/"),
        ("https://demo.example:8443/a?b=c&d#e", "https://demo.example:8443/a?b=c&d#e"),
    ],
)
def test_an_address_is_percent_encoded_once(given: str, kept: str) -> None:
    assert item(url=given).url == kept
    assert item(url=kept).url == kept


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/notices/1",
        "//demo.example/1",
        "ftp://demo.example/1",
        "javascript:alert(1)",
        "https://",
        "https:///x",
        " https://demo.example/",
        "https://demo.example/\n",
        "https://demo.example:99999/",
        "https://[::1/",
    ],
)
def test_an_address_that_leads_nowhere_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"address|IPv6|[Pp]ort"):
        item(url=url)


@pytest.mark.parametrize("id_", ["", "1", "tag:demo example,2016:1", "tag:示例,2016:1", "tag:"])
def test_an_id_is_never_changed_only_refused(id_: str) -> None:
    assert item(id="tag:A.example,2016:Notice:1").id == "tag:A.example,2016:Notice:1"
    with pytest.raises(ValueError, match="not a URI"):
        item(id=id_)


@pytest.mark.parametrize(
    "moment",
    [
        MORNING,
        datetime(2016, 3, 15, 1, 0, tzinfo=UTC),
        datetime(2016, 3, 14, 20, 0, 0, 999_999, tzinfo=timezone(timedelta(hours=-5))),
    ],
)
def test_every_moment_is_written_in_china_time_and_whole_seconds(moment: datetime) -> None:
    assert item(published=moment).published.isoformat() == "2016-03-15T09:00:00+08:00"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        item(published=datetime(2016, 3, 15, 9, 0))
    with pytest.raises(ValueError, match="time zone"):
        feed(updated=datetime(2016, 3, 15, 9, 0))


def test_nothing_changes_before_it_appears() -> None:
    early = item(updated=MORNING - timedelta(hours=1))
    assert early.updated == early.published
    assert not early.is_changed
    assert item(updated=MORNING + timedelta(hours=1)).is_changed


def test_a_feed_is_as_new_as_its_newest_item() -> None:
    assert feed(item(9), item(3), updated=MORNING).updated == MORNING + timedelta(days=8)
    assert feed(item(1), updated=MORNING + timedelta(days=1)).updated.day == 16


@pytest.mark.parametrize(
    "link",
    ['<a href="/notices/1">一</a>', "<img src='x.png'>", '<a href="#下">', '<a HREF="//h/x">'],
)
def test_content_that_leads_nowhere_outside_its_page_is_refused(link: str) -> None:
    with pytest.raises(ValueError, match="relative link"):
        item(content_html=f"<p>见{link}</p>")


def test_an_id_stands_in_a_feed_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        feed(item(1), item(1, title="同一条"))


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"ttl": 0}, "ttl"),
        ({"language": "中文"}, "language"),
        ({"is_complete": True, "is_archive": True}, "no archives"),
        ({"title": " "}, "title"),
        ({"hub_url": "hub"}, "address"),
    ],
)
def test_a_feed_that_contradicts_itself_is_refused(fields: dict[str, object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        feed(**fields)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"amount": "12.345", "currency": "CNY"}, "amount"),
        ({"amount": "1,234.00", "currency": "CNY"}, "amount"),
        ({"amount": "-1.00", "currency": "CNY"}, "amount"),
        ({"amount": "1.00"}, "needs its currency"),
        ({"amount": "1.00", "currency": "元"}, "currency"),
        ({"lots": -1}, "counted"),
        ({"number": " "}, "number"),
        ({"deadline": datetime(2016, 3, 22, 9, 0)}, "time zone"),
    ],
)
def test_facts_that_programs_could_not_read_are_refused(
    fields: dict[str, object], why: str
) -> None:
    plain: dict[str, object] = {"number": "1", "process": "1", "lots": 1}
    with pytest.raises(ValueError, match=why):
        Facts(**{**plain, **fields})  # type: ignore[arg-type] # the table holds every kind


def test_an_enclosure_has_bytes_and_a_media_type() -> None:
    with pytest.raises(ValueError, match="bytes"):
        Enclosure(url="https://demo.example/f", length=-1, type="application/pdf")
    with pytest.raises(ValueError, match="media type"):
        Enclosure(url="https://demo.example/f", length=1, type="pdf")


def test_a_category_has_a_term() -> None:
    assert Category(term="tender", label=" ").label is None
    with pytest.raises(ValueError, match="term"):
        Category(term="")


def test_one_bad_entry_is_left_out_and_reported() -> None:
    def broken() -> Item:
        raise KeyError("process")

    offered = [lambda: item(3), broken, lambda: item(2, title=""), lambda: item(3), lambda: item(1)]
    good, bad = skip_bad(offered)
    assert [one.id[-1] for one in good] == ["3", "1"]
    assert [(one.position, type(one.error)) for one in bad] == [
        (1, KeyError),
        (2, ValueError),
        (3, ValueError),
    ]
    assert isinstance(bad[0], BadItem)


def test_a_fault_that_is_not_the_data_s_is_not_hidden() -> None:
    def away() -> Item:
        raise ConnectionError("database")

    with pytest.raises(ConnectionError):
        skip_bad([away])


def test_a_moment_at_the_edge_of_the_calendar_is_refused_not_raised_from_within() -> None:
    with pytest.raises(ValueError, match="calendar"):
        item(published=datetime.max.replace(tzinfo=UTC))
