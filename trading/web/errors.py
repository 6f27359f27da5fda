"""Errors as pages (or problem+json) with the right status; never a stack trace."""

import logging
from collections.abc import Mapping
from http import HTTPStatus

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from trading.domain.errors import Conflict, NotFound, RuleBroken, SeveralBroken, TradingError
from trading.store.engine import DatabaseAway, UnstorableValue
from trading.web.session import abandon_sessions

_log = logging.getLogger(__name__)

_TITLES: Mapping[int, LazyString] = {
    400: _l("这个地址无法理解"),
    401: _l("请先登录"),
    403: _l("没有权限"),
    404: _l("没有这个页面"),
    405: _l("不支持这种操作"),
    409: _l("已被他人修改"),
    413: _l("内容太大"),
    415: _l("不支持这种格式"),
    422: _l("填写的内容有误"),
    429: _l("操作过于频繁"),
    500: _l("系统出现问题"),
    503: _l("暂时无法服务"),
}
_SENTENCES: Mapping[int, LazyString] = {
    400: _l("地址里有不认识的参数，请检查后重试。"),
    403: _l("您的账号不能进行这项操作，请联系管理员。"),
    404: _l("地址可能有误，或者内容从未发布。可以到“全部公告”里查找。"),
    405: _l("请从网页上的链接或按钮进入。"),
    413: _l("提交的内容超过了上限，请删减后重试。"),
    500: _l("问题已经记录，请稍后再试；如仍不行，请告诉管理员发生的时间。"),
    503: _l("数据库暂时无法访问，请稍后再试。已填写的内容请先保留在本页。"),
}
_STATUS: Mapping[type[TradingError], int] = {
    NotFound: 404,
    Conflict: 409,
    RuleBroken: 422,
    SeveralBroken: 422,
}


def refuse(status: int, sentence: str = "") -> Response:
    """The error page (or problem+json for a .json address) with this status."""
    title = str(_TITLES.get(status, HTTPStatus(status).phrase))
    said = sentence or str(_SENTENCES.get(status, ""))
    if request.path.endswith(".json"):
        answer = jsonify({"status": status, "error": title, "title": title, "detail": said})
        answer.content_type = "application/problem+json"
    else:
        page = render_template("errors/error.html", status=status, title=title, sentence=said)
        answer = make_response(page)
    answer.status_code = status
    answer.headers["Cache-Control"] = "no-store"
    return answer


def add_error_pages(app: Flask) -> None:
    """Answer every kind of failure."""

    @app.errorhandler(TradingError)
    def domain_refused(error: TradingError) -> Response:
        status = next((s for kind, s in _STATUS.items() if isinstance(error, kind)), 422)
        return refuse(status, gettext(error.message, **error.values))

    @app.errorhandler(CSRFError)
    def forged(_error: CSRFError) -> Response:
        return refuse(400, gettext("页面停留过久或来自别处：请返回上一页，刷新后重新提交。"))

    @app.errorhandler(HTTPException)
    def http_refused(error: HTTPException) -> Response:
        answer = refuse(error.code or 500)
        for name, value in error.get_headers():
            if name in ("Allow", "Retry-After"):
                answer.headers[name] = value
        return answer

    _add_failure_pages(app)


def _add_failure_pages(app: Flask) -> None:
    """What no rule explains: the sessions are given up, since a failed one answers no more."""

    @app.errorhandler(DatabaseAway)
    def database_away(error: Exception) -> Response:
        _log.error("database away: %s", error)
        abandon_sessions()
        g.site = None
        answer = refuse(503)
        answer.headers["Retry-After"] = "30"
        return answer

    @app.errorhandler(UnstorableValue)
    @app.errorhandler(OverflowError)
    def unstorable(error: Exception) -> Response:
        _log.warning("a value that no database stores on %s: %s", request.path, type(error))
        abandon_sessions()
        return refuse(400)

    @app.errorhandler(Exception)
    def failed(_error: Exception) -> Response:
        _log.exception("unexpected failure on %s %s", request.method, request.path)
        abandon_sessions()
        return refuse(500)
