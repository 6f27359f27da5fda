"""Year 2016 of the example county, with the tenders before it and the awards after it.

Every figure of that year comes from counting these notices: leave one out and the report changes.
"""

from datetime import date

from trading.domain.drafts import FailedLot
from trading.services.demonstrating import families
from trading.services.demonstrating.county import at
from trading.services.demonstrating.projects import PlannedAct, won
from trading.services.demonstrating.projects_2016 import (
    CAMPUS,
    CLINIC,
    DRINKING,
    GRANARY,
    HEATING,
    HOMES,
    LIBRARY,
    PARCELS,
    RESERVOIR,
    ROADS,
    SCANNER,
    TRACTORS,
)

GAVE_UP = "原中标人书面放弃中标资格，依次确定排名第二的候选人"


def acts() -> tuple[PlannedAct, ...]:
    """Everything that the county published around 2016, oldest first."""
    return (*_before(), *_first_half(), *_second_half(), *_after())


def _before() -> tuple[PlannedAct, ...]:
    day = date(2015, 11, 10)
    closing = date(2015, 12, 4)
    return (
        PlannedAct(at(day, 9, 30), (LIBRARY.tender(day, closing), CLINIC.tender(day, closing))),
        PlannedAct(
            at(date(2015, 12, 28), 10, 15),
            (RESERVOIR.tender(date(2015, 12, 28), date(2016, 1, 20)),),
        ),
    )


def _first_half() -> tuple[PlannedAct, ...]:
    d = date
    return (
        PlannedAct(
            at(d(2016, 1, 8), 9, 20),
            (
                LIBRARY.award(won(1, "西桐建筑", "503.6102", d(2015, 12, 30))),
                CLINIC.award(won(1, "榆星医疗", "279.88", d(2015, 12, 31)), items="生化分析仪"),
                ROADS.tender(d(2016, 1, 8), d(2016, 1, 29)),
            ),
        ),
        PlannedAct(
            at(d(2016, 2, 25), 14, 40),
            (
                CAMPUS.tender(d(2016, 2, 25), d(2016, 3, 18)),
                RESERVOIR.award(won(1, "东杉水利", "3286.4175", d(2016, 2, 22))),
            ),
        ),
        PlannedAct(
            at(d(2016, 3, 18), 10, 5),
            (
                DRINKING.tender(d(2016, 3, 18), d(2016, 4, 12)),
                ROADS.award(
                    won(1, "川柏路桥", "7842.3391", d(2016, 3, 14)),
                    won(2, "南枫市政", "5917.2046", d(2016, 3, 14)),
                ),
                RESERVOIR.award(won(2, "东杉水利", "2914.0268", d(2016, 3, 15))),
            ),
        ),
        PlannedAct(
            at(d(2016, 4, 14), 15, 30),
            (
                PARCELS.tender(d(2016, 4, 14), d(2016, 5, 16)),
                ROADS.award(won(3, "南枫市政", "4388.5072", d(2016, 4, 11))),
                CAMPUS.award(won(1, "云樟教育", "1236.48", d(2016, 4, 12)), items="教学终端"),
            ),
        ),
        PlannedAct(
            at(d(2016, 5, 12), 9, 50),
            (
                CAMPUS.award(won(2, "禾光信息", "874.35", d(2016, 5, 10)), items="网络设备"),
                DRINKING.award(won(1, "东杉水利", "3975.6614", d(2016, 5, 9))),
            ),
        ),
        PlannedAct(
            at(d(2016, 6, 6), 16, 10),
            (
                HOMES.tender(d(2016, 6, 6), d(2016, 6, 29)),
                DRINKING.award(failed=[FailedLot(lot=2, reason="递交投标文件的投标人不足三家")]),
                CAMPUS.award(
                    won(1, "禾光信息", "1219.90", d(2016, 6, 3), GAVE_UP), items="教学终端"
                ),
            ),
        ),
        PlannedAct(
            at(d(2016, 6, 30), 11, 0),
            (
                PARCELS.award(won(1, "青禾置地", "12640", d(2016, 6, 28))),
                PARCELS.award(won(2, "青禾置地", "9880", d(2016, 6, 28))),
            ),
        ),
    )


def _second_half() -> tuple[PlannedAct, ...]:
    d = date
    return (
        PlannedAct(at(d(2016, 7, 21), 9, 15), (GRANARY.tender(d(2016, 7, 21), d(2016, 8, 19)),)),
        PlannedAct(
            at(d(2016, 8, 11), 10, 30),
            (
                PARCELS.award(
                    won(2, "槐荫置业", "9715", d(2016, 8, 9), "原竞得人未按期签订出让合同")
                ),
                HOMES.award(won(1, "北榆建设", "8681.4035", d(2016, 8, 8))),
            ),
        ),
        PlannedAct(
            at(d(2016, 9, 8), 14, 20),
            (
                TRACTORS.tender(d(2016, 9, 8), d(2016, 9, 30)),
                HOMES.award(won(2, "西桐建筑", "7430.1188", d(2016, 9, 5))),
            ),
        ),
        PlannedAct(
            at(d(2016, 10, 13), 9, 40),
            (
                GRANARY.award(won(1, "柳塘粮油", "1530.60", d(2016, 10, 11))),
                GRANARY.award(won(2, "杏林物业", "1180", d(2016, 10, 11))),
            ),
        ),
        PlannedAct(
            at(d(2016, 11, 17), 15, 5),
            (
                HEATING.tender(d(2016, 11, 17), d(2016, 12, 9)),
                GRANARY.award(won(2, "柳塘粮油", "1176.25", d(2016, 11, 15), "原受让方未按期付款")),
            ),
        ),
        PlannedAct(
            at(d(2016, 12, 22), 10, 45),
            (
                TRACTORS.award(won(1, "松岭农机", "986.72", d(2016, 12, 20)), items="拖拉机"),
                SCANNER.award(won(1, "榆星医疗", "467.80", d(2016, 12, 21)), items="扫描设备"),
            ),
        ),
    )


def _after() -> tuple[PlannedAct, ...]:
    d = date
    return (
        PlannedAct(
            at(d(2017, 1, 12), 9, 30),
            (
                TRACTORS.award(won(2, "松岭农机", "398.40", d(2017, 1, 10)), items="植保机械"),
                HEATING.award(
                    won(1, "北榆建设", "3571.2260", d(2017, 1, 9)),
                    won(2, "南枫市政", "1442.7731", d(2017, 1, 9)),
                ),
            ),
        ),
        PlannedAct(
            at(d(2017, 2, 16), 14, 30),
            (families.contract(HEATING, 1, "北榆建设", "3571.2260", d(2017, 2, 13)),),
        ),
    )
