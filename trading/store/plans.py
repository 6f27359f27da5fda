"""Columns that a statement filters by without being looked up by them: SQLite plans in the dark."""

from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class Unindexed(FunctionElement[Any]):
    """A column to compare with, where a number, a process or ids already say which rows.

    SQLite, which knows no frequencies, takes every index to be as good as any other: it would
    rather walk a third of all notices by their family than the few that are named. Its own advice
    is this unary plus. PostgreSQL counts, and is left to choose.
    """

    inherit_cache = True

    def __init__(self, of: Any) -> None:  # Any: a column
        super().__init__(of)
        self.type = of.type


@compiles(Unindexed, "sqlite")
def _unindexed_sqlite(element: Unindexed, compiler: Any, **options: Any) -> str:
    return f"+{compiler.process(element.clauses, **options)}"


@compiles(Unindexed, "postgresql")
def _unindexed_postgresql(element: Unindexed, compiler: Any, **options: Any) -> str:
    plain: str = compiler.process(element.clauses, **options)
    return plain
