"""The benchmark fills a site exactly as publication would, and tells what it measured; no times."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from benching import loading, servers, tables
from benching.reader import request
from sqlalchemy import text
from sqlmodel import Session, col, delete, select

from trading.domain.calendar import SHANGHAI
from trading.services import freezing, tallying
from trading.store import feed_pages, publications, search_index
from trading.store.audiences import feed_fetches
from trading.store.engine import Store
from trading.store.notices import NoticeView, find_notice
from trading.store.tables import FeedPage, Notice, Withdrawal

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 24, 10, tzinfo=SHANGHAI)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with some two hundred notices: four copies of the county."""
    folder = tmp_path_factory.mktemp("bench")
    assert loading.fill(folder, 200, now=NOW, say=lambda _: None) == 220
    return folder


@pytest.fixture
def loaded(filled: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{(filled / 'trading.db').as_posix()}")
    yield store
    store.close()


def every_notice(store: Store) -> list[tuple[dict[str, Any], NoticeView]]:
    with store.reading() as session:
        rows = session.exec(select(Notice).order_by(col(Notice.sequence))).all()
        assert len(rows) == 220
        return [(row.model_dump(), find_notice(session, row.number)) for row in rows]


def test_every_record_is_what_freezing_makes_of_it(loaded: Store) -> None:
    for row, view in every_notice(loaded):
        made = freezing.record(view.frozen)
        assert (made.payload, made.sha256) == (view.payload, view.sha256)
        assert row["search_text"] == freezing.search_text(row["number"], view.frozen.content)


def test_every_column_is_what_publication_writes(loaded: Store) -> None:
    for row, view in every_notice(loaded):
        for name, value in publications._columns(view.frozen).items():
            assert row[name] == value, (row["number"], name)


def test_sequence_numbers_and_days_are_those_of_one_site(loaded: Store) -> None:
    found = [row for row, _ in every_notice(loaded)]
    assert [row["sequence"] for row in found] == list(range(1, 221))
    moments = [row["published_at"] for row in found]
    assert moments == sorted(moments)
    assert len({row["number"] for row in found}) == 220


def test_the_figures_are_those_of_a_recount(loaded: Store) -> None:
    with loaded.reading() as session:
        assert tallying.differences(session) == []


def test_the_pages_of_feeds_are_those_that_publication_opens(loaded: Store) -> None:
    with loaded.read_session() as session:  # what is written here is never committed
        events = [(row["sequence"], row) for row, _ in every_notice(loaded)]
        rows = {row["id"]: row for _, row in events}
        gone = session.exec(select(Withdrawal)).all()
        events += [(one.sequence, rows[one.notice_id]) for one in gone]
        pages = every_page(session)
        session.exec(delete(FeedPage))
        for sequence, row in sorted(events, key=lambda event: event[0]):
            if not row["archived"]:
                feed_pages.count_item(session, row["family"], row["category"], sequence)
        assert len(pages) > 20
        assert every_page(session) == pages


def every_page(session: Session) -> list[dict[str, Any]]:
    found = session.exec(select(FeedPage).order_by(FeedPage.feed, col(FeedPage.page)))
    return [one.model_dump() for one in found]


def test_the_words_of_the_search_are_those_that_publication_writes(loaded: Store) -> None:
    with loaded.read_session() as session:
        connection = session.connection()
        words = every_word(connection)
        assert search_index.rebuild(connection) == 220
        assert len(words) > 10_000
        assert every_word(connection) == words


def every_word(connection: Any) -> set[tuple[str, int, int]]:
    """Which word stands where in which notice, as the index has it."""
    spell = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.said USING fts5vocab('main', 'notice_grams', "
    connection.execute(text(spell + "'instance')"))
    found = connection.execute(text("SELECT term, doc, offset FROM temp.said"))
    return {tuple(row) for row in found}


def test_the_database_is_whole(loaded: Store) -> None:
    with loaded.reading() as session:
        found = session.connection()
        assert found.execute(text("PRAGMA foreign_key_check")).fetchall() == []
        assert found.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        kinds = "SELECT count(*) FROM sqlite_master WHERE type IN ('index', 'trigger')"
        assert (found.execute(text(kinds)).scalar() or 0) > 30


def test_what_was_read_is_written_when_the_server_stops(filled: Path, tmp_path: Path) -> None:
    (tmp_path / "trading.db").write_bytes((filled / "trading.db").read_bytes())
    with servers.product(tmp_path) as server:
        reader = server.reader()
        assert {reader.ask(request("/feeds/all.rss"))[0] for _ in range(3)} == {200}
        reader.close()
    store = Store(f"sqlite:///{(tmp_path / 'trading.db').as_posix()}")
    with store.reading() as session:
        assert feed_fetches(session, since=NOW.date() - timedelta(days=9999)) == [("all", 3)]
    store.close()


def test_the_benchmark_tells_what_it_measured(filled: Path, tmp_path: Path) -> None:
    folder = tmp_path / "200"
    folder.mkdir()
    for name in ("trading.db", "secret.key"):
        if (filled / name).exists():
            (folder / name).write_bytes((filled / name).read_bytes())
    (folder / "filled").write_text("220")
    quick = ("--seconds", "0.1", "--repeats", "1", "--presses", "3")
    command = [sys.executable, str(ROOT / "scripts" / "bench.py"), "--sizes", "200", *quick]
    out = subprocess.run(
        [*command, "--folder", str(tmp_path), "--json"],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    report = json.loads(out.stdout)
    found = report["sizes"]["200"]
    assert found["notices"] == 220
    assert set(found["hot"]) == {"feed_200", "list_200", "notice_200", "feed_304"}
    for one in found["hot"].values():
        assert one["per_second"] > 0
        assert one["bare_per_second"] > 0
    assert found["feed"]["over_feedgen"] > 0
    for name in ("list", "notice", "feed", "search_common", "search_rare", "search_none", "year"):
        assert found["cold"][name]["median_ms"] > 0, name
    assert found["publish"]["median_ms"] > 0
    assert found["start_seconds"] > 0
    assert report["about"]["cpus"] >= 1
    assert "220 条公告" in tables.report(report)
