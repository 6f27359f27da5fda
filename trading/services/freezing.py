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
    parties: list[Party | None] = [content.buyer, content.agency]
    parties += [supplier for award in content.awards for supplier in award.suppliers]
    yield from (party.name for party in parties if party)
    for lot in content.lots:
        yield from (lot.title, lot.code, lot.content, lot.parcel)
