"""The feed of a list: the same query as the page; and all of it in order, 500 at a time."""

from flask import Response, redirect, request, url_for
from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from feeds import jsonfeed
from trading.services.syndicating import Channel
from trading.store.feed_entries import entries_after
from trading.store.lists import NoticeFilter
from trading.web.public.feeds.answering import answer_feed, make
from trading.web.public.feeds.blueprint import bp
from trading.web.public.filtering import (
    BadQuery,
    canonical,
    chosen,
    read_filter,
    refuse_query,
    to_canonical,
)
from trading.web.session import get_read_session, get_site

AFTER = "after"
_LONGEST = 15  # digits of a sequence


@bp.get("/notices.<any(rss, atom, json):ext>")
def listing(ext: str) -> BaseResponse:
    """The feed of a list: the same query as the page."""
    if ext == "json" and AFTER in request.args:
        return _after()
    try:
        wanted, _ = read_filter(request.args, paged=False)
    except BadQuery as bad:
        return refuse_query(bad)
    return to_canonical(wanted) or answer_feed(wanted, channel_of(wanted, ext), ext)


def _after() -> BaseResponse:
    """What came after a sequence, archived notices and withdrawals too, oldest first."""
    others = MultiDict((name, one) for name, one in request.args.items(multi=True) if name != AFTER)
    try:
        for name in ("sort", "page"):
            if name in others:
                raise BadQuery("after 不能和 %(name)s 一起用", name=name)
        wanted, _ = read_filter(others, paged=False)
        sequence = _sequence(request.args.getlist(AFTER))
    except BadQuery as bad:
        return refuse_query(bad)
    right = _from(wanted, sequence)
    if request.query_string.decode("latin-1") != right[1:]:
        return redirect(f"{request.path}{right}", 308)
    entries, more = entries_after(get_read_session(), wanted, sequence)
    here = f"{get_site().site_url}{request.path}"
    channel = Channel(
        name=f"notices{right}",
        title=_titled(wanted),
        home_url=f"{get_site().site_url}{url_for('notices.listing')}{canonical(wanted)}",
        self_url=f"{here}{right}",
    )
    onward = f"{here}{_from(wanted, entries[-1].sequence)}" if more else None
    document = jsonfeed.render(make(entries, wanted, channel), next_url=onward)
    answer = Response(document, content_type=f"{jsonfeed.MEDIA_TYPE}; charset=utf-8")
    answer.headers["Cache-Control"] = "public, no-cache"
    return answer


def _sequence(given: list[str]) -> int:
    """The one sequence to go on from, 0 for the beginning."""
    text = given[0] if len(given) == 1 else ""
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST):
        raise BadQuery("after 应是一个序号，例如 0")
    return int(text)


def _from(wanted: NoticeFilter, sequence: int) -> str:
    """The canonical query: what the filter asks for, then where to go on from."""
    query = canonical(wanted)
    return f"{query}&{AFTER}={sequence}" if query else f"?{AFTER}={sequence}"


def channel_of(wanted: NoticeFilter, ext: str) -> Channel:
    """What the feed, or the calendar, of a list is about."""
    site, query = get_site(), canonical(wanted)
    return Channel(
        name=f"notices{query}",
        title=_titled(wanted),
        home_url=f"{site.site_url}{url_for('notices.listing')}{query}",
        self_url=f"{site.site_url}{url_for('notices.listing')}.{ext}{query}",
    )


def _titled(wanted: NoticeFilter) -> str:
    """The feed's title: the filter in words."""
    words = "，".join(one.label for one in chosen(wanted))
    return str(gettext("公告（%(words)s）", words=words) if words else gettext("全部公告"))
