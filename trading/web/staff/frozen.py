"""The amounts that publication would freeze, written in every way that can show a slip."""

from dataclasses import dataclass

from flask_babel import gettext

from trading.domain.codes import PriceForm, category
from trading.domain.drafts import (
    AwardDraft,
    CandidateDraft,
    ContractDraft,
    Entered,
    LotDraft,
    NoticeDraft,
)
from trading.domain.money import words, write_wan, write_yuan
from trading.web.forms.wording import Wording, wording


@dataclass(frozen=True)
class FrozenAmount:
    """One amount: in 元, in 万元 and in words (大写), or `said` where it is not an amount."""

    label: str
    who: str
    yuan: str = ""
    wan: str = ""
    words: str = ""
    said: str = ""


def frozen_amounts(content: NoticeDraft) -> list[FrozenAmount]:
    """Every amount of a notice: of its lots, and of whoever bid, won or signed."""
    called = wording(category(content.category))
    titles = {lot.number: lot.title for lot in content.lots}
    amounts = [found for lot in content.lots for found in _lot(lot, called)]
    amounts += [_candidate(one, titles) for one in content.candidates]
    amounts += [_award(award, titles) for award in content.awards]
    return amounts + [_contract(contract, titles) for contract in content.contracts]


def _lot(lot: LotDraft, called: Wording) -> list[FrozenAmount]:
    named = (
        (called.estimate, lot.estimate),
        (called.ceiling, lot.ceiling),
        (gettext("增价幅度"), lot.bid_step),
        (gettext("保证金"), lot.deposit),
    )
    return [_amount(str(name), lot.title, entered) for name, entered in named if entered]


def _award(award: AwardDraft, titles: dict[int, str]) -> FrozenAmount:
    label = "、".join(titles.get(number, str(number)) for number in award.lots)
    who = "、".join(party.name for party in award.suppliers)
    if award.amount is not None:
        return _amount(label, who, award.amount)
    said = award.amount_note if award.price_form is PriceForm.AMOUNT else award.rate_text
    return FrozenAmount(label, who, said=said)


def _candidate(one: CandidateDraft, titles: dict[int, str]) -> FrozenAmount:
    lot = titles.get(one.lot, str(one.lot))
    label = gettext("%(lot)s 第%(rank)d候选人", lot=lot, rank=one.rank)
    who = "、".join(party.name for party in one.suppliers)
    if one.amount is not None:
        return _amount(label, who, one.amount)
    return FrozenAmount(label, who, said=one.rate_text)


def _contract(contract: ContractDraft, titles: dict[int, str]) -> FrozenAmount:
    lots = "、".join(titles.get(number, str(number)) for number in contract.lots)
    label = gettext("%(lots)s 合同", lots=lots)
    who = "、".join(party.name for party in contract.suppliers)
    if contract.amount is not None:
        return _amount(label, who, contract.amount)
    return FrozenAmount(label, who, said=contract.rate_text)


def _amount(label: str, who: str, entered: Entered) -> FrozenAmount:
    fen = entered.fen
    return FrozenAmount(label, who, write_yuan(fen), write_wan(fen), words(fen))
