"""Hot answers: what the edge gives from memory, beside the same bytes from a bare application."""

import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from benching import readers, servers
from benching.reader import Reader, request
from benching.servers import Server

FEED = "/feeds/all.rss"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_HOP = {"date", "server", "connection", "transfer-encoding", "keep-alive"}


@dataclass(frozen=True)
class Asked:
    """An answer to be had from memory: its name in the table, its address, how it is asked."""

    name: str
    path: str
    headers: dict[str, str]


def asked_for(reader: Reader, number: str) -> list[Asked]:
    """The answers that are measured: feed, list, notice, and the feed that has not changed."""
    tag = dict(head(reader.ask(request(FEED))[1])[1]).get("etag", "")
    return [
        Asked("feed_200", FEED, {}),
        Asked("list_200", "/notices", {}),
        Asked("notice_200", f"/notices/{number}", {}),
        Asked("feed_304", FEED, {"If-None-Match": tag}),
    ]


def head(answer: bytes) -> tuple[str, list[tuple[str, str]]]:
    """Status line and headers (names in lower case) of an answer."""
    lines = answer.split(b"\r\n\r\n", 1)[0].decode("latin-1").split("\r\n")
    parts = (line.split(":", 1) for line in lines[1:])
    return lines[0].split(" ", 1)[1], [(name.lower(), value.strip()) for name, value in parts]


def write_baselines(reader: Reader, asked: Sequence[Asked], path: Path) -> None:
    """Keep the very bytes of the product for the bare application, and the items of the feed."""
    answers: dict[str, Any] = {}
    for one in asked:
        _, answer = reader.ask(request(one.path, one.headers))
        status, headers = head(answer)
        body = answer.split(b"\r\n\r\n", 1)[1].decode("latin-1")
        kept = [pair for pair in headers if pair[0] not in _HOP]
        answers[f"/{one.name}"] = {"status": status, "headers": kept, "body": body}
    _, plain = reader.ask(request(FEED, {"Accept-Encoding": "identity"}))
    items = _items(plain.split(b"\r\n\r\n", 1)[1])
    path.write_text(json.dumps({"answers": answers, "items": items}), encoding="utf-8")


def _items(feed: bytes) -> list[dict[str, Any]]:
    items = ElementTree.fromstring(feed).iter("item")  # noqa: S314 # our own feed
    return [
        {
            "guid": one.findtext("guid", ""),
            "title": one.findtext("title", ""),
            "link": one.findtext("link", ""),
            "description": one.findtext("description", ""),
            "content": one.findtext(_CONTENT, ""),
            "categories": [found.text for found in one.iter("category")],
            "creator": one.findtext(_CREATOR, ""),
            "published": "2026-01-01T09:00:00+08:00",
        }
        for one in items
    ]


def measure(
    product: Server, bare: Server, asked: Sequence[Asked], *, seconds: float, repeats: int
) -> dict[str, dict[str, Any]]:
    """Answers per second of both, in turn, so that a noisy machine hurts both; medians."""
    found: dict[str, dict[str, Any]] = {}
    for one in asked:
        pairs = [
            (
                _rate(product, one.path, one.headers, seconds=seconds),
                _rate(bare, f"/{one.name}", {}, seconds=seconds),
            )
            for _ in range(repeats)
        ]
        found[one.name] = _compared(pairs)
    return found


def against_building(
    product: Server, bare: Server, off: Server, *, seconds: float, repeats: int
) -> dict[str, Any]:
    """The cached feed beside the same feed built per request: by feedgen, and with the edge off."""
    slow = max(seconds, 3.0)  # a few a second: less would count none
    rates: dict[str, list[float]] = {"cached": [], "feedgen": [], "edge_off": []}
    for _ in range(repeats):
        rates["cached"].append(_rate(product, FEED, {}, seconds=seconds)[0])
        rates["feedgen"].append(_rate(bare, "/feedgen", {}, seconds=slow)[0])
        rates["edge_off"].append(_rate(off, FEED, {}, seconds=slow)[0])
    medians = {name: statistics.median(one) for name, one in rates.items()}
    return {
        **medians,
        "over_feedgen": medians["cached"] / medians["feedgen"],
        "over_edge_off": medians["cached"] / medians["edge_off"],
    }


_Rate = tuple[float, float | None]  # answers per second, seconds of work per answer


def _rate(server: Server, path: str, headers: dict[str, str], *, seconds: float) -> _Rate:
    before = server.cpu_seconds()
    load = readers.load(server.port, path, seconds=seconds, headers=headers)
    after = server.cpu_seconds()
    if before is None or after is None:
        return load.rate, None
    return load.rate, (after - before) / max(1.0, load.rate * seconds)


def _compared(pairs: Sequence[tuple[_Rate, _Rate]]) -> dict[str, Any]:
    ours = statistics.median(one[0][0] for one in pairs)
    theirs = statistics.median(one[1][0] for one in pairs)
    ratio = statistics.median(one[0][0] / one[1][0] for one in pairs)
    found: dict[str, Any] = {"per_second": ours, "bare_per_second": theirs, "ratio": ratio}
    work = [(one[0][1], one[1][1]) for one in pairs]
    known = [(mine, bare) for mine, bare in work if mine and bare]
    if known:
        found["cpu_ratio"] = statistics.median(bare / mine for mine, bare in known)
    return found


def started(folder: Path, *, times: int) -> list[float]:
    """How many seconds the product takes from its start to its first answer, each time."""
    found = []
    for _ in range(times):
        with servers.product(folder) as server:
            found.append(server.started_in)
    return found
