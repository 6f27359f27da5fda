"""What a plan (招标计划 / 采购意向) must carry: what will be bought, for how much, and when."""

from datetime import datetime

from trading.domain.codes import Category
from trading.domain.drafts import NoticeDraft, PlanFacts
from trading.domain.errors import RuleBroken
from trading.domain.requirements.asked import required


def plan_shortcomings(
    content: NoticeDraft, _category: Category, _now: datetime
) -> list[RuleBroken]:
    """What a plan lacks; a budget may still change, but one is said."""
    facts = content.plan or PlanFacts()
    broken = []
    for index, lot in enumerate(content.lots):
        broken += required(lot.content, "请填写内容和需求概况", f"lots.{index}.content")
        if lot.estimate is None and lot.ceiling is None:
            broken.append(RuleBroken("请填写预算或估算金额", field=f"lots.{index}.estimate"))
    if facts.expected_on is None:
        broken.append(RuleBroken("请填写预计招标（采购）日期", field="plan.expected_on"))
    return broken
