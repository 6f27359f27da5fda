"""Cold answers: made anew for each request, with the edge off; they must not grow with the site."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from benching.reader import Reader, read_for, request

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
        "sitemap": ["/sitemap.xml"],
    }


def measure(
    reader: Reader, asked: Mapping[str, Sequence[str]], *, seconds: float
) -> dict[str, dict[str, Any]]:
    """For each name the median and p99 in milliseconds; its status where it is not there."""
    found: dict[str, dict[str, Any]] = {}
    for name, paths in asked.items():
        requests = [request(path) for path in paths]
        try:
            status, _ = reader.ask(requests[0])
            if status != 200:
                found[name] = {"status": status}
                continue
            said = read_for(seconds, reader, requests)
        except ValueError:  # streamed, without a length
            reader.close()
            found[name] = {"status": 0}
            continue
        found[name] = {
            "median_ms": said["median"] * 1000,
            "p99_ms": said["p99"] * 1000,
            "count": said["count"],
        }
    return found
