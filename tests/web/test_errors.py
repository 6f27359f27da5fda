"""Every failure is a page that says what to do, with the right status and nothing of the inside."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from werkzeug.exceptions import TooManyRequests

from tests.clocks import FixedClock
from tests.notices import TENDER, Press
from tests.web.pages import Read, read
from trading.config import MAX_UPLOAD_BYTES, Settings
from trading.domain.errors import Conflict, NotFound, RuleBroken, SeveralBroken
from trading.services.passwords import Hasher
from trading.store import migrate
from trading.store.engine import DatabaseAway, Session, Store
from trading.web import create_app
from trading.web.session import get_session

INSIDE = ("Traceback", 'File "', "sqlalchemy", "SELECT", "werkzeug", "/trading/", ".py")


def failing(app: Flask, path: str, fail: Callable[[], object]) -> None:
    """Give the application a page that fails in a certain way."""

    def view() -> str:
        fail()
        return "完成"

    app.add_url_rule(path, endpoint=path, view_func=view, methods=["GET", "POST"])


def raising(error: Exception) -> Callable[[], object]:
    def fail() -> None:
        raise error

    return fail


TITLES = {
    400: "请求无法识别",
    403: "没有权限",
    404: "没有这个页面",
    405: "不支持这种操作",
    409: "现在不能这样做",
    413: "内容太大",
    415: "不支持这种格式",
    422: "填写的内容有误",
    429: "操作过于频繁",
    500: "系统出现问题",
    503: "暂时无法服务",
}


@pytest.mark.parametrize(("status", "title"), TITLES.items())
def test_each_status_has_a_page_in_chinese_and_an_object_for_machines(
    office: Flask, reader: FlaskClient, status: int, title: str
) -> None:
    failing(office, "/fails", lambda: abort(status))
    failing(office, "/fails.json", lambda: abort(status))
    page = read(reader, "/fails", status)
    assert (page.heading, page.title) == (title, f"{title} - 某县公共资源交易网")
    assert f"状态码 {status}" in page.main
    assert len(page.main) > 25
    assert page.links["全部公告"] == "/notices"
    answer = reader.get("/fails.json")
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    members = answer.get_json()
    assert (members["error"], members["status"]) == (title, status)
    assert members["detail"]
    for one in (page.answer, answer):
        assert one.headers["Cache-Control"] == "no-store"
        assert "ETag" not in one.headers
        assert "Set-Cookie" not in one.headers


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (NotFound("没有%(n)d号", n=7), 404, "没有7号"),
        (Conflict("已经发布"), 409, "已经发布"),
        (RuleBroken("太大", field="x"), 422, "太大"),
        (
            SeveralBroken([RuleBroken("缺标题"), RuleBroken("缺100%正文")]),
            422,
            "缺标题；缺100%正文",
        ),
    ],
)
def test_what_a_rule_refuses_is_said_in_its_own_words(
    office: Flask, reader: FlaskClient, error: Exception, status: int, said: str
) -> None:
    failing(office, "/fails", raising(error))
    assert said in read(reader, "/fails", status).main


def test_an_unusual_status_still_has_a_chinese_page(office: Flask, reader: FlaskClient) -> None:
    failing(office, "/teapot", lambda: abort(418))
    assert read(reader, "/teapot", 418).heading == "请求无法识别"


def test_what_nobody_foresaw_is_told_by_a_number_that_the_log_explains(
    office: Flask, reader: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    secret = ValueError("密码是 hunter2")
    for path in ("/fails", "/fails.json"):
        failing(office, path, raising(secret))
    page = read(reader, "/fails", 500)
    (code,) = page.all("code")
    assert len(code.text or "") == 8
    for body in (page.main, reader.get("/fails.json").get_data(as_text=True)):
        assert not [word for word in (*INSIDE, "hunter2") if word in body]
    logged = [one for one in caplog.records if f"incident {code.text}" in one.getMessage()]
    assert len(logged) == 1
    assert logged[0].exc_info is not None
    assert read(reader, "/").status == 200


def test_a_caller_that_asks_too_often_is_told_when_to_come_back(
    office: Flask, reader: FlaskClient
) -> None:
    failing(office, "/fails", raising(TooManyRequests(retry_after=60)))
    assert read(reader, "/fails", 429).answer.headers["Retry-After"] == "60"


def test_a_method_that_is_not_served_names_those_that_are(reader: FlaskClient) -> None:
    answer = reader.put("/notices")
    assert answer.status_code == 405
    assert {"GET", "HEAD"} <= set(answer.headers["Allow"].replace(",", " ").split())


def test_a_body_over_the_limit_is_refused_in_chinese(reader: FlaskClient) -> None:
    answer = reader.post("/staff/sign-in", data={"name": "x" * (MAX_UPLOAD_BYTES + 1)})
    assert answer.status_code == 413
    assert "请返回删减后重试" in answer.get_data(as_text=True)


def test_a_form_of_countless_fields_is_refused(reader: FlaskClient) -> None:
    boundary = "x"
    part = f'--{boundary}\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
    body = part * 10_001 + f"--{boundary}--\r\n"
    kind = f"multipart/form-data; boundary={boundary}"
    assert reader.post("/staff/sign-in", data=body, content_type=kind).status_code == 413


def test_a_forged_form_is_told_to_reload(reader: FlaskClient) -> None:
    answer = reader.post("/staff/sign-in", data={"name": "王", "password": "x"})
    assert answer.status_code == 400
    assert "刷新后重新提交" in answer.get_data(as_text=True)


# The database


def without_tables(tmp_path: Path, clock: FixedClock) -> tuple[Store, FlaskClient]:
    """An application whose database is empty, as after a fault of its disk."""
    store = Store(f"sqlite:///{(tmp_path / 'empty.db').as_posix()}")
    settings = Settings(data_dir=tmp_path)
    hasher = Hasher(memory_kib=8, passes=1, lanes=1)
    return store, create_app(settings, store=store, clock=clock, hasher=hasher).test_client()


def test_while_the_database_is_away_every_page_says_so_and_processes_stay_alive(
    tmp_path: Path, clock: FixedClock
) -> None:
    store, reader = without_tables(tmp_path, clock)
    for path in ("/", "/notices", "/nothing", "/feeds/all.rss", "/staff/", "/statistics/2026.json"):
        answer = reader.get(path)
        assert answer.status_code == 503, path
        assert answer.headers["Retry-After"] == "30"
        text = answer.get_data(as_text=True)
        assert "数据库暂时无法访问" in text
        assert not [word for word in INSIDE if word in text]
    assert reader.get("/healthz").status_code == 200
    assert reader.get("/readyz").status_code == 503
    with reader.get("/static/site.css") as sheet:
        assert sheet.status_code == 200
    store.close()


def test_before_the_site_is_set_up_every_page_says_what_to_do(
    tmp_path: Path, clock: FixedClock
) -> None:
    store, reader = without_tables(tmp_path, clock)
    migrate.upgrade(store)
    for path in ("/", "/nothing", "/staff/"):
        page = read(reader, path, 503)
        assert (page.heading, page.title) == ("暂时无法服务", "暂时无法服务")
        assert "请先运行 trading init" in page.main
    assert reader.get("/readyz").status_code == 200
    store.close()


def test_a_commit_that_the_database_refuses_is_503_and_leaves_nothing(
    office: Flask, reader: FlaskClient, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.config["WTF_CSRF_ENABLED"] = False
    failing(office, "/writes", get_session)

    def full(_: Session) -> None:
        raise DatabaseAway("COMMIT", {}, Exception("disk full"))

    with monkeypatch.context() as fault:
        fault.setattr(Session, "commit", full)
        answer = reader.post("/writes")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert Read(answer).heading == "暂时无法服务"
    assert answer.headers["Content-Security-Policy"]
    press(TENDER)
    assert reader.post("/writes").status_code == 200


def test_a_failure_after_the_view_is_logged_once_with_its_number(
    office: Flask,
    reader: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    office.config["WTF_CSRF_ENABLED"] = False
    failing(office, "/writes", get_session)

    def broken(_: Session) -> None:
        raise RuntimeError("no such thing")

    with monkeypatch.context() as fault, caplog.at_level(logging.ERROR):
        fault.setattr(Session, "commit", broken)
        page = Read(reader.post("/writes"))
    assert page.status == 500
    (code,) = page.all("code")
    assert [one for one in caplog.records if f"incident {code.text}" in one.getMessage()]
