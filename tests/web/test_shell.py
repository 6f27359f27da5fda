"""The shell around every view: one moment a request, and writing that is kept or undone whole."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.wrappers import Response

from tests.clocks import FixedClock
from tests.web.conftest import IDENTITY, NOW
from tests.web.pages import read
from trading.domain.errors import RuleBroken
from trading.store import people, sites
from trading.store.engine import Store
from trading.web.clock import get_now
from trading.web.session import get_read_session, get_session, get_site


@pytest.fixture
def visitor(office: Flask) -> FlaskClient:
    """A browser of which no form token is asked."""
    office.config["WTF_CSRF_ENABLED"] = False
    return office.test_client()


def names(store: Store) -> list[str]:
    with store.reading() as session:
        return [one.name for one in people.all_staff(session)]


def enrol(name: str) -> None:
    people.add_staff(get_session(), name, "editor", now=get_now())


@pytest.mark.parametrize(
    ("status", "is_kept"), [(200, True), (303, True), (399, True), (400, False), (422, False)]
)
def test_below_400_what_a_view_wrote_is_kept_else_undone(
    office: Flask, visitor: FlaskClient, sqlite_store: Store, status: int, is_kept: bool
) -> None:
    @office.post("/writes")
    def write() -> Response:
        enrol("新人")
        return Response("", status=status)

    assert visitor.post("/writes").status_code == status
    assert names(sqlite_store) == (["新人"] if is_kept else [])


@pytest.mark.parametrize("error", [ValueError("x"), RuleBroken("不行"), KeyError("x")])
def test_what_a_failed_view_wrote_is_undone(
    office: Flask, visitor: FlaskClient, sqlite_store: Store, error: Exception
) -> None:
    @office.post("/writes")
    def write() -> Response:
        enrol("新人")
        raise error

    assert visitor.post("/writes").status_code in (422, 500)
    assert names(sqlite_store) == []
    with sqlite_store.writing() as session:  # the lock was given back
        people.add_staff(session, "后来", "editor", now=NOW)


def test_asking_for_a_page_can_change_nothing(
    office: Flask, visitor: FlaskClient, sqlite_store: Store
) -> None:
    @office.get("/looks")
    def look() -> str:
        assert get_session() is get_read_session()
        enrol("新人")
        return "看"

    assert visitor.get("/looks").status_code == 200
    assert names(sqlite_store) == []


def test_a_request_that_writes_nothing_waits_for_no_writer(
    office: Flask, visitor: FlaskClient, sqlite_store: Store
) -> None:
    @office.post("/reads")
    def look() -> str:
        return get_site().site_name

    with sqlite_store.writing() as session:
        people.add_staff(session, "正在写", "editor", now=NOW)
        assert visitor.post("/reads").get_data(as_text=True) == IDENTITY.site_name


def test_a_request_sees_one_moment_however_long_it_takes(
    office: Flask, visitor: FlaskClient, office_clock: FixedClock
) -> None:
    @office.get("/moments")
    def moments() -> list[bool]:
        first = get_now()
        office_clock.pass_by(minutes=5)
        return [first == get_now(), first.utcoffset() == timedelta(hours=8)]

    assert visitor.get("/moments").get_json() == [True, True]
    assert office_clock.now() - NOW == timedelta(minutes=5)


def test_the_frame_names_who_publishes_and_shows_only_what_is_set(
    office: Flask, visitor: FlaskClient, sqlite_store: Store
) -> None:
    page = read(visitor, "/about")
    foot = page.all("footer")[0]
    words = " ".join("".join(foot.itertext()).split())
    assert "主办单位：某县公共资源交易中心" in words
    assert "：·" not in words.replace(" ", "")
    for unset in ("承办单位", "联系电话", "网站标识码", "地址"):
        assert unset not in words
    with sqlite_store.writing() as session:
        sites.save_identity(session, sites.Identity(**{**vars(IDENTITY), "site_name": "新名字"}))
    assert read(visitor, "/about").title == "关于本站 - 新名字"


@pytest.mark.parametrize(
    ("address", "column"),
    [
        ("/", "首页"),
        ("/notices", "全部公告"),
        ("/notices?family=award", "中标（成交）公告"),
        ("/statistics", "统计"),
        ("/feeds", "订阅"),
        ("/help", "帮助"),
        ("/notices?family=award&year=2026", ""),
        ("/about", ""),
    ],
)
def test_the_columns_say_where_one_is(visitor: FlaskClient, address: str, column: str) -> None:
    page = read(visitor, address)
    (columns,) = page.all("nav")
    current = [one.text for one in page.all("a", columns) if one.get("aria-current")]
    assert current == ([column] if column else [])


def test_every_page_begins_with_a_way_past_its_frame(visitor: FlaskClient) -> None:
    for address in ("/", "/notices", "/statistics", "/feeds", "/help", "/about", "/nothing"):
        page = read(visitor, address, 404 if address == "/nothing" else 200)
        assert page.all("a")[0].get("href") == "#main"
        assert page.all("main")[0].get("id") == "main"
        assert page.all("html")[0].get("lang") == "zh-CN"
        assert len(page.all("h1")) == 1


def test_every_link_of_the_public_site_leads_somewhere(visitor: FlaskClient) -> None:
    seen: set[str] = set()
    waiting = ["/"]
    while waiting:
        address = waiting.pop()
        seen.add(address)
        answer = visitor.get(address)
        assert answer.status_code == 200, address
        if answer.mimetype == "text/html":
            links = read(visitor, address).links.values()
            waiting += {one for one in links if one.startswith("/")} - seen - set(waiting)
    assert len(seen) > 20


def test_watchers_hear_that_it_lives_and_is_ready(visitor: FlaskClient) -> None:
    assert visitor.get("/healthz").get_data() == b"ok\n"
    assert visitor.get("/readyz").get_data() == b"ready\n"


def test_search_engines_are_kept_out_of_the_staff_area(visitor: FlaskClient) -> None:
    assert "Disallow: /staff/" in visitor.get("/robots.txt").get_data(as_text=True)
