"""Reminding: the deadlines and openings of tenders as the events of a calendar."""

from collections.abc import Sequence

from feeds.calendar import Calendar, Event
from trading.domain.codes import category
from trading.domain.identifiers import feed_tag_uri, tag_uri
from trading.domain.site import Site
from trading.domain.words import words_of
from trading.services.syndicating import Channel
from trading.store.dates import DAYS_BACK, MOST_AHEAD, MOST_BACK, TenderDate


def calendar(channel: Channel, dates: Sequence[TenderDate], site: Site) -> Calendar:
    """The calendar of a list; what it leaves out it says itself."""
    return Calendar(
        uid=feed_tag_uri(site.authority, site.authority_year, f"{channel.name}:calendar"),
        name=f"{channel.title} - {site.site_name}",
        description=(
            f"{site.organization}发布的{channel.title}：各项目的截止时间和开标（开启、竞价）时间，"
            f"含最近{DAYS_BACK}天内的（至多{MOST_BACK}个）和今后的（至多{MOST_AHEAD}个）。"
            "时间以公告及其更正为准；公告撤销或项目终止的标为已取消。"
        ),
        home_url=channel.home_url,
        self_url=channel.self_url,
        events=tuple(event(one, site) for one in dates),
    )


def event(date: TenderDate, site: Site) -> Event:
    """One date; its id depends on nothing but the number of the notice and what it is."""
    row, kind = date.row, category(date.row.category)
    words = words_of(kind)
    name = words.deadline if date.kind == "deadline" else words.opening_at
    own = tag_uri(site.authority, site.authority_year, row.number)
    return Event(
        uid=f"{own}:{date.kind}",
        summary=f"{name.removesuffix('时间')}：{row.title}",
        starts=date.at,
        changed=date.changed_at,
        sequence=date.changes,
        is_cancelled=date.cancelled,
        description=f"{words.buyer}：{row.buyer_name}\n公告编号：{row.number}",
        url=f"{site.site_url}/notices/{row.number}",
        categories=(kind.zh,),
    )
