"""Organizations: what a buyer published, what a supplier won, each with its list as files."""

from flask import Blueprint, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from werkzeug.routing import IntegerConverter
from werkzeug.wrappers import Response as BaseResponse

from trading.domain.counting import Basis
from trading.store.award_records import awards_of_supplier, count_awards
from trading.store.lists import NoticeFilter, page_of_notices
from trading.store.participants import (
    Participant,
    buyer_years,
    find_buyer,
    find_supplier,
    is_buyer,
    is_supplier,
)
from trading.web.clock import get_now
from trading.web.public.awards import award_standing
from trading.web.public.downloads import answer_download
from trading.web.public.filtering import (
    BadQuery,
    canonical,
    read_filter,
    read_nothing,
    refuse_query,
    to_canonical,
)
from trading.web.session import get_read_session, get_site

MOST_AWARDS = 20

bp = Blueprint("organizations", __name__)


class IdConverter(IntegerConverter):
    """An organization's number as everybody writes it: one address for one organization."""

    regex = "[1-9][0-9]{0,17}"


@bp.record_once
def know_ids(state: BlueprintSetupState) -> None:
    """Let the addresses below name an organization."""
    state.app.url_map.converters["id"] = IdConverter


@bp.get("/buyers/<id:number>")
def buyer(number: int) -> str | BaseResponse:
    """A buyer: its figures by year, its notices."""
    session = get_read_session()
    found = find_buyer(session, number)
    return _page(
        "public/organizations/buyer.html",
        found,
        NoticeFilter(buyer=number),
        years=buyer_years(session, number, Basis(get_site().year_basis)),
        also=is_supplier(session, number),
    )


@bp.get("/suppliers/<id:number>")
def supplier(number: int) -> str | BaseResponse:
    """A supplier: its newest awards, and the notices that speak of them."""
    session = get_read_session()
    found = find_supplier(session, number)
    awards = awards_of_supplier(session, number, limit=MOST_AWARDS)
    every, standing = count_awards(session, number)
    return _page(
        "public/organizations/supplier.html",
        found,
        NoticeFilter(supplier=number),
        awards=[(one, award_standing(one.record, one.lot_titles)) for one in awards],
        every=every,
        standing=standing,
        also=is_buyer(session, number),
    )


@bp.get("/buyers/<id:number>.<any(csv, xlsx):ext>")
def buyer_file(number: int, ext: str) -> BaseResponse:
    """The whole list of a buyer's notices as a file."""
    find_buyer(get_read_session(), number)
    return _file(NoticeFilter(buyer=number), ext, name=f"buyer-{number}")


@bp.get("/suppliers/<id:number>.<any(csv, xlsx):ext>")
def supplier_file(number: int, ext: str) -> BaseResponse:
    """The whole list of a supplier's notices as a file."""
    find_supplier(get_read_session(), number)
    return _file(NoticeFilter(supplier=number), ext, name=f"supplier-{number}")


def _page(
    template: str, found: Participant, wanted: NoticeFilter, **values: object
) -> str | BaseResponse:
    """The page of an organization; its list is that of all notices with one condition more."""
    try:
        page = _page_number()
    except BadQuery as bad:
        return refuse_query(bad)
    return to_canonical(NoticeFilter(), page=page) or render_template(
        template,
        organization=found,
        found=page_of_notices(get_read_session(), wanted, page=page),
        address=lambda number: f"{request.path}{canonical(NoticeFilter(), page=number)}",
        listing=url_for("notices.listing") + canonical(wanted),
        now=get_now(),
        **values,
    )


def _page_number() -> int:
    """The one thing that one may choose here; BadQuery for any other."""
    wanted, page = read_filter(request.args, paged=True)
    if wanted != NoticeFilter():
        raise BadQuery("这个地址只有参数 page；要筛选，请到公告列表")
    return page


def _file(wanted: NoticeFilter, ext: str, *, name: str) -> BaseResponse:
    try:
        read_nothing(request.args)
    except BadQuery as bad:
        return refuse_query(bad)
    return answer_download(wanted, ext, name=name)
