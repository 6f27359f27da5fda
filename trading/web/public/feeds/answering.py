"""The documents of feeds, with what a reader needs to ask again cheaply (interface.md §4)."""

import logging
from collections.abc import Sequence
from datetime import timedelta

from flask import Response

from feeds import atom, jsonfeed, rss
from feeds.model import Feed
from trading.services import syndicating
from trading.services.syndicating import Channel
from trading.store.feed_entries import FeedEntry, entries_for_feed, last_withdrawal
from trading.store.feed_pages import forgets, moves
from trading.store.lists import NoticeFilter
from trading.web.clock import get_now
from trading.web.edge import keep_until
from trading.web.public.entries import tell
from trading.web.session import get_read_session, get_site

FORMATS = {"rss": rss, "atom": atom, "json": jsonfeed}
_OPEN, _CLOSED = "public, max-age=300", "public, max-age=86400"
_SECOND = timedelta(seconds=1)
_log = logging.getLogger(__name__)


def answer_feed(wanted: NoticeFilter, channel: Channel, ext: str) -> Response:
    """The feed of a list in one of `FORMATS`; lists elsewhere answer with it, too."""
    return answer_entries(entries_for_feed(get_read_session(), wanted), wanted, channel, ext)


def answer_entries(
    entries: Sequence[FeedEntry], wanted: NoticeFilter, channel: Channel, ext: str
) -> Response:
    """A feed of these entries; an archive may be kept for a day."""
    feed = make(entries, wanted, channel)
    kind = FORMATS[ext]
    answer = Response(kind.render(feed), content_type=f"{kind.MEDIA_TYPE}; charset=utf-8")
    answer.headers["Cache-Control"] = _CLOSED if channel.is_archive else _OPEN
    if not _awaits_next(channel):
        _date(answer, feed, wanted)
    return answer


def _awaits_next(channel: Channel) -> bool:
    """Whether this closed page is the newest: it will name the next one, though no item changes.

    A date alone would call the page without that link the same, and who follows the links from
    the oldest would stand still.
    """
    return channel.is_archive and channel.next_archive_url is None


def make(entries: Sequence[FeedEntry], wanted: NoticeFilter, channel: Channel) -> Feed:
    """The feed as a value; what a damaged record leaves out is logged."""
    forgotten = last_withdrawal(get_read_session()) if forgets(wanted) else None
    feed, bad = syndicating.feed(channel, entries, get_site(), tell=tell, forgotten_at=forgotten)
    for one in bad:
        _log.error("feed %s leaves out entry %d: %s", channel.name, one.position, one.error)
    return feed


def _date(answer: Response, feed: Feed, wanted: NoticeFilter) -> None:
    """The date of the last change, once its second is over (interface.md §4).

    A list that moves has none: no item tells when another one left, so that a date alone would
    call old bytes new. Its readers know it by its ETag.
    """
    given_out = feed.updated + _SECOND
    if moves(wanted):
        return
    if given_out <= get_now():
        answer.last_modified = feed.updated
    else:
        keep_until(given_out)
