"""Cold answers: made anew for each request, with the edge off; they must not grow with the site."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from benching.reader import read_for, request
from benching.servers import Server
from trading.domain.calendar import SHANGHAI

COMMON, ONE, NONE = "工程", "县", "zzqxj"


def addresses(numbers: Sequence[str], rare: Sequence[str]) -> dict[str, list[str]]:
    """What is asked: names in the table, and the addresses that are asked in turn."""
    return {
        "home": ["/"],
        "list": ["/notices"],
        "list_filtered": ["/notices?family=award&category=construction"],
        "list_page_50": ["/notices?page=50"],
        "notice": [f"/notices/{number}" for number in numbers],
        "feed": ["/feeds/all.rss"],
        "feed_filtered": ["/notices.rss?family=tender&region=230000"],
        "feed_closed_page": ["/feeds/all/page/1.rss"],
        "search_common": [f"/notices?q={quote(COMMON)}"],
        "search_rare": [f"/notices?q={quote(code)}" for code in rare],
        "search_one": [f"/notices?q={quote(ONE)}"],
        "search_none": [f"/notices?q={quote(NONE)}"],
        "after": ["/notices.json?after=1"],
        "year": ["/statistics/2016"],
        "year_now": [f"/statistics/{datetime.now(SHANGHAI).year}"],
        "passport": ["/statistics/2016/trades"],
        "sitemap": ["/sitemap.xml"],
    }


def measure(
    server: Server, asked: Mapping[str, Sequence[str]], *, seconds: float
) -> dict[str, dict[str, Any]]:
    """For each name median, p99 and work per answer in ms; its status where it is not there.

    The work (CPU time of the server) is the one that a noisy machine changes least.
    """
    reader = server.reader()
    found: dict[str, dict[str, Any]] = {}
    for name, paths in asked.items():
        requests = [request(path) for path in paths]
        try:
            status, _ = reader.ask(requests[0])
            if status != 200:
                found[name] = {"status": status}
                continue
            before = server.cpu_seconds()
            said = read_for(seconds, reader, requests)
            after = server.cpu_seconds()
        except ValueError:  # streamed, without a length
            reader.close()
            found[name] = {"status": 0}
            continue
        found[name] = {
            "median_ms": said["median"] * 1000,
            "p99_ms": said["p99"] * 1000,
            "count": said["count"],
        }
        if before is not None and after is not None:
            found[name]["cpu_ms"] = (after - before) / said["count"] * 1000
    reader.close()
    return found
