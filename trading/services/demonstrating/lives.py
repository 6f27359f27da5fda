"""What else happened in the months before today: plans, candidates, a failure, contracts."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from trading.domain.calendar import day_of
from trading.domain.drafts import NoticeDraft
from trading.services.demonstrating import county, families
from trading.services.demonstrating.county import at
from trading.services.demonstrating.projects import PlannedAct, Project, lot
from trading.services.demonstrating.recent import BRIDGE, CANAL, CLASSROOMS, MEALS

GREENERY = Project(
    code="QH-CG-115",
    title="滨河公园绿化养护服务",
    category="procurement",
    method="consultation",
    buyer=county.HOUSING,
    lots=(lot(1, "绿化养护", "绿地12.6万平方米养护一年", "148"),),
)
GREENERY_AGAIN = replace(GREENERY, code="QH-CG-115-2", title=f"{GREENERY.title}（第二次）")
DREDGING = Project(
    code="QH-GC-119",
    title="柳塘河清淤疏浚工程",
    category="construction",
    method="open",
    buyer=county.WATER,
    funds="县级财政资金",
    lots=(lot(1, "清淤疏浚", "河道清淤5.3公里及岸坡整治", "926"),),
)


def acts(now: datetime) -> tuple[PlannedAct, ...]:
    """The notices of the other families, and of the projects that they are about, oldest first."""
    today = day_of(now)

    def ago(days: int) -> date:
        return today - timedelta(days=days)

    def ahead(days: int) -> date:
        return today + timedelta(days=days)

    publicity = families.publicity(
        BRIDGE, ago(68), ago(64), ("川柏路桥", "1788.4652"), ("南枫市政", "1812.09")
    )
    dredging = families.publicity(
        DREDGING,
        ago(5),
        ahead(3),
        ("东杉水利", "887.2406"),
        ("北榆建设", "893.6"),
        ("南枫市政", "901.18"),
    )
    return (
        PlannedAct(at(ago(67), 10, 0), (publicity,)),
        PlannedAct(at(ago(60), 9, 0), (families.plan(CLASSROOMS, ago(20)),)),
        PlannedAct(at(ago(50), 11, 10), (_meals_contract(ago(52)),)),
        PlannedAct(at(ago(48), 9, 30), (GREENERY.tender(ago(48), ago(33)),)),
        PlannedAct(at(ago(45), 15, 0), (families.plan(CANAL, ago(3)),)),
        PlannedAct(
            at(ago(32), 10, 30), (families.ending(GREENERY, "提交响应文件的供应商不足三家"),)
        ),
        PlannedAct(at(ago(30), 9, 0), (DREDGING.tender(ago(30), ago(6)),)),
        PlannedAct(at(ago(11), 14, 20), (_greenery_again(ago(11), ahead(9)),)),
        PlannedAct(at(ago(4), 16, 0), (dredging,)),
    )


def _greenery_again(published: date, deadline: date) -> NoticeDraft:
    """The second attempt, linked to the first by its 项目编号 until that has a code."""
    return replace(GREENERY_AGAIN.tender(published, deadline), retender_of=GREENERY.code)


def _meals_contract(signed: date) -> NoticeDraft:
    """One contract with the consortium on both lots."""
    notice = families.contract(MEALS, 1, "柳塘粮油", "768.3", signed)
    both = tuple(replace(one, content="", estimate=None, ceiling=None) for one in MEALS.lots)
    partners = (county.firm("柳塘粮油"), county.firm("杏林物业"))
    (made,) = notice.contracts
    whole = replace(made, lots=(1, 2), suppliers=partners)
    return replace(notice, lots=both, contracts=(whole,))
