"""The clock: the only room of the web floor that asks the time, once a request."""

import time
from datetime import datetime

from flask import current_app, g

from trading.domain.calendar import SHANGHAI


class Clock:
    """The present moment, aware, in Asia/Shanghai."""

    def now(self) -> datetime:
        """Ask the computer."""
        return datetime.now(SHANGHAI)

    def seconds(self) -> float:
        """The same moment as a plain number: the edge compares it before every answer."""
        return time.time()


def get_now() -> datetime:
    """The moment of this request: the same however often it is asked."""
    if "now" not in g:
        g.now = current_app.extensions["trading"].clock.now()
    moment: datetime = g.now
    return moment
