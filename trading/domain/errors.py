"""What can go wrong in this house, said so that a person can act on it."""


class TradingError(Exception):
    """A sentence for a person, in Chinese source text with named values.

    `message` is a gettext key such as ``"标段%(number)s重复"``; `values` fill it. Only `web`
    translates; `str()` gives the Chinese sentence for the command line and for logs.
    """

    def __init__(self, message: str, /, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message


class NotFound(TradingError):
    """What was asked for is not here (HTTP 404)."""


class Conflict(TradingError):
    """Somebody else was faster, or the thing is no longer in that state (HTTP 409)."""


class NotAllowed(TradingError):
    """This person may not do this, whatever the state of the thing (HTTP 403)."""


class NotReady(TradingError):
    """The installation has not been set up so far that it can answer (HTTP 503)."""


class TooManyAttempts(TradingError):
    """Somebody, or everybody together, asks too often (HTTP 429); try again in `seconds`."""

    def __init__(self, message: str, /, *, seconds: int, **values: object) -> None:
        super().__init__(message, **values)
        self.seconds = seconds


class RuleBroken(TradingError):
    """A rule of the domain refuses this input; `field` names the form field (HTTP 422).

    `field` is a dotted path into the form, e.g. ``"tender_deadline"`` or ``"lots.0.ceiling"``;
    ``""`` means the whole form.
    """

    def __init__(self, message: str, /, *, field: str = "", **values: object) -> None:
        super().__init__(message, **values)
        self.field = field


class SeveralBroken(TradingError):
    """Several rules refused one input at once; every one is kept so that all can be shown."""

    def __init__(self, broken: list[RuleBroken]) -> None:
        super().__init__("；".join(str(one) for one in broken).replace("%", "%%"))
        self.broken = broken

    def __str__(self) -> str:
        return "；".join(str(one) for one in self.broken)
