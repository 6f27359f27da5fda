"""Rules of RFC 5545 and RFC 7986 for the dates ahead, read without any library of calendars."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from tests.feeds.conformance.reading import ADDRESS
from tests.feeds.conformance.ruling import once, rule

LOCAL = re.compile(r"\d{8}T\d{6}")
UTC = re.compile(r"\d{8}T\d{6}Z")
TEXTS = {"SUMMARY", "DESCRIPTION", "LOCATION", "UID", "NAME", "X-WR-CALNAME", "X-WR-CALDESC"}
ESCAPED = re.compile(r"(?:[^\\,;]|\\[\\,;nN])*")
OF_EVENT = {
    *("UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "STATUS", "DTSTART", "DTEND", "SUMMARY"),
    *("DESCRIPTION", "LOCATION", "URL", "CATEGORIES", "TRANSP"),
}


@dataclass(frozen=True)
class Line:
    """A content line: where it stands, its name, parameters and raw value."""

    component: str
    name: str
    parameters: str
    value: str


@dataclass(frozen=True)
class Ics:
    """A document, and the one canonical address it has."""

    document: bytes
    address: str

    @cached_property
    def lines(self) -> list[str]:
        """The content lines, unfolded."""
        return re.sub(rb"\r\n[ \t]", b"", self.document).decode().split("\r\n")[:-1]

    @cached_property
    def components(self) -> list[tuple[str, list[Line]]]:
        """Each component by its path, such as `VCALENDAR/VEVENT`, with its own lines."""
        path: list[str] = []
        found: list[tuple[str, list[Line]]] = []
        opened: list[list[Line]] = []
        for line in self.lines:
            head, _, value = line.partition(":")
            name, _, parameters = head.partition(";")
            if name == "BEGIN":
                path.append(value)
                opened.append([])
                found.append(("/".join(path), opened[-1]))
            elif name == "END":
                assert path.pop() == value, f"END:{value} closes another component"
                opened.pop()
            else:
                opened[-1].append(Line(path[-1], name, parameters, value))
        return found

    def all(self, path: str) -> list[list[Line]]:
        return [lines for name, lines in self.components if name == path]

    @property
    def head(self) -> list[Line]:
        return self.all("VCALENDAR")[0]

    @property
    def events(self) -> list[list[Line]]:
        return self.all("VCALENDAR/VEVENT")

    @property
    def every(self) -> list[Line]:
        return [line for _, lines in self.components for line in lines]


def values(lines: list[Line], name: str) -> list[str]:
    return [line.value for line in lines if line.name == name]


@rule("RFC 5545 §3.1: CRLF, 75 octets, no control characters", "ics")
def lines_are_folded_and_end_with_crlf(seen: Ics) -> Iterator[str]:
    if not seen.document.endswith(b"\r\n") or re.search(rb"[^\r]\n|\r[^\n]", seen.document):
        yield "a line does not end with CRLF"
    for line in seen.document.split(b"\r\n"):
        if len(line) > 75:
            yield f"{len(line)} octets: {line!r:.40}"
        if re.search("[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]", line.decode(errors="replace")):
            yield f"a control character: {line!r:.40}"
        if "\ufffd" in line.decode(errors="replace") and b"\xef\xbf\xbd" not in line:
            yield f"a character is cut in two: {line!r:.40}"


@rule("RFC 5545 §3.4 and §3.6; RFC 7986 §5", "ics")
def the_calendar_object_is_whole(seen: Ics) -> Iterator[str]:
    if (seen.lines[0], seen.lines[-1]) != ("BEGIN:VCALENDAR", "END:VCALENDAR"):
        yield "not one VCALENDAR"
    for name in ("PRODID", "VERSION", "X-WR-CALNAME", "NAME", "REFRESH-INTERVAL", "UID"):
        yield from once(name, len(values(seen.head, name)))
    if values(seen.head, "VERSION") != ["2.0"]:
        yield f"version is {values(seen.head, 'VERSION')}"
    if len(seen.components) < 2:
        yield "no component"


@rule("RFC 7986 §5.7", "ics")
def says_when_to_come_again(seen: Ics) -> Iterator[str]:
    for line in seen.head:
        if line.name == "REFRESH-INTERVAL":
            if line.parameters != "VALUE=DURATION" or not re.fullmatch(r"P[T\dDHM]+", line.value):
                yield f"{line.parameters}:{line.value}"


@rule("interface.md §4: its canonical address; RFC 7986 §5.8", "ics")
def source_is_its_one_address(seen: Ics) -> Iterator[str]:
    if values(seen.head, "SOURCE") != [seen.address]:
        yield f"source is {values(seen.head, 'SOURCE')}, not {seen.address}"


@rule("RFC 5545 §3.6.1", "ics")
def every_event_is_whole(seen: Ics) -> Iterator[str]:
    for event in seen.events:
        for name in ("UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE", "STATUS", "URL"):
            yield from once(f"{values(event, 'UID')} {name}", len(values(event, name)))
        names = [line.name for line in event]
        yield from (f"{name} twice" for name in set(names) if names.count(name) > 1)
        yield from (f"{name} in an event" for name in set(names) - OF_EVENT)


@rule("RFC 5545 §3.8.4.7; interface.md §4: tag URI", "ics")
def no_two_events_are_one(seen: Ics) -> Iterator[str]:
    uids = [uid for event in seen.events for uid in values(event, "UID")]
    yield from (f"{uid!r} is no tag URI" for uid in uids if not uid.startswith("tag:"))
    if len(set(uids)) < len(uids):
        yield "a UID stands twice"


@rule("RFC 5545 §3.2.19, §3.6.5, §3.8.2.4; Time is Asia/Shanghai always", "ics")
def starts_are_beijing_time_with_its_zone(seen: Ics) -> Iterator[str]:
    zones = [zone for lines in seen.all("VCALENDAR/VTIMEZONE") for zone in values(lines, "TZID")]
    if zones != ["Asia/Shanghai"]:
        yield f"zones are {zones}"
    for path, lines in seen.components:
        if path.endswith("STANDARD") and values(lines, "TZOFFSETTO") != ["+0800"]:
            yield "the zone is not +0800"
    for event in seen.events:
        for line in event:
            if line.name in ("DTSTART", "DTEND"):
                if line.parameters != "TZID=Asia/Shanghai" or not LOCAL.fullmatch(line.value):
                    yield f"{line.name};{line.parameters}:{line.value}"


@rule("RFC 5545 §3.8.7.2, §3.8.7.3: UTC", "ics")
def stamps_are_utc_and_the_last_change(seen: Ics) -> Iterator[str]:
    for event in seen.events:
        stamps = values(event, "DTSTAMP") + values(event, "LAST-MODIFIED")
        if len(set(stamps)) != 1 or not all(map(UTC.fullmatch, stamps)):
            yield f"{stamps}"
    if values(seen.head, "METHOD"):
        yield "with a METHOD the stamp would be the time of the answer"


@rule("RFC 5545 §3.8.1.11, §3.8.7.4, §3.8.2.7", "ics")
def states_are_known(seen: Ics) -> Iterator[str]:
    for event in seen.events:
        if values(event, "STATUS") not in (["CONFIRMED"], ["CANCELLED"]):
            yield f"status is {values(event, 'STATUS')}"
        if not all(one.isdigit() for one in values(event, "SEQUENCE")):
            yield f"sequence is {values(event, 'SEQUENCE')}"
        if values(event, "TRANSP") not in ([], ["TRANSPARENT"]):
            yield f"transp is {values(event, 'TRANSP')}"


@rule("RFC 5545 §3.3.11", "ics")
def texts_are_escaped(seen: Ics) -> Iterator[str]:
    for line in seen.every:
        if line.name in TEXTS and not ESCAPED.fullmatch(line.value):
            yield f"{line.name}: {line.value!r:.60}"


@rule("RFC 5545 §3.3.13; interface.md §4: absolute URLs", "ics")
def addresses_lead_to_the_site(seen: Ics) -> Iterator[str]:
    for line in seen.every:
        if line.name in ("URL", "SOURCE") and not ADDRESS.fullmatch(line.value):
            yield f"{line.value!r}"
