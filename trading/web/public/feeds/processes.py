"""The feed of one process: what was published of it, and withdrawn."""

from flask import request, url_for
from werkzeug.wrappers import Response as BaseResponse

from trading.services.syndicating import Channel
from trading.store.lists import NoticeFilter
from trading.store.timelines import find_timeline
from trading.web.public.feeds.answering import answer_feed
from trading.web.public.feeds.blueprint import bp
from trading.web.public.filtering import read_nothing
from trading.web.session import get_read_session, get_site


@bp.get("/processes/<code>.<any(rss, atom):ext>")
def process(code: str, ext: str) -> BaseResponse:
    """Everything published of a process that is there."""
    read_nothing(request.args)
    found = find_timeline(get_read_session(), code)
    url = get_site().site_url
    channel = Channel(
        name=f"processes/{code}",
        title=found.process.title,
        home_url=f"{url}{url_for('processes.show', code=code)}",
        self_url=f"{url}{url_for('feeds.process', code=code, ext=ext)}",
    )
    return answer_feed(NoticeFilter(process=code), channel, ext)
