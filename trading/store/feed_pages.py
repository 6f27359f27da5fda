"""The pages of the feeds with short names: counted as items appear, so that no feed counts."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from trading.store.lists import NoticeFilter
from trading.store.tables import FeedPage

CLOSED_PAGE = 50  # items in a closed page of a feed (interface.md §4)
EVERYTHING = "all"


@dataclass(frozen=True)
class Pages:
    """Some neighbouring pages of a feed: the sequences from `first` to before `until`.

    `closed` is how many closed pages the feed has, `shown` the oldest page among these.
    """

    first: int
    until: int | None
    shown: int
    closed: int


def feeds_of(family: str, category: str) -> tuple[str, ...]:
    """The names of the four feeds that a notice is in (interface.md §3)."""
    return EVERYTHING, family, category, f"{family}-{category}"


def feed_of(wanted: NoticeFilter) -> str | None:
    """The name of the feed that holds exactly what this filter asks for, if it has one."""
    if len(wanted.family) > 1 or len(wanted.category) > 1:
        return None
    if wanted != NoticeFilter(family=wanted.family, category=wanted.category):
        return None
    return "-".join((*wanted.family, *wanted.category)) or EVERYTHING


def moves(wanted: NoticeFilter) -> bool:
    """Whether a notice may leave such a list at any time: its amount or deadline decides."""
    return wanted.open or wanted.min is not None or wanted.max is not None


def forgets(wanted: NoticeFilter) -> bool:
    """Whether a notice leaves such a list when it is withdrawn."""
    return moves(wanted) or bool(wanted.q) or wanted.supplier is not None


def count_item(session: Session, family: str, category: str, sequence: int) -> None:
    """Enter a publication or a withdrawal on the open page of each of its four feeds."""
    for feed in feeds_of(family, category):
        last = _last(session, feed)
        if last is None or last.items == CLOSED_PAGE:
            page = last.page + 1 if last else 1
            last = FeedPage(feed=feed, page=page, first_sequence=sequence, items=0)
        last.items += 1
        session.add(last)
    session.flush()


def open_pages(session: Session, feed: str) -> Pages:
    """The open page of a feed and the whole closed page before it (interface.md §4)."""
    last = _last(session, feed)
    if last is None:
        return Pages(first=1, until=1, shown=1, closed=0)
    closed = last.page if last.items == CLOSED_PAGE else last.page - 1
    shown = max(closed, 1)
    row = session.get_one(FeedPage, (feed, shown))
    return Pages(first=row.first_sequence, until=None, shown=shown, closed=closed)


def count_items(session: Session, feed: str) -> int:
    """How many items a feed has had, withdrawals too; from its last page, without counting."""
    last = _last(session, feed)
    return (last.page - 1) * CLOSED_PAGE + last.items if last else 0


def closed_page(session: Session, feed: str, page: int) -> Pages | None:
    """A closed page by its number, 1 the oldest; None while it is not closed."""
    last = _last(session, feed)
    closed = (last.page if last.items == CLOSED_PAGE else last.page - 1) if last else 0
    if not 1 <= page <= closed:
        return None
    row = session.get_one(FeedPage, (feed, page))
    after = session.get(FeedPage, (feed, page + 1))
    until = after.first_sequence if after else None
    return Pages(first=row.first_sequence, until=until, shown=page, closed=closed)


def _last(session: Session, feed: str) -> FeedPage | None:
    query = select(FeedPage).where(col(FeedPage.feed) == feed)
    return session.exec(query.order_by(col(FeedPage.page).desc()).limit(1)).first()
