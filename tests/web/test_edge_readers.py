"""Fifteen habits of feed readers, each with its decided answer, whether the answer is kept or made.

None of them is ever an error.
"""

import gzip
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.http import http_date

from tests.clocks import FixedClock
from tests.notices import NOON, TENDER, Press
from trading.config import Settings
from trading.store.engine import Store
from trading.web import create_app

FEED = "/feeds/all.rss"
CHANGED = http_date(NOON)
# Who does so → what it sends, given our tag (32 hexadecimal digits) → status, and the coding.
Habit = tuple[str, Callable[[str], dict[str, str]], int, str]
HABITS: tuple[Habit, ...] = (
    ("sends back the tag as it came", lambda tag: {"If-None-Match": f'W/"{tag}"'}, 304, ""),
    ("forgets that the tag is weak", lambda tag: {"If-None-Match": f'"{tag}"'}, 304, ""),
    ("forgets the quotes", lambda tag: {"If-None-Match": tag}, 304, ""),
    (
        "sends every tag it ever saw",
        lambda tag: {"If-None-Match": f'"a,b", W/"{tag}","c"'},
        304,
        "",
    ),
    (
        "sits behind an Apache that marks compressed answers",
        lambda tag: {"If-None-Match": f'W/"{tag}-gzip"', "Accept-Encoding": "gzip"},
        304,
        "",
    ),
    ("asks whether there is anything at all", lambda _: {"If-None-Match": "*"}, 304, ""),
    (
        "has an old tag and a new date",
        lambda _: {"If-None-Match": 'W/"0123"', "If-Modified-Since": CHANGED},
        200,
        "",
    ),
    (
        "has the tag and thinks that it is 1970",
        lambda tag: {"If-None-Match": f'W/"{tag}"', "If-Modified-Since": http_date(0)},
        304,
        "",
    ),
    ("keeps only the date", lambda _: {"If-Modified-Since": CHANGED}, 304, ""),
    (
        "writes dates as in 1994",
        lambda _: {"If-Modified-Since": "Monday, 02-Mar-26 04:00:00 GMT"},
        304,
        "",
    ),
    (
        "writes dates as C does",
        lambda _: {"If-Modified-Since": "Mon Mar  2 04:00:00 2026"},
        304,
        "",
    ),
    (
        "adds the length to the date",
        lambda _: {"If-Modified-Since": f"{CHANGED}; length=4711"},
        304,
        "",
    ),
    (
        "sends its own clock, an hour fast",
        lambda _: {"If-Modified-Since": http_date(NOON.timestamp() + 4000)},
        304,
        "",
    ),
    (
        "sends a date of nonsense",
        lambda _: {"If-Modified-Since": "Thu, 99 Foo 99999 25:61:61 XYZ"},
        200,
        "",
    ),
    (
        "likes compressed answers and resumes downloads",
        lambda _: {"Accept-Encoding": "br, gzip;q=0.8, *;q=0.1", "Range": "bytes=0-9"},
        200,
        "gzip",
    ),
    ("takes no gzip", lambda _: {"Accept-Encoding": "gzip;q=0, deflate, *"}, 200, ""),
    ("refuses plain bytes", lambda _: {"Accept-Encoding": "identity;q=0"}, 200, ""),
    (
        "sends nonsense everywhere",
        lambda _: {"Accept-Encoding": ";;=,q", "If-None-Match": '"\\,,W/'},
        200,
        "",
    ),
    (
        "has no name, but a cookie",
        lambda _: {"User-Agent": "", "Cookie": "trading_staff=x"},
        200,
        "",
    ),
    ("signs in where no door is", lambda _: {"Authorization": "Basic eDp5"}, 200, ""),
)


@pytest.fixture(params=["kept", "made anew"])
def asking(
    request: pytest.FixtureRequest,
    office: Flask,
    press: Press,
    office_clock: FixedClock,
    settings: Settings,
    sqlite_store: Store,
) -> FlaskClient:
    """A reader of a feed, from memory or not."""
    press(TENDER)
    office_clock.pass_by(minutes=1)
    if request.param == "kept":
        assert office.test_client().get(FEED).status_code == 200
        return office.test_client()
    made = create_app(settings, store=sqlite_store, clock=office_clock, edge_keeps=False)
    return made.test_client()


@pytest.mark.parametrize(
    ("who", "sends", "status", "coding"), HABITS, ids=[one[0] for one in HABITS]
)
def test_a_reader_with_this_habit_is_given_what_it_needs(
    asking: FlaskClient,
    who: str,
    sends: Callable[[str], dict[str, str]],
    status: int,
    coding: str,
) -> None:
    whole = asking.get(FEED)
    tag = whole.headers["ETag"].removeprefix('W/"').removesuffix('"')
    headers = sends(tag)
    answer = asking.get(FEED, headers=headers)
    assert (answer.status_code, answer.headers.get("Content-Encoding", "")) == (status, coding)
    if status == 200:
        assert (gzip.decompress(answer.data) if coding else answer.data) == whole.data
        assert int(answer.headers["Content-Length"]) == len(answer.data)
    else:
        assert answer.data == b""
        assert not [
            name for name, _ in answer.headers if name.startswith("Content-") and "Sec" not in name
        ]
    for name in ("ETag", "Cache-Control", "Vary", "Last-Modified", "Content-Security-Policy"):
        assert answer.headers.getlist(name) == whole.headers.getlist(name)
    assert "Set-Cookie" not in answer.headers
    head = asking.head(FEED, headers=headers)
    assert (head.status_code, head.data) == (status, b"")
    head.headers.pop("Date", None)
    answer.headers.pop("Date", None)
    assert list(head.headers) == list(answer.headers)
