"""What a clerk enters for one notice, as values: the content of a draft."""

from dataclasses import dataclass, field
from datetime import date, datetime

from trading.domain.codes import NoticeType, PriceForm
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
    """A lot that this notice declares failed (流标 / 废标), with the reason."""

    lot: int
    reason: str
    replace_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class TenderFacts:
    """What a tender-family notice must carry besides its lots (domain.md §2)."""

    qualification: str = ""
    consortium: bool | None = None
    documents_from: datetime | None = None
    documents_until: datetime | None = None
    documents_how: str = ""
    deadline: datetime | None = None
    opening_at: datetime | None = None
    opening_place: str = ""
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
    tender: TenderFacts | None = None
    award: AwardFacts | None = None
    awards: tuple[AwardDraft, ...] = ()
    failed: tuple[FailedLot, ...] = ()
    body_html: str = ""
    source: str = ""
    source_url: str = ""
