"""What every answer carries, which names and paths are answered, and what a cache may keep."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder, run_wsgi_app

from tests.notices import TENDER, Press
from trading.config import Settings
from trading.store.engine import Store
from trading.web import create_app
from trading.web.gate import is_own_name

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
VALUES = {"ext": "rss", "name": "all", "year": 2026, "figure": "trades", "filename": "site.css"}
PAGES = ("/", "/notices", "/notices/{number}", "/statistics", "/statistics/2026", "/feeds", "/help")
FILES = ("/statistics/2026.json", "/notices/{number}/record.json", "/robots.txt")


def addresses(app: Flask) -> Iterator[tuple[str, set[str]]]:
    """Every address, with plausible values in its places, and the methods it declares."""
    for rule in app.url_map.iter_rules():
        values = VALUES | ({"ext": "csv"} if "csv" in rule.rule else {})
        built = rule.build({name: values.get(name, 1) for name in rule.arguments})
        assert built is not None, rule
        yield built[1], rule.methods or set()


def test_every_answer_carries_the_same_protection_whatever_its_status(
    office: Flask, reader: FlaskClient
) -> None:
    seen: dict[int, int] = {}
    paths = [path for path, _ in addresses(office)]
    for path in (*paths, "/nothing", "/notices?x=1", "/static/nothing.css"):
        with reader.get(path) as answer:
            seen[answer.status_code] = seen.get(answer.status_code, 0) + 1
            headers = answer.headers
            assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY, path
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Referrer-Policy"] == "same-origin"
            assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
            assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
            assert headers["Permissions-Policy"].startswith("camera=()")
            assert "Strict-Transport-Security" not in headers
            assert headers.getlist("Cache-Control"), path
    assert {200, 303, 308, 400, 404} <= set(seen)


def test_an_undeclared_method_has_no_effect_anywhere(office: Flask, reader: FlaskClient) -> None:
    office.config["WTF_CSRF_ENABLED"] = False
    tried = 0
    for path, declared in addresses(office):
        for method in {"POST", "PUT", "PATCH", "DELETE", "TRACE"} - declared:
            with reader.open(path, method=method) as answer:
                tried += 1
                # Behind the staff door an anonymous visitor is sent away before anything else.
                assert answer.status_code in (405, 401, 404), f"{method} {path}"
        if "POST" not in declared:
            with reader.get(path, headers={"X-HTTP-Method-Override": "POST"}) as answer:
                assert answer.status_code < 405, path
    assert tried > 50


def test_a_browser_that_came_by_tls_is_told_to_stay_with_it(reader: FlaskClient) -> None:
    answer = reader.get("/", base_url="https://ggzy.example")
    told = answer.headers["Strict-Transport-Security"]
    assert told == "max-age=31536000; includeSubDomains"


# Names and paths


@pytest.mark.parametrize(
    ("host", "is_own"),
    [
        ("ggzy.example", True),
        ("GGZY.example:8443", True),
        ("localhost:8000", True),
        ("office-pc", True),
        ("127.0.0.1:8000", True),
        ("[::1]:8000", True),
        ("192.168.3.7", True),
        ("10.0.0.5:8000", True),
        ("evil.example", False),
        ("ggzy.example.evil.example", False),
        ("evil.example:80@ggzy.example", True),  # the part before "@" is no host
        ("ggzy.example@evil.example", False),
        ("8.8.8.8", False),
        ("[2001:4860:4860::8888]", False),
        ("", False),
        ("[", False),
    ],
)
def test_a_name_is_the_sites_own_or_of_the_office(host: str, is_own: bool) -> None:
    assert is_own_name(host, "https://ggzy.example") is is_own


def test_a_foreign_name_is_refused_with_the_right_address(reader: FlaskClient) -> None:
    for address in ("/", "/notices.rss", "/staff/", "/nothing"):
        answer = reader.get(address, headers={"Host": "evil.example"})
        assert answer.status_code == 400
        page = answer.get_data(as_text=True)
        assert "请用本站的网址访问：https://ggzy.example" in page
        assert "evil" not in page
    assert reader.get("/healthz", headers={"Host": "evil.example"}).status_code == 200
    assert reader.get("/readyz", headers={"Host": "evil.example"}).status_code == 200


@pytest.mark.parametrize("host", ["xn--", "xn--a", "a..b", ".", "a" * 64, "xn--.localhost", "a:b"])
def test_a_host_that_is_no_name_is_refused_everywhere_and_fails_nowhere(
    office: Flask, host: str
) -> None:
    def asked(path: str, query: str = "") -> str:
        # Not through the test client, which cannot read such a name either.
        environ = EnvironBuilder(path=path, query_string=query).get_environ()
        return run_wsgi_app(office, {**environ, "HTTP_HOST": host})[1]

    for path in ("/", "/staff/", "/nothing", "/x.json"):
        assert asked(path).startswith("400"), path
    assert asked("/search", "q=x").startswith("400")
    assert asked("/notices", "page=1").startswith("400")
    assert asked("/healthz").startswith("200")


def test_nothing_that_a_request_claims_about_itself_changes_a_byte(
    press: Press, reader: FlaskClient
) -> None:
    (number,) = press(TENDER).numbers
    claims = {
        "Host": "localhost:9999",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Prefix": "/evil",
        "Forwarded": "host=evil.example;proto=https",
        "X-Original-URL": "/staff/",
        "X-Rewrite-URL": "/staff/",
        "Accept-Language": "en",
        "Cookie": "trading_staff=x; trading_form=y",
        "User-Agent": "curl",
    }
    asked = ("/notices.rss", "/feeds/all.atom", "/notices?page=1", "/search?q=x", "/staff", "/nope")
    for address in (*PAGES, *FILES, *asked):
        plain = reader.get(address.format(number=number))
        claimed = reader.get(address.format(number=number), headers=claims)
        for answer in (plain, claimed):
            answer.headers.pop("Date", None)  # the second may turn between the two
        assert claimed.data == plain.data, address
        for answer in (plain, claimed):
            answer.headers.pop("Date", None)  # the second may turn between the two
        assert dict(claimed.headers) == dict(plain.headers), address


def test_a_redirect_within_the_site_names_no_host(reader: FlaskClient) -> None:
    for address in ("/staff", "/notices?page=1", "/search?q=x", "/staff/"):
        assert reader.get(address).headers["Location"].startswith("/")


@pytest.mark.parametrize(
    "path", ["//notices", "/notices//1", "/./notices", "/x/../notices", "/notices/", "/.."]
)
def test_a_page_has_one_path(reader: FlaskClient, path: str) -> None:
    answer = reader.get("/", environ_overrides={"PATH_INFO": path})
    assert answer.status_code == 404


@pytest.mark.parametrize("address", ["/notices", "/notices.rss", "/search", "/staff/"])
def test_a_line_break_in_an_address_never_reaches_a_header(
    reader: FlaskClient, address: str
) -> None:
    answer = reader.get(f"{address}?q=a%0d%0aX-Evil:x")
    assert answer.status_code in (303, 308)
    assert "X-Evil" not in answer.headers


@pytest.mark.parametrize("address", ["/notices?q=%ff", "/%ff", "/notices/%c3%28", "/?%e5%85"])
def test_an_address_that_is_no_text_is_refused(reader: FlaskClient, address: str) -> None:
    path, _, query = address.partition("?")
    raw = {"PATH_INFO": unquote(path, "latin-1"), "QUERY_STRING": query}
    assert reader.get("/", environ_overrides=raw).status_code == 400


# Caches


def test_a_public_page_may_be_kept_but_is_asked_about(press: Press, reader: FlaskClient) -> None:
    (number,) = press(TENDER).numbers
    for address in (*PAGES, *FILES):
        path = address.format(number=number)
        first = reader.get(path)
        assert first.status_code == 200
        assert first.headers["Cache-Control"] == "public, no-cache", path
        assert "Set-Cookie" not in first.headers
        assert first.headers["Vary"] == "Accept-Encoding", path
        asked = {"If-None-Match": first.headers["ETag"]}
        again = reader.get(path, headers=asked)
        assert (again.status_code, again.data) == (304, b""), path
        for name in ("ETag", "Cache-Control", "Content-Security-Policy"):
            assert again.headers[name] == first.headers[name]


def test_head_answers_as_get_without_the_bytes(press: Press, reader: FlaskClient) -> None:
    (number,) = press(TENDER).numbers
    for address in (*PAGES, *FILES):
        path = address.format(number=number)
        whole, head = reader.get(path), reader.head(path)
        assert head.data == b""
        for answer in (head, whole):
            answer.headers.pop("Date", None)  # the second may turn between the two
        assert dict(head.headers) == dict(whole.headers), path


def test_publishing_changes_the_pages_that_show_it_and_no_other(
    press: Press, reader: FlaskClient
) -> None:
    (first,) = press(TENDER).numbers
    shown = ("/", "/notices", "/statistics/2026", "/help")
    kept = (f"/notices/{first}", "/about", "/notices?family=award")
    etags = {path: reader.get(path).headers["ETag"] for path in (*shown, *kept)}
    press(replace(TENDER, title="另一条"))
    for path, etag in etags.items():
        answer = reader.get(path, headers={"If-None-Match": etag})
        assert answer.status_code == (200 if path in shown else 304), path


def test_a_staff_page_is_never_kept_and_has_no_twin_that_is(
    office: Flask, reader: FlaskClient
) -> None:
    for path in ("/staff/", "/staff/sign-in", "/staff/nothing", "/staff/site.css"):
        assert reader.get(path).headers["Cache-Control"] == "no-store", path
    assert reader.get("/staff/x.css").status_code == 404


def test_static_files_are_asked_about_and_answer_304(reader: FlaskClient) -> None:
    with reader.get("/static/site.css") as first:
        assert first.headers["Cache-Control"] == "public, no-cache"
        etag = first.headers["ETag"]
    with reader.get("/static/site.css", headers={"If-None-Match": etag}) as again:
        assert again.status_code == 304


def test_every_answer_says_how_its_text_is_written(
    office: Flask, settings: Settings, sqlite_store: Store, reader: FlaskClient, press: Press
) -> None:
    (number,) = press(TENDER).numbers
    kinds = {
        "/": "text/html; charset=utf-8",
        f"/notices/{number}/record.json": "application/json",
        "/statistics/2026/trades.csv": "text/csv; charset=utf-8",
        "/robots.txt": "text/plain; charset=utf-8",
        "/healthz": "text/plain; charset=utf-8",
        "/nope": "text/html; charset=utf-8",
        "/nope.json": "application/problem+json",
    }
    other = create_app(settings, store=sqlite_store).test_client()
    for path, kind in kinds.items():
        assert reader.get(path).headers["Content-Type"] == kind
        assert other.get(path).headers["Content-Type"] == kind
