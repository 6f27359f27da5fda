"""Rendering: a report as text, HTML, JSON or a Word document, each as bytes."""

import json
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from trading.later import Later
from trading.services.reporting import Report

if TYPE_CHECKING:
    from trading.services import documents
else:  # only a Word document needs it
    documents = Later("trading.services.documents")


def _text(report: Report, _template: Path | None) -> bytes:
    return f"{report.sentence.text}\n".encode()


def _html(report: Report, _template: Path | None) -> bytes:
    return f"<p>{escape(report.sentence.text)}</p>\n".encode()


def _json(report: Report, _template: Path | None) -> bytes:
    return (json.dumps(report.placeholders(), ensure_ascii=False, indent=1) + "\n").encode()


def _docx(report: Report, template: Path | None) -> bytes:
    return documents.docx(report, template)


FORMATS: Mapping[str, Callable[[Report, Path | None], bytes]] = {
    "text": _text,
    "html": _html,
    "json": _json,
    "docx": _docx,
}
