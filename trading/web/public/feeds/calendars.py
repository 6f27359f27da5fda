"""The dates of a list as a calendar that one can subscribe to: deadlines and openings."""

from typing import TYPE_CHECKING

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from trading.domain.calendar import day_of
from trading.later import Later
from trading.services.syndicating import Channel
from trading.store.dates import tender_dates
from trading.store.lists import NoticeFilter
from trading.web.clock import get_now
from trading.web.public.feeds.blueprint import bp
from trading.web.public.feeds.listing import channel_of
from trading.web.public.filtering import read_filter, to_canonical
from trading.web.session import get_read_session, get_site

if TYPE_CHECKING:
    from feeds import calendar
    from trading.services import reminding
else:  # only a calendar needs them
    calendar, reminding = Later("feeds.calendar"), Later("trading.services.reminding")


@bp.get("/notices.ics")
def dates() -> BaseResponse:
    """The dates of a list: the same query as the page."""
    wanted, _ = read_filter(request.args, paged=False)
    return to_canonical(wanted) or answer_calendar(wanted, channel_of(wanted, "ics"))


def answer_calendar(wanted: NoticeFilter, channel: Channel) -> Response:
    """The calendar of a list; it begins on a day, so it stays the same until midnight."""
    found = tender_dates(get_read_session(), wanted, today=day_of(get_now()))
    made = calendar.render(reminding.calendar(channel, found, get_site()))
    answer = Response(made, content_type=f"{calendar.MEDIA_TYPE}; charset=utf-8")
    answer.headers["Cache-Control"] = "public, no-cache"  # nobody sees a stale deadline
    return answer
