"""What the subcommands share: a line on the terminal, the database, a link, a failure."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from trading import serving
from trading.config import Settings
from trading.store.engine import Store
from trading.store.sites import read_site

FAILURE = 1


class Failed(Exception):
    """A command that could not do its work; the sentence goes to stderr, the status is 1."""


class BadUse(Failed):
    """A command whose words do not fit together; the status is 2."""


def say(line: str = "") -> None:
    """A line of the answer, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def progress(what: str) -> Callable[[int, int], None]:
    """Says on a terminal how far long work is, in one line of stderr; says nothing in a pipe."""
    if not sys.stderr.isatty():
        return lambda done, of: None

    def tell(done: int, of: int) -> None:
        sys.stderr.write(f"\r{what} {done}/{of}" + ("\n" if done >= of else ""))
        sys.stderr.flush()

    return tell


@contextmanager
def open_store(settings: Settings, *, migrated: bool = True) -> Iterator[Store]:
    """The database, which must be ready for use unless it is about to be made."""
    if not migrated:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    store = Store(settings.resolved_database_url)
    try:
        if migrated:
            serving.check_database(settings, store)
        yield store
    finally:
        store.close()


def link(settings: Settings, store: Store, path: str, base: str = "") -> str:
    """The address of a page of the staff area."""
    with store.reading() as session:
        site_url = base or read_site(session, settings).site_url or "http://127.0.0.1:8000"
    return f"{site_url}/staff/{path}"
