"""Random histories as a reader sees them: page, JSON and CSV of every figure say the same."""

import csv
import hashlib
import io
import os
import tempfile
from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any  # JSON members

from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from tests.clocks import FixedClock
from tests.journeys.desks import START
from tests.journeys.offices import Office
from tests.web.pages import read
from trading.config import Settings
from trading.domain.calendar import SHANGHAI
from trading.store import migrate
from trading.store.engine import Store
from trading.web import create_app


def check_figure(reader: FlaskClient, address: str, members: dict[str, Any]) -> None:
    """The rows of the CSV are as many as the figure says, or add up to it; its hash is told."""
    file = reader.get(f"{address}.csv").data
    rows = list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"))))
    page = read(reader, address)
    assert f"共{len(rows)}行" in page.main
    assert "与汇总数一致" in page.main
    assert hashlib.sha256(file).hexdigest() in page.main
    if members["unit"] == "fen":
        total = sum(100 * Decimal(row["value"] or 0) for row in rows)
        assert total == members["value"], address
    elif members["unit"] != "basis_point":
        assert len(rows) == members["value"], address


@trying(
    max_examples=int(os.environ.get("TRADING_HISTORIES", "10" if os.environ.get("CI") else "2")),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
@given(data=st.data())
def test_a_reader_finds_every_figure_of_any_history_in_its_csv(
    settings: Settings, data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        here = replace(settings, data_dir=Path(folder), database_url=f"sqlite:///{folder}/one.db")
        store = Store(here.database_url)
        migrate.upgrade(store)
        with store.writing() as session:
            office, day = Office(session, here, data), START
            for _ in range(data.draw(st.integers(2, 4), "acts")):
                day += timedelta(days=data.draw(st.integers(0, 250), "days until the next act"))
                office.live(day)
            office.leave_a_draft(day)
        now = datetime.combine(day + timedelta(days=1), time(9), SHANGHAI)
        reader = create_app(here, store=store, clock=FixedClock(now)).test_client()
        for year in range(min(act.day.year for act in office.acts), day.year + 1):
            members = reader.get(f"/statistics/{year}.json").json
            assert members is not None
            assert all(one["holds"] for one in (*members["bridge"], *members["identities"]))
            for one in members["figures"]:
                check_figure(reader, f"/statistics/{year}/{one['name']}", one)
        store.close()
