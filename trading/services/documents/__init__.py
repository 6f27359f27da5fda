"""Documents: a Word template is filled with a report; the only importer of docxtpl."""

import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from jinja2.exceptions import TemplateError, TemplateSyntaxError

from trading.domain.errors import RuleBroken
from trading.later import Later
from trading.paths import templates_dir
from trading.services.documents.language import (
    TemplateLanguage,
    check_expression,
    check_statement,
)
from trading.services.documents.mending import mend
from trading.services.documents.packaging import MOST_BYTES, check_package, rewritten
from trading.services.word_import.parts import Parts

if TYPE_CHECKING:
    import docxtpl
else:  # only a filled document needs it
    docxtpl = Later("docxtpl")

__all__ = ["MOST_BYTES", "check_template", "docx", "own_template", "read_template"]

_SAMPLE = "—"
_NO_TIME = datetime(1980, 1, 1)  # noqa: DTZ001 # python-docx wants UTC without saying so


def own_template() -> Path:
    """The template that is used when the office has none of its own."""
    return templates_dir() / "reports" / "section.docx"


def read_template(path: Path) -> bytes:
    """The bytes of a template that lies in a file; RuleBroken when it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        said = error.strerror or type(error).__name__
        raise RuleBroken(
            "读不了模板 %(name)s：%(error)s", field="template", name=path.name, error=said
        ) from error


def docx(
    template: bytes, values: Mapping[str, object], missing: Mapping[str, str] | None = None
) -> bytes:
    """The template with its placeholders filled, as a .docx file.

    The same values in the same template give the same bytes. RuleBroken(field "template") says
    what is wrong with a template: a file that is no plain .docx, a placeholder that does not
    exist or has no value (`missing` says why), anything that is more than a placeholder.
    """
    parts = check_package(template)
    language = TemplateLanguage(values, missing or {})
    with _refusing():
        mended = mend(parts)
        for token in mended.tokens:
            if token.startswith("{{"):
                check_expression(language, token)
            elif token.startswith("{%"):
                check_statement(token)
        document = docxtpl.DocxTemplate(io.BytesIO(_zipped(rewritten(parts, mended.parts))))
        document.render(dict(values), jinja_env=language)
        _without_names(document, dated=_has_properties(parts))
        filled = io.BytesIO()
        document.save(filled)
    with ZipFile(filled) as dated:
        return _zipped((name, dated.read(name)) for name in dated.namelist())


def check_template(
    template: bytes, values: Mapping[str, object], missing: Mapping[str, str]
) -> None:
    """RuleBroken when a template could not be filled, or has nothing to fill (last year's report,
    say, would be frozen as it is); a value that only this year lacks is no reason to refuse it."""
    docx(template, {**dict.fromkeys(missing, _SAMPLE), **values})
    if not mend(check_package(template)).tokens:
        raise RuleBroken(
            "模板里没有占位符：要填数的地方请写 {{ 名称 }}，例如 {{ trades }}", field="template"
        )


def _has_properties(parts: Parts) -> bool:
    return any(one.type.endswith("/core-properties") for one in parts.relations_of(""))


def _without_names(document: "docxtpl.DocxTemplate", *, dated: bool) -> None:
    """A report that becomes public names nobody who wrote the template; properties that the
    template did not have are made by python-docx, with the moment in them."""
    told = document.core_properties
    told.author = told.last_modified_by = ""
    if not dated:
        told.title, told.modified = "", _NO_TIME


def _zipped(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """A package without the moment at which each of its parts was written."""
    plain = io.BytesIO()
    with ZipFile(plain, "w", ZIP_DEFLATED) as file:
        for name, content in parts:
            file.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return plain.getvalue()


@contextmanager
def _refusing() -> Iterator[None]:
    """What is wrong with a stranger's file, as a sentence."""
    try:
        yield
    except RuleBroken as broken:
        broken.field = "template"
        raise
    except TemplateSyntaxError as error:
        raise RuleBroken(
            "模板里的 %(loop)s 没有写对：每个 for 要有 endfor，每个 if 要有 endif",
            field="template",
            loop="{% … %}",
        ) from error
    except TemplateError as error:
        raise RuleBroken(
            "模板填不了：请检查 {{ … }} 和 %(loop)s 的写法", field="template", loop="{% … %}"
        ) from error
    # python-docx and lxml each fail in ways of their own on a document that is not well made.
    except Exception as error:
        raise RuleBroken(
            "模板填不了：请用 Word 或 WPS 重新保存后再试（%(error)s）",
            field="template",
            error=type(error).__name__,
        ) from error
