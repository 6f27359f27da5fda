"""Documents: a Word template is filled with the report; the only importer of docxtpl."""

import io
from pathlib import Path

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from trading.domain.errors import RuleBroken
from trading.paths import templates_dir
from trading.services.reporting import Report


def own_template() -> Path:
    """The template that is used when the office has none of its own."""
    return templates_dir() / "reports" / "section.docx"


def docx(report: Report, template: Path | None = None) -> bytes:
    """The template with its placeholders filled, as a .docx file.

    It is rendered in a sandbox: a template can name values, but run nothing. RuleBroken for a
    file that is no .docx and for a placeholder that does not exist.
    """
    path = template or own_template()
    jinja = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    try:
        document = DocxTemplate(path)
        document.render(report.placeholders(), jinja_env=jinja)
    except TemplateError as error:
        raise RuleBroken("模板里有不能使用的内容：%(error)s", error=str(error)) from error
    except (OSError, ValueError, KeyError) as error:
        raise RuleBroken("读不了模板 %(name)s：须是 .docx 文件", name=path.name) from error
    filled = io.BytesIO()
    document.save(filled)
    return filled.getvalue()
