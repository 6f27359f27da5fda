"""The gate: what no view should ever see is refused before any view runs."""

from flask import Flask, request
from werkzeug.wrappers import Response

from trading.web.errors import refuse
from trading.web.session import SAFE_METHODS


def stand_at_the_gate(app: Flask) -> None:
    """Refuse addresses that nobody types, and changes that another site caused."""

    @app.before_request
    def readable_address() -> Response | None:
        """A control character is in no address of ours, and PostgreSQL stores none (R20)."""
        values = [value for pair in request.args.items(multi=True) for value in pair]
        if all(text.isprintable() or _has_only_blanks(text) for text in (request.path, *values)):
            return None
        return refuse(400)

    @app.before_request
    def same_site() -> Response | None:
        """A change comes from a page of ours (security.md R11)."""
        if request.method in SAFE_METHODS:
            return None
        if request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none"):
            return None
        return refuse(403)


def _has_only_blanks(text: str) -> bool:
    """Whether everything unprintable is a blank of some script, such as U+3000."""
    return all(char.isprintable() or char.isspace() for char in text) and "\x00" not in text
