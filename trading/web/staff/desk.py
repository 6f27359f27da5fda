"""The desk: what waits to be finished and published, and what was published last."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template

from trading.domain.codes import NoticeType, category, method, notice_name
from trading.domain.drafts import NoticeDraft
from trading.domain.errors import RuleBroken
from trading.services import checking
from trading.store.acts import recent_acts
from trading.store.drafts import DraftView, open_drafts
from trading.store.engine import Session
from trading.web.access import staff_blueprint
from trading.web.clock import get_now
from trading.web.forms.sentences import say
from trading.web.session import get_read_session, get_site

bp = staff_blueprint("desk", url_prefix="/staff")


@dataclass(frozen=True)
class Waiting:
    """An open draft with its name as a notice, and what still keeps it from publication."""

    draft: DraftView
    name: str
    missing: Sequence[str]


@bp.get("/")
def show() -> str:
    """Open drafts, last saved first, and the newest publications."""
    session = get_read_session()
    waiting = [
        Waiting(draft, name_of(draft.content), _missing(session, draft))
        for draft in open_drafts(session)
    ]
    return render_template(
        "staff/desk/show.html", waiting=waiting, acts=recent_acts(session), site=get_site()
    )


def _missing(session: Session, draft: DraftView) -> list[str]:
    found = checking.shortcomings(
        session, draft.content, process_id=draft.process_id, now=get_now()
    )
    return [say(one) for one in found]


def name_of(content: NoticeDraft) -> str:
    """What staff call this notice; a draft without category or method has its type's name."""
    return _name(content.type, content.category, content.method)


def _name(type_: NoticeType, category_slug: str, method_slug: str) -> str:
    try:
        return notice_name(type_, category(category_slug), method(method_slug))
    except RuleBroken:
        return type_.zh
