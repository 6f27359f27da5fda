"""Attempts: what somebody typed as a password, with where the request came from."""

from flask import request

from trading.services.signing_in import Attempt
from trading.web import cookies


def attempt_of(name: str, password: str | None) -> Attempt:
    """A name and a password, from this request's address and browser."""
    return Attempt(
        name=name,
        password=password or "",
        address=request.remote_addr or "",
        user_agent=request.headers.get("User-Agent", ""),
        token=cookies.staff_token(request),
    )
