"""The feeds with short names, and their closed pages (RFC 5005)."""

from flask import request, url_for
from werkzeug.exceptions import NotFound as NoSuchPage
from werkzeug.wrappers import Response as BaseResponse

from trading.services.syndicating import Channel
from trading.store.feed_entries import entries_of_pages
from trading.store.feed_pages import closed_page, open_pages
from trading.web.public.feeds.answering import answer_entries
from trading.web.public.feeds.blueprint import bp
from trading.web.public.feeds.names import Named, find_named
from trading.web.public.filtering import canonical, read_nothing
from trading.web.session import get_read_session, get_site


@bp.get("/feeds/<name>.<any(rss, atom, json):ext>")
def named(name: str, ext: str) -> BaseResponse:
    """A feed by its short name: its open page and the whole closed page before it."""
    read_nothing(request.args)
    found = find_named(name)
    session = get_read_session()
    pages = open_pages(session, name)
    channel = Channel(
        name=name,
        title=found.title,
        home_url=_home(found),
        self_url=_current(found, ext),
        prev_archive_url=_page(found, pages.shown - 1, ext),
    )
    entries = entries_of_pages(session, found.wanted, pages)
    return answer_entries(entries, found.wanted, channel, ext)


@bp.get("/feeds/<name>/page/<int:number>.<any(rss, atom):ext>")
def closed(name: str, number: int, ext: str) -> BaseResponse:
    """A closed page of fifty items, 1 the oldest: what it holds never changes."""
    read_nothing(request.args)
    found = find_named(name)
    session = get_read_session()
    pages = closed_page(session, name, number)
    if pages is None or request.path != url_for("feeds.closed", name=name, number=number, ext=ext):
        raise NoSuchPage
    channel = Channel(
        name=name,
        title=found.title,
        home_url=_home(found),
        self_url=f"{get_site().site_url}{request.path}",
        prev_archive_url=_page(found, number - 1, ext),
        next_archive_url=_page(found, number + 1, ext) if number < pages.closed else None,
        current_url=_current(found, ext),
        is_archive=True,
    )
    entries = entries_of_pages(session, found.wanted, pages)
    return answer_entries(entries, found.wanted, channel, ext)


def _home(found: Named) -> str:
    return f"{get_site().site_url}{url_for('notices.listing')}{canonical(found.wanted)}"


def _current(found: Named, ext: str) -> str:
    return f"{get_site().site_url}{url_for('feeds.named', name=found.name, ext=ext)}"


def _page(found: Named, number: int, ext: str) -> str | None:
    """The address of a closed page; JSON Feed knows none."""
    if number < 1 or ext == "json":
        return None
    address = url_for("feeds.closed", name=found.name, number=number, ext=ext)
    return f"{get_site().site_url}{address}"
