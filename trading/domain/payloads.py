"""The frozen form of a notice: its content and stamp as JSON members, and back again.

Members are those of interface.md §7. Amounts are yuan as decimal strings, times are RFC 3339 in
Asia/Shanghai, absent values are left out. Canonical bytes (RFC 8785) are made by the service.
"""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any  # JSON members: any depth, made and read back in this room alone

from trading.domain.calendar import SHANGHAI
from trading.domain.codes import NoticeType, PriceForm
from trading.domain.drafts import (
    AwardDraft,
    AwardFacts,
    Entered,
    FailedLot,
    LotDraft,
    NoticeDraft,
    Party,
    TenderFacts,
)
from trading.domain.money import decimal_string, from_decimal_string

VERSION = 1
LOT_MONEY = frozenset({"estimate", "ceiling", "bid_step", "deposit"})
TENDER_TIMES = frozenset({"documents_from", "documents_until", "deadline", "opening_at"})


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """What publication adds to the content: number, order, act, times and the random salt.

    `entered_at` is when this site published it; `published_at` differs only for archived
    (moved-in) notices. `replaces` are the numbers of notices whose awards this one ends.
    """

    number: str
    sequence: int
    act: int
    process_code: str
    published_at: datetime
    entered_at: datetime
    salt: str
    archived: bool = False
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FrozenNotice:
    """A published notice read back from its payload."""

    stamp: Stamp
    content: NoticeDraft


def freeze(content: NoticeDraft, stamp: Stamp) -> dict[str, Any]:
    """The payload's members; the same content and stamp always give the same members."""
    failed = {one.lot: one for one in content.failed}
    lots = [_lot(lot, failed.get(lot.number)) for lot in content.lots]
    process = {
        "code": stamp.process_code,
        "title": content.process_title,
        "project_code": content.project_code,
        "buyer": content.buyer,
        "agency": content.agency,
        "tender": content.tender,
        "award": content.award,
    }
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
        "process": process,
        "lots": lots,
        "awards": content.awards,
        "replaces": stamp.replaces,
        "body_html": content.body_html,
    }
    return dict(_present(members))


def thaw(members: Mapping[str, Any]) -> FrozenNotice:
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


def _content(members: Mapping[str, Any]) -> NoticeDraft:
    process = members["process"]
    lots = members.get("lots", [])
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
        lots=tuple(_thaw_lot(lot) for lot in lots),
        tender=_thaw_tender(process["tender"]) if "tender" in process else None,
        award=AwardFacts(**process["award"]) if "award" in process else None,
        awards=tuple(_thaw_award(award) for award in members.get("awards", [])),
        failed=tuple(
            FailedLot(lot=lot["number"], **lot["failed"]) for lot in lots if "failed" in lot
        ),
        body_html=members.get("body_html", ""),
        source=members.get("source", ""),
        source_url=members.get("source_url", ""),
    )


def _thaw_lot(members: Mapping[str, Any]) -> LotDraft:
    own = {name: value for name, value in members.items() if name != "failed"}
    return LotDraft(**_converted(own, LOT_MONEY, _entered))


def _thaw_tender(members: Mapping[str, Any]) -> TenderFacts:
    return TenderFacts(**_converted(members, TENDER_TIMES, _moment))


def _converted(
    members: Mapping[str, Any], names: frozenset[str], convert: Callable[[str], object]
) -> dict[str, Any]:
    return {n: convert(value) if n in names else value for n, value in members.items()}


def _thaw_award(members: Mapping[str, Any]) -> AwardDraft:
    decided = members.get("decided_on")
    amount = members.get("amount")
    return AwardDraft(
        lots=tuple(members["lots"]),
        suppliers=tuple(Party(**one) for one in members["suppliers"]),
        price_form=PriceForm(members["price_form"]),
        amount=_entered(amount) if amount is not None else None,
        currency=members["currency"],
        rate_text=members.get("rate_text", ""),
        amount_note=members.get("amount_note", ""),
        decided_on=date.fromisoformat(decided) if decided else None,
        replace_reason=members.get("replace_reason", ""),
    )


def _entered(text: str) -> Entered:
    return Entered(from_decimal_string(text))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(SHANGHAI)
