"""What a form calls things in each category, so that staff read the words they know."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from trading.domain.codes import Category, Kind


@dataclass(frozen=True, kw_only=True)
class Wording:
    """The names of parties, lots, amounts and moments in one category."""

    buyer: LazyString
    supplier: LazyString
    lot: LazyString
    estimate: LazyString
    ceiling: LazyString
    method: LazyString
    deadline: LazyString
    opening_at: LazyString
    opening_place: LazyString
    documents: LazyString
    awarded: LazyString
    failed: LazyString


_WORKS = Wording(
    buyer=_l("招标人"),
    supplier=_l("中标人"),
    lot=_l("标段"),
    estimate=_l("合同估算价"),
    ceiling=_l("最高限价"),
    method=_l("招标方式"),
    deadline=_l("投标截止时间"),
    opening_at=_l("开标时间"),
    opening_place=_l("开标地点"),
    documents=_l("招标文件"),
    awarded=_l("中标"),
    failed=_l("流标"),
)
_PROCUREMENT = Wording(
    buyer=_l("采购人"),
    supplier=_l("中标（成交）供应商"),
    lot=_l("包"),
    estimate=_l("预算金额"),
    ceiling=_l("最高限价"),
    method=_l("采购方式"),
    deadline=_l("响应截止时间"),
    opening_at=_l("开启时间"),
    opening_place=_l("开启地点"),
    documents=_l("采购文件"),
    awarded=_l("中标（成交）"),
    failed=_l("废标"),
)
_SALE = Wording(
    buyer=_l("转让方（出让人）"),
    supplier=_l("受让人"),
    lot=_l("标的"),
    estimate=_l("评估价"),
    ceiling=_l("起始价"),
    method=_l("交易方式"),
    deadline=_l("报名（报价）截止时间"),
    opening_at=_l("竞价开始时间"),
    opening_place=_l("交易地点"),
    documents=_l("交易文件"),
    awarded=_l("成交"),
    failed=_l("流标"),
)
_LAND = Wording(
    buyer=_l("出让人"),
    supplier=_l("竞得人"),
    lot=_l("宗地"),
    estimate=_l("评估价"),
    ceiling=_l("起始价"),
    method=_l("出让方式"),
    deadline=_l("报名（报价）截止时间"),
    opening_at=_l("竞价开始时间"),
    opening_place=_l("交易地点"),
    documents=_l("出让文件"),
    awarded=_l("成交"),
    failed=_l("流标"),
)

_BY_KIND: Mapping[Kind, Wording] = {
    Kind.WORKS: _WORKS,
    Kind.PROCUREMENT: _PROCUREMENT,
    Kind.SALE: _SALE,
}


def wording(category: Category) -> Wording:
    """The words of a category; land has its own."""
    return _LAND if category.slug == "land" else _BY_KIND[category.kind]
