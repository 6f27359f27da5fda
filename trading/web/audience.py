"""The audience: readings of notices and feeds, counted in memory and written now and then.

No cookie, no address and no time of day is kept: only how often, by day. Counting is on the way
of every answer, so it does next to nothing there; what a path means is asked when it is written.
"""

import logging
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from multiprocessing.util import Finalize
from typing import Any

from flask import Flask

from trading.domain.calendar import day_of
from trading.services import gathering
from trading.store.audiences import Reading
from trading.store.engine import DatabaseFailed, Store
from trading.web.audience_names import is_crawler, what_was_read

_EVERY = 30.0  # seconds
_MOST_PATHS = 20_000  # in memory at a time; what comes on top is not counted
_MOST_AGENTS = 2_000
_COUNTED = ("/notices", "/feeds/", "/processes/", "/suppliers/", "/buyers/")
_log = logging.getLogger(__name__)


class Audience:
    """Counts for one process: `seen` for each answer, `write` from time to time."""

    def __init__(self, store: Store, ask_time: Callable[[], datetime]) -> None:
        self._store, self._ask_time = store, ask_time
        self._paths: dict[str, int] = {}
        self._agents: dict[str, bool] = {}
        self._waiting: Counter[Reading] = Counter()
        self._day = day_of(ask_time())
        self._writing = threading.Lock()

    def seen(self, environ: Mapping[str, Any], status: str) -> None:
        """Note a finished GET that was answered 200 or 304; the edge calls this on its way out.

        Two threads at the same path may lose a count of each other: that is cheaper than a lock.
        """
        agent = environ.get("HTTP_USER_AGENT", "")
        crawls = self._agents.get(agent)
        if crawls is None:
            crawls = self._look_at(agent)
        if crawls:
            return
        paths, path = self._paths, environ["PATH_INFO"]
        if path in paths:
            paths[path] += 1
        elif path.startswith(_COUNTED) and len(paths) < _MOST_PATHS:
            paths[path] = 1

    def _look_at(self, agent: str) -> bool:
        """Whether this is a crawler, remembered for the next time."""
        crawls = is_crawler(agent)
        if len(self._agents) >= _MOST_AGENTS:
            self._agents = {}
        self._agents[agent] = crawls
        return crawls

    def write(self) -> bool:
        """Add what was counted since the last time to the database; whether that went well.

        A failure is for the log: the counts wait for the next time.
        """
        with self._writing:
            self._take()
            try:
                gathering.gather(self._store, self._waiting)
            except DatabaseFailed as error:
                _log.warning("the audience is not written: %s", error.orig)
                return False
            except Exception:
                _log.exception("counting the audience broke down")
                return False
            self._waiting = Counter()
            return True

    def _take(self) -> None:
        """Say what each path meant, on the day on which counting began."""
        paths, self._paths = self._paths, {}
        day, self._day = self._day, day_of(self._ask_time())
        for path, count in paths.items():
            read = what_was_read(path)
            if read is None:
                continue
            reading = Reading(*read, day)
            if reading in self._waiting or len(self._waiting) < _MOST_PATHS:
                self._waiting[reading] += count

    def pause(self) -> float:
        """The seconds until the next writing: at midnight (Asia/Shanghai) at the latest."""
        return min(_EVERY, until_midnight(self._ask_time()))


def until_midnight(now: datetime) -> float:
    """The seconds that are left of this day, and a moment more."""
    tomorrow = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return (tomorrow - now).total_seconds() + 0.001


def count_in_memory(app: Flask, store: Store, ask_time: Callable[[], datetime]) -> None:
    """Give the application an audience; nothing is written before somebody says so."""
    app.extensions["trading_audience"] = Audience(store, ask_time)


def audience_of(app: Flask) -> Audience:
    """The audience of this application."""
    audience: Audience = app.extensions["trading_audience"]
    return audience


def keep_counts(app: Flask) -> threading.Thread:
    """A thread of the serving process that writes the counts; once more when it is told to end."""
    audience = audience_of(app)
    thread = threading.Thread(target=_keep, args=(audience,), name="audience", daemon=True)
    thread.start()
    # A worker is a process of multiprocessing, which ends without what `atexit` knows; alone it
    # ends as any program, and this is called as well.
    Finalize(None, audience.write, exitpriority=0)
    return thread


def _keep(audience: Audience) -> None:
    pause = threading.Event()
    while not pause.wait(audience.pause()):
        audience.write()
