"""Every address of the staff area turns an anonymous visitor away; public pages know no visitor."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.clocks import FixedClock
from trading.config import Settings
from trading.services import initialising
from trading.store.engine import Store
from trading.web import create_app

# Where somebody without a session is meant to come: signing in, and one-time links.
OPEN_DOORS = {"sessions.sign_in", "sessions.enrol", "first.set_up"}
VALUES = {"ext": "rss", "name": "all", "year": 2016, "figure": "trades", "filename": "site.css"}


@pytest.fixture
def visitor(office: Flask) -> FlaskClient:
    """Somebody who is not signed in; form tokens are not asked for, so the door itself answers."""
    office.config["WTF_CSRF_ENABLED"] = False
    return office.test_client()


def addresses(app: Flask, *, staff: bool) -> Iterator[tuple[Rule, str]]:
    """Every address of one side of the house, with plausible values in its places."""
    for rule in app.url_map.iter_rules():
        built = plausible(rule, ext="csv" if "csv" in rule.rule else "rss")
        if built[1].startswith("/staff") == staff:
            yield rule, built[1]


def plausible(rule: Rule, *, ext: str) -> tuple[str, str]:
    """An address of a rule, with this extension where it has one."""
    values = VALUES | {"ext": ext}
    built = rule.build({name: values.get(name, 1) for name in rule.arguments})
    assert built is not None, rule
    return built


def test_every_staff_address_turns_an_anonymous_visitor_away(
    office: Flask, visitor: FlaskClient
) -> None:
    behind = [one for one in addresses(office, staff=True) if one[0].endpoint not in OPEN_DOORS]
    assert len(behind) > 10
    for rule, path in behind:
        for method in (rule.methods or set()) - {"OPTIONS"}:
            with visitor.open(path, method=method) as answer:
                sent_to_sign_in = "/staff/sign-in" in answer.headers.get("Location", "")
                assert answer.status_code in {401, 403} or sent_to_sign_in, f"{method} {path}"


def test_no_staff_answer_is_kept_by_a_cache(office: Flask, visitor: FlaskClient) -> None:
    pages = [one for one in addresses(office, staff=True) if "GET" in (one[0].methods or set())]
    assert len(pages) > 10
    for _, path in pages:
        with visitor.get(path) as answer:
            assert "no-store" in answer.headers["Cache-Control"], path


def test_public_pages_set_no_cookie_and_name_a_content_security_policy(
    office: Flask, visitor: FlaskClient
) -> None:
    public = list(addresses(office, staff=False))
    assert len(public) > 10
    for _, path in public:
        with visitor.get(path) as answer:
            assert answer.status_code < 500, path
            assert "Set-Cookie" not in answer.headers, path
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"], path


def test_before_the_site_has_an_address_no_public_page_fails(
    settings: Settings, sqlite_store: Store, clock: FixedClock
) -> None:
    initialising.prepare(sqlite_store, now=clock.now())
    app = create_app(settings, store=sqlite_store, clock=clock)
    visitor = app.test_client()
    for rule, path in addresses(app, staff=False):
        with visitor.get(path) as answer:
            waits = 503 if rule.endpoint.startswith("feeds.") else 499
            assert answer.status_code <= waits, path
