"""A list as rows of a file: the same columns and values as CSV and as a workbook."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from trading.domain.codes import method
from trading.domain.errors import RuleBroken
from trading.domain.money import decimal_string
from trading.store.downloads import ListedNotice
from trading.store.notice_rows import NoticeRow
from trading.web.filters import category_name, machine, name_of, region
from trading.web.public.behind import plain

Value = str | Decimal | datetime | None
AT_ONCE = 200
MOST_IN_WORKBOOK = 5_000  # a workbook takes over half a millisecond a row: seconds, not more


@dataclass(frozen=True)
class Column:
    """A column: its name in CSV, its head in a workbook and there its width in letters."""

    name: str
    head: LazyString
    width: int
    about: LazyString | str = ""


COLUMNS = (
    Column("number", _l("公告编号"), 15),
    Column("published_at", _l("发布时间"), 17, _l("首次发布的时间，北京时间")),
    Column("type", _l("类型代码"), 14),
    Column("type_name", _l("公告类型"), 16),
    Column("category", _l("类别代码"), 14),
    Column("category_name", _l("交易类别"), 14),
    Column("method", _l("方式代码"), 12),
    Column("method_name", _l("交易方式"), 12),
    Column("region", _l("区划代码"), 10),
    Column("region_name", _l("行政区划"), 12),
    Column("title", _l("标题"), 50),
    Column("buyer", _l("招标（采购、出让）人"), 28),
    Column("process", _l("项目代码"), 15, _l("该项目第一条公告的编号")),
    Column("project_code", _l("项目编号"), 20),
    Column("deadline", _l("截止时间"), 17, _l("现在有效的截止时间，更正后的为准")),
    Column("amount", _l("金额（元）"), 18, _l("现在有效的限价、成交或合同金额；有一项不明时为空")),
    Column("currency", _l("币种"), 8, _l("ISO 4217；没有金额时为空")),
    Column("status", _l("状态代码"), 12, _l("withdrawn、replaced、corrected、archived，可有几个")),
    Column(
        "status_name", _l("状态"), 16, _l("已撤销、结果已被替换、已更正、历史公告；没有变动为空")
    ),
    Column("url", _l("网址"), 44),
)


def read_row(
    one: ListedNotice, address: Callable[[str], str], names: Mapping[str, str]
) -> list[Value]:
    """The values of a notice in the order of the columns; of a withdrawn one no facts."""
    row, states = one.row, list(_states(one.row))
    gone = row.withdrawn_at is not None
    has_amount = row.amount_fen is not None
    return [
        row.number,
        row.published_at,
        row.type,
        name_of(row.type, row.category, row.method),
        row.category,
        category_name(row.category),
        row.method,
        _method_name(row.method),
        row.region,
        region(row.region),
        row.title,
        row.buyer_name,
        one.process_code,
        "" if gone else one.project_code,
        None if gone else row.deadline,
        Decimal(decimal_string(row.amount_fen)) if row.amount_fen is not None else None,
        row.currency if has_amount else "",
        " ".join(states),
        "、".join(names[state] for state in states),
        address(row.number),
    ]


def state_names() -> dict[str, str]:
    """What became of a notice, in words by its code."""
    return {
        "withdrawn": gettext("已撤销"),
        "replaced": gettext("结果已被替换"),
        "corrected": gettext("已更正"),
        "archived": gettext("历史公告"),
    }


def as_csv(rows: Iterable[list[Value]]) -> Iterator[str]:
    """The rows in pieces of some hundred lines, with a byte order mark so that Excel reads UTF-8.

    Amounts are yuan with two decimals; text that a spreadsheet would run is made plain.
    """
    text = io.StringIO()
    write = csv.writer(text, lineterminator="\r\n").writerow
    text.write("\ufeff")
    write([column.name for column in COLUMNS])
    for count, row in enumerate(rows, start=1):
        write([_written(value) for value in row])
        if count % AT_ONCE == 0:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()


def _written(value: Value) -> str:
    if isinstance(value, datetime):
        return machine(value)
    return plain(value) if isinstance(value, str) else "" if value is None else str(value)


def _states(row: NoticeRow) -> Iterator[str]:
    if row.withdrawn_at is not None:
        yield "withdrawn"
    if row.replaced:
        yield "replaced"
    if row.corrected_at is not None:
        yield "corrected"
    if row.archived:
        yield "archived"


def _method_name(slug: str) -> str:
    try:
        return method(slug).zh
    except RuleBroken:
        return slug
