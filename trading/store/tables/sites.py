"""The site itself (one row) and the serial numbers that its days have given out."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from trading.store.tables.base import Row


class SiteRow(Row, table=True):
    """One row: identity as entered, the gapless sequence, and the revision readers see.

    `changed_at` is when what feeds repeat of the identity last changed.
    """

    __tablename__ = "site"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("sequence >= 0 AND revision >= 0", name="counts_up"),
    )

    id: int = Field(default=1, primary_key=True)
    site_name: str = ""
    organization: str = ""
    site_url: str = ""
    authority: str = ""
    authority_year: int
    region_code: str = ""
    ocid_prefix: str = ""
    initialised_at: datetime
    revision: int = 0
    sequence: int = 0
    last_published_at: datetime | None = None
    review_required: bool = False
    changed_at: datetime | None = None


class DaySerial(Row, table=True):
    """The last serial number given on one day (Asia/Shanghai); numbers are never reused."""

    __tablename__ = "day_serials"
    __table_args__ = (CheckConstraint("last >= 1", name="from_one"),)

    day: date = Field(primary_key=True)
    last: int
