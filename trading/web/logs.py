"""Logs: a JSON line for each event, with who, from where and what came of it, and no secret."""

import json
import logging
import re
import secrets
from datetime import UTC, datetime

from flask import Flask, Response, g, has_request_context, request

from trading.web.session import SAFE_METHODS

DENIED = frozenset({401, 403, 429})
_log = logging.getLogger(__name__)
# JSON escapes C0 itself; these, too, could disturb a terminal or forge the look of a line.
_DISTURBING = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


class JsonLines(logging.Formatter):
    """A record as one line: time (UTC), level, room, what was said, and the event's members."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "room": record.name,
            "said": record.getMessage(),
        }
        if has_request_context():
            line["request"] = request_id()
        line |= getattr(record, "event", {})
        if record.exc_info:
            line["failure"] = self.formatException(record.exc_info)
        text = json.dumps(line, ensure_ascii=False, default=str)
        return _DISTURBING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def write_json_lines() -> None:
    """Let everything that this product logs go to stderr as JSON lines."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    ours = logging.getLogger("trading")
    ours.handlers, ours.propagate = [handler], False
    ours.setLevel(logging.INFO)


def request_id() -> str:
    """A random name for this request, by which its lines are found."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(8)
    name: str = g.request_id
    return name


def where() -> str:
    """The view that was asked for; never its address, which may hold a one-time link."""
    return f"{request.method} {request.endpoint or 'an unknown address'}"


def name_actor(name: str) -> None:
    """Say who acts in this request, where the door does not know it."""
    g.actor = name


def keep_journal(app: Flask) -> None:
    """Note every change that somebody caused or tried, and every denial (security.md R49)."""

    @app.after_request
    def note(response: Response) -> Response:
        changing = request.method not in SAFE_METHODS
        if request.endpoint and (changing or response.status_code in DENIED):
            _log.info("%s %d", where(), response.status_code, extra={"event": _event(response)})
        return response


def _event(response: Response) -> dict[str, object]:
    """Names and numbers only: nothing that was typed, and no part of a one-time link."""
    signed_in = g.get("staff_session")
    numbers = {k: v for k, v in (request.view_args or {}).items() if isinstance(v, int)}
    return {
        "action": request.endpoint,
        "method": request.method,
        "status": response.status_code,
        "user": signed_in.staff.name if signed_in else g.get("actor"),
        "address": request.remote_addr,
        **numbers,
    }
