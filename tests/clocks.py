"""A clock that tests set by hand."""

from datetime import datetime, timedelta

from trading.domain.calendar import SHANGHAI
from trading.web.clock import Clock


class FixedClock(Clock):
    """Stands still in Asia/Shanghai until a test moves it."""

    def __init__(self, moment: datetime) -> None:
        self.set(moment)

    def now(self) -> datetime:
        """The moment that was set."""
        return self._moment

    def seconds(self) -> float:
        """The moment that was set."""
        return self._moment.timestamp()

    def set(self, moment: datetime) -> None:
        """Move to an aware moment."""
        self._moment = moment.astimezone(SHANGHAI)

    def pass_by(self, **passed: float) -> None:
        """Let time pass: `clock.pass_by(minutes=31)`."""
        self._moment += timedelta(**passed)
