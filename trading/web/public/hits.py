"""Why a search found a notice: its title with the words marked, and a piece of what it says."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from trading.domain.grams import Term, parse_query
from trading.domain.marking import Piece, marked, missing, snippet
from trading.domain.payloads import thaw
from trading.services.freezing import searched_words
from trading.store.engine import Session
from trading.store.notice_rows import NoticeRow
from trading.store.notices import records_of


@dataclass(frozen=True)
class Hit:
    """A title and a snippet in pieces; no snippet where the title shows every word."""

    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...] = ()


def hits(session: Session, rows: Sequence[NoticeRow], q: str) -> dict[str, Hit]:
    """Of each row, by its number, what was found; nothing without a search.

    A record is read only where the title alone does not tell.
    """
    terms = parse_query(q)
    if not terms:
        return {}
    unseen = {row.number: missing(row.title, terms) for row in rows if row.withdrawn_at is None}
    records = records_of(session, [number for number, some in unseen.items() if some])
    return {
        row.number: Hit(
            title=marked(row.title, terms),
            snippet=_snippet(records[row.number], row.number, terms, first=unseen[row.number])
            if unseen[row.number]
            else (),
        )
        for row in rows
        if row.number in unseen
    }


def _snippet(
    record: str, number: str, terms: Sequence[Term], *, first: Sequence[Term]
) -> tuple[Piece, ...]:
    """The piece around the first of the words that the title lacks; none of a damaged record."""
    try:
        content = thaw(json.loads(record)).content
    except (ValueError, KeyError, TypeError):
        return ()
    for words in searched_words(number, content):
        if found := snippet(words, terms, first=first):
            return found
    return ()
