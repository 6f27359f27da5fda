"""The facts of a notice as a reader meets them: the same for its page and for its preview."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext

from trading.domain.calendar import day_of
from trading.domain.codes import (
    Category,
    Method,
    NoticeType,
    category,
    method,
    notice_name,
    region_path,
)
from trading.domain.drafts import Change, NoticeDraft, Party
from trading.domain.errors import RuleBroken
from trading.web.filters import day, moment
from trading.web.forms.wording import Wording, wording
from trading.web.public.lines import (
    AwardLine,
    CandidateLine,
    ContractLine,
    Fact,
    LotLine,
    award_line,
    candidate_line,
    contract_line,
    ended_line,
    lot_lines,
)


@dataclass(frozen=True)
class Sheet:
    """A notice ready to be shown; `closed` is true once its deadline has passed.

    `publicity` are the days of a publicity of candidates, `publicity_over` that they are past.
    `changes` are what a correction changes, `why` its reason; both stand first.
    """

    name: str
    title: str
    facts: tuple[Fact, ...]
    lot_word: str
    supplier_word: str
    lots: tuple[LotLine, ...]
    awards: tuple[AwardLine, ...]
    failed: tuple[AwardLine, ...]
    candidates: tuple[CandidateLine, ...]
    contracts: tuple[ContractLine, ...]
    body_html: str
    deadline: datetime | None
    deadline_word: str
    closed: bool
    publicity: str
    publicity_over: bool
    changes: tuple[Change, ...] = ()
    why: str = ""


def sheet(content: NoticeDraft, *, at: datetime) -> Sheet:
    """The notice as it looks at the moment `at` (aware)."""
    kind = category(content.category)
    words = wording(kind)
    titles = {lot.number: lot.title for lot in content.lots}
    deadline = content.tender.deadline if content.tender else None
    until = content.candidate.publicity_until if content.candidate else None
    return Sheet(
        name=_name(content, kind),
        title=content.title,
        facts=tuple(fact for fact in _facts(content, kind, words) if fact.value),
        lot_word=str(words.lot),
        supplier_word=str(words.supplier),
        lots=lot_lines(content.lots, words),
        awards=tuple(award_line(award, titles) for award in content.awards),
        failed=tuple(ended_line(one, titles, words) for one in content.failed),
        candidates=tuple(candidate_line(one, titles) for one in content.candidates),
        contracts=tuple(contract_line(one, titles) for one in content.contracts),
        body_html=content.body_html,
        deadline=deadline,
        deadline_word=str(words.deadline),
        closed=deadline is not None and deadline <= at,
        publicity=_publicity(content),
        publicity_over=bool(until and until < day_of(at)),
        changes=content.correction.changes if content.correction else (),
        why=_why(content),
    )


def _why(content: NoticeDraft) -> str:
    """Why a notice is corrected, and whether its deadline is put off."""
    told = content.correction
    if told is None:
        return ""
    coded = [one.zh for one in (told.reason_code, told.extension) if one]
    return "；".join([*coded, *([told.reason] if told.reason else [])])


def _name(content: NoticeDraft, kind: Category) -> str:
    try:
        return notice_name(content.type, kind, method(content.method))
    except RuleBroken:
        return content.type.zh


def _facts(content: NoticeDraft, kind: Category, words: Wording) -> Iterator[Fact]:
    yield Fact(gettext("项目名称"), content.process_title)
    yield Fact(gettext("项目编号"), content.project_code)
    yield Fact(gettext("交易类别"), kind.zh)
    yield Fact(str(words.method), _method(content))
    yield Fact(gettext("重新招标的原项目代码"), content.retender_of)
    yield Fact(gettext("行政区划"), _region(content.region))
    yield from _party(str(words.buyer), content.buyer)
    if content.agency:
        yield from _party(gettext("代理机构"), content.agency)
    yield from _plan_facts(content)
    yield from _tender_facts(content, words)
    yield from _candidate_facts(content)
    yield from _award_facts(content)
    yield Fact(gettext("来源"), content.source)
    yield Fact(gettext("原文链接"), content.source_url, is_link=True)


def _plan_facts(content: NoticeDraft) -> Iterator[Fact]:
    if content.plan is None:
        return
    yield Fact(gettext("预计招标（采购）日期"), day(content.plan.expected_on))
    yield Fact(gettext("资金来源"), content.plan.funds_source)
    yield Fact(gettext("说明"), content.plan.note)


def _candidate_facts(content: NoticeDraft) -> Iterator[Fact]:
    if content.candidate is None:
        return
    yield Fact(gettext("评标日期"), day(content.candidate.evaluated_on))
    yield Fact(gettext("公示时间"), _publicity(content))
    yield Fact(gettext("提出异议的渠道和方式"), content.candidate.objections)


def _publicity(content: NoticeDraft) -> str:
    """From when until when; both days belong to it."""
    if content.candidate is None:
        return ""
    start, end = day(content.candidate.publicity_from), day(content.candidate.publicity_until)
    return str(gettext("%(start)s 至 %(end)s", start=start, end=end)) if start and end else ""


def _tender_facts(content: NoticeDraft, words: Wording) -> Iterator[Fact]:
    tender = content.tender
    if tender is None:
        return
    yield Fact(str(words.deadline), moment(tender.deadline))
    yield Fact(str(words.opening_at), moment(tender.opening_at))
    yield Fact(gettext("挂牌截止时间"), moment(tender.listing_until))
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


def _method(content: NoticeDraft) -> str:
    """How the trade is made; a plan may not know yet."""
    if content.type is NoticeType.PLAN and content.method == Method.OTHER.value:
        return str(gettext("尚未确定"))
    try:
        return method(content.method).zh
    except RuleBroken:
        return ""


def _region(code: str) -> str:
    try:
        return " ".join(region_path(code))
    except RuleBroken:
        return code
