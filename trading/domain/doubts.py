"""What is possible but more often a slip: asked about before it is frozen."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from trading.domain.calendar import write_moment
from trading.domain.codes import Category
from trading.domain.drafts import AwardDraft, NoticeDraft, Party
from trading.domain.errors import RuleBroken
from trading.domain.money import write_wan

_SLIPS = ((10**4, "一万倍"), (10**8, "一亿倍"))
_NEAR = 10  # a ratio within this factor of a unit's size looks like that unit's slip
_FAR = timedelta(days=366)  # a deadline beyond it is more often a wrong year


@dataclass(frozen=True)
class Limit:
    """What a lot was expected to cost, or its start price where money comes in; whole fen."""

    ceiling: int | None = None
    estimate: int | None = None

    @property
    def expected(self) -> int | None:
        """The ceiling, or the estimate where there is none."""
        return self.ceiling if self.ceiling is not None else self.estimate


def amount_doubts(
    content: NoticeDraft, category: Category, limits: Mapping[int, Limit]
) -> list[RuleBroken]:
    """What a careful colleague would ask about these awards (domain.md §3), each at its field.

    `limits` are those of the lots by number. A doubt does not forbid: the clerk may be right.
    """
    doubts = []
    for index, award in enumerate(content.awards):
        if award.amount is None or award.currency != "CNY":
            continue
        found = [*_against_limits(award, category, limits), *_borrowed(content, award)]
        found += _repeated(content, index)
        for sentence in found:
            sentence.field = f"awards.{index}.amount"
        doubts += found
    return doubts


def offer_doubts(content: NoticeDraft, now: datetime) -> list[RuleBroken]:
    """What a careful colleague would ask about the lots and the deadline offered at `now`."""
    doubts = []
    for index, lot in enumerate(content.lots):
        if lot.ceiling is None or lot.estimate is None:
            continue
        times = _slip(lot.ceiling.fen, lot.estimate.fen)
        if times:
            doubts.append(
                RuleBroken(
                    "标段%(number)d的两个金额（%(estimate)s万元、%(ceiling)s万元）相差约%(times)s，"
                    "单位选对了吗？",
                    field=f"lots.{index}.ceiling",
                    number=lot.number,
                    estimate=write_wan(lot.estimate.fen),
                    ceiling=write_wan(lot.ceiling.fen),
                    times=times,
                )
            )
    deadline = content.tender.deadline if content.tender else None
    if deadline and deadline - now > _FAR:
        said = "截止时间（%(deadline)s）在一年以后，年份写对了吗？"
        when = write_moment(deadline)
        doubts.append(RuleBroken(said, field="tender.deadline", deadline=when))
    return doubts


def _against_limits(
    award: AwardDraft, category: Category, limits: Mapping[int, Limit]
) -> list[RuleBroken]:
    """One doubt at most: the most telling one."""
    known = [limits.get(number, Limit()) for number in award.lots]
    expected = [limit.expected for limit in known]
    if award.amount is None or not known or not all(expected):
        return []
    won, asked = award.amount.fen, sum(fen for fen in expected if fen)
    times = _slip(won, asked)
    if times:
        said = "金额与预算、限价或起始价（%(limit)s万元）相差约%(times)s，单位选对了吗？"
        return [_doubt(said, asked, times=times)]
    if won > 10 * asked:
        return [_doubt("金额超过预算、限价或起始价（%(limit)s万元）的10倍", asked)]
    if not category.income and won * 10 < asked:
        return [_doubt("节约超过90%%：预算或限价是%(limit)s万元", asked)]
    if won * 10 < asked:
        return [_doubt("金额不到预算、限价或起始价（%(limit)s万元）的十分之一", asked)]
    ceilings = [limit.ceiling for limit in known]
    if not category.income and all(ceilings) and won > sum(fen for fen in ceilings if fen):
        return [_doubt("金额高于最高限价（%(limit)s万元）", asked)]
    return []


def _slip(won: int, asked: int) -> str:
    """How far apart the two are, when it is about the size of a unit; blank when not."""
    if not won or not asked:
        return ""
    high, low = max(won, asked), min(won, asked)
    for size, times in _SLIPS:
        if size <= high * _NEAR // low and high < low * size * _NEAR:
            return times
    return ""


def _borrowed(content: NoticeDraft, award: AwardDraft) -> Iterator[RuleBroken]:
    """An amount that is the digits of a telephone, a code or a date of the same notice."""
    yuan, cents = divmod(award.amount.fen if award.amount else 0, 100)
    digits = str(yuan)
    if cents or len(digits) < 6:
        return
    for said, text in _other_digits(content, award):
        if digits == re.sub(r"[^0-9]", "", text):
            yield RuleBroken("金额与本公告的%(said)s数字相同，填错栏了吗？", said=said)
            return


def _other_digits(content: NoticeDraft, award: AwardDraft) -> Iterator[tuple[str, str]]:
    yield "项目编号", content.project_code
    if award.decided_on:
        yield "定标日期", award.decided_on.isoformat()
    parties: list[Party] = [content.buyer, *award.suppliers]
    for party in [*parties, content.agency] if content.agency else parties:
        yield "电话", party.phone
        yield "信用代码", party.uscc


def _repeated(content: NoticeDraft, index: int) -> list[RuleBroken]:
    """The same suppliers with the same amount earlier in the notice: one award split in two?"""
    award = content.awards[index]
    twins = [
        other
        for other in content.awards[:index]
        if other.amount and award.amount and other.amount.fen == award.amount.fen
        if {party.name for party in other.suppliers} == {party.name for party in award.suppliers}
    ]
    if not twins:
        return []
    return [RuleBroken("同一中标人、同一金额出现两次：如是几个标段合计的金额，请合为一个结果")]


def _doubt(sentence: str, asked: int, **values: str) -> RuleBroken:
    return RuleBroken(sentence, limit=write_wan(asked), **values)
