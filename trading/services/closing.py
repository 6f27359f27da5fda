"""Closing a year: everything that is still open in it, before its report is frozen."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from trading.domain.amounts import odd_amount
from trading.domain.calendar import day_of
from trading.domain.codes import category, notice_type
from trading.domain.errors import RuleBroken
from trading.domain.figures import YearFigures
from trading.domain.loops import LoopKind
from trading.store.closing import open_drafts, straddling
from trading.store.engine import Session
from trading.store.figure_rows import LotRow
from trading.store.loops import LoopRow, named
from trading.store.trades import trade_rows
from trading.store.years import loops_of_year

SHOWN = 50  # rows of each kind that are listed


@dataclass(frozen=True, kw_only=True)
class Matter:
    """One thing to look at: `said` is why, `number`, `draft` or `process` where to mend it."""

    title: str
    said: RuleBroken
    number: str = ""
    code: str = ""
    draft: int | None = None
    process: int | None = None


@dataclass(frozen=True)
class Question:
    """A kind of open matter, with everything found; `rows` are the first of them."""

    kind: str
    matters: tuple[Matter, ...] = field(default=())

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.matters)

    @property
    def rows(self) -> tuple[Matter, ...]:
        """The first of them."""
        return self.matters[:SHOWN]


def questions(session: Session, figures: YearFigures, *, now: datetime) -> tuple[Question, ...]:
    """Every kind of open matter of a year, also those of which there are none."""
    loops = list(named(session, loops_of_year(session, figures.year, at=now)))
    known = {row.loop.draft_id for row in loops}
    amounts = list(_amounts(session, figures))
    drafts = [
        Matter(
            title=one.title or notice_type(one.type).zh,
            said=RuleBroken("%(day)s开始写，还没有发布", day=day_of(one.created_at).isoformat()),
            draft=one.id,
        )
        for one in open_drafts(session, figures.year)
        if one.id not in known
    ]
    found = {
        "tender": _loops(loops, LoopKind.TENDER, "%(since)s开标，还没有结果"),
        "candidate": _loops(loops, LoopKind.CANDIDATE, "公示到%(since)s，还没有结果"),
        "award": _loops(loops, LoopKind.AWARD, "%(since)s定标，还没有公布"),
        "drafts": drafts,
        "no_amount": [one for kind, one in amounts if kind == "no_amount"],
        "odd_amount": [one for kind, one in amounts if kind == "odd_amount"],
        "straddling": list(_straddling(session, figures.year)),
        "identities": list(_false(figures)),
    }
    return tuple(Question(kind, tuple(matters)) for kind, matters in found.items())


def _loops(loops: list[LoopRow], kind: LoopKind, said: str) -> list[Matter]:
    return [
        Matter(
            title=row.title,
            said=RuleBroken(said, since=row.loop.since.isoformat()),
            code=row.code,
            draft=row.loop.draft_id,
            process=row.loop.process_id,
        )
        for row in loops
        if row.loop.kind is kind
    ]


def _amounts(session: Session, figures: YearFigures) -> Iterator[tuple[str, Matter]]:
    """The trades of the year whose amount is missing, nothing, or odd beside its limit."""
    for row in trade_rows(session, figures.year, figures.basis):
        title = f"{row.process_title} {row.lot}"
        if row.excluded == "no_amount":
            yield (
                "no_amount",
                Matter(title=title, said=RuleBroken("没有填成交金额"), number=row.number),
            )
        odd = _odd(row)
        if odd is not None:
            yield "odd_amount", Matter(title=title, said=odd, number=row.number)


def _odd(row: LotRow) -> RuleBroken | None:
    if row.amount_fen is None:
        return None
    if row.amount_fen == 0:
        return RuleBroken("成交金额是0")
    return (
        odd_amount(row.amount_fen, row.limit_fen, category(row.category)) if row.limit_fen else None
    )


def _straddling(session: Session, year: int) -> Iterator[Matter]:
    for one in straddling(session, year):
        yield Matter(
            title=f"{one.title} {one.lot}",
            said=RuleBroken(
                "%(decided)s定标，%(announced)s发布：按统计口径只归入其中一年",
                decided=one.decided_on.isoformat(),
                announced=one.announced_on.isoformat(),
            ),
            number=one.number,
        )


def _false(figures: YearFigures) -> Iterator[Matter]:
    for bridge in figures.bridges:
        if not bridge.holds:
            parts = bridge.whole.value - bridge.difference
            yield Matter(
                title=bridge.name,
                said=RuleBroken(
                    "%(label)s%(whole)d，各部分之和%(parts)d",
                    label=bridge.whole.label,
                    whole=bridge.whole.value,
                    parts=parts,
                ),
            )
    for identity in figures.identities:
        for fault in identity.faults:
            yield Matter(
                title=identity.label,
                said=RuleBroken(
                    "%(figure)s：各部分之和%(parts)d，总数%(whole)d",
                    figure=fault.figure,
                    parts=fault.parts,
                    whole=fault.whole,
                ),
            )
