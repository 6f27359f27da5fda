"""Matching: whether what a notice says has been said here before, and where."""

from collections.abc import Iterator

from trading.domain.codes import NoticeType
from trading.domain.drafts import NoticeDraft
from trading.domain.findings import Finding, Severity
from trading.store.engine import Session
from trading.store.processes import Namesake, ProcessView, same_code


def matching_findings(
    session: Session, content: NoticeDraft, process: ProcessView
) -> Iterator[Finding]:
    """What this content says again, with the number of the notice that said it first."""
    yield from _same_award(content, process)
    for other in same_code(session, content.project_code, besides=process.id):
        if other.code is None or other.code != content.retender_of:
            yield _same_code(content.project_code, other)


def _same_code(code: str, other: Namesake) -> Finding:
    """The same 项目编号 under another process: it would be counted as two.

    A re-tender that names the attempt which failed may well keep its number.
    """
    said, values = (
        "项目编号“%(code)s”已用于另一个项目的公告 %(notice)s：同一项目请从那个项目新建公告",
        {"code": code, "notice": other.code},
    )
    if not other.code:
        said, values = (
            "另有草稿“%(title)s”用同一个项目编号“%(code)s”：是不是录了两遍？",
            {"code": code, "title": other.title},
        )
    return Finding(
        rule="match.code",
        severity=Severity.EXPLAIN,
        message=said,
        values=values,
        field="project_code",
        about=tuple(values.values()),
    )


def _same_award(content: NoticeDraft, process: ProcessView) -> Iterator[Finding]:
    """The same supplier with the same amount stands in this process already."""
    if content.type is NoticeType.CORRECTION:
        return
    standing = {
        (lot.active_award.amount_fen, frozenset(lot.active_award.suppliers)): lot.active_award
        for lot in process.lots
        if lot.active_award and lot.active_award.amount_fen is not None
    }
    for index, award in enumerate(content.awards):
        names = frozenset(party.name for party in award.suppliers)
        twin = standing.get((award.amount.fen, names)) if award.amount else None
        if twin:
            yield Finding(
                rule="match.award",
                severity=Severity.EXPLAIN,
                message="同一项目、同一中标人、同一金额已在公告 %(notice)s 发布过",
                values={"notice": twin.notice_number},
                field=f"awards.{index}.amount",
                about=(twin.notice_number, twin.amount_fen),
            )
