"""Publishing: what would be frozen is shown once more, then one press publishes it as one act."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from trading.domain.codes import CATEGORIES, Family
from trading.domain.errors import Conflict, RuleBroken, SeveralBroken, TradingError
from trading.domain.findings import Severity
from trading.services import finding, publishing
from trading.services.moving import ChangedSince
from trading.store.acts import act_of_drafts, find_act
from trading.store.drafts import DraftView, find_draft
from trading.store.engine import Session
from trading.web.access import WRITERS, get_staff, staff_blueprint
from trading.web.clock import get_now
from trading.web.forms.base import Form
from trading.web.forms.sentences import say
from trading.web.session import get_read_session, get_session, get_site
from trading.web.staff.asking import Shown, sent_reasons, shown
from trading.web.staff.frozen import FrozenAmount, frozen_amounts

bp = staff_blueprint(
    "staff_publishing",
    url_prefix="/staff",
    roles=WRITERS,
    fresh=("confirm", "publish"),
    keeps=("publish",),
)

LONGEST_NUMBER = 19

Answer = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Candidate:
    """A chosen draft: what would be frozen, and what was found in it."""

    draft: DraftView
    amounts: Sequence[FrozenAmount]
    findings: Sequence[Shown]

    @property
    def missing(self) -> list[Shown]:
        """What still forbids publication."""
        return [one for one in self.findings if one.severity is Severity.STOP]

    @property
    def asked(self) -> list[Shown]:
        """What its writer gives a reason for before it is published."""
        explained = [one for one in self.findings if one.severity is Severity.EXPLAIN]
        return explained if finding.asks_reasons(self.draft) else []

    @property
    def told(self) -> list[Shown]:
        """What is only shown."""
        return [one for one in self.findings if one not in self.asked]


@bp.get("/publish")
def confirm() -> Answer:
    """Show the chosen drafts as they would be frozen."""
    return _show(_chosen(request.args.getlist("draft", type=int)))


@bp.get("/acts/<int:act>")
def published(act: int) -> str:
    """What one press of "publish" published, with the public addresses."""
    found = find_act(get_read_session(), act)
    return render_template("staff/publishing/published.html", act=found)


@bp.post("/publish")
def publish() -> Answer:
    """Publish the chosen drafts as one act; a press sent twice ends on the same page."""
    ids = _chosen(request.form.getlist("draft", type=int))
    session, staff = get_session(), get_staff()
    try:
        finding.explain_all(session, ids, sent_reasons(), now=get_now())
        act = publishing.publish(
            session, ids, by=staff.id, now=get_now(), site=get_site(), seen=_seen()
        )
    except ChangedSince as changed:
        return _show(ids, refused=[changed], session=session), 409
    except Conflict as conflict:
        return _too_late(ids, conflict)
    except SeveralBroken as several:
        return _show(ids, refused=several.broken), 422
    except RuleBroken as broken:
        return _show(ids, refused=[broken]), 422
    return redirect(url_for("staff_publishing.published", act=act.id), 303)


def _chosen(ids: list[int]) -> list[int]:
    """The chosen drafts without repeats, in the order in which they were chosen."""
    return list(dict.fromkeys(ids))


def _seen() -> dict[int, int]:
    """Which revision of each draft the page showed; what no page of ours wrote is none."""
    pairs = [one.partition(":") for one in request.form.getlist("seen")]
    return {
        int(draft): int(revision)
        for draft, _, revision in pairs
        if all(part.isdecimal() and len(part) < LONGEST_NUMBER for part in (draft, revision))
    }


def _show(
    ids: Sequence[int], refused: Sequence[TradingError] = (), session: Session | None = None
) -> str:
    """The drafts as they are; `session` where what this request read before may be older."""
    session = session or get_read_session()
    candidates = _candidates(session, [find_draft(session, one) for one in ids])
    return render_template(
        "staff/publishing/confirm.html",
        form=Form(),
        candidates=candidates,
        refused=[say(one) for one in refused],
        ready=bool(candidates) and not any(one.missing or _is_gone(one) for one in candidates),
        site=get_site(),
    )


def _too_late(ids: Sequence[int], conflict: Conflict) -> Answer:
    """Somebody was faster; when it was the same press sent twice, its result is the answer.

    Asked of the session for writing: what this request read before may be older than that press.
    """
    session = get_session()
    act = act_of_drafts(session, ids)
    if act is not None and act.staff_id == get_staff().id:
        return redirect(url_for("staff_publishing.published", act=act.id), 303)
    page = render_template(
        "staff/publishing/too_late.html",
        said=say(conflict),
        drafts=[find_draft(session, one) for one in ids],
    )
    return page, 409


def _candidates(session: Session, drafts: Sequence[DraftView]) -> list[Candidate]:
    """Each chosen draft, checked as if those of its process that come first were published."""
    tenders = sorted(drafts, key=lambda draft: draft.content.type.family is not Family.TENDER)
    return [_candidate(session, draft, tenders[:at]) for at, draft in enumerate(tenders)]


def _candidate(session: Session, draft: DraftView, before: Sequence[DraftView]) -> Candidate:
    known = any(one.slug == draft.content.category for one in CATEGORIES)
    amounts = frozen_amounts(draft.content) if known else []
    found = finding.findings_of(session, draft, now=get_now(), beside=before)
    return Candidate(draft, amounts, shown(found, draft.explanations, draft_id=draft.id))


def _is_gone(candidate: Candidate) -> bool:
    return candidate.draft.discarded or candidate.draft.published_number is not None
