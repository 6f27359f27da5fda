"""The query of a list: read strictly, and written in one canonical order (interface.md §3)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any  # the fields of a filter are of several types
from urllib.parse import urlencode

from flask import redirect, request
from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from trading.domain.calendar import check_year
from trading.domain.codes import CATEGORIES, Family, NoticeType
from trading.domain.errors import RuleBroken, TradingError
from trading.domain.grams import parse_query
from trading.store.lists import NoticeFilter
from trading.web.errors import refuse

LONGEST_QUERY = 100
HIGHEST_PAGE = 100_000
_CATEGORIES = {one.slug: one.zh for one in CATEGORIES}
_FAMILIES = {one.value: one.zh for one in Family}
_TYPES = {one.value: one.zh for one in NoticeType}
_ORDER = ("q", "family", "type", "category", "year", "page")


class BadQuery(TradingError):
    """A query that names something unknown; the sentence says what is allowed."""


@dataclass(frozen=True)
class Chosen:
    """One thing that a list is narrowed to, in words, and the query without it."""

    label: str
    without: str


def read_filter(args: MultiDict[str, str], *, paged: bool) -> tuple[NoticeFilter, int]:
    """The filter and the page (from 1) of a query; BadQuery for unknown names or values."""
    names = _ORDER if paged else _ORDER[:-1]
    for name in args:
        if name not in names:
            raise BadQuery("不认识的参数 %(name)s；可用：%(names)s", name=name, names=_and(names))
    wanted = NoticeFilter(
        q=_words(args),
        family=_several(args, "family", _FAMILIES),
        type=_several(args, "type", _TYPES),
        category=_several(args, "category", _CATEGORIES),
        year=_number(args, "year", _year),
    )
    return wanted, _number(args, "page", _page) or 1


def read_nothing(args: MultiDict[str, str]) -> None:
    """BadQuery for any query at an address that has none."""
    if args:
        raise BadQuery("这个地址没有参数")


def chosen(wanted: NoticeFilter) -> Iterator[Chosen]:
    """What a filter asks for, in the order of its query."""
    if wanted.q:
        yield Chosen(wanted.q, canonical(replace(wanted, q="")))
    for name, labels in (("family", _FAMILIES), ("type", _TYPES), ("category", _CATEGORIES)):
        values: tuple[str, ...] = getattr(wanted, name)
        for value in values:
            others: dict[str, Any] = {name: tuple(one for one in values if one != value)}
            yield Chosen(labels[value], canonical(replace(wanted, **others)))
    if wanted.year is not None:
        said = gettext("%(year)d年", year=wanted.year)
        yield Chosen(str(said), canonical(replace(wanted, year=None)))


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


def refuse_query(bad: BadQuery) -> Response:
    """The answer to a query that cannot be understood: 400 and what is allowed."""
    return refuse(400, gettext(bad.message, **bad.values))


def _pairs(wanted: NoticeFilter, page: int) -> Iterator[tuple[str, str]]:
    if wanted.q:
        yield "q", wanted.q
    for name in ("family", "type", "category"):
        for value in getattr(wanted, name):
            yield name, value
    if wanted.year is not None:
        yield "year", str(wanted.year)
    if page > 1:
        yield "page", str(page)


def _words(args: MultiDict[str, str]) -> str:
    """What to search for, blanks folded; BadQuery when no text could match or miss it."""
    text = " ".join(_one(args, "q").split())[:LONGEST_QUERY].rstrip()
    if text and not parse_query(text):
        raise BadQuery("关键词 %(text)s 里没有可以查找的文字或数字", text=text[:40])
    return text


def _one(args: MultiDict[str, str], name: str) -> str:
    values = [value for value in args.getlist(name) if value.strip()]
    if len(values) > 1:
        raise BadQuery("参数 %(name)s 只能出现一次", name=name)
    return values[0] if values else ""


def _several(args: MultiDict[str, str], name: str, allowed: Mapping[str, str]) -> tuple[str, ...]:
    """The given values in the order of the list, each once."""
    given = {value for value in args.getlist(name) if value}
    for value in sorted(given.difference(allowed)):
        raise BadQuery(
            "%(name)s 不能是 %(value)s；可用：%(allowed)s",
            name=name,
            value=value[:40],
            allowed=_and(f"{slug}（{zh}）" for slug, zh in allowed.items()),
        )
    return tuple(value for value in allowed if value in given)


def _number(args: MultiDict[str, str], name: str, check: Callable[[int], bool]) -> int | None:
    text = _one(args, name)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 8 and check(int(text))):
        raise BadQuery("%(name)s 应是合理的数字，不是 %(value)s", name=name, value=text[:40])
    return int(text)


def _year(number: int) -> bool:
    try:
        check_year(number)
    except RuleBroken:
        return False
    return True


def _page(number: int) -> bool:
    return 1 <= number <= HIGHEST_PAGE


def _and(names: Iterable[str]) -> str:
    return "、".join(names)
