"""Downloads: a whole list as CSV, row by row as it is read, and as a workbook."""

from collections.abc import Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from trading.later import Later
from trading.store.downloads import whole_list
from trading.store.engine import Session
from trading.store.lists import NoticeFilter
from trading.web.errors import refuse
from trading.web.public.columns import (
    COLUMNS,
    MOST_IN_WORKBOOK,
    Value,
    as_csv,
    read_row,
    state_names,
)
from trading.web.public.filtering import BadQuery, read_filter, refuse_query, to_canonical
from trading.web.session import get_read_session, get_runtime, get_site

if TYPE_CHECKING:
    from trading.services import spreadsheets
else:  # only a workbook needs it
    spreadsheets = Later("trading.services.spreadsheets")

bp = Blueprint("downloads", __name__)


@bp.get("/notices.<any(csv, xlsx):ext>")
def listing(ext: str) -> BaseResponse:
    """The whole list that the query asks for, in the order of its pages."""
    try:
        wanted, _ = read_filter(request.args, paged=False)
    except BadQuery as bad:
        return refuse_query(bad)
    return to_canonical(wanted) or answer_download(wanted, ext, name="notices")


def answer_download(wanted: NoticeFilter, ext: str, *, name: str) -> Response:
    """A list as a file of this kind, which browsers save as `<name>.<ext>`."""
    answer = _csv(wanted) if ext == "csv" else _workbook(wanted)
    if answer.status_code == 200:
        answer.headers["Content-Disposition"] = f"attachment; filename={name}.{ext}"
        answer.headers["Cache-Control"] = "public, no-cache"
    return answer


def _csv(wanted: NoticeFilter) -> Response:
    """The rows as they are read: a list of any length takes the memory of some hundred.

    The session is one of its own, since it outlives the request, until the last byte is sent.
    """
    session = get_runtime().store.read_session()
    try:
        pieces = as_csv(_rows(session, wanted))
        first = next(pieces)  # a database that is away refuses before anything is sent
    except BaseException:
        session.close()
        raise
    answer = Response(chain([first], pieces), content_type="text/csv; charset=utf-8")
    answer.call_on_close(session.close)
    return answer


def _workbook(wanted: NoticeFilter) -> Response:
    """The rows as a workbook; a list that is too long for one is told so."""
    rows = list(islice(_rows(get_read_session(), wanted), MOST_IN_WORKBOOK + 1))
    if len(rows) > MOST_IN_WORKBOOK:
        return refuse(
            400,
            gettext(
                "这个列表超过%(most)d条，表格文件装不下：请加上年份等条件，或下载 CSV。",
                most=MOST_IN_WORKBOOK,
            ),
        )
    columns = [spreadsheets.Column(str(one.head), one.width) for one in COLUMNS]
    made = spreadsheets.workbook(gettext("公告"), columns, rows)
    return Response(made, content_type=spreadsheets.MEDIA_TYPE)


def _rows(session: Session, wanted: NoticeFilter) -> Iterator[list[Value]]:
    """What is asked of the request is asked now: the rows may be read after it is over."""
    site_url, names = get_site().site_url, state_names()
    found = whole_list(session, wanted)
    return (read_row(one, lambda n: f"{site_url}/notices/{n}", names) for one in found)
