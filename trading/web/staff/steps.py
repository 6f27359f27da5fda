"""The way of a draft: every step with person and time, to look back on and to take along."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, render_template
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from trading.domain.checklist import Check
from trading.store.drafts import find_draft
from trading.store.engine import Session
from trading.store.reviews import Step, steps_of
from trading.web.access import staff_blueprint
from trading.web.filters import machine
from trading.web.public.behind import plain
from trading.web.session import get_read_session

NAMES: Mapping[str, LazyString] = {
    "submitted": _l("送审"),
    "recalled": _l("撤回"),
    "returned": _l("退回"),
    "approved": _l("审核通过"),
    "scheduled": _l("定时"),
    "unscheduled": _l("取消定时"),
    "published": _l("发布"),
    "failed": _l("到时没有发布成"),
    "discarded": _l("删除"),
}
_CHECKS = {check.value: check.zh for check in Check}

bp: Blueprint = staff_blueprint("staff_steps", url_prefix="/staff/notices")


@dataclass(frozen=True)
class ToldStep:
    """A step in words; `staff_name` is empty for the server."""

    name: str
    step: Step
    checklist: str

    @property
    def staff_name(self) -> str:
        """Who did it."""
        return self.step.staff_name


@bp.get("/<int:draft>/steps")
def show(draft: int) -> str:
    """The way of one draft, published or not."""
    session = get_read_session()
    return render_template(
        "staff/reviews/steps.html",
        draft=find_draft(session, draft),
        steps=told_steps(session, draft),
    )


@bp.get("/<int:draft>/steps.csv")
def as_csv(draft: int) -> Response:
    """The same for a spreadsheet, with a byte order mark so that Excel reads it as UTF-8."""
    session = get_read_session()
    find_draft(session, draft)
    text = io.StringIO()
    write = csv.writer(text, lineterminator="\r\n").writerow
    write(("at", "step", "person", "revision", "due_at", "checklist", "opinion", "sha256"))
    for one in told_steps(session, draft):
        step = one.step
        due = machine(step.due_at) if step.due_at else ""
        told = (plain(one.checklist), plain(step.opinion), step.sha256)
        write((machine(step.at), one.name, plain(one.staff_name), step.revision, due, *told))
    answer = Response("\ufeff" + text.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="steps-{draft}.csv"'
    return answer


def told_steps(session: Session, draft: int) -> list[ToldStep]:
    """The steps of a draft in words, oldest first."""
    return [
        ToldStep(
            str(NAMES[one.name]), one, "、".join(_CHECKS.get(name, name) for name in one.checklist)
        )
        for one in steps_of(session, draft)
    ]


def last_opinion(session: Session, draft: int) -> str:
    """What the reviewer wrote when the draft was sent back last."""
    returned = [one.opinion for one in steps_of(session, draft) if one.name == "returned"]
    return returned[-1] if returned else ""
