"""Keeping time: what is due goes out before anybody could miss it, whoever notices first."""

import logging
import threading
from datetime import datetime, timedelta

from flask import Flask, request

from trading.services import scheduling
from trading.store.engine import DatabaseFailed
from trading.web.clock import get_now
from trading.web.gate import ANSWERED_ANYWHERE
from trading.web.session import abandon_sessions, get_runtime, get_site_or_none

_EVERY, _AFTER_FAILURE = 5.0, 60.0  # seconds
_LEFT_ALONE = timedelta(seconds=_AFTER_FAILURE)
_log = logging.getLogger(__name__)


class _Turn:
    """The requests of one process try one at a time, and not for a while after a failure.

    A database that somebody else holds makes whoever writes wait: one reader may, not all.
    """

    def __init__(self) -> None:
        self._taken = threading.Lock()
        self._failed_at: datetime | None = None

    def take(self) -> None:
        """Publish what is due, unless somebody is about it or it has just failed."""
        if not self._taken.acquire(blocking=False):
            return
        try:
            now = get_now()
            if self._failed_at is None or abs(now - self._failed_at) >= _LEFT_ALONE:
                self._failed_at = None if publish_now() else now
        finally:
            self._taken.release()


def publish_on_request(app: Flask) -> None:
    """Let a request that finds something due see it published; others read nothing more.

    A change by the hour, not by the request: whoever asks, and for what, makes no difference.
    """
    turn = _Turn()

    @app.before_request
    def look() -> None:
        if request.endpoint in ANSWERED_ANYWHERE:
            return
        site = get_site_or_none()
        if site is None or site.next_due_at is None or site.next_due_at > get_now():
            return
        abandon_sessions()  # what they read is older than what is published now
        turn.take()


def publish_now() -> bool:
    """Publish what is due; whether all went well. A failure is for the log, not for readers.

    They are given what there is; the next one to notice tries again.
    """
    runtime = get_runtime()
    try:
        scheduling.publish_due(runtime.store, runtime.settings, now=get_now())
    except DatabaseFailed as error:
        _log.warning("nothing scheduled goes out: %s", error.orig)
        return False
    except Exception:
        _log.exception("timekeeping broke down")
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
        return publish_now()
