"""Attachments in the feeds: each format says them its own way, and readers find every one."""

from urllib.parse import quote

import feedparser
import pytest
from flask.testing import FlaskClient
from lxml import etree

from tests.uploads import pdf, xlsx
from tests.web.clerks import Clerk
from tests.web.uploading import published_with
from trading.config import Settings
from trading.domain.drafts import Attachment
from trading.domain.filenames import media_type
from trading.store.engine import Store

ATOM = "{http://www.w3.org/2005/Atom}"
NAMES = ("招标文件 第1版?#%.pdf", "工程量清单.xlsx")


@pytest.fixture
def files(clerk: Clerk, sqlite_store: Store, settings: Settings) -> tuple[Attachment, ...]:
    first, second = NAMES
    _, taken = published_with(sqlite_store, settings, (first, pdf()), (second, xlsx()))
    return taken


def expected(file: Attachment) -> dict[str, str]:
    return {
        "href": f"https://ggzy.example/files/{file.sha256}/{quote(file.name)}",
        "length": str(file.size),
        "type": media_type(file.name),
    }


@pytest.mark.parametrize("ext", ["rss", "atom"])
def test_a_feed_reader_finds_every_file_with_its_size_and_type(
    reader: FlaskClient, files: tuple[Attachment, ...], ext: str
) -> None:
    feed = feedparser.parse(reader.get(f"/feeds/all.{ext}").data)
    assert not feed.bozo
    (entry,) = feed.entries
    found = [
        {name: one.get(name) for name in ("href", "length", "type")} for one in entry.enclosures
    ]
    links = [
        {name: one.get(name) for name in ("href", "length", "type")}
        for one in entry.links
        if one.rel == "enclosure"
    ]
    assert [expected(one) for one in files] == (found if len(found) == 2 else links)
    assert entry.link.startswith("https://ggzy.example/notices/"), "a file is not the entry's page"


def test_rss_has_one_enclosure_and_atom_a_link_with_its_relation(
    reader: FlaskClient, files: tuple[Attachment, ...]
) -> None:
    rss = etree.fromstring(reader.get("/feeds/all.rss").data)
    (enclosure,) = rss.iter("enclosure")
    first = expected(files[0])
    assert dict(enclosure.attrib) == {"url": first.pop("href"), **first}
    (item,) = rss.iter("item")
    (more,) = [one for one in item.iter(f"{ATOM}link") if one.get("rel") == "enclosure"]
    assert more.get("title") == NAMES[1]
    atom = etree.fromstring(reader.get("/feeds/all.atom").data)
    (entry,) = atom.iter(f"{ATOM}entry")
    links = [dict(one.attrib) for one in entry.iter(f"{ATOM}link") if one.get("rel") == "enclosure"]
    assert links == [{"rel": "enclosure", **expected(one), "title": one.name} for one in files]


def test_the_address_in_a_feed_gives_the_file(
    reader: FlaskClient, files: tuple[Attachment, ...]
) -> None:
    feed = feedparser.parse(reader.get("/feeds/all.atom").data)
    for link in [one for one in feed.entries[0].links if one.rel == "enclosure"]:
        answer = reader.get(link.href.removeprefix("https://ggzy.example"), buffered=True)
        assert len(answer.data) == int(link.length)


def test_the_text_of_an_entry_lists_the_files_with_whole_addresses(
    reader: FlaskClient, files: tuple[Attachment, ...]
) -> None:
    feed = feedparser.parse(reader.get("/feeds/all.rss").data)
    text = feed.entries[0].content[0].value
    for one in files:
        assert expected(one)["href"] in text
        assert one.sha256 in text


def test_the_bytes_of_a_feed_with_files_stay_the_same(
    reader: FlaskClient, files: tuple[Attachment, ...]
) -> None:
    for ext in ("rss", "atom"):
        assert reader.get(f"/feeds/all.{ext}").data == reader.get(f"/feeds/all.{ext}").data
