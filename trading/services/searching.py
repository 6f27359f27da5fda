"""Searching: open drafts by all their words, as published notices are searched by theirs."""

from collections.abc import Sequence

from trading.domain.grams import Term
from trading.services.freezing import search_text
from trading.store.desks import PER_PAGE, Part
from trading.store.engine import Session
from trading.store.searches import FoundDraft, open_drafts_to_search

MOST_DRAFTS = 1000  # the last saved ones: nothing older waits unseen on a desk


def search_drafts(session: Session, terms: Sequence[Term], *, page: int) -> Part[FoundDraft]:
    """The open drafts in which every term stands, last saved first.

    A draft keeps no search text of its own: it changes with every save, and there are few.
    """
    found = [
        draft
        for draft in open_drafts_to_search(session, most=MOST_DRAFTS)
        if _holds(search_text("", draft.content), terms)
    ]
    start = (page - 1) * PER_PAGE
    return Part(tuple(found[start : start + PER_PAGE]), len(found), page)


def _holds(text: str, terms: Sequence[Term]) -> bool:
    return all(term.text in text for term in terms)
