"""Every row of a list, one after the other, for files that hold a whole list."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session, col

from trading.store.narrowing import NEWEST_FIRST, NoticeFilter, by_standing, narrowed, ordered
from trading.store.notice_rows import NoticeRow, as_row, rows
from trading.store.tables import Notice, Process

AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class ListedNotice:
    """A row of a list with what names its process."""

    row: NoticeRow
    process_code: str
    project_code: str


def whole_list(session: Session, wanted: NoticeFilter) -> Iterator[ListedNotice]:
    """Every notice of a list in the order of its pages, some hundred in memory at a time.

    All of them are of one moment: the session's transaction stays open until the last row.
    """
    query = narrowed(rows(), wanted).join(Process, col(Process.id) == col(Notice.process_id))
    query = query.add_columns(col(Process.code), col(Process.project_code))
    in_order = ordered if wanted.sort == NEWEST_FIRST else by_standing
    query = in_order(query, wanted)
    for *one, code, project_code in session.exec(query.execution_options(yield_per=AT_ONCE)):
        yield ListedNotice(row=as_row(*one), process_code=code or "", project_code=project_code)
