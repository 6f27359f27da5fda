"""The centre's own Word templates: taken in, handed out again, taken out of use."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from trading.domain.calendar import reporting_year
from trading.domain.errors import RuleBroken
from trading.services import composing, documents
from trading.store.report_templates import kept_templates, template_content
from trading.web.access import WRITERS, get_staff, staff_blueprint
from trading.web.clock import get_now
from trading.web.disposition import attachment
from trading.web.forms.base import Form
from trading.web.forms.sentences import say
from trading.web.session import get_read_session, get_session, get_site

MEGABYTE = 1024 * 1024
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

bp = staff_blueprint("staff_templates", url_prefix="/staff/reports/templates", roles=WRITERS)

Answer = str | Response | tuple[str, int]


@bp.get("/")
def show() -> str:
    """The templates in use, and the field for another one."""
    too_large = request.args.get("refused") == "size"
    most = documents.MOST_BYTES // MEGABYTE
    return _page(gettext("模板太大：最多%(most)d MB", most=most) if too_large else "")


@bp.post("/")
def add() -> Answer:
    """Take a template in after trying it; a refusal says what is wrong with it."""
    uploaded = request.files.get("template")
    if uploaded is None or not uploaded.filename:
        return _page(gettext("请先选择文件")), 422
    staff, now = get_staff(), get_now()
    try:
        composing.keep_template(
            get_session(),
            get_site(),
            uploaded.stream,
            uploaded.filename,
            year=reporting_year(now),
            by=staff.id,
            now=now,
        )
    except RuleBroken as broken:
        return _page(say(broken)), 422
    flash(gettext("模板已保存，填写年度报告时可以选用。"))
    return redirect(url_for("staff_templates.show"), 303)


@bp.get("/<int:template>")
def download(template: int) -> Response:
    """The template as it was taken in."""
    name, content = template_content(get_read_session(), template)
    answer = Response(content, mimetype=_WORD)
    answer.headers["Content-Disposition"] = attachment(name)
    return answer


@bp.get("/built-in")
def built_in() -> Response:
    """Our own template, to begin another one with."""
    content = documents.read_template(documents.own_template())
    answer = Response(content, mimetype=_WORD)
    answer.headers["Content-Disposition"] = attachment("section.docx")
    return answer


@bp.post("/<int:template>/retire")
def retire(template: int) -> Answer:
    """Take a template out of use."""
    composing.retire(get_session(), template, now=get_now())
    flash(gettext("模板已停用。"))
    return redirect(url_for("staff_templates.show"), 303)


def _page(refused: str) -> str:
    return render_template(
        "staff/reports/templates.html",
        form=Form(),
        templates=kept_templates(get_read_session()),
        refused=refused,
        most=documents.MOST_BYTES // MEGABYTE,
    )
