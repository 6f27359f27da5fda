"""How values are written on pages: amounts, days, moments, names, and the one safe HTML column."""

from datetime import date, datetime
from urllib.parse import urlsplit

from flask import Flask
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from trading.domain.calendar import SHANGHAI
from trading.domain.codes import category, method, notice_name, notice_type, region_name
from trading.domain.errors import RuleBroken
from trading.domain.money import words, write_wan, write_yuan

CNY = "CNY"
_WEEKDAYS = (_l("周一"), _l("周二"), _l("周三"), _l("周四"), _l("周五"), _l("周六"), _l("周日"))


def yuan(fen: int | None, currency: str = CNY) -> str:
    """Fen as 元 with separators; another currency says its code instead."""
    if fen is None:
        return ""
    return (
        f"{write_yuan(fen)}{gettext('元')}" if currency == CNY else f"{write_yuan(fen)} {currency}"
    )


def wan(fen: int | None, currency: str = CNY) -> str:
    """Fen as 万元, exactly."""
    if fen is None:
        return ""
    return f"{write_wan(fen)}{gettext('万元')}" if currency == CNY else yuan(fen, currency)


def in_wan(fen: int | None) -> str:
    """Fen of CNY as a bare number, for a column whose head says 万元."""
    return "" if fen is None else write_wan(fen)


def day(value: datetime | date | None) -> str:
    """A day, Asia/Shanghai: 2016-03-15."""
    if value is None:
        return ""
    return (value.astimezone(SHANGHAI) if isinstance(value, datetime) else value).strftime(
        "%Y-%m-%d"
    )


def moment(value: datetime | None) -> str:
    """A moment to the minute, Asia/Shanghai: 2016-03-15 09:00."""
    return value.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if value else ""


def weekday(value: datetime) -> str:
    """The day of the week, Asia/Shanghai: 周四."""
    return str(_WEEKDAYS[value.astimezone(SHANGHAI).weekday()])


def machine(value: datetime) -> str:
    """A moment for machines (RFC 3339), with the offset of Asia/Shanghai."""
    return value.astimezone(SHANGHAI).isoformat(timespec="seconds")


def name_of(type_: str, category_slug: str, method_slug: str) -> str:
    """What staff and readers call a notice of this type, category and method."""
    try:
        kind = notice_type(type_)
    except RuleBroken:
        return type_
    try:
        return notice_name(kind, category(category_slug), method(method_slug))
    except RuleBroken:
        return kind.zh


def category_name(slug: str) -> str:
    """A category in Chinese."""
    try:
        return category(slug).zh
    except RuleBroken:
        return slug


def file_size(size: int) -> str:
    """Bytes as readers know them: 820 KB, 1.5 MB; never less than 1 KB."""
    if size < 1000 * 1024:
        return f"{max(round(size / 1024), 1)} KB"
    return f"{size / 1024 / 1024:.1f} MB"


def host(url: str) -> str:
    """The name of the machine in an address: ggzy.example."""
    return urlsplit(url).hostname or ""


def region(code: str) -> str:
    """A division by its code: 汤原县."""
    try:
        return region_name(code)
    except RuleBroken:
        return code


def safe_html(clean: str) -> Markup:
    """Stored HTML as markup; it went through the sanitiser when it was saved and published."""
    return Markup(clean)  # noqa: S704 # the one HTML column: see services/richtext.py


def add_filters(app: Flask) -> None:
    """Let templates write values."""
    for write in (
        yuan,
        wan,
        in_wan,
        words,
        day,
        moment,
        weekday,
        machine,
        name_of,
        category_name,
        region,
        file_size,
        host,
        safe_html,
    ):
        app.add_template_filter(write)
