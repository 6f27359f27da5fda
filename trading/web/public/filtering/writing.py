"""Writing a list's query: its one canonical form, and what it asks for in words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any  # the fields of a filter are of several types
from urllib.parse import urlencode

from flask import redirect, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from trading.domain.codes import region_name
from trading.store.lists import NoticeFilter
from trading.store.organizations import organization_name
from trading.web.public.filtering.labels import (
    CATEGORY_LABELS,
    FAMILY_LABELS,
    METHOD_LABELS,
    TYPE_LABELS,
)
from trading.web.session import get_read_session

_REPEATED = {"family": FAMILY_LABELS, "type": TYPE_LABELS, "category": CATEGORY_LABELS}


def yuan(fen: int) -> str:
    """An amount as a query has it: yuan, without needless zeros."""
    whole, rest = divmod(fen, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole)


def _named(organization_id: int) -> str:
    return organization_name(get_read_session(), organization_id) or str(organization_id)


# What each condition of one value is called; any: each knows the type of its own.
_SAYINGS: dict[str, Callable[[Any], str]] = {
    "method": lambda slug: METHOD_LABELS[slug],
    "region": region_name,
    "buyer": lambda id_: gettext("采购人 %(name)s", name=_named(id_)),
    "supplier": lambda id_: gettext("供应商 %(name)s", name=_named(id_)),
    "process": lambda code: gettext("项目 %(code)s", code=code),
    "year": lambda year: gettext("%(year)d年", year=year),
    "from_": lambda day: gettext("%(day)s起", day=day.isoformat()),
    "to": lambda day: gettext("%(day)s止", day=day.isoformat()),
    "min": lambda fen: gettext("%(yuan)s元以上", yuan=yuan(fen)),
    "max": lambda fen: gettext("%(yuan)s元以下", yuan=yuan(fen)),
    "open": lambda _: gettext("未截止"),
}
_WRITE: dict[str, Callable[[Any], str]] = {"min": yuan, "max": yuan, "open": lambda _: "1"}
_ORDER = (
    *("q", "family", "type", "category", "method", "region", "buyer", "supplier", "process"),
    *("year", "from_", "to", "min", "max", "open", "after", "sort"),
)


@dataclass(frozen=True)
class Chosen:
    """One thing that a list is narrowed to, in words, and the query without it."""

    label: str
    without: str


def canonical(wanted: NoticeFilter, *, page: int = 1) -> str:
    """The query string that means exactly this, with its "?"; empty for everything."""
    text = urlencode(list(_pairs(wanted, page)))
    return f"?{text}" if text else ""


def to_canonical(wanted: NoticeFilter, *, page: int = 1) -> Response | None:
    """A permanent redirect when the query is written otherwise than canonical."""
    asked = request.query_string.decode("latin-1")
    right = canonical(wanted, page=page)
    if asked == right[1:]:
        return None
    return redirect(f"{request.path}{right}", 308)


def chosen(wanted: NoticeFilter) -> Iterator[Chosen]:
    """What a filter asks for, in the order of its query; an order of rows narrows nothing."""
    if wanted.q:
        yield Chosen(wanted.q, canonical(replace(wanted, q="")))
    for name, labels in _REPEATED.items():
        values: tuple[str, ...] = getattr(wanted, name)
        for value in values:
            others: dict[str, Any] = {name: tuple(one for one in values if one != value)}
            yield Chosen(labels[value], canonical(replace(wanted, **others)))
    for name, label in _single(wanted):
        empty: dict[str, Any] = {name: getattr(NoticeFilter(), name)}
        yield Chosen(str(label), canonical(replace(wanted, **empty)))


def _single(wanted: NoticeFilter) -> Iterator[tuple[str, str]]:
    """The name and the words of each condition that has one value."""
    nothing = NoticeFilter()
    for name, say in _SAYINGS.items():
        value = getattr(wanted, name)
        if value != getattr(nothing, name):
            yield name, say(value)


def _pairs(wanted: NoticeFilter, page: int) -> Iterator[tuple[str, str]]:
    """Names and values in the order of interface.md §3."""
    nothing = NoticeFilter()
    for name in _ORDER:
        value = getattr(wanted, name)
        if value == getattr(nothing, name):
            continue
        for one in value if isinstance(value, tuple) else (value,):
            yield name.rstrip("_"), _WRITE.get(name, str)(one)
    if page > 1:
        yield "page", str(page)
