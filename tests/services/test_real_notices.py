"""Real notices through draft creation: each becomes a draft, or faults at fields; none an error."""

import dataclasses
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any  # records of JSON files of many shapes

import pytest

from trading.domain.calendar import SHANGHAI, day_of, parse_moment
from trading.domain.codes import CorrectionReason, NoticeType, Outcome, PriceForm
from trading.domain.drafts import (
    Attachment,
    AwardDraft,
    AwardFacts,
    CandidateDraft,
    CandidateFacts,
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
from trading.domain.errors import RuleBroken, SeveralBroken
from trading.domain.findings import Severity
from trading.domain.money import Unit, parse_amount
from trading.domain.prices import PriceKind, read_price
from trading.services import drafting, finding
from trading.store import people
from trading.store.drafts import find_draft
from trading.store.engine import Store

NOW = datetime(2026, 3, 18, 10, tzinfo=SHANGHAI)
Record = dict[str, Any]
# What is said at a lot, though the content holds it elsewhere.
AT_LOTS = {"outcome", "failed_reason", "replace_reason", "candidates", "contract"}

SUBTYPES = {
    "招标": (NoticeType.TENDER, "open"),
    "邀标": (NoticeType.TENDER, "invited"),
    "询价": (NoticeType.TENDER, "inquiry"),
    "竞价": (NoticeType.TENDER, "inquiry"),
    "竞谈": (NoticeType.TENDER, "negotiation"),
    "单一": (NoticeType.SINGLE_SOURCE, "single_source"),
    "论证意见": (NoticeType.SINGLE_SOURCE, "single_source"),
    "预告": (NoticeType.PLAN, ""),
    "需求公示": (NoticeType.PLAN, ""),
    "中标": (NoticeType.AWARD, "open"),
    "成交": (NoticeType.AWARD, "negotiation"),
    "废标": (NoticeType.TERMINATION, "open"),
    "流标": (NoticeType.TERMINATION, "open"),
    "变更": (NoticeType.CORRECTION, "open"),
    "结果变更": (NoticeType.CORRECTION, "open"),
    "合同": (NoticeType.CONTRACT, "open"),
    "验收": (NoticeType.CONTRACT, "open"),
}
KINDS = {"工程建设": "construction", "政府采购": "procurement", "土地使用权": "land"}


def bare(type_: NoticeType, title: str, category: str, method: str, **parts: Any) -> NoticeDraft:
    """A notice with what every record has; a type adds its own facts, empty as they may be."""
    facts: dict[str, Any] = {
        NoticeType.PLAN: {"plan": PlanFacts()},
        NoticeType.CANDIDATE: {"candidate": CandidateFacts()},
        NoticeType.AWARD: {"award": AwardFacts()},
        NoticeType.CORRECTION: {
            "correction": CorrectionFacts(
                corrects="",
                corrected_type=NoticeType.TENDER,
                reason_code=CorrectionReason.OTHER,
            ),
            "tender": TenderFacts(),
        },
    }.get(type_, {"tender": TenderFacts()} if type_.family.value == "tender" else {})
    plain = NoticeDraft(
        type=type_,
        title=title,
        process_title=title,
        category=category,
        method=method,
        region="",
        lots=(LotDraft(number=1, title=title),),
    )
    return replace(plain, **{**facts, **parts})


def results(type_: NoticeType, supplier: str, amount: Entered | None) -> dict[str, Any]:
    """The winner as the type of the notice states it."""
    firms = (Party(name=supplier),) if supplier else ()
    if type_ is NoticeType.AWARD:
        return {"awards": (AwardDraft(lots=(1,), suppliers=firms, amount=amount),)}
    if type_ is NoticeType.CONTRACT:
        return {"contracts": (ContractDraft(lots=(1,), suppliers=firms, amount=amount),)}
    if type_ is NoticeType.TERMINATION:
        return {"failed": (FailedLot(lot=1, reason="", outcome=Outcome.FAILED),)}
    return {}


def yuan(number: float | None) -> Entered | None:
    """An amount that the aggregator gives as a JSON number of 元."""
    if number is None:
        return None
    try:
        return Entered(parse_amount(f"{number:.2f}", Unit.YUAN))
    except RuleBroken:
        return None


def unix(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, SHANGHAI) if seconds else None


def aggregated(shared: Path) -> Iterator[NoticeDraft]:
    """Notices of many sites as an aggregator sold them."""
    for one in read(shared, "aggregator_mixed_types.json")["items"]:
        type_, method = SUBTYPES[one["subtype"]]
        category = "procurement" if "采购" in one["site"] else "construction"
        lot = LotDraft(number=1, title=one["title"], estimate=yuan(one["budget"]))
        parts: Record = {
            "buyer": Party(name=one["buyer"] or ""),
            "agency": Party(name=one["agency"]) if one["agency"] else None,
            "lots": (lot,),
            "body_html": one["detail"] or "",
            "source": one["site"],
            **results(type_, one["winner"] or "", yuan(one["bidAmount"])),
        }
        draft = bare(type_, one["title"], category, method, **parts)
        if draft.tender is not None:
            times = {"deadline": unix(one["bidEndTime"]), "opening_at": unix(one["bidOpenTime"])}
            draft = replace(draft, tender=replace(draft.tender, **times))
        yield draft


def national(shared: Path) -> Iterator[NoticeDraft]:
    """Notices of the national platform with their whole texts."""
    for one in read(shared, "ggzy_gov_cn.json")["items"]:
        type_ = national_type(one["info_type"], one["title"])
        price = read_price(one["budget"])
        amount = Entered(price.fen) if price.fen is not None else None
        names = [file["name"] for file in one["attachments"]]
        yield bare(
            type_,
            one["title"],
            KINDS.get(one["business_type"], "other"),
            "open",
            project_code=one["project_code"],
            buyer=Party(name=one["issuer"]),
            agency=Party(name=one["agency"]) if one["agency"] else None,
            lots=(LotDraft(number=1, title=one["title"], estimate=amount),),
            body_html=one["content_text"],
            attachments=tuple(Attachment(name=n, size=1, sha256="0" * 64) for n in names),
            source=one["source_platform"],
            source_url=one["original_link"],
            **results(type_, "", amount),
        )


def national_type(info: str, title: str) -> NoticeType:
    for mark, type_ in (
        ("候选人", NoticeType.CANDIDATE),
        ("更正", NoticeType.CORRECTION),
        ("澄清", NoticeType.CORRECTION),
        ("合同", NoticeType.CONTRACT),
        ("成交", NoticeType.AWARD),
        ("结果", NoticeType.AWARD),
        ("中标公告", NoticeType.AWARD),
        ("资格预审", NoticeType.PREQUALIFICATION),
    ):
        if mark in title or mark in info:
            return type_
    return NoticeType.TENDER


def candidates(shared: Path) -> Iterator[NoticeDraft]:
    """Publicities of candidates of one city, with prices as the bidders wrote them."""
    for one in read(shared, "yichang_candidates.json")["items"]:
        parsed = one["parsed_data"]
        days = [
            date(*map(int, found))
            for found in re.findall(r"(\d{4})年(\d{2})月(\d{2})日", parsed["publicity_period"])
        ]
        facts = CandidateFacts(
            publicity_from=days[0] if days else None,
            publicity_until=days[1] if len(days) > 1 else None,
        )
        yield bare(
            NoticeType.CANDIDATE,
            one["raw_data"]["title"],
            "construction",
            "open",
            candidate=facts,
            candidates=tuple(
                priced(CandidateDraft(lot=1, rank=rank, suppliers=firms(row["bidder"])), row)
                for rank, row in enumerate(parsed["bidders_and_prices"], start=1)
            ),
            source_url=parsed["full_url"],
        )


def firms(bidder: str) -> tuple[Party, ...]:
    return tuple(Party(name=name) for name in bidder.removesuffix("联合体").split("、") if name)


def priced(candidate: CandidateDraft, row: Record) -> CandidateDraft:
    """The price in the form that it has: nothing unclear becomes an amount."""
    text = row["price"]
    price = read_price(text)
    if price.fen is not None:
        return replace(candidate, amount=Entered(price.fen))
    form = PriceForm.RATE if price.kind is PriceKind.RATE else PriceForm.OTHER
    return replace(candidate, price_form=form, rate_text=text)


def works_of_hunan(shared: Path) -> Iterator[NoticeDraft]:
    one = read(shared, "hunan_construction_tender_notice.json")["item"]
    yield bare(
        NoticeType.TENDER,
        one["noticeName"],
        "construction",
        "open",
        tender=TenderFacts(
            documents_from=parse_moment(one["docGetStartTime"]),
            documents_until=parse_moment(one["docGetEndTime"]),
            documents_how=one["tenderDocGetMethod"],
            deadline=parse_moment(one["bidDocReferEndTime"]),
            opening_at=parse_moment(one["bidOpeningTimeStart"]),
        ),
        body_html=one["notice_text"],
    )


def parcels(shared: Path) -> Iterator[NoticeDraft]:
    for one in read(shared, "land_notices_fields.json"):
        listing = one.get("listing", [None, None])
        method = "agreement" if "协议" in one["type"] else "listing"
        signup = one.get("signup", [None, None])[1] or one.get("claim_deadline")
        yield bare(
            NoticeType.TENDER,
            f"{one['organ']}{one['type']}",
            "land",
            method,
            project_code=one.get("notice_no", ""),
            buyer=Party(name=one["organ"]),
            lots=tuple(parcel(at, row) for at, row in enumerate(one["parcels"], start=1)),
            tender=TenderFacts(
                deadline=parse_moment(signup) if signup else None,
                opening_at=parse_moment(listing[0]) if listing[0] else None,
                listing_until=parse_moment(listing[1]) if listing[1] else None,
            ),
        )


def parcel(number: int, row: Record) -> LotDraft:
    def wan(name: str) -> Entered | None:
        return Entered(parse_amount(str(row[name]), Unit.WAN), Unit.WAN) if name in row else None

    return LotDraft(
        number=number,
        title=row.get("code") or row["location"],
        parcel=row["location"],
        area=f"{row['area_mu']}亩",
        land_use=row["use"],
        term=row["term"],
        ceiling=wan("start_price_wan"),
        bid_step=wan("step_wan"),
        deposit=wan("deposit_wan"),
    )


def read(shared: Path, name: str) -> Any:
    return json.loads((shared / "data/cn_notices" / name).read_text(encoding="utf-8"))


@dataclasses.dataclass
class Outcomes:
    """What became of each record: how many drafts, and what was said at which fields."""

    drafts: int = 0
    refused: list[RuleBroken] = dataclasses.field(default_factory=list)
    rules: Counter[str] = dataclasses.field(default_factory=Counter)


def enter(store: Store, contents: Iterator[NoticeDraft]) -> Outcomes:
    """Feed each content through draft creation and look at it as the desk would."""
    outcomes = Outcomes()
    with store.writing() as session:
        staff = people.add_staff(session, "录入", "editor", now=NOW)
    for content in contents:
        with store.writing() as session:
            try:
                made = drafting.start(session, content, by=staff, now=NOW)
            except SeveralBroken as several:
                outcomes.refused += several.broken
                assert all(leads_somewhere(content, one.field) for one in several.broken)
                continue
            draft = replace(find_draft(session, made), content=drafting.clean_content(content))
            outcomes.drafts += 1
            for one in finding.findings_of(session, draft, now=NOW):
                assert leads_somewhere(content, one.field), (one.rule, one.field)
                assert str(one)
                outcomes.rules[f"{one.severity}:{one.rule}"] += 1
    return outcomes


def leads_somewhere(content: NoticeDraft, path: str) -> bool:
    """Whether a path names a member of the content, at any depth."""
    found: Any = content
    for part in path.split("."):
        if part in AT_LOTS and isinstance(found, LotDraft):
            return True
        if isinstance(found, tuple):
            if not part.isdecimal() or int(part) >= len(found):
                return False
            found = found[int(part)]
        elif hasattr(found, part):
            found = getattr(found, part)
        else:
            # A member of a group that is not there yet.
            return found is None
    return True


@pytest.mark.parametrize(
    ("source", "records"),
    [(aggregated, 61), (national, 40), (candidates, 114), (works_of_hunan, 1), (parcels, 3)],
    ids=["aggregator", "national", "candidates", "works", "land"],
)
def test_every_real_record_becomes_a_draft_or_faults_at_fields(
    sqlite_store: Store, shared: Path, source: Any, records: int
) -> None:
    contents = list(source(shared))
    assert len(contents) == records
    outcomes = enter(sqlite_store, iter(contents))
    assert outcomes.drafts >= records * 19 // 20
    assert outcomes.drafts + len({id(one) for one in outcomes.refused}) >= records
    assert sum(outcomes.rules.values()) >= records


def test_real_terms_are_measured_by_the_law(sqlite_store: Store, shared: Path) -> None:
    (works,) = works_of_hunan(shared)
    assert works.tender is not None and works.tender.deadline is not None
    # Documents from 28 May, deadline on 17 June 2025: the twentieth day after it.
    assert day_of(works.tender.deadline) == date(2025, 6, 17)
    rules = enter(sqlite_store, iter([works])).rules
    assert not [rule for rule in rules if "period." in rule]
    assert rules["explain:day.rest"] == 0


def test_real_candidates_end_on_days_that_are_asked_about(
    sqlite_store: Store, shared: Path
) -> None:
    rules = enter(sqlite_store, candidates(shared)).rules
    assert rules[f"{Severity.EXPLAIN}:day.rest"] > 0
    assert rules[f"{Severity.EXPLAIN}:period.works.candidates_shown"] < 30
