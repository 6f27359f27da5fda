"""How a trade is made: the methods of buying and selling, and where each may be used."""

from dataclasses import dataclass
from enum import StrEnum

from trading.domain.codes.categories import Category, Kind
from trading.domain.codes.known import known


class Method(StrEnum):
    """A method (招标方式 / 采购方式 / 出让方式)."""

    OPEN = "open"
    INVITED = "invited"
    NEGOTIATION = "negotiation"
    CONSULTATION = "consultation"
    INQUIRY = "inquiry"
    SINGLE_SOURCE = "single_source"
    BIDDING = "bidding"
    AUCTION = "auction"
    LISTING = "listing"
    AGREEMENT = "agreement"
    OTHER = "other"

    @property
    def zh(self) -> str:
        """The method in Chinese; also OCDS procurementMethodDetails."""
        return _METHODS[self].zh

    @property
    def en(self) -> str:
        """The method in English."""
        return _METHODS[self].en

    @property
    def ocds(self) -> str | None:
        """OCDS procurementMethod; None where none of its four codes can be said."""
        return _METHODS[self].ocds

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds of trade in which it may be chosen."""
        return _METHODS[self].kinds


@dataclass(frozen=True)
class _Row:
    zh: str
    en: str
    ocds: str | None
    kinds: frozenset[Kind]


_WORKS = frozenset({Kind.WORKS})
_BUYING = frozenset({Kind.PROCUREMENT})
_TENDERING = _WORKS | _BUYING
_SELLING = frozenset({Kind.SALE})

# Negotiation, consultation and inquiry are `selective`: anybody may answer the notice, but only
# suppliers found qualified are asked to offer (财政部令第74号, 财库〔2014〕214号).
_METHODS = {
    Method.OPEN: _Row("公开招标", "Open tender", "open", _TENDERING),
    Method.INVITED: _Row("邀请招标", "Invited tender", "selective", _TENDERING),
    Method.NEGOTIATION: _Row("竞争性谈判", "Competitive negotiation", "selective", _BUYING),
    Method.CONSULTATION: _Row("竞争性磋商", "Competitive consultation", "selective", _BUYING),
    Method.INQUIRY: _Row("询价", "Request for quotations", "selective", _BUYING),
    Method.SINGLE_SOURCE: _Row("单一来源", "Single source", "direct", _BUYING),
    Method.BIDDING: _Row("招标出让", "Sale by tender", "open", _SELLING),
    Method.AUCTION: _Row("拍卖", "Auction", "open", _SELLING),
    Method.LISTING: _Row("挂牌", "Public listing", "open", _SELLING),
    Method.AGREEMENT: _Row("协议", "Sale by agreement", "direct", _SELLING),
    Method.OTHER: _Row("其他方式", "Other", None, frozenset(Kind)),
}


def method(slug: str, *, field: str = "method") -> Method:
    """The method spelt `slug`; an unknown one is RuleBroken(field)."""
    return known(Method, slug, field)


def allowed_methods(category: Category) -> tuple[Method, ...]:
    """The methods that may be chosen in a category, in the order of a list to choose from."""
    return tuple(one for one in Method if category.kind in one.kinds)
