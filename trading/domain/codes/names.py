"""What county staff call a notice: the name by type, category and method (domain.md §2)."""

from collections.abc import Mapping

from trading.domain.codes.categories import Category, Kind
from trading.domain.codes.methods import Method
from trading.domain.codes.types import NoticeType
from trading.domain.errors import RuleBroken

_T = NoticeType
_PLAIN_NAMES: Mapping[Kind, Mapping[NoticeType, str]] = {
    Kind.WORKS: {
        _T.PLAN: "招标计划",
        _T.PREQUALIFICATION: "资格预审公告",
        _T.TENDER: "招标公告",
        _T.CORRECTION: "变更、澄清公告",
        _T.CANDIDATE: "中标候选人公示",
        _T.AWARD: "中标结果公告",
        _T.TERMINATION: "流标、终止公告",
        _T.CONTRACT: "合同公告",
    },
    Kind.PROCUREMENT: {
        _T.PLAN: "采购意向",
        _T.PREQUALIFICATION: "资格预审公告",
        _T.TENDER: "采购公告",
        _T.SINGLE_SOURCE: "单一来源采购公示",
        _T.CORRECTION: "更正公告",
        _T.AWARD: "中标（成交）结果公告",
        _T.TERMINATION: "废标、终止公告",
        _T.CONTRACT: "合同公告",
    },
    Kind.SALE: {
        _T.TENDER: "交易公告",
        _T.CORRECTION: "补充、变更公告",
        _T.AWARD: "结果公示",
        _T.TERMINATION: "中止、终止公告",
    },
}

_BY_METHOD: Mapping[tuple[Kind, NoticeType, Method], str] = {
    (Kind.WORKS, _T.TENDER, Method.INVITED): "邀请招标公告",
    (Kind.PROCUREMENT, _T.TENDER, Method.OPEN): "公开招标公告",
    (Kind.PROCUREMENT, _T.TENDER, Method.INVITED): "邀请招标公告",
    (Kind.PROCUREMENT, _T.TENDER, Method.NEGOTIATION): "竞争性谈判公告",
    (Kind.PROCUREMENT, _T.TENDER, Method.CONSULTATION): "竞争性磋商公告",
    (Kind.PROCUREMENT, _T.TENDER, Method.INQUIRY): "询价公告",
    (Kind.PROCUREMENT, _T.AWARD, Method.OPEN): "中标结果公告",
    (Kind.PROCUREMENT, _T.AWARD, Method.INVITED): "中标结果公告",
    (Kind.PROCUREMENT, _T.AWARD, Method.NEGOTIATION): "成交结果公告",
    (Kind.PROCUREMENT, _T.AWARD, Method.CONSULTATION): "成交结果公告",
    (Kind.PROCUREMENT, _T.AWARD, Method.INQUIRY): "成交结果公告",
    (Kind.PROCUREMENT, _T.AWARD, Method.SINGLE_SOURCE): "成交结果公告",
}

_GRANTS = {  # land and mineral rights are granted (出让), not sold
    Method.BIDDING: "招标出让公告",
    Method.AUCTION: "拍卖出让公告",
    Method.LISTING: "挂牌出让公告",
    Method.AGREEMENT: "协议出让公告",
    Method.OTHER: "出让公告",
}
_TRANSFERS = {  # state property is transferred through an exchange (产权交易)
    Method.BIDDING: "招标转让公告",
    Method.AUCTION: "拍卖公告",
    Method.LISTING: "挂牌披露",
    Method.AGREEMENT: "协议转让公告",
    Method.OTHER: "转让信息披露",
}
_SALE_TENDERS: Mapping[str, Mapping[Method, str]] = {
    "land": _GRANTS,
    "mineral": _GRANTS,
    "property": _TRANSFERS,
}
_SALE_AWARDS: Mapping[str, str] = {"land": "成交公示", "mineral": "成交公示"}


def allowed_types(category: Category) -> tuple[NoticeType, ...]:
    """The notice types that a category knows, in the order of domain.md §2."""
    return tuple(one for one in NoticeType if one in _PLAIN_NAMES[category.kind])


def notice_name(type_: NoticeType, category: Category, method: Method) -> str:
    """The display name of a notice, e.g. 竞争性谈判公告 or 挂牌出让公告.

    A type that the category does not know is RuleBroken("type"). A method without a name of its
    own gives the general one (采购公告).
    """
    plain = _PLAIN_NAMES[category.kind].get(type_)
    if plain is None:
        raise RuleBroken(
            "“%(category)s”没有“%(type)s”这种公告",
            field="type",
            category=category.zh,
            type=type_.zh,
        )
    if category.kind is Kind.SALE:
        return _sale_name(type_, category.slug, method, plain)
    return _BY_METHOD.get((category.kind, type_, method), plain)


def _sale_name(type_: NoticeType, slug: str, method: Method, plain: str) -> str:
    if type_ is NoticeType.TENDER:
        names = _SALE_TENDERS.get(slug, {})
        return names.get(method) or names.get(Method.OTHER, plain)
    if type_ is NoticeType.AWARD:
        return _SALE_AWARDS.get(slug, plain)
    return plain
