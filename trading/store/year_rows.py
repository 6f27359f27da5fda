"""Year rows: the trades and notices of a year as a list that is frozen with its report."""

from collections.abc import Collection, Iterator
from typing import Any  # JSON members

from sqlmodel import Session, col, select

from trading.domain.calendar import SHANGHAI
from trading.domain.counting import Basis
from trading.store.choices import Choice
from trading.store.notice_rows import NoticeRow
from trading.store.tables import Process
from trading.store.trades import stream_rows, trade_rows

_CHUNK = 500


def year_rows(session: Session, year: int, basis: Basis) -> dict[str, Any]:
    """Every trade and every notice of a year; without names, which a withdrawal must take away."""
    return {
        "year": year,
        "basis": basis.value,
        "trades": list(_trades(session, year, basis)),
        "notices": _notices(session, year, basis),
    }


def _trades(session: Session, year: int, basis: Basis) -> Iterator[dict[str, Any]]:
    for row in trade_rows(session, year, basis):
        members = {
            "process": row.process_code,
            "lot": row.lot_number,
            "day": row.day.isoformat(),
            "number": row.number,
            "category": row.category,
            "amount_fen": row.amount_fen,
            "limit_fen": row.limit_fen,
            "excluded": row.excluded,
            "price_form": row.price_form,
            "currency": row.currency,
        }
        yield {name: one for name, one in members.items() if one not in (None, "")}


def _notices(session: Session, year: int, basis: Basis) -> list[dict[str, Any]]:
    found = stream_rows(session, Choice(year=year, basis=basis, name="notices"))
    rows = [row for row in found if isinstance(row, NoticeRow)]
    codes = _codes(session, sorted({row.process_id for row in rows}))
    return [
        {
            "number": row.number,
            "type": row.type,
            "published_at": row.published_at.astimezone(SHANGHAI).isoformat(),
            "process": codes.get(row.process_id) or "",
            "withdrawn": row.withdrawn_at is not None,
        }
        for row in rows
    ]


def _codes(session: Session, ids: Collection[int]) -> dict[int | None, str | None]:
    listed, found = list(ids), {}
    for start in range(0, len(listed), _CHUNK):
        some = col(Process.id).in_(listed[start : start + _CHUNK])
        found.update(dict(session.exec(select(Process.id, Process.code).where(some)).all()))
    return found
