"""Pages of the feeds with short names: where each begins, and how many items it holds."""

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from trading.store.tables.base import Row


class FeedPage(Row, table=True):
    """A page of a feed, in its order of publication: closed at fifty items, else the open one.

    Written in the transaction that publishes or withdraws; it can be derived from notices again.
    """

    __tablename__ = "feed_pages"
    __table_args__ = (
        CheckConstraint("page >= 1", name="from_one"),
        CheckConstraint("items BETWEEN 1 AND 50", name="fifty"),
    )

    feed: str = Field(primary_key=True)
    page: int = Field(primary_key=True)
    first_sequence: int
    items: int
