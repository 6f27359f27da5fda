"""Freezing: content and stamp become canonical bytes with a hash, and the words to find them by."""

import hashlib
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any  # JSON members

import rfc8785

from trading.domain.drafts import NoticeDraft, Party
from trading.domain.errors import RuleBroken
from trading.domain.grams import normal
from trading.domain.payloads import FrozenNotice, Stamp, freeze
from trading.services import richtext

# What only publication adds is no part of what a reviewer sees.
_NO_TIME = datetime(1949, 10, 1, tzinfo=UTC)
_UNSTAMPED = Stamp(
    number="",
    sequence=0,
    act=0,
    process_code="",
    published_at=_NO_TIME,
    entered_at=_NO_TIME,
    salt="",
)


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
    return canonical(freeze(frozen.content, frozen.stamp))


def canonical(members: Mapping[str, Any]) -> Record:
    """These members as a record; RuleBroken for a number beyond what JSON readers keep exactly."""
    try:
        written = rfc8785.dumps(dict(members))
    except rfc8785.IntegerDomainError as error:
        raise RuleBroken("有一个数大于90万亿元，写不进冻结的记录：请先核对金额") from error
    return Record(written.decode(), hashlib.sha256(written).hexdigest())


def fingerprint(content: NoticeDraft, explanations: Mapping[str, str]) -> str:
    """The SHA-256 (hex) over everything that would be frozen, and the writer's reasons.

    What a reviewer saw has this name: a different byte, or another attachment, is another one.
    """
    seen = {"content": freeze(content, _UNSTAMPED), "explanations": dict(explanations)}
    return hashlib.sha256(rfc8785.dumps(seen)).hexdigest()


def search_text(number: str, content: NoticeDraft) -> str:
    """All words of a notice in the normal form that queries are compared with."""
    return "\n".join(map(normal, searched_words(number, content)))


def searched_words(number: str, content: NoticeDraft) -> Iterator[str]:
    """What a notice is found by, as it was written: its number, its facts, its text."""
    words = (number, *_words(content), richtext.to_plain(content.body_html))
    yield from filter(None, words)


def _words(content: NoticeDraft) -> Iterator[str]:
    yield from (content.title, content.process_title, content.project_code)
    yield content.retender_of
    yield from (party.name for party in _parties(content) if party)
    yield from (contract.number for contract in content.contracts)
    for lot in content.lots:
        yield from (lot.title, lot.code, lot.content, lot.parcel)
    if content.correction:
        yield content.correction.reason
        for change in content.correction.changes:
            yield from (change.label, change.old, change.new)


def _parties(content: NoticeDraft) -> Iterator[Party | None]:
    """Everybody whom a notice names as a side of the trade."""
    yield from (content.buyer, content.agency)
    for candidate in content.candidates:
        yield from candidate.suppliers
    for award in content.awards:
        yield from award.suppliers
    for contract in content.contracts:
        yield from contract.suppliers
