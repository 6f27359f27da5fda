"""From 0001 to 0002: an office that has published goes on with every byte, and nothing is lost."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, insert, select
from sqlalchemy.exc import DBAPIError
from sqlmodel import text

from tests.notices import NOON, TENDER, Press, result, won
from tests.reviewed import IDENTITY
from trading.config import Settings
from trading.domain.drafts import FailedLot
from trading.services import drafting, initialising, tallying
from trading.store import migrate, sites
from trading.store.drafts import find_draft
from trading.store.engine import Store
from trading.store.lists import NoticeFilter, page_of_notices
from trading.store.tables import metadata

KEPT = (
    "notices",
    "acts",
    "notice_lots",
    "processes",
    "lots",
    "awards",
    "award_lots",
    "award_suppliers",
    "organizations",
    "totals",
    "standings",
    "day_serials",
    "staff",
)


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty database at 0001."""
    if request.param == "sqlite":
        store = Store(f"sqlite:///{(tmp_path / 'old.db').as_posix()}")
        yield at_first_schema(store)
        store.close()
        return
    server: str = request.getfixturevalue("postgres")
    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        store = Store(server.replace("/postgres?", f"/{name}?"))
        yield at_first_schema(store)
        store.close()
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def at_first_schema(store: Store) -> Store:
    config = migrate._config()
    with store.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    return store


@pytest.fixture
def office(sqlite_store: Store, settings: Settings) -> Store:
    """What an office had done: a tender, an award that replaced another, a lot that failed, two
    drafts, one of them thrown away.
    """
    with sqlite_store.writing() as session:
        sites.add_site(session, authority_year=2026, now=NOON)
        sites.save_identity(session, IDENTITY)
    press = Press(sqlite_store, settings)
    (number,) = press(TENDER).numbers
    press.after(number, result(won(1), failed=(FailedLot(lot=2, reason="不足三家"),)))
    press.after(number, result(won(1, fen=1_00, by="乙公司", why="放弃")))
    other = replace(TENDER, project_code="HD-2", title="还在写的")
    with sqlite_store.writing() as session:
        drafting.start(session, other, by=press.staff, now=NOON)
        gone = drafting.start(session, other, by=press.staff, now=NOON)
        drafting.discard(session, gone, by=press.staff, now=NOON)
    return sqlite_store


@pytest.fixture
def moved(office: Store, old: Store) -> Store:
    """The same office as 0001 would hold it, then brought to the newest schema."""
    first = MetaData()
    with old.engine.begin() as there, office.engine.connect() as here:
        first.reflect(bind=there)
        for table in first.sorted_tables:
            if table.name == "alembic_version":
                continue
            now = metadata.tables[table.name]
            columns = [now.c[column.name] for column in table.columns]
            rows = [row._asdict() for row in here.execute(select(*columns))]
            if rows:
                there.execute(insert(table), rows)
            if rows and "id" in table.columns and not old.is_sqlite:
                counted = f"pg_get_serial_sequence('{table.name}', 'id'), {len(rows)}"
                there.execute(text(f"SELECT setval({counted})"))
    assert migrate.current(old) == "0001"
    initialising.prepare(old, now=NOON)
    return old


def rows(store: Store, name: str, *columns: str) -> list[tuple[object, ...]]:
    table = metadata.tables[name]
    chosen = [table.c[column] for column in columns] or list(table.columns)
    with store.engine.connect() as connection:
        return sorted((tuple(row) for row in connection.execute(select(*chosen))), key=repr)


def test_every_row_of_before_is_there_byte_for_byte(office: Store, moved: Store) -> None:
    assert migrate.current(moved) == migrate.newest()
    with moved.engine.connect() as connection:
        opts = {"compare_type": True, "include_name": migrate.is_compared}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, metadata) == []
    assert rows(office, "notices")
    for name in KEPT:
        assert rows(moved, name) == rows(office, name), name
    kept = ("id", "process_id", "content", "revision", "author_id", "editor_id", "notice_id")
    assert rows(moved, "drafts", *kept) == rows(office, "drafts", *kept)


def test_what_is_new_says_what_was_true_before(office: Store, moved: Store) -> None:
    """Where each notice stands, how lots ended, who wrote the drafts: as if 0002 had seen it."""
    assert rows(moved, "notice_standings") == rows(office, "notice_standings")
    assert len(rows(moved, "notice_standings")) == 3
    exits = ("lot_id", "notice_id", "kind", "reason", "revoked_by_notice_id")
    assert rows(moved, "lot_exits", *exits) == rows(office, "lot_exits", *exits)
    assert len(rows(moved, "lot_exits")) == 1
    assert rows(moved, "draft_writers") == rows(office, "draft_writers")
    states = {row[0] for row in rows(moved, "drafts", "state", "explanations")}
    assert states == {"draft"}
    assert rows(moved, "draft_steps") == rows(moved, "schedules") == []


def test_review_stays_off_for_an_office_that_worked_without_it(
    moved: Store, settings: Settings
) -> None:
    initialising.prepare(moved, now=NOON)
    with moved.reading() as session:
        assert not sites.read_site(session, settings).review_required
        assert tallying.differences(session) == []


def test_a_new_site_starts_with_review(old: Store, settings: Settings) -> None:
    initialising.prepare(old, now=NOON)
    with old.reading() as session:
        assert sites.read_site(session, settings).review_required


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE notices SET title = 'x'",
        "DELETE FROM notices",
        "UPDATE acts SET published_on = '2016-01-01'",
    ],
)
def test_what_was_published_still_never_changes(moved: Store, statement: str) -> None:
    with pytest.raises(DBAPIError, match="never changes"), moved.writing() as session:
        session.connection().execute(text(statement))


def test_the_office_goes_on_where_it_stopped(moved: Store, settings: Settings) -> None:
    """The open draft is published with the next number, in one act, and all adds up."""
    (waiting,) = [
        row
        for row in rows(moved, "drafts", "id", "notice_id", "discarded_at")
        if row[1] is None and row[2] is None
    ]
    with moved.reading() as session:
        draft = find_draft(session, int(str(waiting[0])))
        staff = draft.author_id
    press = Press.__new__(Press)
    press.store, press.settings, press.staff = moved, settings, staff
    act = press(replace(TENDER, project_code="HD-3"), now=NOON)
    assert act.numbers == ("202603020004",)
    with moved.reading() as session:
        assert tallying.differences(session) == []


def test_what_was_published_before_there_was_an_index_is_found(moved: Store) -> None:
    with moved.reading() as session:
        found = page_of_notices(session, NoticeFilter(q="河东路 招标"))
    assert [row.title for row in found.rows] == [TENDER.title]
