"""The members of a record read back into a notice."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any  # JSON members: any depth, made and read back in this package alone

from trading.domain.calendar import SHANGHAI
from trading.domain.codes import CorrectionReason, Extension, NoticeType, Outcome, PriceForm
from trading.domain.drafts import (
    Attachment,
    AwardDraft,
    AwardFacts,
    CandidateDraft,
    CandidateFacts,
    Change,
    ContractDraft,
    CorrectionFacts,
    Entered,
    FailedLot,
    LotDraft,
    NoticeDraft,
    Party,
    PlanFacts,
    TenderFacts,
)
from trading.domain.lifecycle import AwardStatus
from trading.domain.money import from_decimal_string
from trading.domain.payloads.stamps import VERSION, FrozenNotice, Stamp

_Members = Mapping[str, Any]


def thaw(members: _Members) -> FrozenNotice:
    """Read a payload of this version; raises ValueError for another one, KeyError when damaged."""
    if members.get("v") != VERSION:
        raise ValueError(f"payload version {members.get('v')!r}")
    stamp = Stamp(
        number=members["number"],
        sequence=members["sequence"],
        act=members["act"],
        process_code=members["process"]["code"],
        published_at=_moment(members["published_at"]),
        entered_at=_moment(members["entered_at"]),
        salt=members["salt"],
        archived=members["archived"],
        replaces=tuple(members.get("replaces", ())),
    )
    return FrozenNotice(stamp=stamp, content=_content(members))


def _content(members: _Members) -> NoticeDraft:
    process = members["process"]
    lots = members.get("lots", [])
    awards = [one for one in members.get("awards", []) if not _is_candidate(one)]
    candidates = [one for one in members.get("awards", []) if _is_candidate(one)]
    return NoticeDraft(
        type=NoticeType(members["type"]),
        title=members["title"],
        process_title=process["title"],
        category=members["category"],
        method=members["method"],
        region=members["region"],
        project_code=process.get("project_code", ""),
        buyer=Party(**process["buyer"]),
        agency=Party(**process["agency"]) if "agency" in process else None,
        lots=tuple(LotDraft(**_read(_without(lot, "failed"))) for lot in lots),
        plan=PlanFacts(**_read(process["plan"])) if "plan" in process else None,
        tender=TenderFacts(**_read(process["tender"])) if "tender" in process else None,
        candidate=CandidateFacts(**_read(process["candidate"])) if "candidate" in process else None,
        award=AwardFacts(**process["award"]) if "award" in process else None,
        correction=_correction(members["corrects"]) if "corrects" in members else None,
        candidates=tuple(_candidate(one) for one in candidates),
        awards=tuple(AwardDraft(**_read(one)) for one in awards),
        failed=tuple(_failed(lot) for lot in lots if "failed" in lot),
        contracts=tuple(ContractDraft(**_read(one)) for one in process.get("contracts", [])),
        body_html=members.get("body_html", ""),
        source=members.get("source", ""),
        source_url=members.get("source_url", ""),
        retender_of=process.get("retender_of", ""),
        attachments=tuple(Attachment(**one) for one in members.get("attachments", [])),
    )


def _failed(lot: _Members) -> FailedLot:
    return FailedLot(lot=lot["number"], **_read(lot["failed"]))


def _is_candidate(award: _Members) -> bool:
    return bool(award.get("status") == AwardStatus.PENDING.value)


def _candidate(members: _Members) -> CandidateDraft:
    (lot,) = members["lots"]
    return CandidateDraft(lot=lot, **_read(_without(members, "status", "lots")))


def _correction(members: _Members) -> CorrectionFacts:
    changes = tuple(Change(**{"old": "", "new": "", **one}) for one in members.get("changes", []))
    return CorrectionFacts(**{**_read(_without(members, "changes")), "changes": changes})


def _without(members: _Members, *names: str) -> dict[str, Any]:
    return {name: value for name, value in members.items() if name not in names}


def _read(members: _Members) -> dict[str, Any]:
    """Each member as the value that its name stands for."""
    return {n: _READ[n](value) if n in _READ else value for n, value in members.items()}


def _entered(text: str) -> Entered:
    return Entered(from_decimal_string(text))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(SHANGHAI)


def _parties(many: list[dict[str, str]]) -> tuple[Party, ...]:
    return tuple(Party(**one) for one in many)


_READ: Mapping[str, Callable[[Any], object]] = {
    **dict.fromkeys(("estimate", "ceiling", "bid_step", "deposit", "amount"), _entered),
    **dict.fromkeys(("documents_from", "documents_until", "deadline", "opening_at"), _moment),
    "listing_until": _moment,
    **dict.fromkeys(("decided_on", "signed_on", "expected_on", "evaluated_on"), date.fromisoformat),
    **dict.fromkeys(("publicity_from", "publicity_until"), date.fromisoformat),
    "lots": tuple,
    "suppliers": _parties,
    "price_form": PriceForm,
    "outcome": Outcome,
    "reason_code": CorrectionReason,
    "corrected_type": NoticeType,
    "extension": Extension,
}
