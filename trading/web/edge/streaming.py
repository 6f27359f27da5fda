"""Answers that are too long to be held: given as they come, tagged by what they are made from."""

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from wsgiref.types import StartResponse, WSGIEnvironment

from trading.web.edge.answers import NOT_MODIFIED, OK, find, tagged, unchanged
from trading.web.edge.asking import Asked
from trading.web.edge.conditional import names
from trading.web.edge.encoding import accepts_gzip, compressed_stream, is_text
from trading.web.edge.freshness import Key, Standing

# Another program, or other settings, may make other bytes of the same revision.
_THIS_PROCESS = secrets.token_hex(8)


class _Parts:
    """The parts of a body, and what to close when they are sent or nobody wants them any more."""

    def __init__(self, asked: Asked, parts: Iterable[bytes]) -> None:
        self._asked, self._parts = asked, parts

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._parts)

    def close(self) -> None:
        """Let the application give back what it holds."""
        self._asked.close()


def stream(
    asked: Asked,
    environ: WSGIEnvironment,
    start_response: StartResponse,
    *,
    made_from: tuple[Standing, Key] | None,
) -> Iterable[bytes]:
    """Give a streamed 200; `made_from` is what stood before and after it began, if it is known."""
    packable = is_text(find(asked.headers, "content-type"))
    headers, tag = asked.headers, ""
    if made_from is not None:
        standing, key = made_from
        made = repr((_THIS_PROCESS, standing.revision, standing.since, key))
        tag = hashlib.sha256(made.encode()).hexdigest()[:32]
        headers = tagged(headers, f'W/"{tag}"', varies=packable)
    if tag and names(environ.get("HTTP_IF_NONE_MATCH", ""), tag):
        asked.close()
        start_response(NOT_MODIFIED, unchanged(headers))
        return []
    parts = asked.parts
    if packable and accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
        headers, parts = [*headers, ("Content-Encoding", "gzip")], compressed_stream(parts)
    start_response(OK, headers)
    if environ["REQUEST_METHOD"] == "HEAD":
        asked.close()
        return []
    return _Parts(asked, parts)
