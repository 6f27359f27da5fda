"""Errors as pages (or problem+json) with the right status; never a stack trace."""

import logging
import secrets
from collections.abc import Mapping

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from trading.domain.errors import (
    Conflict,
    NotAllowed,
    NotFound,
    NotReady,
    RuleBroken,
    SeveralBroken,
    TooManyAttempts,
    TradingError,
)
from trading.store.engine import DatabaseAway, UnstorableValue
from trading.web.logs import where
from trading.web.session import abandon_sessions

_log = logging.getLogger(__name__)

_TITLES: Mapping[int, LazyString] = {
    400: _l("请求无法识别"),
    401: _l("请先登录"),
    403: _l("没有权限"),
    404: _l("没有这个页面"),
    405: _l("不支持这种操作"),
    409: _l("现在不能这样做"),
    410: _l("内容已经撤销"),
    413: _l("内容太大"),
    415: _l("不支持这种格式"),
    416: _l("文件没有这一段"),
    422: _l("填写的内容有误"),
    429: _l("操作过于频繁"),
    500: _l("系统出现问题"),
    503: _l("暂时无法服务"),
}
_SENTENCES: Mapping[int, LazyString] = {
    400: _l("地址或提交的内容无法识别，请检查后重试。"),
    403: _l("您的账号不能进行这项操作，请联系管理员。"),
    404: _l("地址可能有误，或者内容从未发布。可以到“全部公告”里查找。"),
    405: _l("请从网页上的链接或按钮进入。"),
    409: _l("内容在您打开之后有了变化，请返回并刷新，核对后重试。"),
    410: _l("所属的公告已经撤销，内容不再提供。"),
    413: _l("提交的内容超过了上限，请返回删减后重试。"),
    415: _l("请从网页上的表单提交。"),
    416: _l("请从头下载。"),
    422: _l("请返回检查填写的内容。"),
    429: _l("请稍后再试。"),
    500: _l("问题已经记录。请稍后再试；如仍不行，请把下面的事件编号告诉管理员。"),
    503: _l("数据库暂时无法访问，请稍后再试。已填写的内容请先保留在本页。"),
}
_STATUS: Mapping[type[TradingError], int] = {
    NotFound: 404,
    Conflict: 409,
    NotAllowed: 403,
    NotReady: 503,
    RuleBroken: 422,
    SeveralBroken: 422,
    TooManyAttempts: 429,
}


def refuse(status: int, sentence: str = "", *, incident: str = "") -> Response:
    """The error page (or problem+json for a .json address) with this status.

    `incident` is the number under which the log tells more (security.md R48).
    """
    told = status if status in _TITLES else 400 if status < 500 else 500
    title, said = str(_TITLES[told]), sentence or str(_SENTENCES.get(told, ""))
    if request.path.endswith(".json"):
        members = {"status": status, "error": title, "title": title, "detail": said}
        answer = jsonify(members | ({"incident": incident} if incident else {}))
        answer.content_type = "application/problem+json"
    else:
        said_so = {"status": status, "title": title, "sentence": said, "incident": incident}
        answer = make_response(render_template("errors/error.html", **said_so))
    answer.status_code = status
    answer.headers["Cache-Control"] = "no-store"
    return answer


def add_error_pages(app: Flask) -> None:
    """Answer every kind of failure."""

    @app.errorhandler(TradingError)
    def domain_refused(error: TradingError) -> Response:
        status = next((s for kind, s in _STATUS.items() if isinstance(error, kind)), 422)
        every = error.broken if isinstance(error, SeveralBroken) else [error]
        said = "；".join(gettext(one.message, **one.values) for one in every)
        answer = refuse(status, said)
        if isinstance(error, TooManyAttempts):
            answer.headers["Retry-After"] = str(error.seconds)
        return answer

    @app.errorhandler(CSRFError)
    def forged(_error: CSRFError) -> Response:
        return refuse(400, gettext("页面停留过久或来自别处：请返回上一页，刷新后重新提交。"))

    @app.errorhandler(HTTPException)
    def http_refused(error: HTTPException) -> Response:
        answer = refuse(error.code or 500)
        for name, value in error.get_headers():
            if name in ("Allow", "Content-Range", "Retry-After"):
                answer.headers[name] = value
        return answer

    app.register_error_handler(DatabaseAway, _database_away)
    app.register_error_handler(UnstorableValue, _unstorable)
    app.register_error_handler(OverflowError, _unstorable)
    app.register_error_handler(Exception, _failed)

    @app.errorhandler(InternalServerError)
    def failed_late(error: InternalServerError) -> Response:
        """A failure after the view, such as a commit that the database no longer takes."""
        cause = error.original_exception or error
        return _database_away(cause) if isinstance(cause, DatabaseAway) else _failed(cause)


# What no rule explains: the sessions are given up, since a failed one answers no more.


def _database_away(error: BaseException) -> Response:
    _log.error("database away on %s: %s", where(), getattr(error, "orig", error))
    abandon_sessions()
    g.site = None
    answer = refuse(503)
    answer.headers["Retry-After"] = "30"
    return answer


def _unstorable(error: BaseException) -> Response:
    _log.warning("a value that no database stores on %s: %s", where(), type(error))
    abandon_sessions()
    return refuse(400)


def _failed(error: BaseException) -> Response:
    incident = secrets.token_hex(4)
    _log.error("incident %s on %s", incident, where(), exc_info=error)
    abandon_sessions()
    return refuse(500, incident=incident)
