"""Syndicating: published notices as the items of a feed, and lists as feeds."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

from feeds import links
from feeds.model import BadItem, Category, Enclosure, Facts, Feed, Item, skip_bad
from trading.domain.announced import announced
from trading.domain.calendar import year_span
from trading.domain.codes import category, method, notice_name, region_name
from trading.domain.drafts import Attachment, NoticeDraft
from trading.domain.errors import RuleBroken, TradingError
from trading.domain.filenames import media_type
from trading.domain.identifiers import code_list_tag_uri, feed_tag_uri, tag_uri
from trading.domain.money import decimal_string
from trading.domain.payloads import FrozenNotice
from trading.domain.site import Site
from trading.store.notices import NoticeView

GENERATOR = "Trading Notices"


@dataclass(frozen=True, kw_only=True)
class Channel:
    """What a feed is about; `name` never changes, the addresses are absolute."""

    name: str
    title: str
    home_url: str
    self_url: str


@dataclass(frozen=True, kw_only=True)
class Told:
    """A notice in words: its short facts as plain text, its whole text as sanitised HTML."""

    summary: str
    html: str


Tell = Callable[[FrozenNotice], Told]
"""Words belong to the web, which has them already for the page; the same notice, the same words."""


def feed(
    channel: Channel, notices: Sequence[NoticeView], site: Site, *, tell: Tell
) -> tuple[Feed, list[BadItem]]:
    """A feed of these notices, newest first, and the entries that could not be made.

    Its last change is that of its newest notice, even one that is left out, so that the date never
    goes back; without notices, the year in which the site began.
    """
    items, bad = skip_bad(partial(_item, one, site, tell) for one in notices)
    began, _ = year_span(site.authority_year)
    made = Feed(
        id=feed_tag_uri(site.authority, site.authority_year, channel.name),
        title=f"{channel.title} - {site.site_name}",
        subtitle=f"{site.organization}发布的{channel.title}",
        home_url=channel.home_url,
        self_url=channel.self_url,
        updated=max((one.row.published_at for one in notices), default=began),
        author=site.organization,
        items=items,
        generator=GENERATOR,
    )
    return made, list(bad)


def item(notice: NoticeView, site: Site, *, tell: Tell) -> Item:
    """One notice as an item; its id depends on nothing but its number (interface.md §4)."""
    row, frozen = notice.row, notice.frozen
    told, url = tell(frozen), f"{site.site_url}/notices/{row.number}"
    return Item(
        id=tag_uri(site.authority, site.authority_year, row.number),
        title=f"{_name(frozen.content)}：{frozen.content.title}",
        url=url,
        published=row.published_at,
        updated=row.published_at,
        summary=told.summary,
        content_html=links.absolute(told.html, url),
        creator=row.buyer_name,
        categories=tuple(_categories(frozen.content, site)),
        enclosures=tuple(_enclosure(one, site) for one in frozen.content.attachments),
        facts=_facts(frozen),
    )


def _item(notice: NoticeView, site: Site, tell: Tell) -> Item:
    """As `item`; a notice that our own rules can no longer read is a fault of its data."""
    try:
        return item(notice, site, tell=tell)
    except TradingError as refused:
        raise ValueError(f"{notice.row.number}: {refused}") from refused


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


def _facts(frozen: FrozenNotice) -> Facts:
    content, stamp = frozen.content, frozen.stamp
    amount = announced(content)
    return Facts(
        number=stamp.number,
        process=stamp.process_code,
        lots=len(content.lots),
        amount=decimal_string(amount.fen) if amount.fen is not None else None,
        currency=amount.currency if amount.fen is not None else None,
        deadline=content.tender.deadline if content.tender else None,
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
