"""Reading on while an office publishes, on either database: nothing is missed or met twice."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

from tests.notices import NOON, TENDER, Press, open_site
from trading.config import Settings
from trading.services import withdrawing
from trading.store.engine import Store
from trading.store.feed_entries import entries_after
from trading.store.lists import NoticeFilter
from trading.store.sites import read_site

READERS, ACTS, TOGETHER = 2, 12, 3


def publishes(press: Press) -> int:
    """Three at once, and one of them withdrawn, again and again; the last sequence."""
    for n in range(ACTS):
        now = NOON + timedelta(minutes=n)
        many = [replace(TENDER, project_code=f"HD-{n}-{m}") for m in range(TOGETHER)]
        number = press(*many, now=now).numbers[1]
        with press.store.writing() as session:
            site, by = read_site(session, press.settings), press.staff
            withdrawing.withdraw(session, number, reason="重复", by=by, now=now, site=site)
    return ACTS * (TOGETHER + 1)


def reads(url: str, last: int) -> list[int]:
    """The sequences that a reader meets until the last one, each time from where it stood."""
    store, met = Store(url), [0]
    try:
        while met[-1] < last:
            with store.reading() as session:
                entries, _ = entries_after(session, NoticeFilter(), met[-1])
            met += [one.sequence for one in entries]
    finally:
        store.close()
    return met[1:]


def test_a_reader_meets_everything_once_in_order_while_it_is_published(
    store: Store, database_url: str, settings: Settings
) -> None:
    open_site(store)
    press = Press(store, replace(settings, database_url=database_url))
    last = ACTS * (TOGETHER + 1)
    with (
        patch("trading.store.feed_entries.MOST_AFTER", 2),
        ThreadPoolExecutor(READERS + 1) as pool,
    ):
        readers = [pool.submit(reads, database_url, last) for _ in range(READERS)]
        assert pool.submit(publishes, press).result(timeout=300) == last
        for reader in readers:
            assert reader.result(timeout=300) == list(range(1, last + 1))
