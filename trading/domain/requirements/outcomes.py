"""What a notice of the award family must carry: an outcome of lots, complete and only once each."""

from collections import Counter
from datetime import datetime

from trading.domain.calendar import day_of
from trading.domain.codes import Category, Kind, Outcome, PriceForm
from trading.domain.drafts import AwardDraft, AwardFacts, FailedLot, NoticeDraft
from trading.domain.errors import RuleBroken
from trading.domain.requirements.asked import required
from trading.domain.requirements.endings import ending_shortcomings
from trading.domain.requirements.paths import lot_path
from trading.domain.requirements.prices import (
    currency_shortcomings,
    supplier_shortcomings,
    words_shortcomings,
)


def award_shortcomings(content: NoticeDraft, category: Category, now: datetime) -> list[RuleBroken]:
    """What an award notice lacks (domain.md §2), published at `now`."""
    broken = _outcomes(content)
    for index, award in enumerate(content.awards):
        broken += _award(award, f"awards.{index}", now)
    for failed in content.failed:
        broken += _failure(content, failed)
    if category.kind is Kind.PROCUREMENT and content.awards:
        broken += _procurement(content.award or AwardFacts())
    return broken


def _outcomes(content: NoticeDraft) -> list[RuleBroken]:
    """Every lot has at most one outcome, and at least one lot has one."""
    stated = Counter(lot for award in content.awards for lot in award.lots)
    stated.update(failed.lot for failed in content.failed)
    if not stated and not content.awards:
        return [RuleBroken("请至少写明一个标段的结果", field="lots")]
    known = {lot.number for lot in content.lots}
    broken = [
        RuleBroken("标段%(number)d不在这份公告里", field="lots", number=number)
        for number in sorted(stated.keys() - known)
    ]
    return broken + [
        RuleBroken(
            "标段%(number)d只能有一个结果",
            field=lot_path(content, number, "outcome"),
            number=number,
        )
        for number, times in sorted(stated.items())
        if times > 1
    ]


def _failure(content: NoticeDraft, failed: FailedLot) -> list[RuleBroken]:
    """A result says that a lot failed; that it was terminated is a notice of its own."""
    if failed.outcome is Outcome.FAILED:
        return ending_shortcomings(content, failed)
    path = lot_path(content, failed.lot, "outcome")
    return [RuleBroken("终止请另发终止公告", field=path)]


def _award(award: AwardDraft, path: str, now: datetime) -> list[RuleBroken]:
    broken = supplier_shortcomings(award.suppliers, path) + _price(award, path)
    if not award.lots:
        broken.append(
            RuleBroken("没有标段选用这个结果：请在标段的“结果”里选它，或删除它", field=path)
        )
    if award.decided_on is None:
        broken.append(RuleBroken("请填写定标（成交）日期", field=f"{path}.decided_on"))
    elif award.decided_on > day_of(now):
        broken.append(RuleBroken("定标日期不能晚于今天", field=f"{path}.decided_on"))
    return broken


def _price(award: AwardDraft, path: str) -> list[RuleBroken]:
    """An amount, or the reason why there is none; another price form has words instead."""
    broken = currency_shortcomings(award.currency, path) + words_shortcomings(award, path)
    if award.price_form is not PriceForm.AMOUNT:
        return broken
    if award.amount is None and not award.amount_note:
        broken.append(
            RuleBroken("请填写金额；确无金额时在“金额说明”里写明原因", field=f"{path}.amount")
        )
    elif award.amount is not None and award.amount.fen == 0:
        broken += required(
            award.amount_note, "金额为0时请在“金额说明”里写明原因", f"{path}.amount_note"
        )
    return broken


def _procurement(facts: AwardFacts) -> list[RuleBroken]:
    return [
        *required(facts.main_items, "请填写主要标的", "award.main_items"),
        *required(facts.experts, "请填写评审专家名单", "award.experts"),
        *required(facts.agency_fee, "请填写代理服务费（没有的写“无”）", "award.agency_fee"),
    ]
