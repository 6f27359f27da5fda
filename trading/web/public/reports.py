"""Public reports: each exactly as it was frozen, with its hashes and what changed since."""

from flask import Blueprint, Response, render_template

from trading.domain.errors import NotFound
from trading.domain.number_links import pieces
from trading.services import restating, snapshots
from trading.store.snapshots import Snapshot, document_of, payload_of, rows_of, snapshots_of
from trading.web.disposition import attachment
from trading.web.session import get_read_session, get_site

bp = Blueprint("reports", __name__)

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LONGEST = 9


@bp.get("/reports/<year:year>")
def newest(year: int) -> str:
    """The newest public report of a year."""
    return _page(_public(year))


@bp.get("/reports/<year:year>.json")
def newest_as_json(year: int) -> Response:
    """Its record: canonical JSON, the bytes that its SHA-256 is over."""
    return _json(payload_of(get_read_session(), _public(year).id))


@bp.get("/reports/<year:year>.docx")
def newest_as_docx(year: int) -> Response:
    """Its Word file, as it was filled."""
    return _docx(_public(year))


@bp.get("/reports/<year:year>/<serial>")
def numbered(year: int, serial: str) -> str:
    """One of several reports of a year, by its number."""
    return _page(_public(year, serial))


@bp.get("/reports/<year:year>/<serial>.json")
def numbered_as_json(year: int, serial: str) -> Response:
    """Its record."""
    return _json(payload_of(get_read_session(), _public(year, serial).id))


@bp.get("/reports/<year:year>/<serial>/rows.json")
def rows_as_json(year: int, serial: str) -> Response:
    """The trades and notices that it counts: the bytes that the second SHA-256 is over."""
    return _json(rows_of(get_read_session(), _public(year, serial).id))


@bp.get("/reports/<year:year>/<serial>.docx")
def numbered_as_docx(year: int, serial: str) -> Response:
    """Its Word file."""
    return _docx(_public(year, serial))


def _public(year: int, serial: str = "") -> Snapshot:
    """A report that is public; NotFound for any other, as if it did not exist."""
    found = snapshots_of(get_read_session(), year, published=True)
    wanted = [one for one in found if not serial or str(one.serial) == serial[:_LONGEST]]
    if not wanted:
        raise NotFound("%(year)d年的报告还没有公开", year=year)
    return wanted[0]


def _page(snapshot: Snapshot) -> str:
    session = get_read_session()
    report = snapshots.read(session, snapshot)
    return render_template(
        "public/reports/show.html",
        snapshot=snapshot,
        report=report,
        pieces=pieces(report.sentence, report.figures, report.categories),
        noted=pieces(report.note, report.figures),
        others=snapshots_of(session, snapshot.year, published=True),
        restated=restating.restated(session, get_site(), snapshot),
    )


def _json(text: str) -> Response:
    return Response(text, mimetype="application/json")


def _docx(snapshot: Snapshot) -> Response:
    answer = Response(document_of(get_read_session(), snapshot.id), mimetype=_WORD)
    name = f"{snapshot.year}-{snapshot.serial}-{snapshot.document_name}"
    answer.headers["Content-Disposition"] = attachment(name)
    return answer
