"""Rendering: a report as text, HTML, JSON or a Word document, each as bytes."""

import json
from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING

from trading.later import Later
from trading.services.placeholders import NONE
from trading.services.reporting import Report

if TYPE_CHECKING:
    from trading.services import documents
else:  # only a Word document needs it
    documents = Later("trading.services.documents")


def _text(report: Report, _template: bytes | None) -> bytes:
    return f"{report.sentence.text}\n".encode()


def _html(report: Report, _template: bytes | None) -> bytes:
    """The section to paste into another site: plain elements, no styles, no classes."""
    return "\n".join(_lines(report)).encode() + b"\n"


def _lines(report: Report) -> Iterator[str]:
    told = report.values
    yield f"<p>{escape(report.sentence.text).replace(chr(10), '<br>')}</p>"
    yield f"<p>（{escape(report.sentence.note)}）</p>"
    yield "<table>"
    yield f"<caption>{told['year']}年公共资源交易信息公开情况</caption>"
    yield '<thead><tr><th scope="col">项目</th><th scope="col">数字</th>'
    yield '<th scope="col">统计的是什么</th></tr></thead>'
    yield "<tbody>"
    for one in report.figures.figures:
        cells = (one.text or NONE, one.definition.zh)
        row = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        yield f'<tr><th scope="row">{escape(one.definition.label)}</th>{row}</tr>'
    yield "</tbody>"
    yield "</table>"
    yield f"<p>统计截至{escape(str(told['as_of']))}，{escape(str(told['basis']))}。</p>"


def _json(report: Report, _template: bytes | None) -> bytes:
    """All values; money in fen too (interface.md §5), and why a name has no value."""
    money = {one.name: one.value for one in report.figures.figures if one.definition.unit == "fen"}
    members = {**report.values, **money, "missing": dict(report.missing)}
    return (json.dumps(members, ensure_ascii=False, indent=1) + "\n").encode()


def _docx(report: Report, template: bytes | None) -> bytes:
    if template is None:
        template = documents.read_template(documents.own_template())
    return documents.docx(template, report.values, report.missing)


FORMATS: Mapping[str, Callable[[Report, bytes | None], bytes]] = {
    "text": _text,
    "html": _html,
    "json": _json,
    "docx": _docx,
}
