"""The feed of a list: the same query as the page; and all of it in order, 500 at a time."""

from dataclasses import replace

from flask import Response, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from feeds import jsonfeed
from trading.services.syndicating import Channel
from trading.store.feed_entries import entries_after
from trading.store.lists import NoticeFilter
from trading.web.public.feeds.answering import answer_feed, make
from trading.web.public.feeds.blueprint import bp
from trading.web.public.filtering import (
    canonical,
    chosen,
    read_filter,
    to_canonical,
)
from trading.web.session import get_read_session, get_site


@bp.get("/notices.<any(rss, atom, json):ext>")
def listing(ext: str) -> BaseResponse:
    """The feed of a list: the same query as the page; as JSON also what came after a sequence."""
    wanted, _ = read_filter(request.args, paged=False, resumable=ext == "json")
    again = to_canonical(wanted)
    if again is not None:
        return again
    if wanted.after is not None:
        return _go_on(wanted, wanted.after)
    return answer_feed(wanted, channel_of(wanted, ext), ext)


def _go_on(wanted: NoticeFilter, sequence: int) -> Response:
    """What came after a sequence, archived notices and withdrawals too, oldest first.

    It is asked for anew each time: who has read everything waits for what comes next.
    """
    channel = channel_of(wanted, "json")
    entries, more = entries_after(get_read_session(), wanted, sequence)
    onward = None
    if more:
        rest = replace(wanted, after=entries[-1].sequence)
        onward = channel_of(rest, "json").self_url
    document = jsonfeed.render(make(entries, wanted, channel), next_url=onward)
    answer = Response(document, content_type=f"{jsonfeed.MEDIA_TYPE}; charset=utf-8")
    answer.headers["Cache-Control"] = "public, no-cache"
    return answer


def channel_of(wanted: NoticeFilter, ext: str) -> Channel:
    """What the feed, or the calendar, of a list is about."""
    site, query, whole = get_site(), canonical(wanted), replace(wanted, after=None)
    return Channel(
        name=f"notices{query}",
        title=_titled(wanted),
        home_url=f"{site.site_url}{url_for('notices.listing')}{canonical(whole)}",
        self_url=f"{site.site_url}{url_for('notices.listing')}.{ext}{query}",
    )


def _titled(wanted: NoticeFilter) -> str:
    """The feed's title: the filter in words."""
    words = "，".join(one.label for one in chosen(wanted))
    return str(gettext("公告（%(words)s）", words=words) if words else gettext("全部公告"))
