"""What a notice announces in one figure: the amount that lists and feeds show beside its title."""

from collections.abc import Sequence
from dataclasses import dataclass

from trading.domain.codes import Family, PriceForm
from trading.domain.drafts import Entered, LotDraft, NoticeDraft
from trading.domain.money import sum_fen


@dataclass(frozen=True)
class Announced:
    """Whole fen in `currency` (ISO 4217); `fen` is None where one part is not known."""

    fen: int | None
    currency: str = "CNY"


def announced(content: NoticeDraft) -> Announced:
    """The amount of a notice as it was announced (interface.md §4).

    Tender family: Σ of each lot's ceiling, else its estimate; none when a lot has neither.
    Award family: Σ of its awards; none when one is not price form 1, has no amount, or when the
    currencies differ. Contract: Σ of its contracts in the same way, a column that no total adds
    (domain.md §4.6). Every other family: none.
    """
    if content.type.family is Family.TENDER:
        return Announced(_sum([_limit(lot) for lot in content.lots]))
    if content.type.family is Family.AWARD:
        return _in_one_currency(
            [
                (one.amount if one.price_form is PriceForm.AMOUNT else None, one.currency)
                for one in content.awards
            ]
        )
    if content.type.family is Family.CONTRACT:
        return _in_one_currency([(one.amount, one.currency) for one in content.contracts])
    return Announced(None)


def _in_one_currency(prices: Sequence[tuple[Entered | None, str]]) -> Announced:
    currencies = {currency for _, currency in prices}
    if len(currencies) != 1:
        return Announced(None)
    return Announced(_sum([amount.fen if amount else None for amount, _ in prices]), *currencies)


def _limit(lot: LotDraft) -> int | None:
    entered = lot.ceiling or lot.estimate
    return entered.fen if entered else None


def _sum(amounts: list[int | None]) -> int | None:
    known = [fen for fen in amounts if fen is not None]
    return sum_fen(known) if amounts and len(known) == len(amounts) else None
