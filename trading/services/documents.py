"""Documents: a Word template is filled with the report; the only importer of docxtpl."""

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from trading.domain.errors import RuleBroken
from trading.paths import templates_dir
from trading.services.reporting import Report


def own_template() -> Path:
    """The template that is used when the office has none of its own."""
    return templates_dir() / "reports" / "section.docx"


def docx(report: Report, template: Path | None = None) -> bytes:
    """The template with its placeholders filled, as a .docx file.

    It is rendered in a sandbox: a template can name values, but run nothing. The same report in
    the same template gives the same bytes. RuleBroken for a file that is no .docx and for a
    placeholder that does not exist.
    """
    path = template or own_template()
    values = report.placeholders()
    jinja = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    document = DocxTemplate(path)
    with _refusing(path, "读不了模板 %(name)s：须是没有损坏的 .docx 文件（%(error)s）"):
        document.init_docx()
    with _refusing(path, "模板 %(name)s 里有不能使用的内容：%(error)s"):
        _check(document.get_undeclared_template_variables(jinja, values), values, path)
        document.render(values, jinja_env=jinja)
    filled = io.BytesIO()
    document.save(filled)
    return _undated(filled)


def _undated(document: io.BytesIO) -> bytes:
    """The file without the moment at which each of its parts was written."""
    plain = io.BytesIO()
    with ZipFile(document) as dated, ZipFile(plain, "w", ZIP_DEFLATED) as parts:
        for name in dated.namelist():
            parts.writestr(ZipInfo(name), dated.read(name), ZIP_DEFLATED)
    return plain.getvalue()


def _check(unknown: set[str], values: Mapping[str, object], path: Path) -> None:
    if unknown:
        raise RuleBroken(
            "模板 %(name)s 里有不认识的占位符：%(unknown)s；可用的有：%(known)s",
            field="template",
            name=path.name,
            unknown="、".join(sorted(unknown)),
            known="、".join(values),
        )


@contextmanager
def _refusing(path: Path, message: str) -> Iterator[None]:
    """What is wrong with a stranger's file, as a sentence."""
    try:
        yield
    except RuleBroken:
        raise
    # The readers of ZIP, XML, Word and templates each fail in ways of their own.
    except Exception as error:
        said = str(error) or type(error).__name__
        raise RuleBroken(message, field="template", name=path.name, error=said) from error
