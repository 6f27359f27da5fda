"""A notice as the JSON members of its record."""

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any  # JSON members: any depth, made and read back in this package alone

from trading.domain.calendar import SHANGHAI
from trading.domain.drafts import CandidateDraft, Entered, FailedLot, LotDraft, NoticeDraft
from trading.domain.lifecycle import AwardStatus
from trading.domain.money import decimal_string
from trading.domain.payloads.stamps import VERSION, Stamp


def freeze(content: NoticeDraft, stamp: Stamp) -> dict[str, Any]:
    """The payload's members; the same content and stamp always give the same members."""
    failed = {one.lot: one for one in content.failed}
    members = {
        "v": VERSION,
        "salt": stamp.salt,
        "number": stamp.number,
        "sequence": stamp.sequence,
        "act": stamp.act,
        "type": content.type,
        "category": content.category,
        "method": content.method,
        "region": content.region,
        "title": content.title,
        "published_at": stamp.published_at,
        "entered_at": stamp.entered_at,
        "archived": stamp.archived,
        "source": content.source,
        "source_url": content.source_url,
        "process": _process(content, stamp),
        "lots": [_lot(lot, failed.get(lot.number)) for lot in content.lots],
        "awards": [*map(_candidate, content.candidates), *content.awards],
        "corrects": content.correction,
        "replaces": stamp.replaces,
        "body_html": content.body_html,
        "attachments": content.attachments,
    }
    return dict(_present(members))


def _process(content: NoticeDraft, stamp: Stamp) -> dict[str, Any]:
    """The process as this notice states it, with the facts of the notice's own type."""
    return {
        "code": stamp.process_code,
        "title": content.process_title,
        "project_code": content.project_code,
        "buyer": content.buyer,
        "agency": content.agency,
        "retender_of": content.retender_of,
        "plan": content.plan,
        "tender": content.tender,
        "candidate": content.candidate,
        "award": content.award,
        "contracts": content.contracts,
    }


def _candidate(candidate: CandidateDraft) -> dict[str, Any]:
    """A candidate is a pending award of one lot (OCDS awardStatus)."""
    members = {**dict(_members_of(candidate)), "status": AwardStatus.PENDING.value}
    members["lots"] = [members.pop("lot")]
    return members


def _lot(lot: LotDraft, failed: FailedLot | None) -> dict[str, Any]:
    members = dict(_members_of(lot))
    if failed is not None:
        members["failed"] = {name: value for name, value in _members_of(failed) if name != "lot"}
    return members


def _members_of(value: Any) -> list[tuple[str, Any]]:
    names = [f.name for f in dataclasses.fields(value)]
    return _present({name: getattr(value, name) for name in names})


def _present(members: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The members that say something, each as JSON; 0 and false do say something."""
    jsoned = ((name, _json(value)) for name, value in members.items())
    return [(name, value) for name, value in jsoned if value not in (None, "", [], {})]


def _json(value: Any) -> Any:
    if isinstance(value, Entered):
        return decimal_string(value.fen)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if dataclasses.is_dataclass(value):
        return dict(_members_of(value))
    if isinstance(value, Mapping):
        return dict(_present(value))
    if isinstance(value, list | tuple):
        return [_json(one) for one in value]
    return value
