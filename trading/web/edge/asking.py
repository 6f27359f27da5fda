"""Asking the application for nobody in particular: for a whole answer, and without cookies."""

from collections.abc import Callable, Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from trading.web.edge.answers import Headers, Told, find

# What must not change a byte of what others are given, or is answered at the edge.
_OF_ONE_READER = frozenset(
    {
        *("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_ACCEPT_ENCODING", "HTTP_RANGE"),
        *("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_RANGE"),
        *("HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"),
    }
)


class Asked:
    """What the application answers, before its body is read; whoever has it reads or closes it."""

    def __init__(self, app: WSGIApplication, environ: WSGIEnvironment) -> None:
        self.status, self.headers = "", Headers()
        self._written: list[bytes] = []
        self._parts = app(environ, self._start)

    def _start(self, status: str, headers: Headers, _failure: object = None) -> Callable[..., None]:
        self.status, self.headers = status, headers
        return self._written.append

    @property
    def is_for_everybody(self) -> bool:
        """Whether this is a whole answer that anybody would be given."""
        control = find(self.headers, "cache-control")
        own = "no-store" in control or "private" in control or find(self.headers, "set-cookie")
        return self.status.startswith("200") and not own

    @property
    def is_streamed(self) -> bool:
        """Whether it is made while it is sent: then nobody knows how long it will be."""
        return not find(self.headers, "content-length")

    def read(self) -> Told:
        """All of it."""
        try:
            body = b"".join([*self._written, *self._parts])
        finally:
            self.close()
        return Told(status=self.status, headers=self.headers, body=body)

    def close(self) -> None:
        """Let the application give back what it holds."""
        close = getattr(self._parts, "close", None)
        if close is not None:
            close()

    def pass_on(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Give it as it is; a HEAD gets no body."""
        start_response(self.status, self.headers)
        if environ["REQUEST_METHOD"] == "HEAD":
            self.close()
            return []
        return self._parts

    @property
    def parts(self) -> Iterable[bytes]:
        """The body as it comes."""
        return self._parts


def for_everybody(environ: WSGIEnvironment) -> WSGIEnvironment:
    """The same request as a plain GET of nobody in particular."""
    plain = {name: value for name, value in environ.items() if name not in _OF_ONE_READER}
    plain["REQUEST_METHOD"] = "GET"
    return plain
