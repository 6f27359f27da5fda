"""The page about one feed: what is in it, where it is, its code to scan, its pages to read back."""

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from flask import Response, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from trading.domain.codes import CATEGORIES, Family
from trading.later import Later
from trading.store.feed_entries import entries_of_pages
from trading.store.feed_pages import CLOSED_PAGE, count_items, open_pages
from trading.web.public.feeds.blueprint import bp
from trading.web.public.feeds.names import Named, find_named
from trading.web.public.filtering import canonical, read_nothing
from trading.web.session import get_read_session, get_site

if TYPE_CHECKING:
    import segno
else:  # QR codes are drawn for few
    segno = Later("segno")

NEWEST = 10  # items shown on the page
_FORMATS = (("RSS", "rss"), ("Atom", "atom"), ("JSON Feed", "json"))


@dataclass(frozen=True)
class Address:
    """One of the addresses of a feed: what it is called, and where it is from anywhere."""

    kind: str
    path: str
    url: str


@bp.get("/feeds/<name>")
def about(name: str) -> BaseResponse | str:
    """What one feed holds, and how to subscribe to it."""
    read_nothing(request.args)
    found = find_named(name)
    session = get_read_session()
    pages = open_pages(session, name)
    entries = entries_of_pages(session, found.wanted, pages)
    return render_template(
        "public/feeds/about.html",
        feed=found,
        holds=what_it_holds(found),
        addresses=_addresses(found),
        calendar=calendar_of(found),
        query=canonical(found.wanted),
        newest=entries[:NEWEST],
        shown=len(entries),
        items=count_items(session, name),
        closed=range(pages.closed, 0, -1),
        size=CLOSED_PAGE,
    )


@bp.get("/feeds/<name>/qr.svg")
def code(name: str) -> BaseResponse:
    """The RSS address as a code to scan with a phone."""
    read_nothing(request.args)
    found = find_named(name)
    drawn = BytesIO()
    segno.make(_address(found, "rss"), error="m", micro=False).save(
        drawn, kind="svg", scale=4, light="#fff", svgclass=None, lineclass=None
    )
    answer = Response(drawn.getvalue(), content_type="image/svg+xml; charset=utf-8")
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer


def what_it_holds(feed: Named) -> str:
    """What is in a feed, in one sentence."""
    field = _field(feed)
    if not feed.wanted.family:
        return str(gettext("%(field)s的各种公告，从计划到合同；更正和撤销也在内。", field=field))
    inside = {
        Family.PLAN: gettext("%(field)s的计划公告：将要招标、采购或出让什么。", field=field),
        Family.TENDER: gettext(
            "%(field)s的招标、采购和出让公告，附限价、截止时间和全文。", field=field
        ),
        Family.AWARD: gettext("%(field)s的中标、成交结果：谁中标，多少金额。", field=field),
        Family.CANDIDATE: gettext("%(field)s的中标候选人公示：候选人和公示期。", field=field),
        Family.CORRECTION: gettext(
            "%(field)s的更正公告：开头写明哪一处由什么改成什么。", field=field
        ),
        Family.TERMINATION: gettext("%(field)s的终止、流标和失败公告，附原因。", field=field),
        Family.CONTRACT: gettext("%(field)s的合同公告：签约双方和金额。", field=field),
    }
    return str(inside[Family(feed.wanted.family[0])])


def calendar_of(feed: Named) -> Address | None:
    """The calendar of the same list, where there are deadlines to keep."""
    if feed.wanted.family not in ((), (Family.TENDER.value,)):
        return None
    path = url_for("feeds.dates") + canonical(feed.wanted)
    return Address("iCalendar", path, f"{get_site().site_url}{path}")


def _field(feed: Named) -> str:
    """The categories that a feed is about, in words."""
    wanted = feed.wanted.category
    return next((one.zh for one in CATEGORIES if one.slug in wanted), str(gettext("各类别")))


def _addresses(feed: Named) -> list[Address]:
    return [
        Address(kind, url_for("feeds.named", name=feed.name, ext=ext), _address(feed, ext))
        for kind, ext in _FORMATS
    ]


def _address(feed: Named, ext: str) -> str:
    return f"{get_site().site_url}{url_for('feeds.named', name=feed.name, ext=ext)}"
