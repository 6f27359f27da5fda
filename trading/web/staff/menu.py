"""The menu of new notices: by category the names that staff know, each leading to its form."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import render_template, url_for

from trading.domain.codes import (
    CATEGORIES,
    Category,
    Family,
    Method,
    NoticeType,
    allowed_methods,
    allowed_types,
    notice_name,
)
from trading.web.access import WRITERS, staff_blueprint

bp = staff_blueprint("staff_menu", url_prefix="/staff/notices", roles=WRITERS)

# What begins a process; everything else follows a notice that is there already.
_FIRST = (Family.PLAN, Family.TENDER)


@dataclass(frozen=True)
class Offer:
    """A notice that can be begun: its name, and where."""

    name: str
    address: str


@dataclass(frozen=True)
class Column:
    """A category with the notices that begin a process, and those that follow one."""

    category: Category
    first: tuple[Offer, ...]
    following: tuple[Offer, ...]


@bp.get("/new")
def show() -> str:
    """Everything that can be begun, by category."""
    return render_template("staff/notices/menu.html", columns=[_column(one) for one in CATEGORIES])


def names_in(kinds: Sequence[Category], family: Family) -> str:
    """What notices of a family are called in these categories, each name once."""
    names = [
        notice_name(type_, kind, Method.OTHER)
        for kind in kinds
        for type_ in allowed_types(kind)
        if type_ is NoticeType(family.value)
    ]
    return "、".join(dict.fromkeys(names))


def _column(kind: Category) -> Column:
    known = allowed_types(kind)
    following = [
        Offer(notice_name(one, kind, Method.OTHER), _address(one))
        for one in known
        if one.family not in (*_FIRST, Family.CORRECTION)
    ]
    first = [offer for one in known if one.family in _FIRST for offer in _first(one, kind)]
    return Column(kind, tuple(first), tuple(following))


def _first(type_: NoticeType, kind: Category) -> Iterator[Offer]:
    """A tender has a name for each method, any other type one name alone."""
    if type_ is not NoticeType.TENDER:
        name = notice_name(type_, kind, Method.OTHER)
        yield Offer(name, _address(type_, category=kind.slug, type=type_.value))
        return
    said = set()
    for method in allowed_methods(kind):
        name = notice_name(type_, kind, method)
        if method is not Method.SINGLE_SOURCE and name not in said:
            said.add(name)
            yield Offer(name, _address(type_, category=kind.slug, method=method.value))


def _address(type_: NoticeType, **values: str) -> str:
    query = urlencode(values)
    address = url_for("staff_notices.new", family=type_.family.value)
    return f"{address}?{query}" if query else address
