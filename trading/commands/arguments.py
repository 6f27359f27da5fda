"""Arguments of the `trading` command: how one is declared, and bad use told in one line."""

import argparse
from collections.abc import Callable
from typing import NoReturn, TypeAlias

from trading.config import Settings

BAD_USE = 2
# argparse gives this type no public name.
Commands: TypeAlias = "argparse._SubParsersAction[Parser]"


class Parser(argparse.ArgumentParser):
    """Says what is wrong with a command in one line (interface.md §1), not after its usage."""

    def error(self, message: str) -> NoReturn:
        """End with the status of bad use."""
        self.exit(BAD_USE, f"{self.prog}: {message}（{self.prog} --help）\n")


def add_group(commands: Commands, name: str, about: str, example: str) -> Commands:
    """A command that has subcommands of its own."""
    group = commands.add_parser(name, help=about, description=about, epilog=f"例：{example}")
    return group.add_subparsers(required=True, metavar="COMMAND")


def add_command(
    commands: Commands,
    name: str,
    run: Callable[[argparse.Namespace, Settings], int],
    about: str,
    example: str,
) -> Parser:
    """A subcommand, what runs it, and an example for its help."""
    parser = commands.add_parser(name, help=about, description=about, epilog=f"例：{example}")
    parser.set_defaults(run=run)
    return parser
