"""The search index: the grams of every published notice, at the place where lists have it."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, column, false, select, table, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NULLTYPE
from sqlmodel import Session, col, func

from trading.domain.grams import Run, Term, bigrams, runs
from trading.store.tables import Notice

_SEQUENCE_BITS = 28
_LONGEST = 60  # characters of a Latin word that stand in the index as they are
_BATCH = 500

GRAMS = table("notice_grams", column("grams"))
_ADD_SQLITE = text("INSERT INTO notice_grams (rowid, grams) VALUES (:place, :grams)")
_ADD_POSTGRESQL = text(
    "INSERT INTO notice_grams (place, grams)"
    " VALUES (:place, array_to_tsvector(string_to_array(:grams, ' ')))"
)


class Place(FunctionElement[int]):
    """Where a row of the index stands: later is higher."""

    type = BigInteger()
    inherit_cache = True


class Found(FunctionElement[Any]):
    """Whether a row of the index is found: by the first argument in FTS5, else by the second."""

    type = NULLTYPE  # as a Boolean it would be compared with 1
    inherit_cache = True


@compiles(Place, "sqlite")
def _place_sqlite(element: Place, compiler: Any, **_options: Any) -> str:  # Any: SQLAlchemy's
    return "notice_grams.rowid"


@compiles(Place, "postgresql")
def _place_postgresql(element: Place, compiler: Any, **_options: Any) -> str:
    return "notice_grams.place"


@compiles(Found, "sqlite")
def _found_sqlite(element: Found, compiler: Any, **options: Any) -> str:
    return f"notice_grams MATCH {compiler.process(list(element.clauses)[0], **options)}"


@compiles(Found, "postgresql")
def _found_postgresql(element: Found, compiler: Any, **options: Any) -> str:
    asked = compiler.process(list(element.clauses)[1], **options)
    return f"notice_grams.grams @@ CAST({asked} AS tsquery)"


def place_of(published_at: datetime, sequence: int) -> int:
    """The order of lists as one number: second of publication, then sequence."""
    return (int(published_at.timestamp()) << _SEQUENCE_BITS) | sequence


def add_to_index(session: Session, *, published_at: datetime, sequence: int, words: str) -> None:
    """Let a notice be found from the moment that it is published."""
    _add(session.connection(), [(published_at, sequence, words)])


def rebuild(connection: Connection, *, tell: Callable[[int, int], None] | None = None) -> int:
    """Make the index anew from what notices say; gives how many. `tell` hears done and all."""
    connection.execute(text("DELETE FROM notice_grams"))
    count = connection.execute(select(func.count()).select_from(Notice)).scalar_one()
    columns = col(Notice.published_at), col(Notice.sequence), col(Notice.search_text)
    done = last = 0
    while True:
        query = select(*columns).where(columns[1] > last).order_by(columns[1]).limit(_BATCH)
        rows: list[Any] = list(connection.execute(query))  # Any: three columns
        if not rows:
            return done
        _add(connection, rows)
        done, last = done + len(rows), rows[-1][1]
        if tell:
            tell(done, count)


def found(query: Any, terms: Sequence[Term]) -> Any:
    """The query of notices joined to the index, with a condition that every term is found.

    Each run of a term is found by its grams; a term with other signs, or of several runs, must
    also stand in the text as it was typed. On PostgreSQL, whose index knows no
    order of grams, so must every run of more than one.
    """
    # Any: queries of many shapes.
    mask = (1 << _SEQUENCE_BITS) - 1
    asked = [run for term in terms for run in runs(term.text)]
    query = query.join(GRAMS, col(Notice.sequence) == Place().op("&")(mask))
    query = query.where(Found(_fts(asked), _tsquery(asked)))
    for term in terms:
        many = runs(term.text)
        if not _is_storable(term.text):
            query = query.where(false())
        elif [run.text for run in many] != [term.text]:
            query = query.where(_says(term.text))
        for run in many:
            if len(run.grams) > 1:
                query = query.where(InOrder(_says(run.text)))
    return query


class InOrder(FunctionElement[Any]):
    """A condition that only PostgreSQL has to ask: FTS5 found the grams in their order."""

    type = NULLTYPE  # as a Boolean it would be compared with 1
    inherit_cache = True


@compiles(InOrder, "sqlite")
def _in_order_sqlite(element: InOrder, compiler: Any, **_options: Any) -> str:
    return "1"


@compiles(InOrder, "postgresql")
def _in_order_postgresql(element: InOrder, compiler: Any, **options: Any) -> str:
    condition: str = compiler.process(element.clauses, **options)
    return f"({condition})"


def _says(words: str) -> Any:  # Any: a condition
    return col(Notice.search_text).contains(words, autoescape=True)


def _is_storable(words: str) -> bool:
    """Whether a database can be asked for it: no text of a notice holds these either."""
    return not any(one == "\0" or "\ud800" <= one <= "\udfff" for one in words)


def _add(connection: Connection, rows: Iterable[Any]) -> None:  # Any: three columns
    statement = _ADD_SQLITE if connection.dialect.name == "sqlite" else _ADD_POSTGRESQL
    values = [
        {"place": place_of(published_at, sequence), "grams": " ".join(_written(words))}
        for published_at, sequence, words in rows
    ]
    connection.execute(statement, values)


def _written(words: str) -> list[str]:
    return [_word(gram) for gram in bigrams(words)]


def _word(gram: str) -> str:
    """A gram in letters and digits that every tokenizer keeps whole, whatever it knows of Unicode.

    The beginning of a gram of Chinese characters is the beginning of its word here, too.
    """
    if len(gram) > _LONGEST:
        return "g" + hashlib.sha256(gram.encode()).hexdigest()
    if gram.isascii():
        return f"l{gram}"
    return "h" + "".join(f"{ord(one):05x}" for one in gram)


def _fts(asked: Sequence[Run]) -> str:
    """The query of FTS5: a phrase a run."""
    phrases = ('"{}"'.format(" ".join(_word(one) for one in run.grams)) for run in asked)
    stars = (" *" if run.prefix else "" for run in asked)
    return " AND ".join(map("".join, zip(phrases, stars, strict=True)))


def _tsquery(asked: Sequence[Run]) -> str:
    """The query of PostgreSQL: every gram."""
    return " & ".join(
        _word(one) + (":*" if run.prefix else "") for run in asked for one in run.grams
    )
