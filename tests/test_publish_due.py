"""`trading publish-due`, what doctor says of review, and the setting that decides it."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar

import pytest

from tests.notices import NOON
from tests.reviewed import ReviewedOffice
from trading import cli
from trading.config import Settings, SettingsError, load
from trading.domain.errors import Conflict
from trading.services import initialising
from trading.store import migrate
from trading.store.engine import Store


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory that the command finds by itself."""
    monkeypatch.setenv("TRADING_DATA_DIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def office(here: Path) -> ReviewedOffice:
    """An office there."""
    settings = Settings(data_dir=here)
    store = Store(settings.resolved_database_url)
    migrate.upgrade(store)
    return ReviewedOffice(store, settings)


class Later(datetime):
    """The clock of the command: a moment before the schedule, then the moment itself."""

    moments: ClassVar[list[datetime]] = []

    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override] # a list, not a clock
        return cls.moments.pop(0)


def test_what_is_due_is_published_once_and_said(
    office: ReviewedOffice,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    due = NOON + timedelta(minutes=5)
    office.schedule(office.approved(), due_at=due)
    monkeypatch.setattr(cli, "datetime", Later)
    Later.moments = [due - timedelta(seconds=1), due, due]
    said = []
    for _ in range(3):
        assert cli.main(["publish-due"]) == 0
        said.append(capsys.readouterr().out)
    nothing = "没有到时间的定时发布。\n"
    assert said == [nothing, "已发布1份公告：202603020001\n", nothing]
    office.store.close()


def test_what_could_not_be_published_is_told_and_ends_with_status_1(
    office: ReviewedOffice,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    office.require(required=False)
    due = NOON + timedelta(minutes=5)
    office.schedule(office.write(), due_at=due)
    office.require(required=True)
    monkeypatch.setattr(cli, "datetime", Later)
    Later.moments = [due]
    assert cli.main(["publish-due"]) == 1
    assert "先审后发" in capsys.readouterr().out
    office.store.close()


def test_doctor_says_whether_a_second_person_reads_what_goes_out(
    office: ReviewedOffice, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cli.main(["doctor"])
    assert "先审后发已启用" in capsys.readouterr().out
    office.require(required=False)
    cli.main(["doctor"])
    assert "先审后发未启用" in capsys.readouterr().out
    monkeypatch.setenv("TRADING_REVIEW_REQUIRED", "true")
    cli.main(["doctor"])
    said = capsys.readouterr().out
    assert "先审后发已启用（由设置决定）" in said
    assert "TRADING_REVIEW_REQUIRED" in said
    office.store.close()


def test_a_new_site_starts_under_review(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["init"]) == 0
    cli.main(["doctor"])
    assert "先审后发已启用" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), ("false", False), ("True", True), (" FALSE ", False)]
)
def test_the_setting_is_yes_or_no(here: Path, text: str, value: bool) -> None:
    assert load({"TRADING_REVIEW_REQUIRED": text}, data_dir=here).review_required is value


def test_without_the_setting_the_site_decides(here: Path) -> None:
    assert load({}, data_dir=here).review_required is None
    (here / "site.toml").write_text("review_required = false\n", encoding="utf-8")
    assert load({}, data_dir=here).review_required is False
    assert load({"TRADING_REVIEW_REQUIRED": "true"}, data_dir=here).review_required is True


@pytest.mark.parametrize("text", ["", "yes", "1", "maybe"])
def test_anything_else_is_refused_with_its_source(here: Path, text: str) -> None:
    with pytest.raises(SettingsError, match="TRADING_REVIEW_REQUIRED.*true 或 false"):
        load({"TRADING_REVIEW_REQUIRED": text}, data_dir=here)


def test_a_setting_decides_against_every_press(sqlite_store: Store, settings: Settings) -> None:
    initialising.prepare(sqlite_store, now=NOON)
    given = Settings(data_dir=settings.data_dir, review_required=True)
    with sqlite_store.writing() as session, pytest.raises(Conflict, match="由服务器的设置"):
        initialising.require_review(session, given, required=False)
