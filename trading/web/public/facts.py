"""The facts of a notice as a reader meets them: the same for its page and for its preview."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext

from trading.domain.codes import (
    Category,
    PriceForm,
    category,
    method,
    notice_name,
    region_path,
)
from trading.domain.drafts import AwardDraft, Entered, LotDraft, NoticeDraft, Party
from trading.domain.errors import RuleBroken
from trading.web.filters import moment, wan, yuan
from trading.web.forms.wording import Wording, wording


@dataclass(frozen=True)
class Fact:
    """One line of the facts table; the value of a link is the address it leads to."""

    label: str
    value: str
    is_link: bool = False


@dataclass(frozen=True)
class LotLine:
    """A lot with everything that the notice says of it."""

    number: int
    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class AwardLine:
    """An outcome: which lots, who, at what price; a failed lot has a reason instead.

    `about` says of each winner where it is and its 统一社会信用代码, a line each.
    """

    lots: str
    who: str
    about: tuple[str, ...]
    price: str
    exact: str
    note: str
    decided_on: str


@dataclass(frozen=True)
class Sheet:
    """A notice ready to be shown; `closed` is true once its deadline has passed."""

    name: str
    title: str
    facts: tuple[Fact, ...]
    lot_word: str
    supplier_word: str
    lots: tuple[LotLine, ...]
    awards: tuple[AwardLine, ...]
    failed: tuple[AwardLine, ...]
    body_html: str
    deadline: datetime | None
    deadline_word: str
    closed: bool


def sheet(content: NoticeDraft, *, at: datetime) -> Sheet:
    """The notice as it looks at the moment `at` (aware)."""
    kind = category(content.category)
    words = wording(kind)
    titles = {lot.number: lot.title for lot in content.lots}
    deadline = content.tender.deadline if content.tender else None
    return Sheet(
        name=_name(content, kind),
        title=content.title,
        facts=tuple(fact for fact in _facts(content, kind, words) if fact.value),
        lot_word=str(words.lot),
        supplier_word=str(words.supplier),
        lots=tuple(LotLine(lot.number, lot.title, _lot(lot, words)) for lot in content.lots),
        awards=tuple(_award(award, titles) for award in content.awards),
        failed=tuple(
            AwardLine(
                lots=titles.get(one.lot, ""),
                who=str(words.failed),
                about=(),
                price="",
                exact="",
                note="；".join(why for why in (one.reason, one.replace_reason) if why),
                decided_on="",
            )
            for one in content.failed
        ),
        body_html=content.body_html,
        deadline=deadline,
        deadline_word=str(words.deadline),
        closed=deadline is not None and deadline <= at,
    )


def _name(content: NoticeDraft, kind: Category) -> str:
    try:
        return notice_name(content.type, kind, method(content.method))
    except RuleBroken:
        return content.type.zh


def _facts(content: NoticeDraft, kind: Category, words: Wording) -> Iterator[Fact]:
    yield Fact(gettext("项目名称"), content.process_title)
    yield Fact(gettext("项目编号"), content.project_code)
    yield Fact(gettext("交易类别"), kind.zh)
    yield Fact(str(words.method), _method(content.method))
    yield Fact(gettext("行政区划"), _region(content.region))
    yield from _party(str(words.buyer), content.buyer)
    if content.agency:
        yield from _party(gettext("代理机构"), content.agency)
    yield from _tender_facts(content, words)
    yield from _award_facts(content)
    yield Fact(gettext("来源"), content.source)
    yield Fact(gettext("原文链接"), content.source_url, is_link=True)


def _tender_facts(content: NoticeDraft, words: Wording) -> Iterator[Fact]:
    tender = content.tender
    if tender is None:
        return
    yield Fact(str(words.deadline), moment(tender.deadline))
    yield Fact(str(words.opening_at), moment(tender.opening_at))
    yield Fact(str(words.opening_place), tender.opening_place)
    start, end = moment(tender.documents_from), moment(tender.documents_until)
    span = gettext("%(start)s 至 %(end)s", start=start, end=end) if start and end else start or end
    yield Fact(gettext("%(documents)s获取时间", documents=words.documents), span)
    how = gettext("%(documents)s获取方式", documents=words.documents)
    yield Fact(how, tender.documents_how)
    yield Fact(gettext("资格要求"), tender.qualification)
    if tender.consortium is not None:
        said = gettext("接受") if tender.consortium else gettext("不接受")
        yield Fact(gettext("联合体"), said)
    yield Fact(gettext("资金来源"), tender.funds_source)


def _award_facts(content: NoticeDraft) -> Iterator[Fact]:
    if content.award is None:
        return
    yield Fact(gettext("主要标的"), content.award.main_items)
    yield Fact(gettext("评审专家"), content.award.experts)
    yield Fact(gettext("代理服务费"), content.award.agency_fee)


def _lot(lot: LotDraft, words: Wording) -> tuple[Fact, ...]:
    said = (
        (gettext("编号"), lot.code),
        (gettext("内容"), lot.content),
        (str(words.estimate), _entered(lot.estimate)),
        (str(words.ceiling), _entered(lot.ceiling)),
        (gettext("地块"), lot.parcel),
        (gettext("面积"), lot.area),
        (gettext("用途"), lot.land_use),
        (gettext("年限"), lot.term),
        (gettext("增价幅度"), _entered(lot.bid_step)),
        (gettext("保证金"), _entered(lot.deposit)),
    )
    return tuple(Fact(label, value) for label, value in said if value)


def _award(award: AwardDraft, titles: dict[int, str]) -> AwardLine:
    price, exact = award.rate_text, ""
    if award.price_form is PriceForm.AMOUNT:
        fen = award.amount.fen if award.amount else None
        price, exact = wan(fen, award.currency), yuan(fen, award.currency)
        price = price or gettext("未填金额")
    reasons = (award.amount_note, award.replace_reason)
    return AwardLine(
        lots="、".join(titles.get(number, str(number)) for number in award.lots),
        who=_winners(award.suppliers),
        about=tuple(_about(award.suppliers)),
        price=price,
        exact="" if exact == price else exact,
        note="；".join(reason for reason in reasons if reason),
        decided_on=award.decided_on.isoformat() if award.decided_on else "",
    )


def _entered(amount: Entered | None) -> str:
    """An amount in 万元, and to the fen: `2380万元（23,800,000.00元）`."""
    if amount is None:
        return ""
    return str(gettext("%(wan)s（%(yuan)s）", wan=wan(amount.fen), yuan=yuan(amount.fen)))


def _party(label: str, party: Party) -> Iterator[Fact]:
    """A party: who, where, and whom to ask."""
    yield Fact(label, _named(party))
    yield Fact(gettext("%(party)s地址", party=label), party.address)
    contact = " ".join(part for part in (party.contact, party.phone) if part)
    yield Fact(gettext("%(party)s联系方式", party=label), contact)


def _named(party: Party) -> str:
    """A party's name with its 统一社会信用代码, which tells two of the same name apart."""
    if not party.uscc:
        return party.name
    return str(gettext("%(name)s（%(code)s）", name=party.name, code=party.uscc))


def _winners(suppliers: tuple[Party, ...]) -> str:
    """Who won; several names are one consortium, not several winners."""
    names = "、".join(supplier.name for supplier in suppliers)
    return str(gettext("%(names)s（联合体）", names=names)) if len(suppliers) > 1 else names


def _about(suppliers: tuple[Party, ...]) -> Iterator[str]:
    """Address and code of each winner; members of a consortium are named with theirs."""
    for one in suppliers:
        said = "，".join(part for part in (one.address, one.uscc) if part)
        if said and len(suppliers) > 1:
            said = gettext("%(name)s：%(said)s", name=one.name, said=said)
        if said:
            yield said


def _method(slug: str) -> str:
    try:
        return method(slug).zh
    except RuleBroken:
        return ""


def _region(code: str) -> str:
    try:
        return " ".join(region_path(code))
    except RuleBroken:
        return code
