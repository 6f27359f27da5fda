"""Pages of feeds on either database: what the upgrade fills in, and that no feed reads all."""

import pytest
from alembic import command
from sqlalchemy import event, select

from tests.notices import NOON, TENDER, Press, open_site, result, won
from trading.config import Settings
from trading.services import withdrawing
from trading.store import migrate
from trading.store.engine import Store
from trading.store.feed_entries import entries_after, entries_for_feed, entries_of_pages
from trading.store.feed_pages import Pages, feed_of
from trading.store.lists import NoticeFilter
from trading.store.sites import read_site
from trading.store.tables import metadata


@pytest.fixture
def press(store: Store, settings: Settings) -> Press:
    """Publishes on a site that is ready to."""
    open_site(store)
    return Press(store, settings)


def pages(store: Store) -> list[tuple[object, ...]]:
    table = metadata.tables["feed_pages"]
    with store.engine.connect() as connection:
        return sorted(tuple(row) for row in connection.execute(select(table)))


def test_an_upgrade_fills_in_what_publishing_would_have_written(store: Store, press: Press) -> None:
    many = press(*[TENDER] * 50).numbers
    press.after(many[0], result(won(1)))
    with store.writing() as session:
        site = read_site(session, press.settings)
        withdrawing.withdraw(session, many[1], reason="错", by=press.staff, now=NOON, site=site)
    press.moved_in(many[2], TENDER, dated=NOON.replace(year=2015))
    written = pages(store)
    assert ("tender", 2, 52, 1) in written
    assert ("award", 1, 51, 1) in written
    with store.engine.begin() as connection:
        config = migrate._config()
        config.attributes["connection"] = connection
        for words in (
            "DROP TABLE feed_pages",
            "DROP INDEX ix_notices_family_category_sequence",
            "DROP INDEX ix_notices_category_sequence",
            "DROP INDEX ix_notice_standings_opening_at_notice_id",
            "ALTER TABLE site DROP COLUMN changed_at",
        ):
            connection.exec_driver_sql(words)
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0004'")
        command.upgrade(config, "0005")
    assert pages(store) == written


@pytest.mark.parametrize(
    "wanted",
    [
        NoticeFilter(),
        NoticeFilter(family=("tender",)),
        NoticeFilter(category=("construction",)),
        NoticeFilter(family=("tender",), category=("construction",)),
    ],
)
def test_no_named_feed_reads_all_notices(sqlite_store: Store, wanted: NoticeFilter) -> None:
    asked: list[tuple[str, object]] = []

    def note(_c: object, _u: object, statement: str, values: object, *_: object) -> None:
        asked.append((statement, values))

    assert feed_of(wanted) is not None
    with sqlite_store.reading() as session:
        engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", note)
        entries_of_pages(session, wanted, Pages(first=5, until=90, shown=1, closed=1))
        entries_for_feed(session, wanted)
        entries_after(session, wanted, 7)
        event.remove(engine, "before_cursor_execute", note)
        run = session.connection().exec_driver_sql
        for statement, values in asked:
            plan = [str(row[3]) for row in run(f"EXPLAIN QUERY PLAN {statement}", values)]
            scans = [one for one in plan if one.startswith("SCAN")]
            # What is made for one answer is scanned: a row of constants, what a limit found.
            assert not [one for one in scans if "CONSTANT" not in one and "(" not in one], plan
