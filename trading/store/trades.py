"""The rows behind each figure of a year: their count and sum are the figure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import load_only
from sqlmodel import Session, col, select

from trading.domain.counting import Basis
from trading.domain.loops import Loop
from trading.store.choices import Choice, Selection, selection
from trading.store.figure_rows import ActRow, LotRow, ResultLine, Row
from trading.store.loops import named
from trading.store.notice_rows import as_row, rows
from trading.store.participants import Participant
from trading.store.row_sums import narrowed
from trading.store.tables import (
    Act,
    AwardSupplier,
    Lot,
    Notice,
    Organization,
    Process,
    ResultRow,
    StandingRow,
)
from trading.store.totals import as_standing
from trading.store.years import loops_of_year

PORTION = 500
# Any: a column; the payload stays in the database.
_NUMBER: tuple[Any, ...] = (Notice.number,)
# Any, below: queries and rows of many shapes.


def kind_of(choice: Choice) -> str:
    """Which rows it has: lots, notices, results, acts or loops; NotFound for an unknown one."""
    return selection(choice).kind


def stream_rows(session: Session, choice: Choice) -> Iterator[Row]:
    """Every row of a choice in its order; read as they are taken, so that memory stays small."""
    found = selection(choice)
    if found.kind == "loops":
        yield from named(session, _loops(session, choice))
        return
    streamed = _ordered(found).execution_options(yield_per=PORTION)
    for portion in session.exec(streamed).partitions():
        yield from _made(session, choice, found, portion)


def page_of_rows(session: Session, choice: Choice, *, page: int, size: int) -> Sequence[Row]:
    """The rows of one page; pages count from 1."""
    found, offset = selection(choice), (page - 1) * size
    if found.kind == "loops":
        return list(named(session, _loops(session, choice)[offset : offset + size]))
    read = session.exec(_ordered(found).offset(offset).limit(size)).all()
    return _made(session, choice, found, read)


def trade_rows(session: Session, year: int, basis: Basis) -> list[LotRow]:
    """One row for each trade of a year: as many as `trades`, adding up to `trade_total`."""
    found = stream_rows(session, Choice(year=year, basis=basis, name="trade_total"))
    return [row for row in found if isinstance(row, LotRow)]


def _loops(session: Session, choice: Choice) -> tuple[Loop, ...]:
    return loops_of_year(session, choice.year, at=choice.at) if choice.at else ()


def _ordered(found: Selection) -> Any:
    """The query of every row, in its order."""
    return narrowed(found, _columns(found)).order_by(*_order(found))


def _order(found: Selection) -> tuple[Any, Any]:
    if found.kind == "lots":
        return found.dated, col(StandingRow.lot_id)
    if found.kind == "acts":
        return col(Act.published_at), col(Act.id)
    return col(Notice.published_at), col(Notice.sequence)


def _columns(found: Selection) -> Any:
    """What is read of each row, before it is narrowed."""
    if found.kind == "notices":
        return rows()
    if found.kind == "acts":
        return select(Act.id, Act.published_at)
    if found.kind == "results":
        kept: tuple[Any, ...] = (Notice.number, Notice.title, Notice.published_at, Notice.sequence)
        query: Any = select(ResultRow, Notice).options(load_only(*kept, raiseload=True))
        return query.add_columns(col(Process.category)).join(
            Notice, col(Notice.id) == col(ResultRow.notice_id)
        )
    lots: Any = select(StandingRow, Lot, Process, Notice)
    return (
        lots.join(Lot, col(Lot.id) == col(StandingRow.lot_id))
        .join(Notice, col(Notice.id) == col(getattr(StandingRow, found.notice)))
        .options(load_only(*_NUMBER, raiseload=True))
    )


def _made(session: Session, choice: Choice, found: Selection, read: Sequence[Any]) -> Sequence[Row]:
    if found.kind == "notices":
        return [as_row(*one) for one in read]
    if found.kind == "acts":
        return _acts(session, read)
    if found.kind == "results":
        return [_result(choice, *one) for one in read]
    buyers = _buyers(session, {process.buyer_id for _, _, process, _ in read})
    winners = _winners(session, {one.award_id for one, *_ in read if one.award_id})
    return [_lot(found, one, buyers, winners) for one in read]


def _result(choice: Choice, row: ResultRow, notice: Notice, category: str) -> ResultLine:
    decided = choice.basis is Basis.DECIDED
    return ResultLine(
        number=notice.number,
        title=notice.title,
        category=category,
        published_on=row.published_on,
        decided_on=row.decided_on,
        due_on=row.due_on,
        punctual=row.punctual,
        carries=row.class_decided if decided else row.class_published,
    )


def _lot(
    found: Selection,
    one: tuple[StandingRow, Lot, Process, Notice],
    buyers: Mapping[int | None, str],
    winners: Mapping[int | None, Sequence[Participant]],
) -> LotRow:
    row, lot, process, notice = one
    day = found.dated.key
    traded = found.notice == "award_notice_id"
    standing = as_standing(row)
    if found.value in ("saved", "gained"):
        value = standing.gain_fen
    else:
        value = getattr(row, found.value) if found.value else None
    return LotRow(
        process_code=process.code or "",
        process_title=process.title,
        category=process.category,
        buyer=buyers.get(process.buyer_id, ""),
        buyer_id=process.buyer_id or 0,
        lot=lot.title,
        lot_number=lot.number,
        day=getattr(row, day),
        day_stated=day != "decided_on" or row.decision_stated,
        number=notice.number,
        winners=tuple(winners.get(row.award_id, ())) if traded else (),
        amount_fen=row.amount_fen if traded else None,
        excluded=row.excluded if traded else "",
        price_form=(row.price_form or "") if traded else "",
        currency=(row.currency or "") if traded else "",
        limit_fen=row.limit_fen if traded else None,
        value_fen=value,
    )


def _acts(session: Session, read: Sequence[Any]) -> list[ActRow]:
    numbers: defaultdict[int, list[str]] = defaultdict(list)
    query = (
        select(Notice.act_id, Notice.number)
        .where(col(Notice.act_id).in_([act for act, _ in read]))
        .order_by(col(Notice.sequence))
    )
    for act, number in session.exec(query):
        numbers[act].append(number)
    return [ActRow(published_at=moment, numbers=tuple(numbers[act])) for act, moment in read]


def _buyers(session: Session, ids: set[int | None]) -> dict[int | None, str]:
    query = select(Organization.id, Organization.name).where(col(Organization.id).in_(ids))
    return dict(session.exec(query).all())


def _winners(
    session: Session, award_ids: set[int | None]
) -> defaultdict[int | None, list[Participant]]:
    rows = session.exec(
        select(AwardSupplier.award_id, Organization.id, Organization.name)
        .join(Organization, col(Organization.id) == col(AwardSupplier.organization_id))
        .where(col(AwardSupplier.award_id).in_(award_ids))
        .order_by(col(AwardSupplier.award_id), col(AwardSupplier.position))
    )
    found: defaultdict[int | None, list[Participant]] = defaultdict(list)
    for award_id, id_, name in rows:
        found[award_id].append(Participant(id_ or 0, name))
    return found
