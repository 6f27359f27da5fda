"""Snapshots: the frozen reports of each year, entered once and read back byte for byte."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import aliased, load_only
from sqlmodel import Session, col, func, select, update

from trading.domain.errors import NotFound
from trading.store.tables import SnapshotRow, Staff

# Any: columns of many types; the texts and the document stay in the database.
_PLAIN: tuple[Any, ...] = tuple(
    getattr(SnapshotRow, name)
    for name in (
        *("id", "year", "serial", "as_of", "frozen_at", "sequence", "style", "amounts"),
        *("payload_sha256", "rows_sha256", "document_name", "published_at"),
    )
)


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """A frozen report without its texts; staff names are for staff alone, empty for nobody."""

    id: int
    year: int
    serial: int
    as_of: datetime
    frozen_at: datetime
    sequence: int
    style: str
    amounts: str
    payload_sha256: str
    rows_sha256: str
    document_name: str
    published_at: datetime | None
    frozen_by: str
    published_by: str


def snapshots_of(session: Session, year: int, *, published: bool = False) -> list[Snapshot]:
    """The frozen reports of a year, newest first; those that are public only, if asked."""
    query = _query().where(col(SnapshotRow.year) == year)
    if published:
        query = query.where(col(SnapshotRow.published_at).is_not(None))
    found = session.exec(query.order_by(col(SnapshotRow.serial).desc()))
    return [_view(*one) for one in found]


def reported_years(session: Session) -> list[int]:
    """The years whose report is public, newest first."""
    query = select(SnapshotRow.year).where(col(SnapshotRow.published_at).is_not(None))
    return list(session.exec(query.distinct().order_by(col(SnapshotRow.year).desc())))


def find_snapshot(session: Session, year: int, serial: int) -> Snapshot:
    """One frozen report; NotFound when there is none."""
    found = [one for one in snapshots_of(session, year) if one.serial == serial]
    if not found:
        raise NotFound("没有这份冻结的报告")
    return found[0]


def payload_of(session: Session, id_: int) -> str:
    """The record of a frozen report: canonical JSON."""
    return session.exec(select(SnapshotRow.payload).where(col(SnapshotRow.id) == id_)).one()


def rows_of(session: Session, id_: int) -> str:
    """The list of its trades and notices: canonical JSON."""
    return session.exec(select(SnapshotRow.rows).where(col(SnapshotRow.id) == id_)).one()


def document_of(session: Session, id_: int) -> bytes:
    """Its Word file."""
    query = select(SnapshotRow.document).where(col(SnapshotRow.id) == id_)
    return bytes(session.exec(query).one())


def next_serial(session: Session, year: int) -> int:
    """The number that the next frozen report of a year gets; under the site's lock."""
    newest = select(func.max(SnapshotRow.serial)).where(col(SnapshotRow.year) == year)
    return (session.exec(newest).one() or 0) + 1


def add_snapshot(session: Session, **columns: Any) -> None:
    """Enter a frozen report."""
    # Any: columns of many types, as the table names them.
    session.add(SnapshotRow(**columns))
    session.flush()


def set_published(session: Session, id_: int, *, by: int, now: datetime) -> None:
    """Note who made a frozen report public; the database refuses a second time."""
    public = update(SnapshotRow).where(col(SnapshotRow.id) == id_)
    session.exec(public.values(published_at=now, published_by=by))
    session.expire_all()


def _query() -> Any:
    # Any: SQLModel has no type for columns of an alias and outer joins.
    freezer, publisher = aliased(Staff), aliased(Staff)
    query: Any = select(SnapshotRow, freezer.name, publisher.name)
    return (
        query.options(load_only(*_PLAIN, raiseload=True))
        .join(freezer, freezer.id == col(SnapshotRow.staff_id))
        .join(publisher, publisher.id == col(SnapshotRow.published_by), isouter=True)
    )


def _view(row: SnapshotRow, frozen_by: str, published_by: str | None) -> Snapshot:
    assert row.id is not None
    return Snapshot(
        id=row.id,
        year=row.year,
        serial=row.serial,
        as_of=row.as_of,
        frozen_at=row.frozen_at,
        sequence=row.sequence,
        style=row.style,
        amounts=row.amounts,
        payload_sha256=row.payload_sha256,
        rows_sha256=row.rows_sha256,
        document_name=row.document_name,
        published_at=row.published_at,
        frozen_by=frozen_by,
        published_by=published_by or "",
    )
