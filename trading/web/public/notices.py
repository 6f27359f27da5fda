"""Published notices: the filtered list, one notice, and its canonical record."""

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from trading.domain.codes import CATEGORIES, Family, NoticeType
from trading.domain.identifiers import index_number
from trading.store.endings import endings_of
from trading.store.engine import Session
from trading.store.lists import NoticeFilter, page_of_notices, years_with_notices
from trading.store.notices import NoticeView, find_notice, notices_of_process, replaced_by
from trading.store.participants import participants
from trading.store.timelines import attempts_of
from trading.store.withdrawals import find_withdrawal
from trading.web.clock import get_now
from trading.web.errors import refuse
from trading.web.public.corrected import ending_lines, standing_of, standing_sheet
from trading.web.public.files import public_address
from trading.web.public.filtering import (
    BadQuery,
    canonical,
    chosen,
    read_filter,
    refuse_query,
    to_canonical,
)
from trading.web.public.filtering.labels import METHOD_LABELS, SORT_LABELS
from trading.web.public.filtering.writing import yuan
from trading.web.public.hits import hits
from trading.web.session import get_read_session, get_site

bp = Blueprint("notices", __name__)


@bp.get("/notices")
def listing() -> str | BaseResponse:
    """Every published notice that the query asks for, 20 a page."""
    try:
        wanted, page = read_filter(request.args, paged=True)
    except BadQuery as bad:
        return refuse_query(bad)
    elsewhere = to_canonical(wanted, page=page)
    if elsewhere:
        return elsewhere
    session = get_read_session()
    found = page_of_notices(session, wanted, page=page)
    return render_template(
        "public/notices/list.html",
        found=found,
        hits=hits(session, found.rows, wanted.q),
        wanted=wanted,
        chosen=list(chosen(wanted)),
        query=canonical(wanted),
        address=lambda number: f"{request.path}{canonical(wanted, page=number)}",
        families=[(one.value, one.zh) for one in Family],
        types=[(one.value, one.zh) for one in NoticeType],
        categories=[(one.slug, one.zh) for one in CATEGORIES],
        sorts=list(SORT_LABELS.items()),
        methods=list(METHOD_LABELS.items()),
        amounts={"min": _yuan(wanted.min), "max": _yuan(wanted.max)},
        more_asked=_asks_more(wanted),
        years=[(one, one) for one in _years(session, wanted)],
        now=get_now(),
    )


def _asks_more(wanted: NoticeFilter) -> bool:
    """Whether one of the conditions that the form keeps folded is asked for."""
    named = (wanted.type, wanted.method, wanted.region, wanted.from_, wanted.to)
    return any(named) or wanted.min is not None or wanted.max is not None


def _yuan(fen: int | None) -> str:
    return "" if fen is None else yuan(fen)


def _years(session: Session, wanted: NoticeFilter) -> list[int]:
    """The years to choose from, newest first: those with notices, and the one that is chosen."""
    chosen_year = {wanted.year} if wanted.year else set()
    return sorted(chosen_year.union(years_with_notices(session)), reverse=True)


@bp.get("/notices/<number>")
def show(number: str) -> str:
    """One notice: its facts, its text, and the notices of the same process."""
    session, site = get_read_session(), get_site()
    found = find_notice(session, number)
    if found.row.withdrawn_at is not None:
        return _withdrawn(session, found)
    standing = standing_of(session, found)
    about = standing.corrects.number if standing.corrects else number
    return render_template(
        "public/notices/show.html",
        found=found,
        standing=standing,
        sheet=standing_sheet(found, standing, at=get_now()),
        index_number=index_number(site.index_prefix, number),
        replaced_by=replaced_by(session, number),
        endings=ending_lines(endings_of(session, [about])[about], found.row.category),
        others=notices_of_process(session, found.row.process_id),
        attempts=attempts_of(session, found.row.process_id),
        taking_part=participants(session, found.row.process_id),
        file_address=public_address,
    )


def _withdrawn(session: Session, found: NoticeView) -> str:
    """What is left of a withdrawn notice: its title, its dates and why (interface.md §6)."""
    row = found.row
    return render_template(
        "public/notices/withdrawn.html",
        row=row,
        code=found.frozen.stamp.process_code,
        withdrawal=find_withdrawal(session, row.number),
        index_number=index_number(get_site().index_prefix, row.number),
        others=notices_of_process(session, row.process_id),
    )


@bp.get("/notices/<number>/record.json")
def record(number: str) -> Response:
    """The canonical record (RFC 8785), exactly the bytes over which its SHA-256 is taken.

    410 once the notice was withdrawn.
    """
    found = find_notice(get_read_session(), number)
    if found.row.withdrawn_at is not None:
        return refuse(410, gettext("这份公告已经撤销，记录不再提供。"))
    return Response(found.payload, mimetype="application/json")
