"""Database sessions of a request: reading is free, writing commits when the answer is below 400."""

from dataclasses import dataclass

from flask import Flask, Response, current_app, g, request

from trading.config import Settings
from trading.domain.errors import TradingError
from trading.domain.site import Site
from trading.services.passwords import Hasher
from trading.store.engine import DatabaseAway, Session, Store
from trading.store.sites import read_site
from trading.web.clock import Clock

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Runtime:
    """What the whole application shares: made once, in `create_app`."""

    settings: Settings
    store: Store
    clock: Clock
    hasher: Hasher


def get_runtime() -> Runtime:
    """The shared parts of this application."""
    runtime: Runtime = current_app.extensions["trading"]
    return runtime


def get_session() -> Session:
    """The session of this request: for writing, unless the method is safe."""
    if request.method in SAFE_METHODS:
        return get_read_session()
    if "write_session" not in g:
        g.write_session = get_runtime().store.write_session()
    session: Session = g.write_session
    return session


def get_read_session() -> Session:
    """A session for reading, whatever the method."""
    if "read_session" not in g:
        g.read_session = get_runtime().store.read_session()
    session: Session = g.read_session
    return session


def get_site() -> Site:
    """The site's identity as of this request."""
    if "site" not in g:
        g.site = read_site(get_read_session(), get_runtime().settings)
    site: Site = g.site
    return site


def get_site_or_none() -> Site | None:
    """The site's identity for the frame of a page; None when it cannot be read.

    Then the page is an error page already, or soon will be: no view shows anything without it.
    """
    if "site" in g and g.site is None:
        return None
    try:
        return get_site()
    except (DatabaseAway, TradingError):
        return None


def abandon_sessions() -> None:
    """Give up what this request began; whoever asks again gets new sessions."""
    for name in ("write_session", "read_session"):
        session: Session | None = g.pop(name, None)
        if session is not None:
            session.close()
    g.pop("site", None)


def keep_sessions(app: Flask) -> None:
    """Commit below 400, else roll back; close both sessions when the request is over."""

    @app.after_request
    def commit(response: Response) -> Response:
        session: Session | None = g.get("write_session")
        if session is not None:
            if response.status_code < 400:
                session.commit()
            else:
                session.rollback()
        return response

    @app.teardown_appcontext
    def close(_error: BaseException | None) -> None:
        abandon_sessions()
