"""What a notice says of lots, winners, candidates and contracts, as lines that readers meet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext

from trading.domain.codes import Outcome, PriceForm
from trading.domain.drafts import (
    AwardDraft,
    CandidateDraft,
    ContractDraft,
    Entered,
    FailedLot,
    LotDraft,
    Party,
)
from trading.web.filters import wan, yuan
from trading.web.forms.wording import Wording

Titles = dict[int, str]
"""The titles of the lots of a notice, by number."""


@dataclass(frozen=True)
class Fact:
    """One line of the facts table; the value of a link is the address it leads to.

    `now` is what a correction has made of it.
    """

    label: str
    value: str
    is_link: bool = False
    now: str = ""


@dataclass(frozen=True)
class LotLine:
    """A lot with everything that the notice says of it."""

    number: int
    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class AwardLine:
    """An outcome: which lots, who, at what price; a lot that ended has a reason instead.

    `about` says of each winner where it is and its 统一社会信用代码, a line each.
    """

    lots: str
    who: str
    about: tuple[str, ...]
    price: str
    exact: str
    note: str
    decided_on: str


@dataclass(frozen=True)
class CandidateLine:
    """A candidate of a lot; `exact` is the price to the fen, empty where that adds nothing."""

    lot: str
    rank: int
    who: str
    about: tuple[str, ...]
    price: str
    exact: str
    leader: str


@dataclass(frozen=True)
class ContractLine:
    """A contract: on which lots, with whom, for how much, signed when; `note` is on its price."""

    lots: str
    number: str
    who: str
    about: tuple[str, ...]
    price: str
    exact: str
    note: str
    signed_on: str
    term: str


def lot_lines(lots: Sequence[LotDraft], words: Wording) -> tuple[LotLine, ...]:
    """Every lot with all that is said of it."""
    return tuple(LotLine(lot.number, lot.title, _lot(lot, words)) for lot in lots)


def _lot(lot: LotDraft, words: Wording) -> tuple[Fact, ...]:
    said = (
        (gettext("编号"), lot.code),
        (gettext("内容"), lot.content),
        (str(words.estimate), _entered(lot.estimate)),
        (str(words.ceiling), _entered(lot.ceiling)),
        (gettext("地块"), lot.parcel),
        (gettext("面积"), lot.area),
        (gettext("用途"), lot.land_use),
        (gettext("年限"), lot.term),
        (gettext("增价幅度"), _entered(lot.bid_step)),
        (gettext("保证金"), _entered(lot.deposit)),
    )
    return tuple(Fact(label, value) for label, value in said if value)


def award_line(award: AwardDraft, titles: Titles) -> AwardLine:
    """An award in words."""
    price, exact = _price(award.price_form, award.amount, award.currency, award.rate_text)
    reasons = (award.amount_note, award.replace_reason)
    return AwardLine(
        lots=_titled(award.lots, titles),
        who=_winners(award.suppliers),
        about=tuple(_about(award.suppliers)),
        price=price,
        exact=exact,
        note="；".join(reason for reason in reasons if reason),
        decided_on=award.decided_on.isoformat() if award.decided_on else "",
    )


def ended_line(ended: FailedLot, titles: Titles, words: Wording) -> AwardLine:
    """A lot that ended without an award, in words."""
    terminated = ended.outcome is Outcome.TERMINATED
    return AwardLine(
        lots=titles.get(ended.lot, ""),
        who=gettext("终止") if terminated else str(words.failed),
        about=(),
        price="",
        exact="",
        note="；".join(why for why in (ended.reason, ended.replace_reason) if why),
        decided_on="",
    )


def candidate_line(candidate: CandidateDraft, titles: Titles) -> CandidateLine:
    """A candidate in words."""
    price, exact = _price(
        candidate.price_form, candidate.amount, candidate.currency, candidate.rate_text
    )
    return CandidateLine(
        lot=titles.get(candidate.lot, ""),
        rank=candidate.rank,
        who=_winners(candidate.suppliers),
        about=tuple(_about(candidate.suppliers)),
        price=price,
        exact=exact,
        leader=candidate.leader,
    )


def contract_line(contract: ContractDraft, titles: Titles) -> ContractLine:
    """A contract in words; at rates it has words and no amount."""
    form = PriceForm.AMOUNT if contract.amount else PriceForm.OTHER
    price, exact = _price(form, contract.amount, contract.currency, contract.rate_text)
    return ContractLine(
        lots=_titled(contract.lots, titles),
        number=contract.number,
        who=_winners(contract.suppliers),
        about=tuple(_about(contract.suppliers)),
        price=price,
        exact=exact,
        note=contract.rate_text if contract.amount else "",
        signed_on=contract.signed_on.isoformat() if contract.signed_on else "",
        term=contract.term,
    )


def _titled(lots: tuple[int, ...], titles: Titles) -> str:
    return "、".join(titles.get(number, str(number)) for number in lots)


def _price(form: PriceForm, amount: Entered | None, currency: str, said: str) -> tuple[str, str]:
    """A price for readers, and the same to the fen where that says more."""
    if form is not PriceForm.AMOUNT:
        return said, ""
    fen = amount.fen if amount else None
    price, exact = wan(fen, currency) or str(gettext("未填金额")), yuan(fen, currency)
    return price, "" if exact == price else exact


def _entered(amount: Entered | None) -> str:
    """An amount in 万元, and to the fen: `2380万元（23,800,000.00元）`."""
    if amount is None:
        return ""
    return str(gettext("%(wan)s（%(yuan)s）", wan=wan(amount.fen), yuan=yuan(amount.fen)))


def _about(suppliers: tuple[Party, ...]) -> Iterator[str]:
    """Address and code of each winner; members of a consortium are named with theirs."""
    for one in suppliers:
        said = "，".join(part for part in (one.address, one.uscc) if part)
        if said and len(suppliers) > 1:
            said = gettext("%(name)s：%(said)s", name=one.name, said=said)
        if said:
            yield said


def _winners(suppliers: tuple[Party, ...]) -> str:
    """Who won; several names are one consortium, not several winners."""
    names = "、".join(supplier.name for supplier in suppliers)
    return str(gettext("%(names)s（联合体）", names=names)) if len(suppliers) > 1 else names
