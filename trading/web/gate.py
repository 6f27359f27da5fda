"""The gate: what no view should ever see is refused before any view runs."""

from ipaddress import ip_address
from urllib.parse import unquote_to_bytes, urlsplit

from flask import Flask, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from trading.web.errors import refuse
from trading.web.session import SAFE_METHODS, get_site

ANSWERED_ANYWHERE = frozenset({"static", "pages.healthz", "pages.readyz"})


def stand_at_the_gate(app: Flask) -> None:
    """Refuse addresses that nobody types, foreign names, and changes that another site caused."""
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
    """The site answers to its own name, and within the office to any address (R33)."""
    if request.endpoint in ANSWERED_ANYWHERE:
        return None
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


def _has_only_blanks(text: str) -> bool:
    """Whether everything unprintable is a blank of some script, such as U+3000."""
    return all(char.isprintable() or char.isspace() for char in text) and "\x00" not in text
