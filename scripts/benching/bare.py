"""The baselines: a bare WSGI application that answers given bytes from memory, and feedgen.

Served by the same server with the same settings as the product; `BENCH_BARE` names a file with
the answers: JSON, path → status, headers and body (latin-1), `/feedgen` → the items of a feed.
"""

import gzip
import json
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from feedgen.feed import FeedGenerator

Bare = tuple[str, list[tuple[str, str]], list[bytes]]


def _read() -> tuple[dict[str, Bare], list[dict[str, Any]]]:
    given: dict[str, Any] = json.loads(Path(os.environ["BENCH_BARE"]).read_text(encoding="utf-8"))
    answers = {
        path: (one["status"], [(a, b) for a, b in one["headers"]], [one["body"].encode("latin-1")])
        for path, one in given["answers"].items()
    }
    return answers, given["items"]


_ANSWERS, _ITEMS = _read() if "BENCH_BARE" in os.environ else ({}, [])


def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """The bytes of this path; for `/feedgen` a feed that is built for this request."""
    path = environ["PATH_INFO"]
    if path == "/feedgen":
        return _build(start_response)
    status, headers, body = _ANSWERS[path]
    start_response(status, headers)
    return body


def _build(start_response: StartResponse) -> Iterable[bytes]:
    body = gzip.compress(build(_ITEMS), 6, mtime=0)
    length = ("Content-Length", str(len(body)))
    kind = ("Content-Type", "application/rss+xml; charset=utf-8")
    start_response("200 OK", [kind, length, ("Content-Encoding", "gzip")])
    return [body]


def build(items: Iterable[dict[str, Any]]) -> bytes:
    """The feed of these items as feedgen's own documentation builds one."""
    feed = FeedGenerator()
    feed.load_extension("dc")
    feed.title("全部公告")
    feed.link(href="http://127.0.0.1/")
    feed.description("全部公告")
    for item in items:
        entry = feed.add_entry(order="append")
        entry.id(item["guid"])
        entry.title(item["title"])
        entry.link(href=item["link"])
        entry.description(item["description"])
        entry.content(item["content"], type="CDATA")
        entry.category([{"term": one} for one in item["categories"]])
        entry.dc.dc_creator(item["creator"])
        entry.published(datetime.fromisoformat(item["published"]))
    made: bytes = feed.rss_str()
    return made
