"""An award in words: what it covers, who won it for how much, and whether it still stands."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext

from trading.domain.codes import PriceForm
from trading.store.award_records import AwardRecord
from trading.web.filters import wan


@dataclass(frozen=True)
class AwardStanding:
    """An award in words; `notice` is the number of what ended it, else of what announced it."""

    lots: str
    who: str
    price: str
    decided_on: str
    state: str
    reason: str
    notice: str


def award_standing(award: AwardRecord, titles: Mapping[int, str]) -> AwardStanding:
    """An award; of one whose notice was withdrawn only that it was (interface.md §6)."""
    told = not award.withdrawn
    return AwardStanding(
        lots="、".join(titles.get(number, str(number)) for number in award.lots),
        who="、".join(award.suppliers) if told else "",
        price=_price(award) if told else "",
        decided_on=award.decided_on.isoformat() if told and award.decided_on else "",
        state=_state(award.end_kind),
        reason=award.end_reason,
        notice=award.ended_by or award.correction or award.notice_number,
    )


def _price(award: AwardRecord) -> str:
    if award.price_form != PriceForm.AMOUNT.value:
        return award.rate_text
    return wan(award.amount_fen, award.currency) or str(gettext("未填金额"))


def _state(end_kind: str) -> str:
    ends = {
        "replaced": gettext("已被替换或撤销"),
        "corrected": gettext("已更正"),
        "withdrawn": gettext("已随公告撤销"),
    }
    return str(ends.get(end_kind) or gettext("现行结果"))
