"""The months before today in the example county, so that open tenders and fresh results exist."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from trading.domain.calendar import day_of
from trading.domain.codes import PriceForm
from trading.domain.drafts import AwardDraft, FailedLot, NoticeDraft
from trading.services.demonstrating import county
from trading.services.demonstrating.county import at, firm
from trading.services.demonstrating.projects import PlannedAct, Project, lot, parcel, won

BRIDGE = Project(
    code="QH-GC-101",
    title="柳湾大桥维修加固工程",
    category="construction",
    method="open",
    buyer=county.HOUSING,
    funds="县级财政资金",
    lots=(
        lot(1, "桥梁加固", "主桥加固及桥面铺装", "1860"),
        lot(2, "施工监理", "施工阶段全过程监理", "56"),
    ),
)
DESIGN = Project(
    code="QH-GC-104",
    title="排水防涝工程勘察设计",
    category="construction",
    method="open",
    buyer=county.HOUSING,
    funds="专项债券",
    lots=(lot(1, "勘察设计", "雨水管网勘察、初步设计及施工图设计", "240"),),
)
MEALS = Project(
    code="QH-CG-112",
    title="农村学校营养餐食材配送服务",
    category="procurement",
    method="consultation",
    buyer=county.EDUCATION,
    lots=(
        lot(1, "东片区配送", "11所学校食材配送一学年", "430"),
        lot(2, "西片区配送", "9所学校食材配送一学年", "365"),
    ),
)
RIVERSIDE = Project(
    code="QH-TD-105",
    title="河湾片区国有建设用地使用权",
    category="land",
    method="listing",
    buyer=county.LAND,
    agency=None,
    lots=(parcel(1, "QH-07号", "28,640平方米", "商服用地", "6120", "30"),),
)
CLASSROOMS = Project(
    code="QH-CG-118",
    title="职业教育中心实训设备采购",
    category="procurement",
    method="open",
    buyer=county.EDUCATION,
    lots=(
        lot(1, "数控实训", "数控机床及配套软件14台（套）", "615"),
        lot(2, "电工实训", "电工电子实训台60套", "188"),
    ),
)
CANAL = Project(
    code="QH-GC-121",
    title="灌区渠系配套改造工程",
    category="construction",
    method="open",
    buyer=county.WATER,
    funds="中央水利发展资金",
    lots=(
        lot(1, "干渠衬砌", "干渠衬砌9.4公里", "2380"),
        lot(2, "渠系建筑物", "分水闸、生产桥等31座", "1145"),
    ),
)
LEASE = Project(
    code="QH-QT-109",
    title="县文化中心一层商铺三年租赁权",
    category="other",
    method="auction",
    buyer=county.ASSETS,
    agency=None,
    lots=(lot(1, "一层商铺", "建筑面积320平方米，租期三年", "54"),),
)


def acts(now: datetime) -> tuple[PlannedAct, ...]:
    """What the county published in the months before `now`, oldest first."""
    today = day_of(now)

    def ago(days: int) -> date:
        return today - timedelta(days=days)

    def ahead(days: int) -> date:
        return today + timedelta(days=days)

    return (
        PlannedAct(
            at(ago(92), 9, 30), (BRIDGE.tender(ago(92), ago(68)), DESIGN.tender(ago(92), ago(70)))
        ),
        PlannedAct(at(ago(75), 10, 0), (MEALS.tender(ago(75), ago(61)),)),
        PlannedAct(
            at(ago(62), 15, 20), (_bridge_result(ago(63)), DESIGN.award(_design_rate(ago(65))))
        ),
        PlannedAct(at(ago(56), 9, 10), (_meals_result(ago(57)),)),
        PlannedAct(at(ago(40), 14, 0), (RIVERSIDE.tender(ago(40), ago(8)),)),
        PlannedAct(
            at(ago(20), 9, 45),
            (CLASSROOMS.tender(ago(20), ahead(2)), LEASE.tender(ago(20), ahead(5))),
        ),
        PlannedAct(at(ago(5), 16, 30), (RIVERSIDE.award(won(1, "青禾置地", "6870", ago(7))),)),
        PlannedAct(at(ago(3), 9, 0), (CANAL.tender(ago(3), ahead(19)),)),
    )


def _bridge_result(decided: date) -> NoticeDraft:
    return BRIDGE.award(
        won(1, "川柏路桥", "1788.4652", decided),
        failed=[FailedLot(lot=2, reason="有效投标不足三家")],
    )


def _design_rate(decided: date) -> AwardDraft:
    return AwardDraft(
        lots=(1,),
        suppliers=(firm("柏舟设计"),),
        price_form=PriceForm.RATE,
        rate_text="国家收费标准下浮22.5%",
        decided_on=decided,
    )


def _meals_result(decided: date) -> NoticeDraft:
    """Both lots to one consortium, at one amount."""
    consortium = AwardDraft(
        lots=(1, 2),
        suppliers=(firm("柳塘粮油"), firm("杏林物业")),
        amount=county.wan("768.3"),
        decided_on=decided,
    )
    notice = MEALS.award(consortium, items="米面油、蔬菜、肉蛋奶")
    return replace(notice, title=f"{MEALS.title}成交结果公告")
