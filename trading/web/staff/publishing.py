"""Publishing: what would be frozen is shown once more, then one press publishes it as one act."""

from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from trading.domain.errors import Conflict, RuleBroken, SeveralBroken
from trading.services import finding, publishing
from trading.services.moving import ChangedSince
from trading.store.acts import act_of_drafts, find_act
from trading.store.drafts import find_draft
from trading.store.reviews import drafts_of_act
from trading.web.access import WRITERS, get_staff, staff_blueprint
from trading.web.clock import get_now
from trading.web.forms.sentences import say
from trading.web.session import get_read_session, get_session, get_site
from trading.web.staff.asking import sent_reasons
from trading.web.staff.candidates import chosen, seen, show_candidates

bp = staff_blueprint(
    "staff_publishing",
    url_prefix="/staff",
    roles=WRITERS,
    fresh=("confirm", "publish"),
    keeps=("publish",),
)

# Everybody whose desk lists the acts may look at one.
looking = staff_blueprint("staff_acts", url_prefix="/staff/acts")

Answer = str | Response | tuple[str, int]


@bp.get("/publish")
def confirm() -> Answer:
    """Show the chosen drafts as they would be frozen."""
    return show_candidates(chosen(request.args.getlist("draft", type=int)))


@looking.get("/<int:act>")
def show(act: int) -> str:
    """What one press of "publish" published, with the public addresses."""
    session = get_read_session()
    found = find_act(session, act)
    made_from = drafts_of_act(session, act)
    return render_template("staff/publishing/published.html", act=found, drafts=made_from)


@bp.post("/publish")
def publish() -> Answer:
    """Publish the chosen drafts as one act; a press sent twice ends on the same page."""
    ids = chosen(request.form.getlist("draft", type=int))
    session, staff = get_session(), get_staff()
    try:
        finding.explain_all(session, ids, sent_reasons(), now=get_now())
        act = publishing.publish(
            session, ids, by=staff.id, now=get_now(), site=get_site(), seen=seen()
        )
    except ChangedSince as changed:
        return show_candidates(ids, refused=[changed], session=session), 409
    except Conflict as conflict:
        return _too_late(ids, conflict)
    except SeveralBroken as several:
        return show_candidates(ids, refused=several.broken), 422
    except RuleBroken as broken:
        return show_candidates(ids, refused=[broken]), 422
    return redirect(url_for("staff_acts.show", act=act.id), 303)


def _too_late(ids: Sequence[int], conflict: Conflict) -> Answer:
    """Somebody was faster; when it was the same press sent twice, its result is the answer.

    Asked of the session for writing: what this request read before may be older than that press.
    """
    session = get_session()
    act = act_of_drafts(session, ids)
    if act is not None and act.staff_id == get_staff().id:
        return redirect(url_for("staff_acts.show", act=act.id), 303)
    page = render_template(
        "staff/publishing/too_late.html",
        said=say(conflict),
        drafts=[find_draft(session, one) for one in ids],
    )
    return page, 409
