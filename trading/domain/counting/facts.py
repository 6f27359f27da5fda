"""Facts: what is published about one process, as the counting rules want to hear it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from trading.domain.codes import NoticeType, Outcome, PriceForm

CNY = "CNY"


class Basis(StrEnum):
    """Which day puts a trade into a year (domain.md §4.2)."""

    DECIDED = "decided"
    PUBLISHED = "published"


@dataclass(frozen=True, kw_only=True)
class NoticeFact:
    """A published notice of the process, by the day (Asia/Shanghai) of its first publication.

    `opening_at` is the opening (without one the deadline) that a tender has now,
    `publicity_until` the last day of a publicity; it is known where a lot waits for its result.
    """

    id: int
    type: NoticeType
    published_on: date
    lots: tuple[int, ...]
    withdrawn: bool = False
    opening_at: datetime | None = None
    publicity_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class AwardFact:
    """An announced award; `lots` are lot ids in order of their numbers, the amount is in fen."""

    id: int
    notice_id: int
    lots: tuple[int, ...]
    price_form: PriceForm
    amount_fen: int | None
    currency: str
    decided_on: date | None
    active: bool


@dataclass(frozen=True, kw_only=True)
class ExitFact:
    """A lot that a notice declared failed or terminated."""

    lot_id: int
    notice_id: int
    outcome: Outcome


@dataclass(frozen=True)
class Limit:
    """What a lot was expected to cost, or its start price where money comes in; in fen, CNY."""

    ceiling: int | None = None
    estimate: int | None = None


@dataclass(frozen=True, kw_only=True)
class ProcessFacts:
    """Everything published about one process; notices and awards in order of publication.

    Category, method, region and buyer are those of the process as its notices and corrections
    left it; `limits` are those of its lots, by lot id.
    """

    id: int
    category: str
    method: str
    region: str
    buyer_id: int
    lots: tuple[int, ...]
    notices: tuple[NoticeFact, ...]
    awards: tuple[AwardFact, ...] = ()
    exits: tuple[ExitFact, ...] = ()
    limits: Mapping[int, Limit] = field(default_factory=dict)
