"""Syndicating: published notices as the items of a feed, and lists as feeds."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from urllib.parse import quote

from feeds import links
from feeds.model import BadItem, Category, Enclosure, Facts, Feed, Item, skip_bad
from trading.domain.calendar import year_span
from trading.domain.codes import category, method, notice_name, region_name
from trading.domain.drafts import Attachment, NoticeDraft
from trading.domain.errors import RuleBroken, TradingError
from trading.domain.filenames import media_type
from trading.domain.identifiers import code_list_tag_uri, feed_tag_uri, tag_uri
from trading.domain.money import decimal_string
from trading.domain.site import Site
from trading.store.feed_entries import FeedEntry

GENERATOR = "Trading Notices"


@dataclass(frozen=True, kw_only=True)
class Channel:
    """What a feed is about; `name` never changes, the addresses are absolute.

    The archive links are those of RFC 5005; a closed page is an archive.
    """

    name: str
    title: str
    home_url: str
    self_url: str
    prev_archive_url: str | None = None
    next_archive_url: str | None = None
    current_url: str | None = None
    is_archive: bool = False


@dataclass(frozen=True, kw_only=True)
class Told:
    """A notice in words: its short facts as plain text, its whole text as sanitised HTML."""

    summary: str
    html: str


Tell = Callable[[FeedEntry], Told]
"""Words belong to the web, which has them already for the page; the same entry, the same words."""


def feed(
    channel: Channel,
    entries: Sequence[FeedEntry],
    site: Site,
    *,
    tell: Tell,
    forgotten_at: datetime | None = None,
) -> tuple[Feed, list[BadItem]]:
    """A feed of these entries, newest first, and those that could not be made.

    Its last change is that of an entry, even one that is left out, or `forgotten_at`, when
    something may have left it, or that of the site's name, so that the date never goes back;
    without any, the year in which the site began.
    """
    items, bad = skip_bad(partial(_item, one, site, tell) for one in entries)
    began, _ = year_span(site.authority_year)
    changes = [one.changed_at for one in entries]
    changes += [one for one in (forgotten_at, site.changed_at) if one]
    made = Feed(
        id=feed_tag_uri(site.authority, site.authority_year, channel.name),
        title=f"{channel.title} - {site.site_name}",
        subtitle=f"{site.organization}发布的{channel.title}",
        home_url=channel.home_url,
        self_url=channel.self_url,
        updated=max(changes, default=began),
        author=site.organization,
        items=items,
        generator=GENERATOR,
        prev_archive_url=channel.prev_archive_url,
        next_archive_url=channel.next_archive_url,
        current_url=channel.current_url,
        is_archive=channel.is_archive,
    )
    return made, list(bad)


def item(entry: FeedEntry, site: Site, *, tell: Tell) -> Item:
    """One entry as an item; its id depends on nothing but its number (interface.md §4)."""
    row = entry.row
    told, url = tell(entry), f"{site.site_url}/notices/{row.number}"
    files = () if row.withdrawn_at else entry.frozen.content.attachments
    return Item(
        id=_id(entry, site),
        title=_title(entry),
        url=url,
        published=entry.appeared_at,
        updated=entry.changed_at,
        summary=told.summary,
        content_html=links.absolute(told.html, url),
        creator=row.buyer_name,
        categories=tuple(_categories(entry.frozen.content, site)),
        enclosures=tuple(_enclosure(one, site) for one in files),
        facts=_facts(entry),
    )


def _id(entry: FeedEntry, site: Site) -> str:
    """A withdrawal is an item of its own beside that of its notice."""
    own = tag_uri(site.authority, site.authority_year, entry.row.number)
    return f"{own}:withdrawn" if entry.is_withdrawal else own


def _title(entry: FeedEntry) -> str:
    content = entry.frozen.content
    title = f"{_name(content)}：{content.title}"
    return f"撤销{title}" if entry.is_withdrawal else title


def _item(entry: FeedEntry, site: Site, tell: Tell) -> Item:
    """As `item`; a notice that our own rules can no longer read is a fault of its data."""
    try:
        return item(entry, site, tell=tell)
    except TradingError as refused:
        raise ValueError(f"{entry.row.number}: {refused}") from refused


def _name(content: NoticeDraft) -> str:
    try:
        return notice_name(content.type, category(content.category), method(content.method))
    except RuleBroken:
        return content.type.zh


def _enclosure(file: Attachment, site: Site) -> Enclosure:
    """An attached file under its lasting address; every character of its name is escaped."""
    return Enclosure(
        url=f"{site.site_url}/files/{file.sha256}/{quote(file.name, safe='')}",
        length=file.size,
        type=media_type(file.name),
        title=file.name,
    )


def _facts(entry: FeedEntry) -> Facts:
    """What programs read, as it stands now; of what was withdrawn only what it was."""
    content, stamp, row = entry.frozen.content, entry.frozen.stamp, entry.row
    amount = None if row.withdrawn_at else row.amount_fen
    return Facts(
        number=stamp.number,
        process=stamp.process_code,
        lots=len(content.lots),
        amount=decimal_string(amount) if amount is not None else None,
        currency=row.currency if amount is not None else None,
        deadline=None if row.withdrawn_at else entry.deadline,
        sequence=entry.sequence,
    )


def _categories(content: NoticeDraft, site: Site) -> Iterator[Category]:
    """Family, type, category and region; the names of the lists are as lasting as the ids."""

    def of(code_list: str, term: str, label: str) -> Category:
        scheme = code_list_tag_uri(site.authority, site.authority_year, code_list)
        return Category(term=term, scheme=scheme, label=label)

    yield of("family", content.type.family.value, content.type.family.zh)
    yield of("type", content.type.value, content.type.zh)
    yield of("category", content.category, category(content.category).zh)
    yield of("region", content.region, _region(content.region))


def _region(code: str) -> str:
    """A division's name; the code itself where the national table has dropped it since."""
    try:
        return region_name(code)
    except RuleBroken:
        return code
