"""The shape of an example project, and the notices that are made from it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from html import escape

from trading.domain.codes import NoticeType
from trading.domain.drafts import (
    AwardDraft,
    AwardFacts,
    FailedLot,
    LotDraft,
    NoticeDraft,
    Party,
    TenderFacts,
)
from trading.domain.following import usual_title
from trading.domain.money import write_wan
from trading.services.demonstrating.county import AGENCY, HALL, REGION, at, firm, wan


@dataclass(frozen=True)
class PlannedAct:
    """One press of "publish": when, and which notices of which projects (by 项目编号)."""

    at: datetime
    notices: tuple[NoticeDraft, ...]


EXPERTS = "方知秋、林有禾、苏见山、罗一舟、姚南星"
FEE = "按合同约定由成交供应商支付"


@dataclass(frozen=True, kw_only=True)
class Project:
    """An invented project with all its lots; `code` is the 项目编号."""

    code: str
    title: str
    category: str
    method: str
    buyer: Party
    lots: tuple[LotDraft, ...]
    agency: Party | None = AGENCY
    qualification: str = "具有独立承担民事责任的能力和履行合同所必需的条件。"
    funds: str = ""
    scope: str = ""

    def tender(self, published: date, deadline: date) -> NoticeDraft:
        """Its tender announcement; bids close at 9:00 on the deadline's day."""
        closing = at(deadline, 9)
        facts = TenderFacts(
            qualification=self.qualification,
            consortium=False,
            documents_from=at(published + timedelta(days=1), 8, 30),
            documents_until=at(published + timedelta(days=8), 17),
            documents_how="登录本中心交易系统免费下载",
            deadline=closing,
            opening_at=closing,
            opening_place=HALL,
            funds_source=self.funds,
        )
        plain = self.notice(NoticeType.TENDER, self.lots)
        return replace(plain, tender=facts, body_html=_tender_body(self, closing))

    def award(
        self,
        *awards: AwardDraft,
        failed: Sequence[FailedLot] = (),
        items: str = "",
    ) -> NoticeDraft:
        """An award notice for the lots that these awards and failures name."""
        decided = {lot for award in awards for lot in award.lots} | {one.lot for one in failed}
        lots = tuple(lot for lot in self.lots if lot.number in decided)
        facts = AwardFacts()
        if self.category == "procurement":
            facts = AwardFacts(main_items=items, experts=EXPERTS, agency_fee=FEE)
        return replace(
            self.notice(NoticeType.AWARD, lots),
            award=facts,
            awards=awards,
            failed=tuple(failed),
            body_html=_award_body(self, awards, failed),
        )

    def notice(self, type_: NoticeType, lots: tuple[LotDraft, ...]) -> NoticeDraft:
        """A notice of this project that says nothing yet but what every notice says."""
        return NoticeDraft(
            type=type_,
            title=usual_title(self.title, type_, self.category, self.method),
            process_title=self.title,
            project_code=self.code,
            category=self.category,
            method=self.method,
            region=REGION,
            buyer=self.buyer,
            agency=self.agency,
            lots=lots,
        )


def lot(number: int, title: str, content: str, ceiling: str) -> LotDraft:
    """A lot whose ceiling (万元) is its whole budget, or its start price."""
    return LotDraft(
        number=number,
        title=title,
        code=f"{number:02d}",
        content=content,
        estimate=wan(ceiling),
        ceiling=wan(ceiling),
    )


def parcel(number: int, name: str, area: str, use: str, start: str, step: str) -> LotDraft:
    """A parcel of land with its start price and step (万元)."""
    return LotDraft(
        number=number,
        title=f"{name}地块",
        content=f"{use}，面积{area}",
        ceiling=wan(start),
        parcel=name,
        area=area,
        land_use=use,
        term="70年",
        bid_step=wan(step),
        deposit=wan("1000"),
    )


def won(lot: int, short: str, amount: str, decided: date, why: str = "") -> AwardDraft:
    """One lot won by one firm at an amount in 万元."""
    return AwardDraft(
        lots=(lot,),
        suppliers=(firm(short),),
        amount=wan(amount),
        decided_on=decided,
        replace_reason=why,
    )


def _tender_body(project: Project, closing: datetime) -> str:
    rows = "".join(
        f"<tr><td>{lot.number}</td><td>{escape(lot.title)}</td><td>{escape(lot.content)}</td></tr>"
        for lot in project.lots
    )
    return (
        f"<p>{escape(project.title)}已具备交易条件，现由{escape(project.buyer.name)}公开发布，"
        "欢迎符合条件的单位参加。</p>"
        f"<p>{escape(project.scope)}</p>"
        "<table><thead><tr><th>序号</th><th>名称</th><th>内容</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
        f"<p>递交响应文件的截止时间为{closing:%Y年%m月%d日%H时%M分}（北京时间），逾期不予受理。</p>"
        "<p>交易各方对本公告有异议的，请在截止时间前以书面形式提出。</p>"
    )


def _award_body(project: Project, awards: Sequence[AwardDraft], failed: Sequence[FailedLot]) -> str:
    titles = {lot.number: lot.title for lot in project.lots}
    rows = "".join(
        f"<tr><td>{escape('、'.join(titles[lot] for lot in award.lots))}</td>"
        f"<td>{escape('、'.join(supplier.name for supplier in award.suppliers))}</td>"
        f"<td>{escape(_price(award))}</td></tr>"
        for award in awards
    )
    rows += "".join(
        f"<tr><td>{escape(titles[one.lot])}</td><td>流标</td><td>{escape(one.reason)}</td></tr>"
        for one in failed
    )
    return (
        f"<p>{escape(project.title)}（项目编号：{escape(project.code)}）的评审工作已经结束，"
        "现将结果公布如下。</p>"
        "<table><thead><tr><th>标段</th><th>成交单位</th><th>成交价</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
        f"<p>采购（招标、出让）单位：{escape(project.buyer.name)}，联系电话：{project.buyer.phone}。</p>"
    )


def _price(award: AwardDraft) -> str:
    return f"{write_wan(award.amount.fen)}万元" if award.amount else award.rate_text
