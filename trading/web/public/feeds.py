"""Feeds: what one can subscribe to, the named feeds, and the feed of every filtered list."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import NotFound as NoSuchPage
from werkzeug.wrappers import Response as BaseResponse

from feeds import atom, rss
from trading.domain.codes import CATEGORIES, Family
from trading.services import syndicating
from trading.services.syndicating import Channel
from trading.store.feed_entries import entries_for_feed, last_withdrawal
from trading.store.lists import NoticeFilter
from trading.web.clock import get_now
from trading.web.edge import keep_until
from trading.web.errors import refuse
from trading.web.public.entries import tell
from trading.web.public.filtering import (
    BadQuery,
    canonical,
    chosen,
    read_filter,
    read_nothing,
    refuse_query,
    to_canonical,
)
from trading.web.session import get_read_session, get_site

bp = Blueprint("feeds", __name__)

FORMATS = {"rss": rss, "atom": atom}
_SECOND = timedelta(seconds=1)
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Named:
    """A feed with a short stable name."""

    name: str
    title: str
    wanted: NoticeFilter


@bp.before_request
def wait_for_an_address() -> Response | None:
    """A feed is full of absolute addresses: there is none before the site has its own.

    The clock is asked before the database, so that what is read is never older than this moment:
    else `Last-Modified` could be given out for a second in which something was still published.
    """
    get_now()
    if request.endpoint == "feeds.index" or get_site().site_url:
        return None
    return refuse(503, gettext("网站尚未设置网址，订阅暂不可用。"))


@bp.get("/feeds")
def index() -> str:
    """What one can subscribe to, and how."""
    return render_template(
        "public/feeds/index.html",
        families=[everything(), *by_family()],
        categories=list(by_category()),
        both=list(by_both()),
    )


@bp.get("/feeds/<name>.<any(rss, atom):ext>")
def named(name: str, ext: str) -> BaseResponse:
    """A feed by its short name: all, a family, a category, or `<family>-<category>`."""
    try:
        read_nothing(request.args)
    except BadQuery as bad:
        return refuse_query(bad)
    found = next((one for one in named_feeds() if one.name == name), None)
    if found is None:
        raise NoSuchPage
    site = get_site()
    channel = Channel(
        name=name,
        title=found.title,
        home_url=f"{site.site_url}{url_for('notices.listing')}{canonical(found.wanted)}",
        self_url=f"{site.site_url}{url_for('feeds.named', name=name, ext=ext)}",
    )
    return _answer(channel, found.wanted, ext)


@bp.get("/notices.<any(rss, atom):ext>")
def listing(ext: str) -> BaseResponse:
    """The feed of a list: the same query as the page."""
    try:
        wanted, _ = read_filter(request.args, paged=False)
    except BadQuery as bad:
        return refuse_query(bad)
    elsewhere = to_canonical(wanted)
    if elsewhere:
        return elsewhere
    site, query = get_site(), canonical(wanted)
    channel = Channel(
        name=f"notices{query}",
        title=_titled(wanted),
        home_url=f"{site.site_url}{url_for('notices.listing')}{query}",
        self_url=f"{site.site_url}{url_for('feeds.listing', ext=ext)}{query}",
    )
    return _answer(channel, wanted, ext)


def named_feeds() -> Iterator[Named]:
    """Every feed with a short name (interface.md §3)."""
    return chain([everything()], by_family(), by_category(), by_both())


def everything() -> Named:
    """The feed of all notices."""
    return Named("all", gettext("全部公告"), NoticeFilter())


def by_family() -> Iterator[Named]:
    """A feed for each family of notices."""
    for family in Family:
        yield Named(family.value, family.zh, NoticeFilter(family=(family.value,)))


def by_category() -> Iterator[Named]:
    """A feed for each trade category."""
    for one in CATEGORIES:
        yield Named(one.slug, one.zh, NoticeFilter(category=(one.slug,)))


def by_both() -> Iterator[Named]:
    """A feed for each family within each category."""
    for one in CATEGORIES:
        for family in Family:
            wanted = NoticeFilter(family=(family.value,), category=(one.slug,))
            yield Named(f"{family.value}-{one.slug}", f"{one.zh}{family.zh}", wanted)


def _answer(channel: Channel, wanted: NoticeFilter, ext: str) -> Response:
    """The document with what a reader needs to ask again cheaply (interface.md §4)."""
    session = get_read_session()
    entries = entries_for_feed(session, wanted)
    forgotten = last_withdrawal(session) if wanted.q else None
    feed, bad = syndicating.feed(channel, entries, get_site(), tell=tell, forgotten_at=forgotten)
    for one in bad:
        _log.error("feed %s leaves out entry %d: %s", channel.name, one.position, one.error)
    kind = FORMATS[ext]
    document = kind.render(feed)
    answer = Response(document, content_type=f"{kind.MEDIA_TYPE}; charset=utf-8")
    answer.headers["Cache-Control"] = "public, max-age=300"
    given_out = feed.updated + _SECOND
    if given_out <= get_now():
        answer.last_modified = feed.updated
    else:
        keep_until(given_out)
    return answer


def _titled(wanted: NoticeFilter) -> str:
    """The feed's title: the filter in words."""
    words = "，".join(one.label for one in chosen(wanted))
    return str(gettext("公告（%(words)s）", words=words) if words else gettext("全部公告"))
