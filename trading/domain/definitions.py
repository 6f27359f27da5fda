"""Definitions: what each figure counts, in words, and the equations that tie figures together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from trading.domain.codes import Family


@dataclass(frozen=True, kw_only=True)
class Definition:
    """What a figure counts, in both languages; `measure` is the Chinese counting word."""

    name: str
    label: str
    unit: str
    measure: str
    zh: str
    en: str


def _families() -> Iterable[Definition]:
    for family in Family:
        yield Definition(
            name=f"{family.value}_notices",
            label=family.zh,
            unit="notice",
            measure="条",
            zh=f"本年首次发布的“{family.zh}”类公告数。",
            en=f"{family.en}: notices of this family first published in the year.",
        )


DEFINITIONS: Mapping[str, Definition] = {
    one.name: one
    for one in (
        Definition(
            name="trades",
            label="进场交易",
            unit="lot",
            measure="次",
            zh="有有效中标（成交）结果、且首个结果的日期在本年的标段（包、宗）数；更换中标人不重复计数。",
            en="Lots with an active award whose first award is dated in the year.",
        ),
        Definition(
            name="trade_total",
            label="交易总额",
            unit="fen",
            measure="万元",
            zh="上述标段有效结果的金额之和；只计人民币金额，费率、单价成交和未填金额的不计。",
            en="Sum of the active awards of exactly those lots: amounts in CNY only.",
        ),
        Definition(
            name="disclosures",
            label="公开",
            unit="act",
            measure="次",
            zh="本年发布操作的次数；一次发布可以包含几条公告。",
            en="Publication acts in the year; one act may publish several notices.",
        ),
        Definition(
            name="notices",
            label="公告",
            unit="notice",
            measure="条",
            zh="本年首次发布的全部公告数。",
            en="Notices first published in the year.",
        ),
        Definition(
            name="withdrawn",
            label="其中已撤销",
            unit="notice",
            measure="条",
            zh="上述公告中后来撤销的条数：撤销不减少条数和次数，由它单独公布的结果不再计入成交。",
            en="Of these notices, those withdrawn since; they stay counted, their awards do not.",
        ),
        *_families(),
        Definition(
            name="lots_offered",
            label="招标（出让）标段",
            unit="lot",
            measure="宗",
            zh="由本年发布的招标类公告首次发布的标段（包、宗）数。",
            en="Lots first offered by a tender-family notice of the year.",
        ),
        Definition(
            name="lots_failed",
            label="流标（废标）标段",
            unit="lot",
            measure="宗",
            zh="本年公告流标或废标的标段（包、宗）数。",
            en="Lots declared failed in the year.",
        ),
    )
}

# Each bridge: its letter, the whole, and the parts it must be the sum of (domain.md §4.8).
BRIDGES = (
    (
        "A",
        ("lots_offered", "招标（出让）标段"),
        (
            ("offered_awarded", "本年成交"),
            ("offered_awarded_later", "以后年度成交"),
            ("offered_failed", "流标（废标）"),
            ("offered_terminated", "终止"),
            ("offered_pending", "尚无结果"),
        ),
    ),
    (
        "B",
        ("trades", "进场交易"),
        (
            ("trades_of_year", "本年招标的标段"),
            ("trades_of_earlier", "以前年度招标的标段"),
            ("trades_untendered", "未在本站招标的标段"),
        ),
    ),
    (
        "C",
        ("award_notices", "中标公告"),
        (
            ("award_notices_trading", "含本年成交"),
            ("award_notices_other_years", "只含其他年度成交"),
            ("award_notices_replaced", "只含已被替换或撤销的结果"),
            ("award_notices_unsuccessful", "只含流标（废标）"),
        ),
    ),
)
