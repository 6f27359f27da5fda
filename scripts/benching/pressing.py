"""Pressing "publish" while readers hammer: how long one publication takes, and the slowest."""

import statistics
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benching import readers
from benching.reader import request
from trading.config import Settings
from trading.domain.calendar import SHANGHAI
from trading.domain.codes import Family
from trading.domain.drafts import NoticeDraft
from trading.services import drafting
from trading.services.publishing import publish
from trading.store import people
from trading.store.engine import Session, Store
from trading.store.lists import NoticeFilter, page_of_notices
from trading.store.notices import find_notice
from trading.store.sites import read_site


def measure(folder: Path, port: int, *, times: int, seconds: float) -> dict[str, Any]:
    """Publish so many tenders, each as the first notice of its process, while four readers read."""
    settings = Settings(data_dir=folder, review_required=False)
    store = Store(settings.resolved_database_url)
    try:
        content, staff = _ready(store)
        asked = [request(path).decode() for path in ("/feeds/all.rss", "/notices", "/")]
        reading = readers.start(port, asked, seconds=seconds)
        pressed = [_press(store, settings, content, staff) for _ in range(times)]
        for one in reading:
            one.wait()
    finally:
        store.close()
    work = statistics.median(cpu for _, cpu in pressed)
    took = sorted(wall for wall, _ in pressed)
    median, p99 = took[len(took) // 2], took[len(took) * 99 // 100]
    return {
        "median_ms": median * 1000,
        "p99_ms": p99 * 1000,
        "p99_over_median": p99 / median,
        "cpu_ms": work * 1000,
    }


def _press(
    store: Store, settings: Settings, content: NoticeDraft, staff: int
) -> tuple[float, float]:
    """The seconds of one publication, to the end of its transaction; and of its work."""
    now = datetime.now(SHANGHAI)
    with store.writing() as session:
        draft = drafting.start(session, _in_time(content, now), by=staff, now=now)
    began, worked = time.perf_counter(), time.process_time()
    with store.writing() as session:
        site = read_site(session, settings)
        publish(session, [draft], by=staff, now=datetime.now(SHANGHAI), site=site)
    return time.perf_counter() - began, time.process_time() - worked


def _ready(store: Store) -> tuple[NoticeDraft, int]:
    with store.reading() as session:
        (editor, *_) = (one for one in people.all_staff(session) if one.role == "editor")
        return _tender(session), editor.id


def _tender(session: Session) -> NoticeDraft:
    wanted = NoticeFilter(family=(Family.TENDER.value,), category=("construction",))
    row = page_of_notices(session, wanted, page=1).rows[0]
    return replace(find_notice(session, row.number).frozen.content, retender_of="", source="")


def _in_time(content: NoticeDraft, now: datetime) -> NoticeDraft:
    """The same tender with its times ahead, as a draft of today has them."""
    if content.tender is None:
        return content
    day = now.replace(hour=9, minute=0, second=0, microsecond=0)
    return replace(
        content,
        tender=replace(
            content.tender,
            documents_from=day + timedelta(days=1),
            documents_until=day + timedelta(days=8),
            deadline=day + timedelta(days=30),
            opening_at=day + timedelta(days=30),
        ),
    )
