"""Where a correction begins: at a published notice, with its facts as they stand now."""

from flask import flash, render_template, request
from flask_babel import gettext

from trading.domain.drafts import NoticeDraft
from trading.domain.errors import RuleBroken
from trading.services import correcting
from trading.store.corrections import find_target
from trading.store.lists import NoticeFilter, page_of_notices
from trading.web.forms.sentences import say
from trading.web.session import get_read_session

LONGEST_SEARCH = 100
FAMILIES = ("plan", "tender", "candidate", "award", "termination", "contract")


def asked_process() -> int | None:
    """The process of the notice that the address names."""
    target = find_target(get_read_session(), request.args.get("number", ""))
    return target.process_id if target else None


def first_content() -> NoticeDraft | None:
    """A correction of the notice that the address names; None as long as none is chosen.

    One that cannot be corrected is answered with the reason, on the page where one chooses.
    """
    number = request.args.get("number")
    if number is None:
        return None
    try:
        return correcting.begin(get_read_session(), number)
    except RuleBroken as broken:
        flash(say(broken))
        return None


def up_to_date(content: NoticeDraft) -> NoticeDraft:
    """A draft as its form opens: a correction on the facts that stand now.

    When the notice was corrected again meanwhile, the page says so.
    """
    session = get_read_session()
    if content.correction is None or not correcting.is_stale(session, content):
        return content
    number = content.correction.corrects
    said = gettext("公告 %(number)s 在这份更正起草之后又被更正：", number=number)
    flash(said + gettext("已带入现行内容，您的改动保留，请核对后保存。"))
    return correcting.renewed(session, content)


def choose() -> str:
    """Which notice is corrected: the newest, or found by its words or number."""
    text = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    found = page_of_notices(get_read_session(), NoticeFilter(q=text, family=FAMILIES))
    rows = [one for one in found.rows if one.withdrawn_at is None]
    return render_template("staff/notices/choose_notice.html", q=text, rows=rows)
