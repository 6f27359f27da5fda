"""Cookies: only staff pages have any, and none is readable by scripts or sent to other sites."""

from flask import Flask, Request, request
from flask.sessions import SecureCookieSessionInterface
from werkzeug.wrappers import Response

FORM_COOKIE, STAFF_COOKIE = "trading_form", "trading_staff"


class StaffOnlyCookies(SecureCookieSessionInterface):
    """Flask's signed cookie, which holds the form token; Secure when the request came by TLS."""

    def get_cookie_name(self, app: Flask) -> str:
        """`__Host-` behind TLS (RFC 6265bis): no other host can set it."""
        return named(FORM_COOKIE)

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether the request came by TLS."""
        return request.is_secure

    def get_cookie_samesite(self, app: Flask) -> str:
        """Not sent with requests that other sites cause."""
        return "Lax"


def named(name: str) -> str:
    """A cookie's name on this connection."""
    return f"__Host-{name}" if request.is_secure else name


def staff_token(incoming: Request) -> str:
    """The session token that the browser sent; empty when it sent none."""
    return incoming.cookies.get(named(STAFF_COOKIE), "")


def give_staff_token(response: Response, token: str) -> None:
    """Let the browser keep a session token until it is closed."""
    response.set_cookie(
        named(STAFF_COOKIE), token, httponly=True, secure=request.is_secure, samesite="Lax"
    )


def take_staff_token(response: Response) -> None:
    """Let the browser forget its session token."""
    response.delete_cookie(
        named(STAFF_COOKIE), httponly=True, secure=request.is_secure, samesite="Lax"
    )
