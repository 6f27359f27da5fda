"""Headers on every answer: what a browser may load, and what may be kept (interface.md §6)."""

from flask import Flask, Response, redirect, request

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_ONE_YEAR = "max-age=31536000; includeSubDomains"


def add_headers(app: Flask) -> None:
    """Put the headers on every answer, also on errors and static files."""

    @app.after_request
    def dress(response: Response) -> Response:
        for name, value in _ALWAYS.items():
            response.headers.setdefault(name, value)
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = _ONE_YEAR
        _stay_here(response)
        if request.path.startswith("/staff"):
            response.headers["Cache-Control"] = "no-store"
        elif "Cache-Control" not in response.headers or request.endpoint == "static":
            # It may be kept but must be asked about: nobody sees a stale deadline.
            response.headers["Cache-Control"] = "public, no-cache"
        return response


def _stay_here(response: Response) -> None:
    """A redirect within the site names no host: none that a request claims ever comes back."""
    if response.location and response.location.startswith(request.host_url):
        path = "/" + response.location.removeprefix(request.host_url).lstrip("/")
        response.data = redirect(path).data  # the page that a browser may show meanwhile
        response.location = path
