"""Content-Disposition: a file is always saved, under its own name (RFC 6266, RFC 8187)."""

import re
from urllib.parse import quote

# RFC 8187 attr-char; `quote` never escapes letters, digits and "_.-~".
_PLAIN = "!#$&+^`|"
_UNSAFE = re.compile(r"[^A-Za-z0-9 ._()+,=@-]")


def attachment(name: str) -> str:
    """The header's value. `filename*` carries the whole name, `filename` what old programs read:
    the same with "_" for what is not plain ASCII."""
    plain = _UNSAFE.sub("_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe=_PLAIN)}"
