"""How long an answer lasts, where its view knows of a moment that nobody else knows of."""

from datetime import datetime

from flask import request

KEPT_UNTIL = "trading.kept_until"  # in the request's environment, which the edge made


def keep_until(moment: datetime) -> None:
    """Let the edge keep the answer to this request only before `moment` (aware).

    Of several moments the first one counts. What changes for the whole site (a publication, a
    deadline, an opening, the end of a publicity, a new day) needs no word of a view.
    """
    environ = request.environ
    earlier: datetime = environ.get(KEPT_UNTIL, moment)
    environ[KEPT_UNTIL] = min(earlier, moment)
