"""Findings while a notice is being typed: the form is sent, looked at, and nothing is kept."""

from dataclasses import dataclass, replace

from flask import jsonify, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from trading.domain.codes import notice_type
from trading.domain.errors import RuleBroken
from trading.domain.findings import Finding, Severity
from trading.services import finding
from trading.store.drafts import DraftView, find_draft
from trading.web.access import WRITERS, staff_blueprint
from trading.web.clock import get_now
from trading.web.forms.faults import anchor, is_empty
from trading.web.forms.making import has_form, sent_form
from trading.web.forms.notice import NoticeForm
from trading.web.forms.sentences import say
from trading.web.session import get_read_session
from trading.web.staff.submitting import stated

bp = staff_blueprint("staff_findings", url_prefix="/staff/notices", roles=WRITERS)


@dataclass(frozen=True)
class Typing:
    """One thing to say at a field; `at` is the id of its element, empty for the whole form."""

    at: str
    severity: str
    said: str
    article: str = ""
    link: str = ""


@bp.post("/findings")
def look() -> Response:
    """What stands out in the form as it is; what is still blank is not asked for yet."""
    type_ = notice_type(request.form.get("type", ""))
    if not has_form(type_):
        raise RuleBroken("没有这种公告的表单")
    form = sent_form(type_.family)
    found = _found(form)
    return jsonify({"said": _summary(found), "findings": found})


def _found(form: NoticeForm) -> list[Typing]:
    session = get_read_session()
    content = stated(session, form)
    if form.faults:
        return [Typing(one.anchor, Severity.STOP.value, one.message) for one in form.faults]
    draft = _draft()
    if draft is not None:
        content = replace(content, attachments=draft.content.attachments)
    process = draft.process_id if draft else request.args.get("process", type=int)
    everything = finding.findings(session, content, process_id=process, now=get_now())
    return [_typing(form, one) for one in everything if not _is_early(form, one)]


def _draft() -> DraftView | None:
    draft = request.args.get("draft", type=int)
    return find_draft(get_read_session(), draft) if draft is not None else None


def _is_early(form: NoticeForm, one: Finding) -> bool:
    """What is missing is told when the clerk asks, not while they are on their way to it."""
    return one.severity is Severity.STOP and is_empty(form, one.field)


def _typing(form: NoticeForm, one: Finding) -> Typing:
    return Typing(
        at=anchor(form, one.field),
        severity=one.severity.value,
        said=say(one.broken),
        article=one.article,
        link=url_for("notices.show", number=one.notice) if one.notice else "",
    )


def _summary(found: list[Typing]) -> str:
    """All of it in one line, for the status at the foot of the form."""
    counts = {one: sum(it.severity == one.value for it in found) for one in Severity}
    if not found:
        return str(gettext("目前没有发现问题"))
    return str(
        gettext(
            "目前发现：必须改正%(stop)d处，须说明理由%(explain)d处，提示%(note)d处",
            **{one.value: count for one, count in counts.items()},
        )
    )
