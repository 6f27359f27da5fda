"""Definitions: what each figure counts, in words, and the equations that tie figures together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from trading.domain.codes import Currency, Family
from trading.domain.lines import LABELS

# How a figure comes into a year: on the site's basis, by publication, or as things stand now.
BY_BASIS, BY_PUBLICATION, NOW = "basis", "published", "now"


@dataclass(frozen=True, kw_only=True)
class Definition:
    """What a figure counts, in both languages; `measure` is the Chinese counting word.

    `unit` is lot, fen (hundredths of another `currency`), act, notice, loop, or basis_point:
    hundredths of a percent. `dated` says how it comes into a year. `excluded` are the parts of
    the year that it leaves out, and why; each opens to its rows.
    """

    name: str
    label: str
    label_en: str
    unit: str
    measure: str
    zh: str
    en: str
    dated: str = BY_PUBLICATION
    excluded: tuple[str, ...] = ()
    currency: str = ""


# Groups are made by what a process is now: its notices and corrections may have changed that.
GROUPED_ZH = "按类别、方式、区划和招标（采购、出让）人分组时，以项目最近一次公告或更正所载为准。"
GROUPED_EN = "Groups follow the process as its latest notice or correction states it."
EXCLUSIONS = ("rate_or_unit_price", "no_amount", "foreign_currency")
_UNMEASURED = ("no_limit", *EXCLUSIONS)
_TOTAL = tuple(f"excluded_{reason}" for reason in EXCLUSIONS)
_SAVINGS = tuple(f"savings_{reason}" for reason in _UNMEASURED)
_PREMIUM = tuple(f"premium_{reason}" for reason in _UNMEASURED)
_LATENESS = tuple(f"results_{why}" for why in ("no_date", "no_period", "no_calendar", "withdrawn"))


def _families() -> Iterable[Definition]:
    for family in Family:
        yield Definition(
            name=f"{family.value}_notices",
            label=family.zh,
            label_en=family.en,
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
            label_en="Trades",
            unit="lot",
            measure="次",
            zh="有有效中标（成交）结果、且首个结果的日期在本年的标段（包、宗）数；更换中标人不重复计数。"
            + GROUPED_ZH,
            en="Lots with an active award whose first award is dated in the year. " + GROUPED_EN,
            dated=BY_BASIS,
            excluded=("lots_failed", "lots_terminated", "award_notices_replaced"),
        ),
        Definition(
            name="trade_total",
            label="交易总额",
            label_en="Trade total",
            unit="fen",
            measure="万元",
            zh="进场交易各标段有效结果的金额之和；只计人民币金额，费率、单价成交和未填金额的不计。",
            en="Sum of the active awards of exactly those lots: amounts in CNY only.",
            dated=BY_BASIS,
            excluded=_TOTAL,
            currency="CNY",
        ),
        Definition(
            name="disclosures",
            label="公开",
            label_en="Disclosures",
            unit="act",
            measure="次",
            zh="本年发布操作的次数；一次发布可以包含几条公告。",
            en="Publication acts in the year; one act may publish several notices.",
        ),
        Definition(
            name="notices",
            label="公告",
            label_en="Notices",
            unit="notice",
            measure="条",
            zh="本年首次发布的全部公告数。" + GROUPED_ZH,
            en="Notices first published in the year. " + GROUPED_EN,
        ),
        Definition(
            name="withdrawn",
            label="其中已撤销",
            label_en="Withdrawn since",
            unit="notice",
            measure="条",
            zh="本年公告中后来撤销的条数：撤销不减少条数和次数，由它单独公布的结果不再计入成交。",
            en="Notices of the year withdrawn since; they stay counted, their awards do not.",
        ),
        *_families(),
        Definition(
            name="lots_offered",
            label="招标（出让）标段",
            label_en="Lots offered",
            unit="lot",
            measure="宗",
            zh="由本年发布的招标类公告首次发布的标段（包、宗）数。",
            en="Lots first offered by a tender-family notice of the year.",
        ),
        Definition(
            name="lots_failed",
            label="流标（废标）标段",
            label_en="Lots failed",
            unit="lot",
            measure="宗",
            zh="本年公告流标或废标的标段（包、宗）数。",
            en="Lots declared failed in the year.",
        ),
        Definition(
            name="lots_terminated",
            label="终止标段",
            label_en="Lots terminated",
            unit="lot",
            measure="宗",
            zh="本年公告终止的标段（包、宗）数。",
            en="Lots declared terminated in the year.",
        ),
        Definition(
            name="savings",
            label="节约资金",
            label_en="Savings",
            unit="fen",
            measure="万元",
            zh="工程建设和政府采购：结果所含标段的最高限价（没有限价的用预算）之和减去成交金额；"
            "只计每个标段都有限价或预算、且以人民币金额成交的结果，金额计在其最小号标段。",
            en="Works and procurement: ceilings (estimates where there is none) of the award's "
            "lots minus the award, over awards in CNY whose lots all have one.",
            dated=BY_BASIS,
            excluded=_SAVINGS,
            currency="CNY",
        ),
        Definition(
            name="savings_rate",
            label="节资率",
            label_en="Savings rate",
            unit="basis_point",
            measure="%",
            zh="节约资金 ÷（同一些结果的成交金额 + 节约资金），由总数相除得出，不是比率的平均。",
            en="Savings ÷ (awards + savings), from the sums of the same awards.",
            dated=BY_BASIS,
            excluded=_SAVINGS,
        ),
        Definition(
            name="premium",
            label="增值（溢价）",
            label_en="Premium",
            unit="fen",
            measure="万元",
            zh="土地使用权、矿业权和国有产权：成交金额减去结果所含标段的起始价之和；"
            "只计每个标段都有起始价、且以人民币金额成交的结果，金额计在其最小号标段。",
            en="Land, mineral and property: the award minus the start prices of its lots, over "
            "awards in CNY whose lots all have one.",
            dated=BY_BASIS,
            excluded=_PREMIUM,
            currency="CNY",
        ),
        Definition(
            name="premium_rate",
            label="溢价率",
            label_en="Premium rate",
            unit="basis_point",
            measure="%",
            zh="增值 ÷ 同一些结果的起始价，由总数相除得出，不是各项比率的平均。",
            en="Premium ÷ start prices, from the sums of the same awards.",
            dated=BY_BASIS,
            excluded=_PREMIUM,
        ),
        Definition(
            name="on_time_rate",
            label="结果按时公布率",
            label_en="Results published on time",
            unit="basis_point",
            measure="%",
            zh="本年发布的中标（成交）公告中，自最早的定标日起在法定时限内发布的条数 ÷ "
            "有时限的条数。",
            en="Award notices of the year published within their statutory period, counted from "
            "their earliest decision ÷ award notices that have a period.",
            excluded=_LATENESS,
        ),
        Definition(
            name="open_loops",
            label="未办结事项",
            label_en="Open loops",
            unit="loop",
            measure="件",
            zh="到本年底（本年未过完的，到此刻）已过开标时间仍无结果、候选人公示期满仍无结果、"
            "已定标而未公布，并且此刻还没有办结的事项数。",
            en="Past opening with no outcome, candidates with no result, and awards decided but "
            "unpublished by the end of the year, as far as they are still open now.",
            dated=NOW,
        ),
        Definition(
            name="channel_web",
            label="网络平台公开",
            label_en="Published on the website",
            unit="notice",
            measure="条",
            zh="本年在网络平台（本网站）公开的公告条数，移入的旧公告按其原发布日计。",
            en="Notices published on this website; entries moved in count on their own day.",
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
_PARTS = {name: label for _, _, parts in BRIDGES for name, label in parts}


def part_label(name: str) -> str:
    """What a line beside a figure is called in Chinese; its name where nobody calls it anything."""
    if name in DEFINITIONS:
        return DEFINITIONS[name].label
    return LABELS[name][0] if name in LABELS else _PARTS.get(name, name)


def foreign_total(letters: str) -> Definition:
    """The definition of the sum in another currency, spelt in lower case (`usd`)."""
    code = letters.upper()
    zh = Currency(code).zh if code in Currency.__members__ else code
    return Definition(
        name=f"trade_total_{letters}",
        label=f"以{zh}成交的金额",
        label_en=f"Traded in {code}",
        unit="fen",
        measure=zh,
        zh=f"以{zh}成交的标段有效结果的金额之和，单独列出，不计入交易总额，也不折算。",
        en=f"Sum of the active awards in {code}, never added to the trade total nor converted.",
        dated=BY_BASIS,
        currency=code,
    )


def definition_of(name: str) -> Definition | None:
    """The definition of a figure, also of a sum in another currency; None when there is none."""
    letters = name.removeprefix("trade_total_")
    if name not in DEFINITIONS and letters.upper() in set(Currency) - {Currency.CNY}:
        return foreign_total(letters) if letters != name else None
    return DEFINITIONS.get(name)
