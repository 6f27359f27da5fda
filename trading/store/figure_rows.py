"""The kinds of rows behind a figure, as values: lots, award notices and publication acts."""

from dataclasses import dataclass
from datetime import date, datetime

from trading.store.loops import LoopRow
from trading.store.notice_rows import NoticeRow
from trading.store.participants import Participant


@dataclass(frozen=True, kw_only=True)
class LotRow:
    """A lot behind a figure: the amount (fen) is its share of the trade total, None for none.

    `day` is the day (Asia/Shanghai) that puts it into the year, `number` the notice behind it.
    `day_stated` is false where the first publication stands in for a decision date. `value_fen`
    is what it adds to a figure of money. `limit_fen` is what its award is compared with, at the
    lot that carries the amount.
    """

    process_code: str
    process_title: str
    category: str
    buyer: str
    buyer_id: int
    lot: str
    day: date
    day_stated: bool
    number: str
    winners: tuple[Participant, ...]
    amount_fen: int | None
    excluded: str
    price_form: str = ""
    currency: str = ""
    limit_fen: int | None = None
    value_fen: int | None = None
    lot_number: int = 0


@dataclass(frozen=True, kw_only=True)
class ResultLine:
    """An award notice: what it carries, when it was decided and due, whether it came in time."""

    number: str
    title: str
    category: str
    published_on: date
    decided_on: date | None
    due_on: date | None
    punctual: str
    carries: str

    @property
    def days(self) -> int | None:
        """The days from the decision to the publication (发布时滞)."""
        return (self.published_on - self.decided_on).days if self.decided_on else None


@dataclass(frozen=True, kw_only=True)
class ActRow:
    """A publication act with the numbers of the notices it published."""

    published_at: datetime
    numbers: tuple[str, ...]


Row = LotRow | NoticeRow | ResultLine | ActRow | LoopRow
