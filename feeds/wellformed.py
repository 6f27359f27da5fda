"""What may stand in a feed: XML-legal text, absolute addresses, identifiers and zoned moments."""

import re
from datetime import datetime, timedelta, timezone
from urllib.parse import quote, urlsplit, urlunsplit

CHINA_TIME = timezone(timedelta(hours=8))
"""Every moment in a feed carries +08:00; the offset is fixed, so no time zone data is needed."""

_PLANES = "".join(f"{chr(p << 16)}-{chr((p << 16) + 0xFFFD)}" for p in range(1, 17))
# XML 1.0 §2.2 without what it discourages: controls (C0, DEL, C1), surrogates, noncharacters.
_NOT_TEXT = re.compile(f"[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd{_PLANES}]")
_LINE_END = re.compile("\r\n?|\x85")
_BLANKS = re.compile("[\t\n\u2028\u2029 ]+")
_BAD_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_CONTROL = re.compile("[\x00-\x1f\x7f]")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")
_IN_PATH = "/:@!$&'()*+,;=%~"


def text(value: str) -> str:
    """Text of several lines; a character that XML cannot carry becomes U+FFFD (XML 1.0 §2.2)."""
    return _NOT_TEXT.sub("\ufffd", _LINE_END.sub("\n", value))


def line(value: str) -> str:
    """Text of one line: as `text`, with line ends, tabs and runs of spaces as one space."""
    return _BLANKS.sub(" ", text(value)).strip(" ")


def required_line(value: str, name: str) -> str:
    """As `line`; raises ValueError when nothing readable is left."""
    cleaned = line(value)
    if not cleaned.strip():
        raise ValueError(f"{name} is empty")
    return cleaned


def address(value: str) -> str:
    """An absolute http or https address as an RFC 3986 URI: other characters percent-encoded.

    Raises ValueError for anything relative, without a host, or with control characters.
    """
    if value != value.strip() or _CONTROL.search(value):
        raise ValueError(f"not an address: {value!r}")
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
        raise ValueError(f"not an absolute http(s) address: {value!r}")
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
    escaped = (_escape(parts.path, _IN_PATH), *(_escape(p, _IN_PATH + "?") for p in parts[3:]))
    return urlunsplit((parts.scheme, host, *escaped))


def _escape(part: str, safe: str) -> str:
    return quote(_BAD_PERCENT.sub("%25", part), safe=safe)


def identifier(value: str) -> str:
    """A URI that is compared character for character, hence never changed, only refused.

    Raises ValueError unless it is ASCII with a scheme (RFC 3986; tag URIs: RFC 4151).
    """
    if not _URI.fullmatch(value):
        raise ValueError(f"not a URI: {value!r}")
    return value


def moment(value: datetime) -> datetime:
    """The same instant at +08:00 in whole seconds, all that RFC 822 dates can say.

    Raises ValueError for a datetime without a zone.
    """
    if value.utcoffset() is None:
        raise ValueError(f"a moment needs a time zone: {value!r}")
    try:
        return value.astimezone(CHINA_TIME).replace(microsecond=0)
    except OverflowError as error:
        raise ValueError(f"outside the calendar: {value!r}") from error


def settle(value: object, **fields: object) -> None:
    """Set these fields of a frozen value that is being made."""
    for name, content in fields.items():
        object.__setattr__(value, name, content)
