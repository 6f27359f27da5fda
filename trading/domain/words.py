"""What things are called in each category, so that everybody reads the words they know."""

from collections.abc import Mapping
from dataclasses import dataclass

from trading.domain.codes import Category, Kind


@dataclass(frozen=True, kw_only=True)
class Words:
    """The names of parties, lots, amounts and moments in one category, in Chinese."""

    buyer: str
    supplier: str
    lot: str
    estimate: str
    ceiling: str
    method: str
    deadline: str
    opening_at: str
    opening_place: str
    documents: str
    awarded: str
    failed: str


_WORKS = Words(
    buyer="招标人",
    supplier="中标人",
    lot="标段",
    estimate="合同估算价",
    ceiling="最高限价",
    method="招标方式",
    deadline="投标截止时间",
    opening_at="开标时间",
    opening_place="开标地点",
    documents="招标文件",
    awarded="中标",
    failed="流标",
)
_PROCUREMENT = Words(
    buyer="采购人",
    supplier="中标（成交）供应商",
    lot="包",
    estimate="预算金额",
    ceiling="最高限价",
    method="采购方式",
    deadline="响应截止时间",
    opening_at="开启时间",
    opening_place="开启地点",
    documents="采购文件",
    awarded="中标（成交）",
    failed="废标",
)
_SALE = Words(
    buyer="转让方（出让人）",
    supplier="受让人",
    lot="标的",
    estimate="评估价",
    ceiling="起始价",
    method="交易方式",
    deadline="报名（报价）截止时间",
    opening_at="竞价开始时间",
    opening_place="交易地点",
    documents="交易文件",
    awarded="成交",
    failed="流标",
)
_LAND = Words(
    buyer="出让人",
    supplier="竞得人",
    lot="宗地",
    estimate="评估价",
    ceiling="起始价",
    method="出让方式",
    deadline="报名（报价）截止时间",
    opening_at="竞价开始时间",
    opening_place="交易地点",
    documents="出让文件",
    awarded="成交",
    failed="流标",
)
_BY_KIND: Mapping[Kind, Words] = {
    Kind.WORKS: _WORKS,
    Kind.PROCUREMENT: _PROCUREMENT,
    Kind.SALE: _SALE,
}


def words_of(category: Category) -> Words:
    """The words of a category; land has its own."""
    return _LAND if category.slug == "land" else _BY_KIND[category.kind]
