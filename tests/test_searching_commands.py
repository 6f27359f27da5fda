"""`trading reindex`, as an administrator meets it."""

from pathlib import Path

import pytest
from sqlalchemy import text

from tests.notices import TENDER, Press, open_site
from trading import cli
from trading.config import Settings
from trading.store import migrate
from trading.store.engine import Store
from trading.store.lists import NoticeFilter, page_of_notices
from trading.store.sites import read_site


def test_a_lost_index_is_made_anew_and_readers_see_it_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRADING_DATA_DIR", str(tmp_path))
    settings = Settings(data_dir=tmp_path)
    store = Store(f"sqlite:///{(tmp_path / 'trading.db').as_posix()}")
    migrate.upgrade(store)
    open_site(store)
    (number,) = Press(store, settings)(TENDER).numbers
    with store.writing() as session:
        session.connection().execute(text("DELETE FROM notice_grams"))
    with store.reading() as session:
        before = read_site(session, settings).revision
        assert page_of_notices(session, NoticeFilter(q="绿化")).rows == ()
    assert cli.main(["reindex"]) == 0
    assert capsys.readouterr().out == "已重建索引：1份公告\n"
    with store.reading() as session:
        assert read_site(session, settings).revision > before
        found = page_of_notices(session, NoticeFilter(q="绿化"))
        assert [row.number for row in found.rows] == [number]
    store.close()
