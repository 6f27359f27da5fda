"""What a clerk enters for one notice, as values: the content of a draft."""

from dataclasses import dataclass, field
from datetime import date, datetime

from trading.domain.codes import CorrectionReason, Extension, NoticeType, Outcome, PriceForm
from trading.domain.money import Unit


@dataclass(frozen=True)
class Entered:
    """An amount in whole fen with the unit in which it was typed, so that a form shows it again."""

    fen: int
    unit: Unit = Unit.YUAN


@dataclass(frozen=True, kw_only=True)
class Party:
    """An organization as typed: buyer, agency or supplier. Empty text means "not given"."""

    name: str
    uscc: str = ""
    address: str = ""
    contact: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class LotDraft:
    """A lot (标段 / 包 / 宗) as a notice states it; `number` counts from 1 within the process.

    `ceiling` is 最高限价, or the start price (起始价) where money comes in. The land facts are
    only for the land category.
    """

    number: int
    title: str
    code: str = ""
    content: str = ""
    estimate: Entered | None = None
    ceiling: Entered | None = None
    parcel: str = ""
    area: str = ""
    land_use: str = ""
    term: str = ""
    bid_step: Entered | None = None
    deposit: Entered | None = None


@dataclass(frozen=True, kw_only=True)
class AwardDraft:
    """An award (中标 / 成交) of one or more lots to one supplier or a consortium.

    Price form amount has `amount` (an amount of 0 needs `amount_note`) or, when the amount is
    not known, none with `amount_note` saying why; the other forms have `rate_text` and no amount.
    `replace_reason` is needed when one of its lots has an active award already.
    """

    lots: tuple[int, ...]
    suppliers: tuple[Party, ...]
    price_form: PriceForm = PriceForm.AMOUNT
    amount: Entered | None = None
    currency: str = "CNY"
    rate_text: str = ""
    amount_note: str = ""
    decided_on: date | None = None
    replace_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class FailedLot:
    """A lot that this notice ends without an award: failed (流标 / 废标) or terminated (终止)."""

    lot: int
    reason: str
    replace_reason: str = ""
    outcome: Outcome = Outcome.FAILED


@dataclass(frozen=True, kw_only=True)
class CandidateDraft:
    """A candidate (中标候选人) of one lot, by rank from 1; its price form is that of an award."""

    lot: int
    rank: int
    suppliers: tuple[Party, ...]
    price_form: PriceForm = PriceForm.AMOUNT
    amount: Entered | None = None
    currency: str = "CNY"
    rate_text: str = ""
    leader: str = ""


@dataclass(frozen=True, kw_only=True)
class ContractDraft:
    """A signed contract on one or more lots; its amount is never part of a trade total."""

    lots: tuple[int, ...]
    suppliers: tuple[Party, ...]
    number: str = ""
    amount: Entered | None = None
    currency: str = "CNY"
    rate_text: str = ""
    signed_on: date | None = None
    term: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanFacts:
    """What a plan (招标计划 / 采购意向) says besides its lots; `expected_on` is 预计时间."""

    expected_on: date | None = None
    funds_source: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class CandidateFacts:
    """What a publicity of candidates carries besides them (domain.md §2); days are inclusive."""

    evaluated_on: date | None = None
    publicity_from: date | None = None
    publicity_until: date | None = None
    objections: str = ""


@dataclass(frozen=True, kw_only=True)
class Change:
    """One thing that a correction changes: what readers call it, from what, to what.

    `path` is the field of the corrected content (``tender.deadline``); empty for a change that
    the clerk worded, such as one of the text.
    """

    label: str
    old: str
    new: str
    path: str = ""


@dataclass(frozen=True, kw_only=True)
class CorrectionFacts:
    """Which notice a correction corrects, why, and every change that it makes.

    The content that carries it states the corrected facts whole, as they stand from now on:
    those of a notice of `corrected_type`, with every correction up to the number in `follows`
    (empty for the first one). `extension` answers whether the deadline is put off.
    """

    corrects: str
    corrected_type: NoticeType | None = None
    follows: str = ""
    reason_code: CorrectionReason | None = None
    reason: str = ""
    extension: Extension | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file of a notice: its name as uploaded, its size in bytes and its SHA-256 (hex)."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class TenderFacts:
    """What a tender-family notice must carry besides its lots (domain.md §2).

    `listing_until` ends a listing (挂牌) that begins at `opening_at`.
    """

    qualification: str = ""
    consortium: bool | None = None
    documents_from: datetime | None = None
    documents_until: datetime | None = None
    documents_how: str = ""
    deadline: datetime | None = None
    opening_at: datetime | None = None
    opening_place: str = ""
    listing_until: datetime | None = None
    funds_source: str = ""


@dataclass(frozen=True, kw_only=True)
class AwardFacts:
    """What an award notice carries besides its awards; the last three for procurement."""

    main_items: str = ""
    experts: str = ""
    agency_fee: str = ""


@dataclass(frozen=True, kw_only=True)
class NoticeDraft:
    """One notice as entered: enough to publish it once nothing is missing.

    Lots are those that this notice speaks of; a lot of an existing process is named by its
    number and carries the title again. Times are aware (Asia/Shanghai). `source` is 来源: for a
    reprint the medium it first appeared in, with `source_url`; empty means the centre itself.
    `retender_of` is the code of the failed process that this one tries again.
    """

    type: NoticeType
    title: str
    process_title: str
    category: str
    method: str
    region: str
    project_code: str = ""
    buyer: Party = field(default_factory=lambda: Party(name=""))
    agency: Party | None = None
    lots: tuple[LotDraft, ...] = ()
    plan: PlanFacts | None = None
    tender: TenderFacts | None = None
    candidate: CandidateFacts | None = None
    award: AwardFacts | None = None
    correction: CorrectionFacts | None = None
    candidates: tuple[CandidateDraft, ...] = ()
    awards: tuple[AwardDraft, ...] = ()
    failed: tuple[FailedLot, ...] = ()
    contracts: tuple[ContractDraft, ...] = ()
    body_html: str = ""
    source: str = ""
    source_url: str = ""
    retender_of: str = ""
    attachments: tuple[Attachment, ...] = ()
