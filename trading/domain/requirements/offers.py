"""What a notice of the tender family must carry: scope, limits, terms and a deadline to come."""

from datetime import datetime

from trading.domain.codes import Category, Kind, NoticeType
from trading.domain.drafts import LotDraft, NoticeDraft, TenderFacts
from trading.domain.errors import RuleBroken
from trading.domain.requirements.asked import asks_bidding, asks_land, required


def tender_shortcomings(
    content: NoticeDraft, category: Category, now: datetime
) -> list[RuleBroken]:
    """What a tender-family notice lacks (domain.md §2), published at `now`."""
    broken = _buyer(content)
    for index, lot in enumerate(content.lots):
        broken += _lot(lot, f"lots.{index}", category, content.type)
    facts = content.tender or TenderFacts()
    if asks_bidding(content.type):
        broken += _terms(facts) + _times(facts, now) + _opening(content.type, facts)
    if category.kind is Kind.WORKS:
        broken += required(facts.funds_source, "请填写资金来源", "tender.funds_source")
    return broken


def _buyer(content: NoticeDraft) -> list[RuleBroken]:
    buyer = content.buyer
    return [
        *required(buyer.address, "请填写地址", "buyer.address"),
        *required(buyer.contact, "请填写联系人", "buyer.contact"),
        *required(buyer.phone, "请填写联系电话", "buyer.phone"),
    ]


def _lot(lot: LotDraft, path: str, category: Category, type_: NoticeType) -> list[RuleBroken]:
    broken = required(lot.content, "请填写内容和范围", f"{path}.content")
    if asks_land(category, type_):
        return broken + _parcel(lot, path)
    if lot.ceiling is None and lot.estimate is None:
        said = "请填写起始价或估价" if category.income else "请填写预算或最高限价"
        broken.append(RuleBroken(said, field=f"{path}.ceiling"))
    return broken


def _parcel(lot: LotDraft, path: str) -> list[RuleBroken]:
    broken = [
        *required(lot.parcel, "请填写宗地编号或位置", f"{path}.parcel"),
        *required(lot.area, "请填写面积", f"{path}.area"),
        *required(lot.land_use, "请填写用途", f"{path}.land_use"),
        *required(lot.term, "请填写出让年限", f"{path}.term"),
    ]
    amounts = (
        ("ceiling", "请填写起始价"),
        ("bid_step", "请填写增价幅度"),
        ("deposit", "请填写保证金"),
    )
    for name, said in amounts:
        if getattr(lot, name) is None:
            broken.append(RuleBroken(said, field=f"{path}.{name}"))
    return broken


def _terms(facts: TenderFacts) -> list[RuleBroken]:
    broken = required(facts.qualification, "请填写资格条件", "tender.qualification")
    if facts.consortium is None:
        broken.append(RuleBroken("请选择是否接受联合体", field="tender.consortium"))
    return broken + required(facts.documents_how, "请填写文件获取方式", "tender.documents_how")


def _times(facts: TenderFacts, now: datetime) -> list[RuleBroken]:
    """The moments that are missing, and those in the wrong order."""
    broken = []
    asked = (
        ("documents_from", "请填写文件获取开始时间"),
        ("documents_until", "请填写文件获取截止时间"),
        ("deadline", "请填写截止时间（日期和几点几分）"),
    )
    for name, said in asked:
        if getattr(facts, name) is None:
            broken.append(RuleBroken(said, field=f"tender.{name}"))
    if facts.deadline and facts.deadline <= now:
        broken.append(RuleBroken("投标截止须晚于发布时间", field="tender.deadline"))
    order = (
        ("documents_from", "documents_until", "获取截止须晚于获取开始", "documents_until"),
        ("documents_until", "deadline", "文件获取须在投标截止前结束", "documents_until"),
        ("deadline", "opening_at", "开标不能早于投标截止", "opening_at"),
        ("opening_at", "listing_until", "挂牌截止须晚于挂牌开始", "listing_until"),
    )
    for earlier, later, said, field in order:
        first, second = getattr(facts, earlier), getattr(facts, later)
        if first and second and first > second:
            broken.append(RuleBroken(said, field=f"tender.{field}"))
    return broken


def _opening(type_: NoticeType, facts: TenderFacts) -> list[RuleBroken]:
    """Prequalification applications are not opened in public, so it needs no place."""
    if type_ is NoticeType.PREQUALIFICATION:
        return []
    return required(facts.opening_place, "请填写开标（竞价）地点", "tender.opening_place")
