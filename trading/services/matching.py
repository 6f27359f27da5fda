"""Matching: whether what a notice says has been said here before, and where."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from trading.domain.codes import Family, NoticeType
from trading.domain.drafts import NoticeDraft, Party
from trading.domain.findings import Finding, Severity
from trading.domain.requirements import candidate_path, is_offering
from trading.store.engine import Session
from trading.store.likenesses import names_of_codes, same_title, same_type
from trading.store.processes import Namesake, ProcessView, same_code

_YEAR = timedelta(days=366)
# These say what became of lots that a tender offered first.
_FOLLOWING = (Family.CANDIDATE, Family.AWARD, Family.TERMINATION, Family.CONTRACT)


def matching_findings(
    session: Session,
    content: NoticeDraft,
    process: ProcessView | None,
    *,
    today: date,
    together: Sequence[NoticeDraft] = (),
) -> Iterator[Finding]:
    """What this content says again, with the number of the notice that said it first."""
    yield from _renamed(session, content)
    yield from _without_tender(content, process, together)
    if content.type is not NoticeType.CORRECTION:
        yield from _same_title(session, content)
    if process is None:
        return
    if content.type is not NoticeType.CORRECTION:
        yield from _same_award(content, process)
        yield from _same_type(session, content, process.id, since=today - _YEAR)
    for other in same_code(session, content.project_code, besides=process.id):
        if other.code is None or other.code != content.retender_of:
            yield _same_code(content.project_code, other)


def parties(content: NoticeDraft) -> Iterator[tuple[str, Party]]:
    """Every organization of a notice with the path at which it stands."""
    yield "buyer", content.buyer
    if content.agency:
        yield "agency", content.agency
    for name in ("awards", "candidates", "contracts"):
        for at, one in enumerate(getattr(content, name)):
            for index, party in enumerate(one.suppliers):
                yield _path(content, name, at, f"suppliers.{index}"), party


def _path(content: NoticeDraft, rows: str, at: int, name: str) -> str:
    """Candidates stand at their lot in the form, everything else at its own row."""
    return candidate_path(content, at, name) if rows == "candidates" else f"{rows}.{at}.{name}"


def _renamed(session: Session, content: NoticeDraft) -> Iterator[Finding]:
    """A name that is not the one known here under its 统一社会信用代码."""
    stated = [(path, party) for path, party in parties(content) if party.uscc and party.name]
    known = names_of_codes(session, {party.uscc for _, party in stated})
    for path, party in stated:
        before = known.get(party.uscc, party.name)
        if before != party.name:
            yield Finding(
                rule="match.name",
                severity=Severity.EXPLAIN,
                message="信用代码%(code)s以前的名称是“%(before)s”：是改名，还是抄错了？",
                values={"code": party.uscc, "before": before},
                field=f"{path}.name",
                about=(party.uscc, party.name, before),
            )


def _without_tender(
    content: NoticeDraft, process: ProcessView | None, together: Sequence[NoticeDraft]
) -> Iterator[Finding]:
    """Lots that no tender-family notice has offered here."""
    if content.type.family not in _FOLLOWING:
        return
    offered = {lot.number for lot in process.lots if lot.offered} if process else set()
    offered |= {lot.number for one in together if is_offering(one.type) for lot in one.lots}
    for at, lot in enumerate(content.lots):
        if lot.number not in offered:
            yield Finding(
                rule="match.no-tender",
                severity=Severity.NOTE,
                message="标段%(number)d没有在本站发布过招标（采购、出让）公告",
                values={"number": lot.number},
                field=f"lots.{at}.number",
            )


def _same_title(session: Session, content: NoticeDraft) -> Iterator[Finding]:
    for number in same_title(session, content.title):
        yield Finding(
            rule="match.title",
            severity=Severity.EXPLAIN,
            message="公告 %(notice)s 的标题与此完全相同：是不是重复发布？",
            values={"notice": number},
            field="title",
            notice=number,
            about=(number,),
        )


def _same_type(
    session: Session, content: NoticeDraft, process_id: int, *, since: date
) -> Iterator[Finding]:
    """A notice of this type of the same process within a year; about other lots it is usual."""
    lots = {lot.number for lot in content.lots}
    for other in same_type(session, process_id, content.type.value, since=since):
        yield Finding(
            rule="match.type",
            severity=Severity.EXPLAIN if lots & other.lots else Severity.NOTE,
            message="本项目%(day)s已发布过同类公告 %(notice)s",
            values={"day": other.published_on.isoformat(), "notice": other.number},
            field="type",
            notice=other.number,
            about=(other.number,),
        )


def _same_code(code: str, other: Namesake) -> Finding:
    """The same 项目编号 under another process: it would be counted as two.

    A re-tender that names the attempt which failed may well keep its number.
    """
    said = "项目编号“%(code)s”已用于另一个项目的公告 %(notice)s：同一项目请从那个项目新建公告"
    values = {"code": code, "notice": other.code or ""}
    if not other.code:
        said = "另有草稿“%(title)s”用同一个项目编号“%(code)s”：是不是录了两遍？"
        values = {"code": code, "title": other.title}
    return Finding(
        rule="match.code",
        severity=Severity.EXPLAIN,
        message=said,
        values=values,
        field="project_code",
        notice=other.code or "",
        about=tuple(values.values()),
    )


def _same_award(content: NoticeDraft, process: ProcessView) -> Iterator[Finding]:
    """The same supplier with the same amount stands in this process already."""
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
                notice=twin.notice_number,
                about=(twin.notice_number, twin.amount_fen),
            )
