"""Dates ahead as iCalendar (RFC 5545, RFC 7986): frozen values, and the bytes that clients read.

A client that knows zones is given one; a client that ignores zones still shows Beijing time.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import icalendar

from feeds import wellformed

MEDIA_TYPE = "text/calendar"
ZONE = "Asia/Shanghai"
PRODUCT = "-//Trading Notices//Trading Notices//ZH"


@dataclass(frozen=True, kw_only=True)
class Event:
    """A moment to keep. `uid` is a tag URI that never changes; texts are plain.

    `changed` is when what it says changed last, `sequence` how often it did: both only rise. An
    event that no longer takes place is cancelled, not dropped, so that it leaves the calendars
    which already hold it. Without `ends` it takes no time.
    """

    uid: str
    summary: str
    starts: datetime
    changed: datetime
    ends: datetime | None = None
    sequence: int = 0
    is_cancelled: bool = False
    description: str = ""
    url: str | None = None
    location: str = ""
    categories: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        starts = wellformed.moment(self.starts)
        ends = None if self.ends is None else wellformed.moment(self.ends)
        if ends is not None and ends <= starts:
            raise ValueError("an event ends after it starts (RFC 5545 §3.8.2.2)")
        if self.sequence < 0:
            raise ValueError(f"changes are counted, not {self.sequence}")
        wellformed.settle(
            self,
            uid=wellformed.identifier(self.uid),
            summary=wellformed.required_line(self.summary, "summary"),
            starts=starts,
            ends=ends,
            changed=wellformed.moment(self.changed),
            description=wellformed.text(self.description).strip(),
            url=None if self.url is None else wellformed.address(self.url),
            location=wellformed.line(self.location),
            categories=tuple(wellformed.required_line(one, "category") for one in self.categories),
        )


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """One document: its events in the order given, no uid twice.

    `uid` is that of the calendar, `self_url` its canonical address, `home_url` the page for people,
    `updated` its last change if anything ever changed, `refresh` minutes between visits.
    """

    uid: str
    name: str
    description: str
    home_url: str
    self_url: str
    updated: datetime | None = None
    refresh: int = 60
    events: tuple[Event, ...] = ()

    def __post_init__(self) -> None:
        uids = [event.uid for event in self.events]
        if len(set(uids)) < len(uids):
            raise ValueError("a uid occurs twice")
        if self.refresh < 1:
            raise ValueError(f"refresh is minutes, not {self.refresh}")
        changes = [event.changed for event in self.events]
        if self.updated is not None:
            changes.append(wellformed.moment(self.updated))
        wellformed.settle(
            self,
            uid=wellformed.identifier(self.uid),
            name=wellformed.required_line(self.name, "name"),
            description=wellformed.required_line(self.description, "description"),
            home_url=wellformed.address(self.home_url),
            self_url=wellformed.address(self.self_url),
            updated=max(changes, default=None),
        )


def render(calendar: Calendar) -> bytes:
    """UTF-8 bytes with CRLF, the same for the same calendar always and everywhere."""
    made = icalendar.Calendar()
    made.add("prodid", _text(PRODUCT))
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("uid", _text(calendar.uid))
    made.add("name", _text(calendar.name))
    made.add("x-wr-calname", _text(calendar.name))
    made.add("description", _text(calendar.description))
    made.add("x-wr-caldesc", _text(calendar.description))
    made.add("x-wr-timezone", _text(ZONE))
    made.add("url", calendar.home_url)
    made.add("source", calendar.self_url, parameters={"VALUE": "URI"})
    if calendar.updated is not None:
        made.add("last-modified", calendar.updated.astimezone(UTC))
    every = timedelta(minutes=calendar.refresh)
    made.add("refresh-interval", every, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", icalendar.vDuration(every))
    made.add_component(_zone())  # also what an empty calendar holds: it may not hold nothing
    for event in calendar.events:
        made.add_component(_event(event))
    rendered: bytes = made.to_ical()
    return rendered


def _event(event: Event) -> icalendar.Event:
    made = icalendar.Event()
    made.add("uid", _text(event.uid))
    # Without a METHOD the stamp is the last change (RFC 5545 §3.8.7.2), not the time of the answer.
    made.add("dtstamp", event.changed.astimezone(UTC))
    made.add("last-modified", event.changed.astimezone(UTC))
    made.add("sequence", event.sequence)
    made.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    made.add("dtstart", event.starts.replace(tzinfo=None), parameters={"TZID": ZONE})
    if event.ends is not None:
        made.add("dtend", event.ends.replace(tzinfo=None), parameters={"TZID": ZONE})
    made.add("summary", _text(event.summary))
    if event.description:
        made.add("description", _text(event.description))
    if event.location:
        made.add("location", _text(event.location))
    if event.url is not None:
        made.add("url", event.url)
    if event.categories:
        made.add("categories", [_text(one) for one in event.categories])
    made.add("transp", "TRANSPARENT")  # a deadline makes nobody busy
    return made


def _zone() -> icalendar.Timezone:
    """Beijing time as it has been since 1991; no notice is older."""
    standard = icalendar.TimezoneStandard()
    standard.add("dtstart", datetime(1991, 9, 15))  # noqa: DTZ001 # local by definition (RFC 5545 §3.6.5)
    standard.add("tzoffsetfrom", wellformed.CHINA_TIME.utcoffset(None))
    standard.add("tzoffsetto", wellformed.CHINA_TIME.utcoffset(None))
    standard.add("tzname", "CST")
    zone = icalendar.Timezone()
    zone.add("tzid", ZONE)
    zone.add_component(standard)
    return zone


def _text(value: str) -> icalendar.vText:
    """TEXT, with every line end escaped: also those that only some parsers take for one."""
    return icalendar.vText(value.replace("\u2028", "\n").replace("\u2029", "\n"))
