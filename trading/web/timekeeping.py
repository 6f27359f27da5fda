"""Keeping time: what is due goes out before anybody could miss it, whoever notices first."""

import logging
import threading

from flask import Flask, request

from trading.services import scheduling
from trading.store.engine import DatabaseFailed
from trading.web.clock import get_now
from trading.web.gate import ANSWERED_ANYWHERE
from trading.web.session import abandon_sessions, get_runtime, get_site_or_none

_EVERY, _AFTER_FAILURE = 5.0, 60.0  # seconds
_log = logging.getLogger(__name__)


def publish_on_request(app: Flask) -> None:
    """Let a request that finds something due see it published; others read nothing more.

    A change by the hour, not by the request: whoever asks, and for what, makes no difference.
    """

    @app.before_request
    def look() -> None:
        if request.endpoint in ANSWERED_ANYWHERE:
            return
        site = get_site_or_none()
        if site is None or site.next_due_at is None or site.next_due_at > get_now():
            return
        abandon_sessions()  # what they read is older than what is published now
        publish_now()


def publish_now() -> bool:
    """Publish what is due; whether the database took it. A failure is for the log, not for readers.

    They are given what there is; the next one to notice tries again.
    """
    runtime = get_runtime()
    try:
        scheduling.publish_due(runtime.store, runtime.settings, now=get_now())
    except DatabaseFailed as error:
        _log.warning("nothing scheduled goes out: %s", error.orig)
        return False
    return True


def keep_time(app: Flask) -> threading.Thread:
    """A thread of the serving process that publishes what is due while nobody asks for a page."""
    thread = threading.Thread(target=_watch, args=(app,), name="timekeeping", daemon=True)
    thread.start()
    return thread


def _watch(app: Flask) -> None:
    pause = threading.Event()
    well = True
    while not pause.wait(_EVERY if well else _AFTER_FAILURE):
        well = look_once(app)


def look_once(app: Flask) -> bool:
    """One look at the clock and at what is due; whether all went well."""
    with app.app_context():
        try:
            return publish_now()
        except Exception:
            _log.exception("timekeeping broke down")
            return False
