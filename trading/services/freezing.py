"""Freezing: content and stamp become canonical bytes with a hash, and the words to find them by."""

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

import rfc8785

from trading.domain.drafts import NoticeDraft, Party
from trading.domain.grams import normal
from trading.domain.payloads import FrozenNotice, freeze
from trading.services import richtext


@dataclass(frozen=True)
class Record:
    """The canonical JSON (RFC 8785) of a notice and the SHA-256 (hex) over exactly its bytes."""

    payload: str
    sha256: str


def new_salt() -> str:
    """32 random bytes in hex: nobody can guess an erased notice from its hash."""
    return secrets.token_hex(32)


def record(frozen: FrozenNotice) -> Record:
    """The record of a notice; the same notice always gives the same bytes."""
    canonical = rfc8785.dumps(freeze(frozen.content, frozen.stamp))
    return Record(canonical.decode(), hashlib.sha256(canonical).hexdigest())


def search_text(number: str, content: NoticeDraft) -> str:
    """All words of a notice in the normal form that queries are compared with."""
    words = [number, *_words(content), richtext.to_plain(content.body_html)]
    return "\n".join(normal(word) for word in words if word)


def _words(content: NoticeDraft) -> Iterator[str]:
    yield from (content.title, content.process_title, content.project_code)
    yield content.retender_of
    yield from (party.name for party in _parties(content) if party)
    yield from (contract.number for contract in content.contracts)
    for lot in content.lots:
        yield from (lot.title, lot.code, lot.content, lot.parcel)


def _parties(content: NoticeDraft) -> Iterator[Party | None]:
    """Everybody whom a notice names as a side of the trade."""
    yield from (content.buyer, content.agency)
    for candidate in content.candidates:
        yield from candidate.suppliers
    for award in content.awards:
        yield from award.suppliers
    for contract in content.contracts:
        yield from contract.suppliers
