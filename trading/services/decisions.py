"""Decisions: the tender of a lot comes first, its award after it."""

from collections.abc import Mapping, Sequence
from datetime import date

from trading.domain.drafts import NoticeDraft
from trading.domain.errors import RuleBroken
from trading.domain.requirements import is_offering
from trading.store.lots import LotView


def offered_days(
    lots: Mapping[int, LotView], together: Sequence[NoticeDraft], today: date
) -> dict[int, date]:
    """The first day on which each lot is offered, by number, counting the same act as today."""
    offered = {
        lot.number: today for other in together if is_offering(other.type) for lot in other.lots
    }
    return offered | {n: lot.offered_on for n, lot in lots.items() if lot.offered_on}


def decided_too_early(content: NoticeDraft, offered: Mapping[int, date]) -> list[RuleBroken]:
    """A decision cannot be older than the tender of its lot."""
    broken = []
    for index, award in enumerate(content.awards):
        days = [offered[number] for number in award.lots if number in offered]
        if award.decided_on and days and award.decided_on < max(days):
            broken.append(
                RuleBroken(
                    "定标日期不能早于招标公告的发布日期（%(day)s）",
                    field=f"awards.{index}.decided_on",
                    day=max(days).isoformat(),
                )
            )
    return broken
