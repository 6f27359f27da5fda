"""The log: every change leaves a line that says who and what, and none holds a secret."""

import json
import logging
from collections.abc import Iterator

import pytest
from flask import Flask

from tests.web.clerks import Clerk
from tests.web.conftest import NOW
from trading.services import initialising
from trading.services.passwords import Hasher
from trading.store import people
from trading.store.engine import Store
from trading.web.logs import JsonLines, write_json_lines

PASSWORD = "五里长亭外古道边芳草碧连天"
MEMBERS = {"time", "level", "room", "said", "request", "action", "method", "status", "user"}


class Kept(logging.Handler):
    """Keeps the lines as they would be written."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonLines())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    @property
    def events(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.lines]


@pytest.fixture
def kept() -> Iterator[Kept]:
    """What was written to the log."""
    handler, ours = Kept(), logging.getLogger("trading")
    level = ours.level
    ours.addHandler(handler)
    ours.setLevel(logging.INFO)
    yield handler
    ours.removeHandler(handler)
    ours.setLevel(level)


def test_every_change_leaves_a_line_whatever_came_of_it(
    office: Flask, clerk: Clerk, kept: Kept
) -> None:
    office.config["WTF_CSRF_ENABLED"] = False
    asked = set()
    for rule in office.url_map.iter_rules():
        if "POST" not in (rule.methods or set()):
            continue
        built = rule.build(dict.fromkeys(rule.arguments, 1))
        assert built is not None
        clerk.client.set_cookie("trading_staff", f"token-editor-{ord('王')}")
        clerk.client.post(built[1])
        asked.add(rule.endpoint)
    assert len(asked) > 10
    assert asked <= {event["action"] for event in kept.events}
    for event in kept.events:
        assert set(event) >= MEMBERS
        assert str(event["time"]).endswith("+00:00")


def test_a_line_says_who_did_what_to_which(clerk: Clerk, kept: Kept) -> None:
    page = clerk.open("/staff/")
    out = next(one for one in page.forms.values() if one.address == "/staff/sign-out")
    clerk.client.post("/staff/people/7/disable", data=out.fields)
    (event,) = kept.events
    assert (event["action"], event["method"], event["status"]) == ("people.disable", "POST", 403)
    assert (event["user"], event["person"], event["address"]) == ("王", 7, "127.0.0.1")


def test_reading_leaves_no_line_unless_it_is_denied(clerk: Clerk, kept: Kept) -> None:
    clerk.open("/staff/")
    assert kept.events == []
    clerk.open("/staff/people/")
    assert [event["status"] for event in kept.events] == [403]


def test_no_password_link_token_or_cookie_is_ever_in_the_log(
    office: Flask, sqlite_store: Store, kept: Kept
) -> None:
    quick = Hasher(memory_kib=8, passes=1, lanes=1)
    with sqlite_store.writing() as session:
        token = initialising.first_link(session, now=NOW)
    visitor = office.test_client()
    page = visitor.get("/staff/sign-in").get_data(as_text=True)
    form_token = page.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    visitor.post(f"/staff/first/{token}", data={"csrf_token": form_token, "password": PASSWORD})
    visitor.post(f"/staff/enrol/{token}/", data={"csrf_token": form_token})
    with sqlite_store.writing() as session:
        people.add_staff(session, "王", "editor", now=NOW, password_hash=quick.hash(PASSWORD))
    for name, password in (("王", "x" * 12), (PASSWORD, "王"), ("王", PASSWORD)):
        sent = {"csrf_token": form_token, "name": name, "password": password}
        visitor.post("/staff/sign-in", data=sent)
    cookie = visitor.get_cookie("trading_staff")
    assert cookie is not None
    assert [(event["status"], event["user"]) for event in kept.events[-3:]] == [
        (422, "王"),
        (422, None),
        (303, "王"),
    ]
    text = "\n".join(kept.lines)
    for secret in (PASSWORD, "x" * 12, str(token), form_token, cookie.value):
        assert secret not in text


def test_what_somebody_sends_cannot_forge_a_line_or_disturb_a_terminal() -> None:
    record = logging.LogRecord(
        "trading.x", logging.INFO, "", 0, "%s", ("a\n{}\x1b[2J\x9b\u202e",), None
    )
    line = JsonLines().format(record)
    assert line.isprintable()
    assert json.loads(line)["said"] == "a\n{}\x1b[2J\x9b\u202e"


def test_everything_of_ours_goes_to_stderr_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    ours = logging.getLogger("trading")
    before = ours.handlers, ours.propagate, ours.level
    try:
        write_json_lines()
        logging.getLogger("trading.web.anything").warning("有事")
        assert json.loads(capsys.readouterr().err)["said"] == "有事"
    finally:
        ours.handlers, ours.propagate, ours.level = before
