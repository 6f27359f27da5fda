"""The feeds of organizations: what a buyer published, and what speaks of a supplier."""

from flask import request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from trading.services.syndicating import Channel
from trading.store.lists import NoticeFilter
from trading.store.participants import Participant, find_buyer, find_supplier
from trading.web.public.feeds.answering import answer_feed
from trading.web.public.feeds.blueprint import bp
from trading.web.public.feeds.calendars import answer_calendar
from trading.web.public.filtering import read_nothing
from trading.web.session import get_read_session, get_site


@bp.get("/buyers/<id:number>.<any(rss, atom, json, ics):ext>")
def buyer(number: int, ext: str) -> BaseResponse:
    """What a buyer published, and withdrew."""
    found = find_buyer(get_read_session(), number)
    return _answer(found, NoticeFilter(buyer=number), kind="buyer", ext=ext)


@bp.get("/suppliers/<id:number>.<any(rss, atom, json, ics):ext>")
def supplier(number: int, ext: str) -> BaseResponse:
    """What speaks of a supplier, and still stands."""
    found = find_supplier(get_read_session(), number)
    return _answer(found, NoticeFilter(supplier=number), kind="supplier", ext=ext)


def _answer(found: Participant, wanted: NoticeFilter, *, kind: str, ext: str) -> BaseResponse:
    read_nothing(request.args)
    url = get_site().site_url
    channel = Channel(
        name=f"{kind}s/{found.id}",
        title=gettext("%(name)s的公告", name=found.name),
        home_url=f"{url}{url_for(f'organizations.{kind}', number=found.id)}",
        self_url=f"{url}{url_for(f'feeds.{kind}', number=found.id, ext=ext)}",
    )
    if ext == "ics":
        return answer_calendar(wanted, channel)
    return answer_feed(wanted, channel, ext)
