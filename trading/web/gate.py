"""The gate: what no view should ever see is refused before any view runs."""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import unquote_to_bytes, urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from trading.web.clock import get_now
from trading.web.errors import refuse
from trading.web.session import SAFE_METHODS, get_site

ANSWERED_ANYWHERE = frozenset({"static", "pages.healthz", "pages.readyz"})
NOBODY = "unreadable.invalid"  # nobody can own such a name (RFC 2606)


class ReadableHost:
    """Calls a host that is no name by one that is, and nobody's: the gate refuses it (R33).

    Werkzeug writes and reads every host as IDNA, and fails where the gate could not answer yet.
    """

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer the request as the application does."""
        if not _is_readable(environ.get("HTTP_HOST", "")):
            environ["HTTP_HOST"] = NOBODY
        return self.app(environ, start_response)


def stand_at_the_gate(app: Flask) -> None:
    """Refuse addresses that nobody types, foreign names, and changes that another site caused."""
    app.wsgi_app = ReadableHost(app.wsgi_app)  # type: ignore[method-assign] # Flask documents this
    for check in (_plain_path, _readable_address, _own_name, _same_site):
        app.before_request(check)


def _plain_path() -> Response | None:
    """Every page has one path: an empty or dotted part is in none of them (R37)."""
    parts = str(request.environ["PATH_INFO"]).split("/")[1:]
    if {".", ".."}.intersection(parts) or "" in parts[:-1]:
        return refuse(404)
    return None


def _readable_address() -> Response | None:
    """An address is text (R22): no broken UTF-8, and no control character, which no database
    of ours stores (R20).
    """
    path = str(request.environ["PATH_INFO"]).encode("latin-1")  # so says WSGI (PEP 3333)
    try:
        text = (path + unquote_to_bytes(request.query_string)).decode()
    except UnicodeDecodeError:
        return refuse(400)
    return None if text.isprintable() or _has_only_blanks(text) else refuse(400)


def _own_name() -> Response | None:
    """The site answers to its own name, and within the office to any address (R33).

    This reads the database first of all, so the clock is asked before: what a page shows is never
    older than its moment.
    """
    if request.endpoint in ANSWERED_ANYWHERE:
        return None
    get_now()
    own = get_site().site_url
    if not own or is_own_name(request.host, own):
        return None
    return refuse(400, gettext("请用本站的网址访问：%(url)s", url=own))


def _same_site() -> Response | None:
    """A change comes from a page of ours (security.md R11)."""
    if request.method in SAFE_METHODS:
        return None
    if request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none"):
        return None
    return refuse(403)


def is_own_name(host: str, site_url: str) -> bool:
    """Whether a request for this host (with any port) may be meant for the site.

    Names without a dot and private addresses cannot be another's site on the internet: they are
    how an office reaches its own machine, also before the public name works.
    """
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:  # such as "["
        return False
    if name == urlsplit(site_url).hostname:
        return True
    try:
        return ip_address(name).is_private
    except ValueError:
        return bool(name) and "." not in name


@lru_cache(maxsize=256)
def _is_readable(host: str) -> bool:
    """Whether this is a host, with or without a port, that can be read and written as IDNA."""
    try:
        parts = urlsplit(f"//{host}")
        (parts.hostname or "").encode("idna").decode("idna")
        return parts.port != 0
    except ValueError:
        return False


def _has_only_blanks(text: str) -> bool:
    """Whether everything unprintable is a blank of some script, such as U+3000."""
    return all(char.isprintable() or char.isspace() for char in text) and "\x00" not in text
