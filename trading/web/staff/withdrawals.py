"""Withdrawing at the desk: one person asks with a reason, and a second one decides."""

from collections.abc import Iterator

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from trading.domain.drafts import NoticeDraft
from trading.domain.errors import Conflict, NotAllowed, RuleBroken
from trading.services import withdrawing
from trading.store.corrections import corrections_of
from trading.store.engine import Session
from trading.store.notices import find_notice
from trading.store.processes import find_process
from trading.store.withdrawals import RequestView, find_request, find_withdrawable
from trading.web.access import REVIEWERS, WRITERS, get_staff, staff_blueprint
from trading.web.clock import get_now
from trading.web.forms.base import Form
from trading.web.forms.sentences import say
from trading.web.session import get_read_session, get_session, get_site

asking = staff_blueprint(
    "staff_withdrawing",
    url_prefix="/staff/withdrawals",
    roles=WRITERS,
    fresh=("begin", "ask"),
    keeps=("ask",),
)
bp = staff_blueprint(
    "staff_withdrawals",
    url_prefix="/staff/withdrawals",
    roles=REVIEWERS,
    fresh=("show", "decide"),
    keeps=("decide",),
)

Answer = str | Response | tuple[str, int]


@asking.get("/of/<number>")
def begin(number: str) -> Answer:
    """The reason, and what a withdrawal will do."""
    refused = withdrawing.why_not(find_withdrawable(get_read_session(), number))
    if refused is not None:
        flash(say(refused))
        return redirect(url_for("staff_published.show", number=number), 303)
    return _form(number)


@asking.post("/of/<number>")
def ask(number: str) -> Answer:
    """Ask a second person; where none is needed, withdraw once the effects were confirmed."""
    reason, staff, now = request.form.get("reason", ""), get_staff().id, get_now()
    alone = not get_site().review_required
    if alone and reason.strip() and "sure" not in request.form:
        return _form(number, confirming=True)
    session = get_session()
    try:
        if alone:
            site = get_site()
            withdrawing.withdraw(session, number, reason=reason, by=staff, now=now, site=site)
        else:
            withdrawing.ask(session, number, reason=reason, by=staff, now=now)
    except RuleBroken as broken:
        return _form(number, refused=say(broken)), 422
    except Conflict as conflict:
        return _form(number, refused=say(conflict)), 409
    flash(gettext("已撤销。") if alone else gettext("已提交撤销申请，等待另一个人决定。"))
    return redirect(url_for("staff_published.show", number=number), 303)


@bp.get("/<int:request_id>")
def show(request_id: int) -> str:
    """A request with what it would do; the decision, for somebody who may take it."""
    return _decision(get_read_session(), find_request(get_read_session(), request_id))


@bp.post("/<int:request_id>")
def decide(request_id: int) -> Answer:
    """Confirm or refuse what another person asked for."""
    session = get_session()
    accepted = request.form.get("do") == "accept"
    try:
        withdrawing.decide(
            session,
            request_id,
            accepted=accepted,
            opinion=request.form.get("opinion", ""),
            by=get_staff().id,
            now=get_now(),
            site=get_site(),
        )
    except (RuleBroken, Conflict, NotAllowed) as refused:
        status = 422 if isinstance(refused, RuleBroken) else 409
        status = 403 if isinstance(refused, NotAllowed) else status
        found = find_request(session, request_id)
        return _decision(session, found, refused=say(refused)), status
    number = find_request(session, request_id).number
    flash(gettext("已同意，公告已经撤销。") if accepted else gettext("已答复：不同意撤销。"))
    return redirect(url_for("staff_published.show", number=number), 303)


def _form(number: str, *, refused: str = "", confirming: bool = False) -> str:
    session = get_read_session()
    return render_template(
        "staff/withdrawals/ask.html",
        form=Form(),
        row=find_notice(session, number).row,
        effects=list(_effects(session, number)),
        reason=request.form.get("reason", ""),
        refused=refused,
        confirming=confirming,
        alone=not get_site().review_required,
    )


def _decision(session: Session, asked: RequestView, *, refused: str = "") -> str:
    barred = withdrawing.why_not_decide(session, asked, get_staff().id)
    return render_template(
        "staff/withdrawals/decide.html",
        form=Form(),
        asked=asked,
        effects=list(_effects(session, asked.number)),
        barred=say(barred) if barred else "",
        opinion=request.form.get("opinion", ""),
        refused=refused,
    )


def _effects(session: Session, number: str) -> Iterator[str]:
    """What a withdrawal will do, in the order in which people ask."""
    found = find_notice(session, number)
    yield gettext("原地址保留，只显示标题、时间和撤销原因；正文、附件和冻结记录不再提供。")
    yield gettext("列表中标明“已撤销”，搜索不再找到；订阅的读者会收到撤销通知。")
    yield from _on_lots(session, found.row.process_id, number, found.frozen.content)
    later = "、".join(one.number for one in corrections_of(session, [number])[number])
    if later:
        yield gettext(
            "它的更正公告 %(numbers)s 仍然公开：里面的内容也不该公开的，请在撤销之后再逐份撤销。",
            numbers=later,
        )
    yield gettext("已经统计的条数和次数不变，统计页另列一行“其中已撤销”。撤销不能取消。")


def _on_lots(session: Session, process_id: int, number: str, content: NoticeDraft) -> Iterator[str]:
    lots = find_process(session, process_id).lots
    won = [lot for lot in lots if lot.active_award and lot.active_award.notice_number == number]
    if content.tender is not None:
        yield gettext("它的截止时间不再显示在首页和列表中。")
    for lot in won:
        names = "、".join(lot.active_award.suppliers) if lot.active_award else ""
        yield gettext(
            "“%(lot)s”由%(names)s成交的结果作废，不再计入成交。", lot=lot.title, names=names
        )
    if content.failed:
        yield gettext("它公布的流标、终止不再有效，这些标段恢复为尚无结果。")
