"""Syndicating: published notices as the items of a feed, and lists as feeds."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from feeds.model import BadItem, Category, Facts, Feed, Item, skip_bad
from trading.domain.announced import announced
from trading.domain.calendar import SHANGHAI, year_span
from trading.domain.codes import Family, category, method, notice_name, region_name
from trading.domain.drafts import NoticeDraft
from trading.domain.errors import RuleBroken
from trading.domain.identifiers import feed_tag_uri, tag_uri
from trading.domain.money import decimal_string, write_wan
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


def feed(channel: Channel, notices: Iterable[NoticeView], site: Site) -> tuple[Feed, list[BadItem]]:
    """A feed of these notices, newest first, and the entries that could not be made.

    Its last change is that of its newest item; without items, the year in which the site began.
    """
    items, bad = skip_bad(partial(item, one, site) for one in notices)
    began, _ = year_span(site.authority_year)
    made = Feed(
        id=feed_tag_uri(site.authority, site.authority_year, channel.name),
        title=f"{channel.title} - {site.site_name}",
        subtitle=f"{site.organization}发布的{channel.title}",
        home_url=channel.home_url,
        self_url=channel.self_url,
        updated=max((one.published for one in items), default=began),
        author=site.organization,
        items=items,
        generator=GENERATOR,
    )
    return made, list(bad)


def item(notice: NoticeView, site: Site) -> Item:
    """One notice as an item; its id depends on nothing but its number (interface.md §4)."""
    row, content = notice.row, notice.frozen.content
    return Item(
        id=tag_uri(site.authority, site.authority_year, row.number),
        title=f"{_name(content)}：{content.title}",
        url=f"{site.site_url}/notices/{row.number}",
        published=row.published_at,
        updated=row.published_at,
        summary=_summary(content),
        content_html=content.body_html,
        creator=row.buyer_name,
        categories=tuple(_categories(content, site)),
        facts=_facts(notice),
    )


def _name(content: NoticeDraft) -> str:
    try:
        return notice_name(content.type, category(content.category), method(content.method))
    except RuleBroken:
        return content.type.zh


def _facts(notice: NoticeView) -> Facts:
    content, stamp = notice.frozen.content, notice.frozen.stamp
    amount = announced(content)
    return Facts(
        number=stamp.number,
        process=stamp.process_code,
        lots=len(content.lots),
        amount=decimal_string(amount.fen) if amount.fen is not None else None,
        currency=amount.currency if amount.fen is not None else None,
        deadline=content.tender.deadline if content.tender else None,
    )


def _categories(content: NoticeDraft, site: Site) -> Iterable[Category]:
    def of(scheme: str, term: str, label: str) -> Category:
        return Category(term=term, scheme=f"{site.site_url}/help#{scheme}", label=label)

    yield of("family", content.type.family.value, content.type.family.zh)
    yield of("type", content.type.value, content.type.zh)
    yield of("category", content.category, category(content.category).zh)
    yield of("region", content.region, region_name(content.region))


def _summary(content: NoticeDraft) -> str:
    """Short facts: amount or ceiling, lots, deadline, region, buyer."""
    parts = [_amount(content), f"标段（包、宗）{len(content.lots)}个"]
    if content.tender and content.tender.deadline:
        deadline = content.tender.deadline.astimezone(SHANGHAI)
        parts.append(f"截止 {deadline:%Y-%m-%d %H:%M}（北京时间）")
    parts += [_winners(content), region_name(content.region), content.buyer.name]
    return "；".join(part for part in parts if part)


def _amount(content: NoticeDraft) -> str:
    amount = announced(content)
    if amount.fen is None:
        return ""
    label = "最高限价或预算" if content.type.family is Family.TENDER else "成交金额"
    if amount.currency != "CNY":
        return f"{label} {decimal_string(amount.fen)} {amount.currency}"
    return f"{label} {write_wan(amount.fen)}万元"


def _winners(content: NoticeDraft) -> str:
    names = [party.name for award in content.awards for party in award.suppliers]
    failed = f"流标（废标）{len(content.failed)}个" if content.failed else ""
    won = f"中标（成交）人：{'、'.join(dict.fromkeys(names))}" if names else ""
    return "；".join(part for part in (won, failed) if part)
