"""A finished answer: its bytes, plain and compressed, and its headers for 200 and for 304."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from wsgiref.types import StartResponse, WSGIEnvironment

from trading.web.edge.conditional import is_unchanged_since, names
from trading.web.edge.encoding import WORTH_IT, accepts_gzip, compressed, is_text

Headers = list[tuple[str, str]]
OK, NOT_MODIFIED = "200 OK", "304 Not Modified"
_NOTHING: list[bytes] = []
# What describes the bytes that a 304 does not carry (RFC 9110 §15.4.5).
_OF_THE_BYTES = frozenset(
    {"content-type", "content-length", "content-encoding", "content-language", "content-range"}
    | {"content-disposition", "accept-ranges"}
)
# What the edge alone says.
_OURS = frozenset({"etag", "content-length", "content-encoding"})


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the application said: status, headers, and the whole body."""

    status: str
    headers: Headers
    body: bytes


class Answer:
    """A 200 ready to be given as often as it is asked for, whole, compressed or as a 304."""

    __slots__ = ("_body", "_changed", "_packed", "_whole", "etag", "headers", "modified", "tag")

    def __init__(self, told: Told) -> None:
        self.tag = hashlib.sha256(told.body).hexdigest()[:32]
        self.etag = f'W/"{self.tag}"'
        self.modified = find(told.headers, "last-modified") or None
        packable = is_text(find(told.headers, "content-type"))
        self.headers = tagged(told.headers, self.etag, varies=packable)
        self._changed = unchanged(self.headers)
        self._whole = [*self.headers, ("Content-Length", str(len(told.body)))]
        self._body = [told.body]
        self._packed: tuple[Headers, list[bytes]] | None = None
        if not packable or len(told.body) < WORTH_IT:
            self._packed = self._whole, self._body

    @property
    def size(self) -> int:
        """The bytes that keeping this takes, also once it is compressed; roughly."""
        return len(self._body[0]) * 3 // 2 + 4096

    def is_known(self, environ: WSGIEnvironment) -> bool:
        """Whether the reader has these bytes: the tag counts before the date."""
        asked = environ.get("HTTP_IF_NONE_MATCH")
        if asked is not None:
            return asked == self.etag or names(asked, self.tag)
        since = environ.get("HTTP_IF_MODIFIED_SINCE")
        return since is not None and is_unchanged_since(since, self.modified)

    def give(
        self, environ: WSGIEnvironment, start_response: StartResponse, *, known: bool
    ) -> Iterable[bytes]:
        """Answer a GET or HEAD of somebody who has it already, or has not."""
        if known:
            start_response(NOT_MODIFIED, self._changed)
            return _NOTHING
        headers, body = self._whole, self._body
        accepted = environ.get("HTTP_ACCEPT_ENCODING")
        if accepted is not None and accepts_gzip(accepted):
            headers, body = self._packed or self._pack()
        start_response(OK, headers)
        return body if environ["REQUEST_METHOD"] == "GET" else _NOTHING

    def _pack(self) -> tuple[Headers, list[bytes]]:
        """Compress once, when the first reader wants it; two at once make the same bytes."""
        body = compressed(self._body[0])
        length = ("Content-Length", str(len(body)))
        self._packed = [*self.headers, ("Content-Encoding", "gzip"), length], [body]
        return self._packed


def tagged(headers: Headers, etag: str, *, varies: bool) -> Headers:
    """The headers with our ETag; `varies` says that the bytes depend on Accept-Encoding."""
    kept = [(name, value) for name, value in headers if name.lower() not in _OURS]
    vary = [("Vary", "Accept-Encoding")] if varies else []
    return [*kept, ("ETag", etag), *vary]


def unchanged(headers: Headers) -> Headers:
    """The headers of the 304 beside these of a 200."""
    return [one for one in headers if one[0].lower() not in _OF_THE_BYTES]


def find(headers: Sequence[tuple[str, str]], name: str) -> str:
    """The value of a header, named in small letters; empty where there is none."""
    return next((value for one, value in headers if one.lower() == name), "")
