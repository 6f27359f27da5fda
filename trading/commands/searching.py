"""`trading reindex`: the search index made anew, with progress where somebody watches."""

import argparse
import sys

from trading.commands.arguments import Commands, add_command
from trading.commands.terminal import open_store, say
from trading.config import Settings
from trading.store.search_index import rebuild
from trading.store.turning import raise_revision


def add_reindex(commands: Commands) -> None:
    """`reindex`."""
    add_command(commands, "reindex", _reindex, "重建全文检索的索引", "trading reindex")


def _reindex(_options: argparse.Namespace, settings: Settings) -> int:
    with open_store(settings) as store, store.writing() as session:
        done = rebuild(session.connection(), tell=_tell if sys.stdout.isatty() else None)
        raise_revision(session)
    say(f"已重建索引：{done}份公告")
    return 0


def _tell(done: int, count: int) -> None:
    sys.stdout.write(f"\r{done}/{count}" + ("\n" if done >= count else ""))
    sys.stdout.flush()
