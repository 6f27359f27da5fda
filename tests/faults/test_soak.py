"""A soak: four workers, a press every 50 ms, eight readers that never see anything older.

A few seconds each time; the whole minute by `TRADING_SOAK_SECONDS=60 pytest tests/faults`.
"""

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from tests.faults.polling import Published, Reader, in_threads
from tests.notices import TENDER, Press, open_site
from trading.config import Settings
from trading.domain.calendar import SHANGHAI
from trading.domain.codes import CorrectionReason
from trading.domain.drafts import NoticeDraft
from trading.services import correcting
from trading.store.engine import Store

SECONDS = float(os.environ.get("TRADING_SOAK_SECONDS", "5"))
PAUSE = 0.05  # seconds between two presses
FEEDS = ("/feeds/all.rss", "/feeds/all.atom", "/feeds/construction.rss", "/notices.atom")


@contextmanager
def served(settings: Settings, *, workers: int) -> Iterator[int]:
    """The real server on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    environ = os.environ | {
        "TRADING_DATA_DIR": str(settings.data_dir),
        "TRADING_DATABASE_URL": settings.database_url,
    }
    command = [sys.executable, "-m", "trading", "serve", f"--port={port}", f"--workers={workers}"]
    with subprocess.Popen(command, env=environ, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(port)
            yield port
        finally:
            server.terminate()


def wait_for(port: int) -> None:
    """Until the server answers."""
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    pytest.fail("the server does not start")


def offer(number: int, now: datetime) -> NoticeDraft:
    """A tender that is open for a month."""
    assert TENDER.tender is not None
    dates = {"documents_from": 1, "documents_until": 8, "deadline": 30, "opening_at": 30}
    facts = {name: now + timedelta(days=days) for name, days in dates.items()}
    return replace(
        TENDER,
        title=f"第{number}号工程招标公告",
        project_code=f"S-{number}",
        tender=replace(TENDER.tender, **facts),
    )


def correction(press: Press, number: str) -> NoticeDraft:
    """A correction of a notice by its title."""
    with press.store.reading() as session:
        content = correcting.begin(session, number)
        assert content.correction is not None
        told = replace(content.correction, reason_code=CorrectionReason.CLERICAL, reason="录入有误")
        changed = replace(content, process_title=f"{content.process_title}改", correction=told)
        return correcting.settled(session, changed)


def keep_publishing(press: Press, published: Published, ended: threading.Event) -> None:
    """A tender, and another one, and every fifth time a correction of the first of them."""
    number, first = 0, ""
    while not ended.wait(PAUSE):
        now = datetime.now(SHANGHAI)
        if number % 5 == 4:
            act = press.after(first, correction(press, first), now=now)
        else:
            act = press(offer(number, now), now=now)
        first = act.numbers[0] if number % 5 == 0 else first
        published.note(act.numbers[0])
        number += 1


def soak(settings: Settings, *, allowed: float) -> tuple[Published, list[Reader]]:
    """Publish and read for a while; what was published, and what the readers saw."""
    store = Store(settings.resolved_database_url)
    open_site(store)
    press, published = Press(store, settings), Published()
    tags: dict[tuple[str, str], str] = {}
    with served(settings, workers=4) as port:
        readers = [
            Reader(port, path, packed, published, tags, allowed)
            for path in FEEDS
            for packed in (False, True)
        ]
        pressed, ended = threading.Event(), threading.Event()
        presses = in_threads(partial(keep_publishing, press, published, pressed))
        polls: list[Callable[[], None]] = [partial(one.poll_until, ended) for one in readers]
        threads = in_threads(*polls)
        time.sleep(SECONDS)
        pressed.set()
        for thread in presses:
            thread.join(60)
        time.sleep(allowed)
        ended.set()
        for thread in threads:
            thread.join(60)
    store.close()
    return published, readers


@pytest.mark.parametrize(("kind", "allowed"), [("sqlite", 0.0), ("postgresql", 1.0)])
def test_no_reader_sees_anything_older_misses_a_notice_or_gets_the_wrong_bytes(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str, allowed: float
) -> None:
    url = request.getfixturevalue(f"{kind}_url")
    published, readers = soak(Settings(data_dir=tmp_path, database_url=url), allowed=allowed)
    assert [fault for reader in readers for fault in reader.faults] == []
    numbers = {number for _, number in published.numbers}
    assert len(numbers) > SECONDS / 2, "hardly anything was published: the soak would be blind"
    for reader in readers:
        assert reader.polls > SECONDS, reader.path
        assert numbers - reader.seen == set(), reader.path
    print(  # noqa: T201 # shown with -s, and when the test fails
        f"{kind}: {len(numbers)} presses, {sum(one.polls for one in readers)} polls, "
        f"{sum(one.unchanged for one in readers)} of them 304"
    )
