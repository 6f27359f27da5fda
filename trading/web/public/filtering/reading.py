"""Reading a list's query: strictly, with a sentence that says what is allowed."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from trading.domain.calendar import check_year, parse_day
from trading.domain.codes import check_region
from trading.domain.errors import RuleBroken, TradingError
from trading.domain.grams import parse_query
from trading.store.lists import NEWEST_FIRST, NoticeFilter
from trading.store.organizations import organization_name
from trading.store.processes import has_process
from trading.web.clock import get_now
from trading.web.errors import refuse
from trading.web.public.filtering.labels import (
    CATEGORY_LABELS,
    FAMILY_LABELS,
    METHOD_LABELS,
    SORT_LABELS,
    TYPE_LABELS,
)
from trading.web.session import get_read_session

LONGEST_QUERY = 100
HIGHEST_PAGE = 100_000
_HIGHEST_NUMBER = 2**53
_ORDER = (
    *("q", "family", "type", "category", "method", "region", "buyer", "supplier", "process"),
    *("year", "from", "to", "min", "max", "open", "sort"),
)
_YUAN = re.compile(r"[0-9]{1,13}(?:\.[0-9]{1,2})?", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,16}", re.ASCII)


class BadQuery(TradingError):
    """A query that names something unknown; the sentence says what is allowed."""


def read_filter(
    args: MultiDict[str, str], *, paged: bool, resumable: bool = False
) -> tuple[NoticeFilter, int]:
    """The filter and the page (from 1) of a query; BadQuery for unknown names or values.

    `resumable` lists (JSON) also know `after`, and then no `sort`: what follows is oldest first.
    """
    names = (*_ORDER, *(["after"] if resumable else []), *(["page"] if paged else []))
    for name in args:
        if name not in names:
            raise BadQuery("不认识的参数 %(name)s；可用：%(names)s", name=name, names=_and(names))
    after = _number(args, "after", _any) if resumable else None
    if after is not None and "sort" in args:
        raise BadQuery("after 和 sort 不能同时用；after 总是从旧到新")
    wanted = NoticeFilter(
        q=_words(args),
        family=_several(args, "family", FAMILY_LABELS),
        type=_several(args, "type", TYPE_LABELS),
        category=_several(args, "category", CATEGORY_LABELS),
        method=_choice(args, "method", METHOD_LABELS),
        region=_region(args),
        buyer=_organization(args, "buyer"),
        supplier=_organization(args, "supplier"),
        process=_process(args),
        year=_number(args, "year", _year),
        from_=_day(args, "from"),
        to=_day(args, "to"),
        min=_fen(args, "min"),
        max=_fen(args, "max"),
        open=(is_open := bool(_choice(args, "open", {"1": gettext("未截止")}))),
        at=get_now() if is_open else None,
        after=after,
        sort=_choice(args, "sort", SORT_LABELS) or NEWEST_FIRST,
    )
    _check_spans(wanted)
    return wanted, (_number(args, "page", _page) if paged else None) or 1


def read_nothing(args: MultiDict[str, str]) -> None:
    """BadQuery for any query at an address that has none."""
    if args:
        raise BadQuery("这个地址没有参数")


def refuse_query(bad: BadQuery) -> Response:
    """The answer to a query that cannot be understood: 400 and what is allowed."""
    return refuse(400, gettext(bad.message, **bad.values))


def _check_spans(wanted: NoticeFilter) -> None:
    if wanted.from_ and wanted.to and wanted.from_ > wanted.to:
        raise BadQuery("from 不能晚于 to")
    if wanted.min is not None and wanted.max is not None and wanted.min > wanted.max:
        raise BadQuery("min 不能大于 max")


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
        raise _not_allowed(name, value, allowed)
    return tuple(value for value in allowed if value in given)


def _choice(args: MultiDict[str, str], name: str, allowed: Mapping[str, str]) -> str:
    value = _one(args, name)
    if value and value not in allowed:
        raise _not_allowed(name, value, allowed)
    return value


def _not_allowed(name: str, value: str, allowed: Mapping[str, str]) -> BadQuery:
    return BadQuery(
        "%(name)s 不能是 %(value)s；可用：%(allowed)s",
        name=name,
        value=value[:40],
        allowed=_and(f"{slug}（{zh}）" for slug, zh in allowed.items()),
    )


def _region(args: MultiDict[str, str]) -> str:
    text = _one(args, "region")
    try:
        return check_region(text) if text else ""
    except RuleBroken as broken:
        raise BadQuery(broken.message, **broken.values) from None


def _organization(args: MultiDict[str, str], name: str) -> int | None:
    """The id of a known organization."""
    number = _number(args, name, _any)
    if number is not None and organization_name(get_read_session(), number) is None:
        raise BadQuery("没有编号为 %(number)s 的单位", number=str(number))
    return number


def _process(args: MultiDict[str, str]) -> str:
    """The code of a published process."""
    code = _one(args, "process")
    if code and not (_NUMBER.fullmatch(code) and has_process(get_read_session(), code)):
        raise BadQuery("没有编号为 %(number)s 的项目", number=code[:40])
    return code


def _day(args: MultiDict[str, str], name: str) -> date | None:
    text = _one(args, name)
    try:
        return parse_day(text) if text else None
    except RuleBroken:
        raise BadQuery(
            "%(name)s 应是日期，例如 2016-03-22，不是 %(value)s", name=name, value=text[:40]
        ) from None


def _fen(args: MultiDict[str, str], name: str) -> int | None:
    """An amount in yuan, in fen."""
    text = _one(args, name)
    if not text:
        return None
    if not _YUAN.fullmatch(text):
        raise BadQuery(
            "%(name)s 应是以元为单位的数字，例如 500000 或 1234.56，不是 %(value)s",
            name=name,
            value=text[:40],
        )
    whole, _, rest = text.partition(".")
    return int(whole) * 100 + int(rest.ljust(2, "0"))


def _number(args: MultiDict[str, str], name: str, check: Callable[[int], bool]) -> int | None:
    text = _one(args, name)
    if not text:
        return None
    if not (_NUMBER.fullmatch(text) and check(int(text))):
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


def _any(number: int) -> bool:
    return number <= _HIGHEST_NUMBER


def _and(names: Iterable[str]) -> str:
    return "、".join(names)
