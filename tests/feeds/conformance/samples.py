"""A good document of each format, with everything that a notice can have."""

from dataclasses import replace
from datetime import timedelta

from feeds import atom, calendar, jsonfeed, opml, rss
from feeds.model import Category, Enclosure, Facts, Feed, Item
from tests.feeds.making import MORNING, feed, item

SITE = "https://demo.example"
PDF = Enclosure(url=f"{SITE}/files/a.pdf", length=9, type="application/pdf", title="附件一")
DOC = Enclosure(url=f"{SITE}/files/b.doc", length=8, type="application/msword", title="附件二")
ID1, ID2 = (f"tag:demo.example,2016:notice:20160315000{n}" for n in (1, 2))
SHORT = "最高限价 117.104万元 <含税>&；标段2个；截止：2016-04-05 09:00；某县；招标人：某局"
ADDRESSES = {
    "rss": f"{SITE}/feeds/all.rss",
    "atom": f"{SITE}/feeds/all.atom",
    "json": f"{SITE}/feeds/all.json",
    "ics": f"{SITE}/notices.ics",
    "opml": f"{SITE}/feeds.opml",
}


def notice(number: int) -> Item:
    """A notice with everything that one can have."""
    serial = f"20160315{number:04}"
    lists = {"family": "招标公告", "type": "公告", "category": "工程建设", "region": "某县"}
    return item(
        number,
        id=f"tag:demo.example,2016:notice:{serial}",
        url=f"{SITE}/notices/{serial}",
        updated=MORNING + timedelta(days=20 * number),
        summary=SHORT,
        content_html=f'<p>全文 <a href="{SITE}/notices/1">见</a></p>',
        creator="某局",
        categories=tuple(
            Category(term=name, scheme=f"tag:demo.example,2016:codes:{name}", label=label)
            for name, label in lists.items()
        ),
        enclosures=(PDF, DOC),
        facts=Facts(
            number=serial,
            process="201603010002",
            lots=2,
            amount="1171040.00",
            currency="CNY",
            deadline=MORNING + timedelta(days=21),
            sequence=number,
        ),
    )


def correction(number: int) -> Item:
    """A notice that begins with what it changed."""
    one = notice(number)
    changed = "投标截止 2016-03-29 09:00 → 2016-04-05 09:00"
    first, *rest = one.categories
    return replace(
        one,
        summary=f"{changed}；{one.summary}",
        content_html=f"<p>{changed}</p>{one.content_html}",
        categories=(replace(first, label="更正公告"), *rest),
    )


def good(kind: str) -> bytes:
    """A document that breaks no rule."""
    if kind == "ics":
        return calendar.render(dates())
    if kind == "opml":
        one = opml.Outline(text="全部公告", xml_url=ADDRESSES["rss"], html_url=f"{SITE}/feeds/all")
        folder = opml.Outline(text="按类别", outlines=(one,))
        return opml.render(
            opml.Subscriptions(title="订阅", outlines=(one, folder), updated=MORNING)
        )
    document = plain(ADDRESSES[kind])
    return {"rss": rss, "atom": atom, "json": jsonfeed}[kind].render(document)


def plain(address: str) -> Feed:
    """A subscription document of two items."""
    return feed(
        correction(2), notice(1), self_url=address, generator="Trading Notices", rights="可转载"
    )


def dates() -> calendar.Calendar:
    """Two deadlines."""
    events = tuple(
        calendar.Event(
            uid=f"tag:demo.example,2016:notice:{number}:deadline",
            summary="投标截止：河东路改造，一标段; 二标段",
            starts=MORNING + timedelta(days=number),
            ends=MORNING + timedelta(days=number, hours=1),
            changed=MORNING,
            url=f"{SITE}/notices/{number}",
            description="最高限价 100万元\n招标人：某局",
            location="第一开标室",
            categories=("投标截止",),
        )
        for number in (1, 2)
    )
    return calendar.Calendar(
        uid="tag:demo.example,2016:calendar:all",
        name="开标日程",
        description="某县公共资源交易中心的截止与开标时间",
        home_url=f"{SITE}/notices",
        self_url=ADDRESSES["ics"],
        events=events,
    )
