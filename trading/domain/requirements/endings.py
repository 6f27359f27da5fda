"""What a termination (流标、废标、终止公告) must carry: which lots end, how, and why."""

from collections import Counter
from datetime import datetime

from trading.domain.codes import Category, Outcome
from trading.domain.drafts import FailedLot, NoticeDraft
from trading.domain.errors import RuleBroken
from trading.domain.requirements.asked import required
from trading.domain.requirements.paths import lot_path

_ENDS = (Outcome.FAILED, Outcome.TERMINATED)


def termination_shortcomings(
    content: NoticeDraft, _category: Category, _now: datetime
) -> list[RuleBroken]:
    """What a termination lacks: every lot that it lists ends, and says why."""
    ended = Counter(one.lot for one in content.failed)
    listed = {lot.number for lot in content.lots}
    broken = [
        RuleBroken(
            "请选择这个标段怎样结束，或从公告中去掉它", field=lot_path(content, number, "outcome")
        )
        for number in sorted(listed - ended.keys())
    ]
    broken += [
        RuleBroken("标段%(number)d不在这份公告里", field="lots", number=number)
        for number in sorted(ended.keys() - listed)
    ]
    for number in sorted(number for number, times in ended.items() if times > 1):
        said = RuleBroken("标段%(number)d只能有一个结果", number=number)
        said.field = lot_path(content, number, "outcome")
        broken.append(said)
    for failed in content.failed:
        broken += ending_shortcomings(content, failed)
    return broken


def ending_shortcomings(content: NoticeDraft, failed: FailedLot) -> list[RuleBroken]:
    """What is missing where a lot ends without an award."""
    broken = []
    if failed.outcome not in _ENDS:
        path = lot_path(content, failed.lot, "outcome")
        broken.append(RuleBroken("请选择这个标段怎样结束，或从公告中去掉它", field=path))
    path = lot_path(content, failed.lot, "failed_reason")
    return broken + required(failed.reason, "请填写流标（废标、终止）原因", path)
