"""What every stated price and every list of winners must carry, whoever states it."""

from typing import Protocol

from trading.domain.codes import PriceForm, currency
from trading.domain.drafts import Entered, Party
from trading.domain.errors import RuleBroken
from trading.domain.requirements.asked import required


class Priced(Protocol):
    """A price by its form: an amount in a currency, or words."""

    @property
    def price_form(self) -> PriceForm:
        """How it is stated."""

    @property
    def amount(self) -> Entered | None:
        """The amount, for form 1 only."""

    @property
    def rate_text(self) -> str:
        """The words of every other form."""


def currency_shortcomings(letters: str, path: str) -> list[RuleBroken]:
    """The fault of a currency that is in no list."""
    try:
        currency(letters)
    except RuleBroken:
        return [RuleBroken("请选择币种", field=f"{path}.currency")]
    return []


def words_shortcomings(price: Priced, path: str) -> list[RuleBroken]:
    """What a price of another form than an amount lacks; nothing for an amount."""
    if price.price_form is PriceForm.AMOUNT:
        return []
    broken = required(price.rate_text, "请写明费率、下浮率或单价", f"{path}.rate_text")
    if price.amount is not None:
        broken.append(RuleBroken("价款形式不是金额时不填金额", field=f"{path}.amount"))
    return broken


def supplier_shortcomings(suppliers: tuple[Party, ...], path: str) -> list[RuleBroken]:
    """Every member of a consortium has a name, and none is written twice."""
    if not suppliers:
        return [RuleBroken("请填写单位", field=f"{path}.suppliers")]
    broken = []
    seen: set[str] = set()
    for index, party in enumerate(suppliers):
        here = f"{path}.suppliers.{index}"
        broken += required(party.name, "请填写单位名称", f"{here}.name")
        marks = {party.name, party.uscc} - {""}
        if marks & seen:
            broken.append(RuleBroken("同一个单位写了两次", field=f"{here}.name"))
        seen |= marks
    return broken
