"""A reader that polls one feed again and again, and checks each answer against what it knows."""

import gzip
import hashlib
import http.client
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree import ElementTree

_NUMBER = re.compile(r":notice:([0-9]{12,})$")


class Published:
    """The notices whose publication was acknowledged, in their order, each with its moment."""

    def __init__(self) -> None:
        self.numbers: list[tuple[float, str]] = []

    def note(self, number: str) -> None:
        """Somebody's press was answered."""
        self.numbers.append((time.monotonic(), number))

    def newest(self, *, before: float) -> str:
        """The last number that was acknowledged before this moment; empty when none was."""
        return next((number for at, number in reversed(self.numbers) if at <= before), "")


@dataclass
class Reader:
    """Polls `path` until told to end; `faults` is what no reader should ever see.

    `allowed` seconds may pass until a publication is seen. All readers share `tags`: the bytes
    (SHA-256) that came under each ETag of each address.
    """

    port: int
    path: str
    packed: bool
    published: Published
    tags: dict[tuple[str, str], str]
    allowed: float = 0.0
    faults: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    polls: int = 0
    unchanged: int = 0

    def poll_until(self, ended: threading.Event) -> None:
        """Ask, look, ask again; once more after the end."""
        etag, newest, last = "", "", False
        while not last:
            last = ended.is_set()
            asked_at = time.monotonic()
            status, etag, body = self._ask(etag)
            self.polls += 1
            if status == 304:
                self.unchanged += 1
            elif status == 200:
                newest = self._look(body, newest)
            else:
                self.faults.append(f"{self.path} answers {status}")
            needed = self.published.newest(before=asked_at - self.allowed)
            if newest < needed:
                self.faults.append(f"{self.path}: {newest} though {needed} was acknowledged")

    def _ask(self, etag: str) -> tuple[int, str, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"If-None-Match": etag} if etag else {}
        headers |= {"Accept-Encoding": "gzip"} if self.packed else {}
        connection.request("GET", self.path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        given = answer.headers.get("ETag", "")
        if answer.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        if answer.status == 200:
            digest = hashlib.sha256(body).hexdigest()
            if self.tags.setdefault((self.path, given), digest) != digest:
                self.faults.append(f"{self.path}: {given} came with other bytes")
        elif given != etag:
            self.faults.append(f"{self.path}: 304 of {given} to one who has {etag}")
        return answer.status, given, body

    def _look(self, body: bytes, newest: str) -> str:
        """The newest number of this feed; nothing that was newest before may be gone again."""
        numbers = [
            found[1]
            for one in ElementTree.fromstring(body).iter()  # noqa: S314 # our own server's
            if one.tag.rpartition("}")[2] in ("guid", "id")
            and (found := _NUMBER.search(one.text or ""))
        ]
        self.seen.update(numbers)
        now = max(numbers, default="")
        if not self.allowed and now < newest:
            self.faults.append(f"{self.path} goes back from {newest} to {now}")
        return now


def in_threads(*works: Callable[[], None]) -> list[threading.Thread]:
    """Each in a thread of its own, begun."""
    threads = [threading.Thread(target=work, daemon=True) for work in works]
    for thread in threads:
        thread.start()
    return threads
