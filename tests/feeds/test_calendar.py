"""iCalendar: what RFC 5545 asks, and that every client shows Beijing time."""

from datetime import UTC, datetime, timedelta
from typing import Any  # a test names the few fields it cares about

import pytest
import vobject

from feeds import calendar
from feeds.calendar import Calendar, Event
from tests.feeds.making import CHINA, MORNING


def event(number: int = 1, **fields: Any) -> Event:
    """A deadline on the `number`-th morning."""
    plain = {
        "uid": f"tag:demo.example,2016:notice:{number}:deadline",
        "summary": f"投标截止：第{number}号",
        "starts": MORNING + timedelta(days=number - 1),
        "changed": MORNING - timedelta(days=20),
    }
    return Event(**{**plain, **fields})


def made(*events: Event, **fields: Any) -> Calendar:
    """A calendar of these events."""
    plain = {
        "uid": "tag:demo.example,2016:calendar:all",
        "name": "开标日程",
        "description": "某县公共资源交易中心的截止与开标时间",
        "home_url": "https://demo.example/notices",
        "self_url": "https://demo.example/notices.ics",
    }
    return Calendar(**{**plain, **fields}, events=events)


def parsed(document: Calendar) -> Any:
    """The document as a second library reads it."""
    return vobject.readOne(calendar.render(document).decode())


def events(document: Calendar) -> list[Any]:
    return list(parsed(document).contents.get("vevent", []))


def test_the_calendar_says_what_it_is_and_when_to_come_again() -> None:
    read = parsed(made(event(1), refresh=90)).contents
    assert read["x-wr-calname"][0].value == "开标日程"
    assert read["x-wr-timezone"][0].value == "Asia/Shanghai"
    assert read["version"][0].value == "2.0"
    assert read["refresh-interval"][0].value == "PT1H30M"
    assert read["refresh-interval"][0].params == {"VALUE": ["DURATION"]}
    assert read["x-published-ttl"][0].value == "PT1H30M"
    assert read["source"][0].value == "https://demo.example/notices.ics"
    assert "method" not in read


def test_the_moment_is_the_same_for_clients_with_and_without_time_zones() -> None:
    (one,) = events(made(event(1, starts=datetime(2016, 3, 22, 1, 0, tzinfo=UTC))))
    assert one.dtstart.value.astimezone(UTC) == datetime(2016, 3, 22, 1, 0, tzinfo=UTC)
    assert one.dtstart.value.replace(tzinfo=None) == datetime(2016, 3, 22, 9, 0)
    assert b"DTSTART;TZID=Asia/Shanghai:20160322T090000\r\n" in calendar.render(
        made(event(1, starts=datetime(2016, 3, 22, 9, 0, tzinfo=CHINA)))
    )


def test_the_stamp_is_the_last_change_and_not_the_time_of_asking() -> None:
    changed = datetime(2016, 3, 1, 9, 0, tzinfo=CHINA)
    document = made(event(1, changed=changed, sequence=3))
    (one,) = events(document)
    assert one.dtstamp.value == one.last_modified.value == changed
    assert one.sequence.value == "3"
    assert parsed(document).contents["last-modified"][0].value == "20160301T010000Z"


def test_what_no_longer_takes_place_is_cancelled() -> None:
    held, gone = events(made(event(1), event(2, is_cancelled=True)))
    assert (held.status.value, gone.status.value) == ("CONFIRMED", "CANCELLED")


def test_texts_come_back_whole() -> None:
    said = "最高限价 1,171,040.00元；标段；\\反斜线\n第二行 🚧" * 20
    one = event(1, summary="甲，乙; 丙, 丁" * 30, description=said, location="某县, 大道1号;")
    (read,) = events(made(one))
    assert read.summary.value == "甲，乙; 丙, 丁" * 30
    assert read.description.value == said
    assert read.location.value == "某县, 大道1号;"


def test_an_event_leads_to_its_notice_and_makes_nobody_busy() -> None:
    one = event(1, url="https://demo.example/notices/1", categories=("投标截止", "工程, 建设"))
    (read,) = events(made(one))
    assert read.url.value == "https://demo.example/notices/1"
    assert read.categories.value == ["投标截止", "工程, 建设"]
    assert read.transp.value == "TRANSPARENT"


def test_no_line_is_longer_than_75_bytes_and_each_ends_with_crlf() -> None:
    rendered = calendar.render(made(event(1, summary="公告" * 100, description="开标🚧\n" * 100)))
    assert rendered.count(b"\n") == rendered.count(b"\r\n") > 10
    lines = rendered.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert lines[-1] == b""
    for line in lines:
        line.decode()  # no character is cut in two


def test_an_empty_calendar_is_a_calendar() -> None:
    read = parsed(made())
    assert [one.name for one in read.components()] == ["VTIMEZONE"]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"uid": "1"}, "URI"),
        ({"summary": " "}, "summary"),
        ({"starts": datetime(2016, 3, 22, 9, 0)}, "time zone"),
        ({"ends": MORNING}, "after it starts"),
        ({"sequence": -1}, "counted"),
        ({"url": "/notices/1"}, "address"),
    ],
)
def test_an_event_that_clients_could_not_read_is_refused(fields: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        event(**fields)


def test_a_uid_stands_in_a_calendar_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        made(event(1), event(1))
