"""What one can subscribe to: for people a page with every address, for readers one file."""

from collections.abc import Iterable

from flask import Response, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from feeds import opml
from trading.web.public.feeds.about import what_it_holds
from trading.web.public.feeds.blueprint import bp
from trading.web.public.feeds.names import Named, by_both, by_category, by_family, everything
from trading.web.public.filtering import read_nothing
from trading.web.session import get_site


@bp.get("/feeds")
def index() -> str:
    """What one can subscribe to, and how."""
    return render_template(
        "public/feeds/index.html",
        families=_told([everything(), *by_family()]),
        categories=_told(by_category()),
        both=_told(by_both()),
    )


def _told(feeds: Iterable[Named]) -> list[tuple[Named, str]]:
    return [(one, what_it_holds(one)) for one in feeds]


@bp.get("/feeds.opml")
def outlines() -> BaseResponse:
    """Every feed with a short name, for a reader to subscribe to."""
    read_nothing(request.args)
    site = get_site()
    folders = (
        (gettext("按公告大类"), [everything(), *by_family()]),
        (gettext("按交易类别"), list(by_category())),
        (gettext("按类别和大类"), list(by_both())),
    )
    made = opml.Subscriptions(
        title=gettext("%(site)s的订阅", site=site.site_name),
        owner=site.organization,
        owner_url=site.site_url,
        outlines=tuple(
            opml.Outline(text=title, outlines=tuple(map(_outline, feeds)))
            for title, feeds in folders
        ),
    )
    answer = Response(opml.render(made), content_type=f"{opml.MEDIA_TYPE}; charset=utf-8")
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer


def _outline(feed: Named) -> opml.Outline:
    url = get_site().site_url
    return opml.Outline(
        text=feed.title,
        xml_url=f"{url}{url_for('feeds.named', name=feed.name, ext='rss')}",
        html_url=f"{url}{url_for('feeds.about', name=feed.name)}",
    )
