"""What every notice must carry, whatever its type: names, codes, buyer, lots, source."""

from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from trading.domain.codes import (
    Category,
    Family,
    Method,
    NoticeType,
    allowed_methods,
    allowed_types,
    category,
    check_region,
    method,
)
from trading.domain.drafts import NoticeDraft
from trading.domain.errors import RuleBroken
from trading.domain.requirements.asked import is_offering, required
from trading.domain.requirements.candidates import candidate_shortcomings
from trading.domain.requirements.contracts import contract_shortcomings
from trading.domain.requirements.endings import termination_shortcomings
from trading.domain.requirements.offers import tender_shortcomings
from trading.domain.requirements.outcomes import award_shortcomings
from trading.domain.requirements.plans import plan_shortcomings

_OWN: Mapping[Family, Callable[[NoticeDraft, Category, datetime], list[RuleBroken]]] = {
    Family.PLAN: plan_shortcomings,
    Family.TENDER: tender_shortcomings,
    Family.CANDIDATE: candidate_shortcomings,
    Family.AWARD: award_shortcomings,
    Family.TERMINATION: termination_shortcomings,
    Family.CONTRACT: contract_shortcomings,
}
_PARTS: Mapping[Family, frozenset[str]] = {
    Family.PLAN: frozenset({"plan"}),
    Family.TENDER: frozenset({"tender"}),
    Family.CANDIDATE: frozenset({"candidate", "candidates"}),
    Family.AWARD: frozenset({"award", "awards", "failed"}),
    Family.TERMINATION: frozenset({"failed"}),
    Family.CONTRACT: frozenset({"contracts"}),
}
# Suppliers of other methods are asked one by one (财政部令第74号).
_PREQUALIFYING = frozenset({Method.OPEN, Method.INVITED, Method.OTHER})
_EVERY_PART = frozenset().union(*_PARTS.values()) | {"correction"}


def content_shortcomings(content: NoticeDraft, now: datetime) -> list[RuleBroken]:
    """Every reason why this content may not be published at `now`, as far as it says so itself.

    `field` is a path into the content: ``buyer.name``, ``lots.0.ceiling``, ``tender.deadline``,
    ``awards.1.suppliers.0.name``; what is said at a lot is there: ``lots.0.failed_reason``,
    ``lots.0.candidates.1.leader``.
    """
    kind, broken = _codes(content)
    broken += _names(content)
    broken += _lots(content)
    broken += _source(content)
    if kind is None:
        return broken
    own = _OWN.get(content.type.family)
    if own is None:
        said = RuleBroken("这里还不能发布“%(type)s”", field="type", type=content.type.zh)
        return [*broken, said]
    return broken + _strange_parts(content) + own(content, kind, now)


def _strange_parts(content: NoticeDraft) -> list[RuleBroken]:
    """A notice says nothing that belongs into a notice of another family."""
    own = _PARTS[content.type.family]
    if any(getattr(content, name) for name in _EVERY_PART - own):
        said = "这份公告里有不属于“%(type)s”的内容"
        return [RuleBroken(said, field="type", type=content.type.zh)]
    return []


def _codes(content: NoticeDraft) -> tuple[Category | None, list[RuleBroken]]:
    """The category, when it is one, and what is wrong with the codes."""
    broken = _caught_region(content)
    try:
        kind = category(content.category)
    except RuleBroken:
        return None, [*broken, RuleBroken("请选择交易类别", field="category")]
    if content.type not in allowed_types(kind):
        broken.append(
            RuleBroken(
                "“%(category)s”没有“%(type)s”这种公告",
                field="type",
                category=kind.zh,
                type=content.type.zh,
            )
        )
    return kind, broken + _method(content, kind)


def _caught_region(content: NoticeDraft) -> list[RuleBroken]:
    try:
        check_region(content.region)
    except RuleBroken as broken:
        return [broken]
    return []


def _method(content: NoticeDraft, kind: Category) -> list[RuleBroken]:
    if not content.method:
        return [RuleBroken("请选择交易方式", field="method")]
    try:
        chosen = method(content.method)
    except RuleBroken as broken:
        return [broken]
    if chosen not in allowed_methods(kind):
        return [
            RuleBroken(
                "“%(category)s”不能用“%(method)s”",
                field="method",
                category=kind.zh,
                method=chosen.zh,
            )
        ]
    single = chosen.value == NoticeType.SINGLE_SOURCE.value
    if is_offering(content.type) and single != (content.type is NoticeType.SINGLE_SOURCE):
        return [RuleBroken("单一来源方式与单一来源采购公示须一同选用", field="method")]
    if content.type is NoticeType.PREQUALIFICATION and chosen not in _PREQUALIFYING:
        return [
            RuleBroken("只有招标才有资格预审，不能用“%(method)s”", field="method", method=chosen.zh)
        ]
    return []


def _names(content: NoticeDraft) -> list[RuleBroken]:
    return [
        *required(content.title, "请填写公告标题", "title"),
        *required(content.process_title, "请填写项目名称", "process_title"),
        *_project_code(content),
        *required(content.buyer.name, "请填写招标人（采购人、出让人）名称", "buyer.name"),
        *(
            required(content.agency.name, "请填写代理机构名称", "agency.name")
            if content.agency
            else []
        ),
    ]


def _project_code(content: NoticeDraft) -> list[RuleBroken]:
    """A plan comes before the project has a number."""
    if content.type is NoticeType.PLAN:
        return []
    return required(content.project_code, "请填写项目编号", "project_code")


def _lots(content: NoticeDraft) -> list[RuleBroken]:
    if not content.lots:
        return [RuleBroken("至少要有一个标段", field="lots")]
    broken = []
    seen: set[int] = set()
    for index, lot in enumerate(content.lots):
        broken += required(lot.title, "请填写标段名称", f"lots.{index}.title")
        if lot.number < 1:
            broken.append(RuleBroken("标段号从1开始", field=f"lots.{index}.number"))
        if lot.number in seen:
            broken.append(
                RuleBroken("标段号%(number)d重复", field=f"lots.{index}.number", number=lot.number)
            )
        seen.add(lot.number)
    return broken


def _source(content: NoticeDraft) -> list[RuleBroken]:
    if not content.source_url:
        return []
    broken = required(content.source, "转载须写明来源媒体", "source")
    if not _is_web_address(content.source_url):
        broken.append(
            RuleBroken("原文链接要以 http:// 或 https:// 开头，写完整网址", field="source_url")
        )
    return broken


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in text
