"""Gathering: what the web counted in memory is added to the stored readings, all or nothing."""

from collections.abc import Mapping

from trading.store.audiences import Reading, add_readings
from trading.store.engine import Store


def gather(store: Store, counted: Mapping[Reading, int]) -> None:
    """Add these counts in a transaction of their own; raises DatabaseFailed when none is added."""
    if counted:
        with store.writing() as session:
            add_readings(session, counted)
