"""Whether a reader has the bytes already: If-None-Match, then If-Modified-Since (RFC 9110 §13)."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache

_SUFFIX = re.compile(r"[-;](?:gzip|br|deflate|df)$")  # what servers on the way add to a tag
# The three forms of RFC 9110 §5.6.7; what a reader's library adds behind is left alone.
_DATE = re.compile(
    r"(?:[A-Z][a-z]{2,8}, )?[0-9]{1,2}[ -][A-Z][a-z]{2}[ -][0-9]{2,4} [0-9:]{8}"
    r" (?:GMT|UTC|[+-]0000)"
    r"|[A-Z][a-z]{2} [A-Z][a-z]{2} [ 0-9]?[0-9] [0-9:]{8} [0-9]{4}"
)


def names(header: str, tag: str) -> bool:
    """Whether If-None-Match names this tag: in a list, weak or spelled as strong, quoted or not.

    `*` names every tag. A suffix that a server on the way adds (Apache's `-gzip`) is not part of
    it. Nonsense names nothing.
    """
    if tag not in header:
        return header.strip() == "*"
    return any(_bare(part) == tag for part in header.split(","))


def _bare(part: str) -> str:
    """A tag as we made it, however it came back."""
    tag = part.strip()
    if tag[:2] in ("W/", "w/"):
        tag = tag[2:].lstrip()
    return _SUFFIX.sub("", _SUFFIX.sub("", tag).strip('"'))


def is_unchanged_since(header: str, modified: str | None) -> bool:
    """Whether no change is later than If-Modified-Since says.

    Without a date of our own nothing can be promised; a date that cannot be read says nothing. One
    in the future is later than every change.
    """
    if modified is None:
        return False
    asked, changed = _moment(header), _moment(modified)
    return asked is not None and changed is not None and changed <= asked


@lru_cache(maxsize=512)
def _moment(text: str) -> datetime | None:
    """A date of HTTP, also in its two old forms; None for anything else."""
    date = text.partition(";")[0].strip()  # some old readers add "; length=1234"
    if not _DATE.fullmatch(date):
        return None
    try:
        found = parsedate_to_datetime(date)
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found
