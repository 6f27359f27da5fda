"""The drafts chosen to go out: what would be frozen, what still forbids it, what to ask again."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, request
from flask_babel import gettext

from trading.domain.codes import CATEGORIES, Family
from trading.domain.errors import TradingError
from trading.domain.findings import Severity
from trading.domain.lifecycle import Action, refusal
from trading.services import finding, moving
from trading.store.drafts import DraftView, find_draft
from trading.store.engine import Session
from trading.web.access import get_staff
from trading.web.clock import get_now
from trading.web.forms.base import Form
from trading.web.forms.sentences import say
from trading.web.session import get_read_session, get_site
from trading.web.staff.asking import Shown, shown
from trading.web.staff.frozen import FrozenAmount, frozen_amounts

LONGEST_NUMBER = 19


@dataclass(frozen=True)
class Candidate:
    """A chosen draft: what would be frozen, and what was found in it.

    `refused` says why it cannot go out from where it stands.
    """

    draft: DraftView
    amounts: Sequence[FrozenAmount]
    findings: Sequence[Shown]
    refused: str = ""

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

    @property
    def is_ready(self) -> bool:
        """Whether it could go out now."""
        return not self.refused and not self.missing


def chosen(ids: list[int]) -> list[int]:
    """The chosen drafts without repeats, in the order in which they were chosen."""
    return list(dict.fromkeys(ids))


def seen() -> dict[int, int]:
    """Which revision of each draft the page showed; what no page of ours wrote is none."""
    pairs = [one.partition(":") for one in request.form.getlist("seen")]
    return {
        int(draft): int(revision)
        for draft, _, revision in pairs
        if all(part.isdecimal() and len(part) < LONGEST_NUMBER for part in (draft, revision))
    }


def show_candidates(
    ids: Sequence[int],
    refused: Sequence[TradingError] = (),
    *,
    session: Session | None = None,
    due_at: str = "",
) -> str:
    """The drafts as they are; `session` where what this request read before may be older."""
    session = session or get_read_session()
    candidates = _candidates(session, [find_draft(session, one) for one in ids])
    return render_template(
        "staff/publishing/confirm.html",
        form=Form(),
        candidates=candidates,
        refused=[say(one) for one in refused],
        due_at=due_at,
        ready=bool(candidates) and all(one.is_ready for one in candidates),
        site=get_site(),
    )


def _candidates(session: Session, drafts: Sequence[DraftView]) -> list[Candidate]:
    """Each chosen draft, checked as if those of its process that come first were published."""
    tenders = sorted(drafts, key=lambda draft: draft.content.type.family is not Family.TENDER)
    return [_candidate(session, draft, tenders[:at]) for at, draft in enumerate(tenders)]


def _candidate(session: Session, draft: DraftView, before: Sequence[DraftView]) -> Candidate:
    known = any(one.slug == draft.content.category for one in CATEGORIES)
    amounts = frozen_amounts(draft.content) if known else []
    found = finding.findings_of(session, draft, now=get_now(), beside=before)
    told = shown(found, draft.explanations, draft_id=draft.id)
    return Candidate(draft, amounts, told, _refused(session, draft))


def _refused(session: Session, draft: DraftView) -> str:
    required = get_site().review_required
    now_at = moving.situation(session, draft, get_staff().id, review_required=required)
    refused = refusal(Action.PUBLISH, now_at, title=draft.content.title or gettext("这份草稿"))
    return say(refused) if refused else ""
