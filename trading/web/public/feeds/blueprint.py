"""The blueprint of feeds, which answers only where the site has an address of its own."""

from flask import Blueprint, Response, request
from flask_babel import gettext

from trading.web.clock import get_now
from trading.web.errors import refuse
from trading.web.public.filtering import BadQuery, refuse_query
from trading.web.session import get_site

bp = Blueprint("feeds", __name__)
bp.register_error_handler(BadQuery, refuse_query)


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
