"""One reader for `readers.py`: asks over one connection as fast as it is answered, then reports.

Run as a program of its own, so that readers do not wait for each other; prints JSON.
"""

import json
import socket
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any


class Reader:
    """One connection that is kept alive."""

    def __init__(self, host: str, port: int) -> None:
        self._place = (host, port)
        self._socket: socket.socket | None = None

    def ask(self, request: bytes) -> tuple[int, bytes]:
        """Status and the whole answer, head and body."""
        try:
            return self._ask(request)
        except OSError:  # the server may close an idle connection: once more on a new one
            self.close()
            return self._ask(request)

    def _ask(self, request: bytes) -> tuple[int, bytes]:
        if self._socket is None:
            self._socket = socket.create_connection(self._place, timeout=60)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        answer = self._socket.recv(65_536)
        while (end := answer.find(b"\r\n\r\n")) < 0:
            answer += self._more()
        status = int(answer[9:12])
        missing = end + 4 + _length(answer[:end], status) - len(answer)
        while missing > 0:
            more = self._more()
            answer += more
            missing -= len(more)
        return status, answer

    def _more(self) -> bytes:
        more = self._socket.recv(262_144) if self._socket else b""
        if not more:
            raise OSError("the server hung up")
        return more

    def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def _length(head: bytes, status: int) -> int:
    if status == 304:
        return 0
    at = head.lower().find(b"content-length:")
    if at < 0:
        raise ValueError("an answer without Content-Length: this reader cannot tell where it ends")
    return int(head[at + 15 :].split(b"\r\n", 1)[0])


def request(path: str, headers: Mapping[str, str] | None = None) -> bytes:
    """A GET as it goes over the wire."""
    said = {"Host": "127.0.0.1", "User-Agent": "bench", "Accept-Encoding": "gzip"}
    said |= headers or {}
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in said.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def read_for(seconds: float, reader: Reader, requests: Sequence[bytes]) -> dict[str, Any]:
    """Ask again and again; how often in how many seconds, and how long each took."""
    statuses: dict[int, int] = {}
    took: list[float] = []
    began = before = time.perf_counter()
    while before - began < seconds:
        status, _ = reader.ask(requests[len(took) % len(requests)])
        after = time.perf_counter()
        took.append(after - before)
        statuses[status] = statuses.get(status, 0) + 1
        before = after
    took.sort()
    return {
        "count": len(took),
        "seconds": before - began,
        "median": took[len(took) // 2],
        "p99": took[len(took) * 99 // 100],
        "statuses": statuses,
    }


def main() -> None:
    """Host, port, seconds and the requests (JSON texts) are on the command line."""
    host, port, seconds, *requests = sys.argv[1:]
    asked = [one.encode() for one in requests]
    reader = Reader(host, int(port))
    reader.ask(asked[0])
    print(json.dumps(read_for(float(seconds), reader, asked)))


if __name__ == "__main__":
    main()
