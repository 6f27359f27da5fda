"""What a publicity of candidates (中标候选人公示) must carry: ranked bidders and its days."""

from collections import defaultdict
from datetime import datetime

from trading.domain.calendar import day_of
from trading.domain.codes import Category, PriceForm
from trading.domain.drafts import CandidateDraft, CandidateFacts, NoticeDraft
from trading.domain.errors import RuleBroken
from trading.domain.requirements.asked import required
from trading.domain.requirements.paths import candidate_path, lot_path
from trading.domain.requirements.prices import (
    currency_shortcomings,
    supplier_shortcomings,
    words_shortcomings,
)


def candidate_shortcomings(
    content: NoticeDraft, _category: Category, now: datetime
) -> list[RuleBroken]:
    """What a publicity of candidates lacks, published at `now`."""
    broken = _everywhere(content)
    for index, candidate in enumerate(content.candidates):
        broken += _candidate(candidate, candidate_path(content, index))
    return broken + _ranks(content) + _days(content.candidate or CandidateFacts(), now)


def _everywhere(content: NoticeDraft) -> list[RuleBroken]:
    """Every lot that is listed has a candidate, and every candidate a lot that is listed."""
    named = {one.lot for one in content.candidates}
    listed = {lot.number for lot in content.lots}
    broken = [
        RuleBroken(
            "请填写标段%(number)d的中标候选人，或从公告中去掉这个标段",
            field=lot_path(content, number, "candidates"),
            number=number,
        )
        for number in sorted(listed - named)
    ]
    return broken + [
        RuleBroken("标段%(number)d不在这份公告里", field="lots", number=number)
        for number in sorted(named - listed)
    ]


def _candidate(candidate: CandidateDraft, path: str) -> list[RuleBroken]:
    broken = supplier_shortcomings(candidate.suppliers, path)
    broken += currency_shortcomings(candidate.currency, path)
    broken += words_shortcomings(candidate, path)
    if candidate.price_form is PriceForm.AMOUNT and candidate.amount is None:
        broken.append(RuleBroken("请填写投标报价", field=f"{path}.amount"))
    return broken + required(candidate.leader, "请填写项目负责人（没有的写“无”）", f"{path}.leader")


def _ranks(content: NoticeDraft) -> list[RuleBroken]:
    """The ranks of a lot count from 1 without a gap; a bidder has one of them."""
    ranks: defaultdict[int, list[int]] = defaultdict(list)
    names: defaultdict[int, set[frozenset[str]]] = defaultdict(set)
    broken = []
    for index, one in enumerate(content.candidates):
        expected = len(ranks[one.lot]) + 1
        if one.rank != expected:
            broken.append(
                RuleBroken(
                    "排名从1起依次排列，这里应是%(rank)d",
                    field=candidate_path(content, index, "rank"),
                    rank=expected,
                )
            )
        who = frozenset(party.name for party in one.suppliers if party.name)
        if who and who in names[one.lot]:
            path = candidate_path(content, index, "suppliers.0.name")
            broken.append(RuleBroken("同一投标人在这个标段写了两次", field=path))
        ranks[one.lot].append(one.rank)
        names[one.lot].add(who)
    return broken


def _days(facts: CandidateFacts, now: datetime) -> list[RuleBroken]:
    asked = (
        ("evaluated_on", "请填写评标日期"),
        ("publicity_from", "请填写公示开始日期"),
        ("publicity_until", "请填写公示截止日期"),
    )
    broken = [
        RuleBroken(said, field=f"candidate.{name}")
        for name, said in asked
        if getattr(facts, name) is None
    ]
    broken += required(facts.objections, "请填写提出异议的渠道和方式", "candidate.objections")
    today, start, end = day_of(now), facts.publicity_from, facts.publicity_until
    if facts.evaluated_on and facts.evaluated_on > today:
        broken.append(RuleBroken("评标日期不能晚于今天", field="candidate.evaluated_on"))
    if facts.evaluated_on and start and start < facts.evaluated_on:
        broken.append(RuleBroken("公示开始不能早于评标日期", field="candidate.publicity_from"))
    if start and end and end < start:
        broken.append(RuleBroken("公示截止不能早于公示开始", field="candidate.publicity_until"))
    elif end and end < today:
        broken.append(RuleBroken("公示截止不能早于今天", field="candidate.publicity_until"))
    return broken
