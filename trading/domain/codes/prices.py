"""Codes that stand beside a result: price form, currency, and how a lot ended."""

from dataclasses import dataclass
from enum import StrEnum

from trading.domain.codes.known import known


class PriceForm(StrEnum):
    """How a price is stated (价款形式); only an amount has fen (domain.md §3)."""

    AMOUNT = "amount"
    RATE = "rate"
    UNIT_PRICE = "unit_price"
    OTHER = "other"

    @property
    def code(self) -> int:
        """The code of the national data specification: 1, 2, 3 or 9."""
        return _PRICE_FORMS[self].code

    @property
    def zh(self) -> str:
        """The price form in Chinese, as the award form offers it."""
        return _PRICE_FORMS[self].zh

    @property
    def en(self) -> str:
        """The price form in English."""
        return _PRICE_FORMS[self].en


class Currency(StrEnum):
    """A currency by its ISO 4217 letters; a trade total adds CNY only."""

    CNY = "CNY"
    USD = "USD"
    EUR = "EUR"
    HKD = "HKD"
    JPY = "JPY"
    GBP = "GBP"

    @property
    def code(self) -> int:
        """The ISO 4217 number, as the national data specification uses it: 156 is CNY."""
        return _CURRENCIES[self].code

    @property
    def zh(self) -> str:
        """The currency in Chinese."""
        return _CURRENCIES[self].zh

    @property
    def en(self) -> str:
        """The currency in English."""
        return _CURRENCIES[self].en


class Outcome(StrEnum):
    """How a lot ended, or that it has not yet."""

    PENDING = "pending"
    AWARDED = "awarded"
    FAILED = "failed"
    TERMINATED = "terminated"

    @property
    def zh(self) -> str:
        """The outcome in Chinese."""
        return _OUTCOMES[self][0]

    @property
    def en(self) -> str:
        """The outcome in English."""
        return _OUTCOMES[self][1]


@dataclass(frozen=True)
class _Row:
    code: int
    zh: str
    en: str


_PRICE_FORMS = {
    PriceForm.AMOUNT: _Row(1, "金额", "Amount"),
    PriceForm.RATE: _Row(2, "费率或下浮率", "Rate or discount"),
    PriceForm.UNIT_PRICE: _Row(3, "单价", "Unit price"),
    PriceForm.OTHER: _Row(9, "其他", "Other"),
}

_CURRENCIES = {
    Currency.CNY: _Row(156, "人民币", "Chinese yuan"),
    Currency.USD: _Row(840, "美元", "US dollar"),
    Currency.EUR: _Row(978, "欧元", "Euro"),
    Currency.HKD: _Row(344, "港元", "Hong Kong dollar"),
    Currency.JPY: _Row(392, "日元", "Japanese yen"),
    Currency.GBP: _Row(826, "英镑", "Pound sterling"),
}

_OUTCOMES = {
    Outcome.PENDING: ("未定", "Pending"),
    Outcome.AWARDED: ("成交", "Awarded"),
    Outcome.FAILED: ("流标", "Failed"),
    Outcome.TERMINATED: ("终止", "Terminated"),
}


def price_form(slug: str, *, field: str = "price_form") -> PriceForm:
    """The price form spelt `slug`; an unknown one is RuleBroken(field)."""
    return known(PriceForm, slug, field)


def currency(letters: str, *, field: str = "currency") -> Currency:
    """The currency spelt `letters`; an unknown one is RuleBroken(field)."""
    return known(Currency, letters, field)
