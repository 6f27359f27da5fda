"""Which period applies to which notices, and between which of their days it lies."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from trading.domain.codes import CATEGORIES, Kind, Method, NoticeType
from trading.domain.errors import RuleBroken
from trading.domain.periods import cases
from trading.domain.periods.cases import Case, Span

_TENDER, _PREQUALIFICATION = NoticeType.TENDER, NoticeType.PREQUALIFICATION
_CORRECTION, _SINGLE = NoticeType.CORRECTION, NoticeType.SINGLE_SOURCE
_TENDERING = frozenset({Method.OPEN, Method.INVITED})
_INVITING = frozenset({Method.NEGOTIATION, Method.CONSULTATION, Method.INQUIRY})
_LISTING = frozenset({Method.LISTING})
_WORKS, _PROCUREMENT = frozenset({"construction"}), frozenset({"procurement"})
_LAND, _PROPERTY = frozenset({"land"}), frozenset({"property"})


@dataclass(frozen=True, kw_only=True)
class PeriodRule:
    """One period: what staff call it, what it applies to, whether it is the longest allowed.

    `stated` are the types whose facts are asked, when a correction states those of another.
    No `methods` are all of them. `moves`: a last day on which nobody works moves on. `stays`: it
    begins with the notice, which must stand so long; there is nothing in it to check.
    """

    key: str
    zh: str
    categories: frozenset[str]
    types: frozenset[NoticeType]
    spans: Callable[[Case], Iterable[Span]]
    stated: frozenset[NoticeType] = frozenset(NoticeType)
    methods: frozenset[Method] = frozenset()
    at_most: bool = False
    moves: bool = True
    stays: bool = False

    def applies(self, case: Case) -> bool:
        """Whether this notice is held to it."""
        content = case.content
        return (
            case.category.slug in self.categories
            and content.type in self.types
            and case.stated_type in self.stated
            and (not self.methods or content.method in self.methods)
        )

    @property
    def scope(self) -> str:
        """To what it applies, in Chinese, for the page on which it is edited."""
        kinds = "、".join(one.zh for one in CATEGORIES if one.slug in self.categories)
        types = "、".join(one.zh for one in NoticeType if one in self.types)
        methods = "、".join(one.zh for one in Method if one in self.methods)
        return f"{kinds}：{types}" + (f"（{methods}）" if methods else "")


def _slugs(kind: Kind | None = None) -> frozenset[str]:
    return frozenset(one.slug for one in CATEGORIES if kind is None or one.kind is kind)


_OFFERED = frozenset({_TENDER, _PREQUALIFICATION})

RULES: tuple[PeriodRule, ...] = (
    PeriodRule(
        key="works.sale",
        zh="招标文件（资格预审文件）发售期",
        categories=_WORKS,
        types=_OFFERED | {_CORRECTION},
        stated=_OFFERED,
        spans=cases.documents,
    ),
    PeriodRule(
        key="works.bidding",
        zh="自招标文件发出至投标截止",
        categories=_WORKS,
        types=frozenset({_TENDER, _CORRECTION}),
        stated=frozenset({_TENDER}),
        spans=cases.bidding,
    ),
    PeriodRule(
        key="works.clarification",
        zh="澄清、修改距投标截止",
        categories=_WORKS,
        types=frozenset({_CORRECTION}),
        stated=frozenset({_TENDER}),
        spans=cases.clarified,
    ),
    PeriodRule(
        key="works.clarification_prequalification",
        zh="资格预审文件澄清、修改距提交截止",
        categories=_WORKS,
        types=frozenset({_CORRECTION}),
        stated=frozenset({_PREQUALIFICATION}),
        spans=cases.clarified,
    ),
    PeriodRule(
        key="works.candidates_published",
        zh="收到评标报告至公示中标候选人",
        categories=_WORKS,
        types=frozenset({NoticeType.CANDIDATE}),
        spans=cases.evaluated,
        at_most=True,
    ),
    # Its last day does not move: one on which nobody works is asked about by itself.
    PeriodRule(
        key="works.candidates_shown",
        zh="中标候选人公示期",
        categories=_WORKS,
        types=frozenset({NoticeType.CANDIDATE, _CORRECTION}),
        spans=cases.publicity,
        moves=False,
    ),
    PeriodRule(
        key="procurement.intention",
        zh="采购意向公开至采购活动开始",
        categories=_PROCUREMENT,
        types=frozenset({NoticeType.PLAN, _TENDER, _PREQUALIFICATION}),
        spans=lambda case: [*cases.planned(case), *cases.after_plan(case)],
        moves=False,
    ),
    PeriodRule(
        key="procurement.documents",
        zh="采购文件提供期限",
        categories=_PROCUREMENT,
        types=_OFFERED | {_CORRECTION},
        stated=_OFFERED,
        methods=_TENDERING,
        spans=cases.documents,
    ),
    PeriodRule(
        key="procurement.bidding",
        zh="自招标文件发出至投标截止",
        categories=_PROCUREMENT,
        types=frozenset({_TENDER, _CORRECTION}),
        stated=frozenset({_TENDER}),
        methods=_TENDERING,
        spans=cases.bidding,
    ),
    PeriodRule(
        key="procurement.clarification",
        zh="澄清、修改距投标截止",
        categories=_PROCUREMENT,
        types=frozenset({_CORRECTION}),
        stated=frozenset({_TENDER}),
        methods=_TENDERING,
        spans=cases.clarified,
    ),
    PeriodRule(
        key="procurement.tender_shown",
        zh="招标公告、资格预审公告的公告期限",
        categories=_PROCUREMENT,
        types=_OFFERED,
        methods=_TENDERING,
        spans=cases.until_deadline,
    ),
    PeriodRule(
        key="procurement.invitation_shown",
        zh="谈判、磋商、询价公告的公告期限",
        categories=_PROCUREMENT,
        types=frozenset({_TENDER}),
        methods=_INVITING,
        spans=cases.until_deadline,
    ),
    PeriodRule(
        key="procurement.single_source_shown",
        zh="单一来源采购公示期",
        categories=_PROCUREMENT,
        types=frozenset({_SINGLE}),
        spans=cases.until_deadline,
    ),
    PeriodRule(
        key="procurement.result_published",
        zh="中标（成交）结果自确定至公告",
        categories=_PROCUREMENT,
        types=frozenset({NoticeType.AWARD}),
        spans=cases.decided,
        at_most=True,
    ),
    PeriodRule(
        key="procurement.result_shown",
        zh="结果公告期限（期满后再签合同）",
        categories=_PROCUREMENT,
        types=frozenset({NoticeType.CONTRACT}),
        spans=cases.announced,
    ),
    PeriodRule(
        key="procurement.contract_published",
        zh="采购合同自签订至公告",
        categories=_PROCUREMENT,
        types=frozenset({NoticeType.CONTRACT}),
        spans=cases.signed,
        at_most=True,
    ),
    PeriodRule(
        key="land.announced",
        zh="出让公告至招标、拍卖、挂牌开始",
        categories=_LAND,
        types=frozenset({_TENDER}),
        spans=cases.until_start,
    ),
    PeriodRule(
        key="land.listed",
        zh="挂牌时间",
        categories=_LAND,
        types=frozenset({_TENDER, _CORRECTION}),
        stated=frozenset({_TENDER}),
        methods=_LISTING,
        spans=cases.listing,
    ),
    PeriodRule(
        key="land.result_published",
        zh="成交至公布结果",
        categories=_LAND,
        types=frozenset({NoticeType.AWARD}),
        spans=cases.decided,
        at_most=True,
    ),
    PeriodRule(
        key="property.disclosed",
        zh="产权转让信息披露期",
        categories=_PROPERTY,
        types=frozenset({_TENDER}),
        spans=cases.until_deadline,
    ),
    PeriodRule(
        key="property.result_shown",
        zh="产权交易结果公告期",
        categories=_PROPERTY,
        types=frozenset({NoticeType.AWARD}),
        spans=cases.staying,
        stays=True,
    ),
    PeriodRule(
        key="open.published",
        zh="政府信息自形成至公开",
        categories=_slugs() - _PROCUREMENT - _LAND,
        types=frozenset({NoticeType.CANDIDATE, NoticeType.AWARD, NoticeType.CONTRACT}),
        spans=cases.existed,
        at_most=True,
    ),
)

_BY_KEY: Mapping[str, PeriodRule] = {one.key: one for one in RULES}


def period_rule(key: str) -> PeriodRule:
    """The rule of a key of the table; an unknown one is RuleBroken("key")."""
    if key not in _BY_KEY:
        raise RuleBroken("没有“%(key)s”这种时限", field="key", key=key[:40])
    return _BY_KEY[key]
