"""Notices of the families besides tender and award, made from an example project."""

from dataclasses import replace
from datetime import date, timedelta
from html import escape

from trading.domain.codes import NoticeType, Outcome
from trading.domain.drafts import (
    CandidateDraft,
    CandidateFacts,
    ContractDraft,
    FailedLot,
    LotDraft,
    NoticeDraft,
    PlanFacts,
)
from trading.services.demonstrating.county import firm, wan
from trading.services.demonstrating.projects import Project

LEADERS = ("周延年", "吴望舒", "郑知微")


def plan(project: Project, expected: date) -> NoticeDraft:
    """What the project intends, before it is tendered."""
    foreseen = tuple(replace(lot, ceiling=None) for lot in project.lots)
    facts = PlanFacts(
        expected_on=expected, funds_source=project.funds, note="以最终发布的公告为准。"
    )
    text = f"<p>现将{escape(project.title)}的安排公开如下，供有意参加的单位提前准备。</p>"
    return replace(project.notice(NoticeType.PLAN, foreseen), plan=facts, body_html=text)


def publicity(
    project: Project, evaluated: date, until: date, *bids: tuple[str, str]
) -> NoticeDraft:
    """The candidates for the first lot, in rank: firms with their bids in 万元."""
    candidates = tuple(
        CandidateDraft(
            lot=1, rank=rank, suppliers=(firm(short),), amount=wan(bid), leader=LEADERS[rank - 1]
        )
        for rank, (short, bid) in enumerate(bids, start=1)
    )
    facts = CandidateFacts(
        evaluated_on=evaluated,
        publicity_from=evaluated + timedelta(days=1),
        publicity_until=until,
        objections=f"公示期内以书面形式向{project.buyer.name}提出，电话{project.buyer.phone}",
    )
    plain = project.notice(NoticeType.CANDIDATE, _named(project, 1))
    return replace(
        plain,
        candidate=facts,
        candidates=candidates,
        body_html=f"<p>{escape(project.title)}评标工作已经结束，现公示中标候选人。</p>",
    )


def ending(project: Project, reason: str, *, how: Outcome = Outcome.FAILED) -> NoticeDraft:
    """The end of all lots of the project without an award."""
    numbers = [lot.number for lot in project.lots]
    failed = tuple(FailedLot(lot=number, reason=reason, outcome=how) for number in numbers)
    plain = project.notice(NoticeType.TERMINATION, _named(project, *numbers))
    return replace(
        plain,
        failed=failed,
        body_html=f"<p>{escape(project.title)}：{escape(reason)}，本次不再进行。</p>",
    )


def contract(project: Project, lot: int, short: str, amount: str, signed: date) -> NoticeDraft:
    """The contract on one lot, at an amount in 万元."""
    made = ContractDraft(
        lots=(lot,),
        suppliers=(firm(short),),
        number=f"{project.code}-HT{lot:02d}",
        amount=wan(amount),
        signed_on=signed,
        term="自签订之日起一年",
    )
    plain = project.notice(NoticeType.CONTRACT, _named(project, lot))
    return replace(plain, contracts=(made,))


def _named(project: Project, *numbers: int) -> tuple[LotDraft, ...]:
    """These lots by name alone: their facts are known from the tender."""
    return tuple(
        LotDraft(number=lot.number, title=lot.title)
        for lot in project.lots
        if lot.number in numbers
    )
