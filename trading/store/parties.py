"""Organizations as they were last published: with the address and the people named there."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from trading.domain.drafts import NoticeDraft, Party
from trading.domain.grams import Term
from trading.domain.payloads import thaw
from trading.store.searches import FoundOrganization, search_organizations
from trading.store.tables import Award, AwardSupplier, Notice, Process, Withdrawal

MOST_SUGGESTED = 10


@dataclass(frozen=True)
class _Last:
    """The newest notice (by sequence) that names an organization."""

    organization_id: int
    sequence: int


def suggest_parties(session: Session, terms: Sequence[Term]) -> list[Party]:
    """The organizations whose name or 统一社会信用代码 holds every term, as last published.

    At most ten; without terms none. What a withdrawn notice said of one is not repeated.
    """
    if not terms:
        return []
    found = search_organizations(session, terms, page=1).rows[:MOST_SUGGESTED]
    newest = _newest(session, [one.id for one in found])
    contents = _contents(session, set(newest.values()))
    return [_as_published(one, contents.get(newest.get(one.id, 0))) for one in found]


def _newest(session: Session, ids: Collection[int]) -> dict[int, int]:
    """The sequence of the newest standing notice that names each organization."""
    found: dict[int, int] = {}
    for last in _mentions(session, ids):
        found[last.organization_id] = max(found.get(last.organization_id, 0), last.sequence)
    return found


def _mentions(session: Session, ids: Collection[int]) -> Iterator[_Last]:
    """The newest notices that name organizations as buyer, as agency and as supplier."""
    stands = col(Notice.id).not_in(select(Withdrawal.notice_id))
    newest = func.max(Notice.sequence)
    as_buyer = select(Notice.buyer_id, newest).where(col(Notice.buyer_id).in_(ids), stands)
    yield from _lasts(session.exec(as_buyer.group_by(col(Notice.buyer_id))))
    as_agency = (
        select(Process.agency_id, newest)
        .join(Notice, col(Notice.process_id) == col(Process.id))
        .where(col(Process.agency_id).in_(ids), stands)
    )
    yield from _lasts(session.exec(as_agency.group_by(col(Process.agency_id))))
    as_supplier = (
        select(AwardSupplier.organization_id, newest)
        .join(Award, col(Award.id) == col(AwardSupplier.award_id))
        .join(Notice, col(Notice.id) == col(Award.notice_id))
        .where(col(AwardSupplier.organization_id).in_(ids), stands)
    )
    yield from _lasts(session.exec(as_supplier.group_by(col(AwardSupplier.organization_id))))


def _lasts(rows: Iterable[tuple[int | None, int]]) -> Iterator[_Last]:
    for organization_id, sequence in rows:
        if organization_id is not None:
            yield _Last(organization_id, sequence)


def _contents(session: Session, sequences: Collection[int]) -> dict[int, NoticeDraft]:
    """The contents of notices by sequence; a damaged record has none."""
    query = select(Notice.sequence, Notice.payload).where(col(Notice.sequence).in_(sequences))
    found = {}
    for sequence, payload in session.exec(query):
        try:
            found[sequence] = thaw(json.loads(payload)).content
        except (ValueError, KeyError, TypeError):
            continue
    return found


def _as_published(known: FoundOrganization, content: NoticeDraft | None) -> Party:
    named = [] if content is None else _parties(content)
    for party in named:
        if party.name == known.name or (party.uscc and party.uscc == known.uscc):
            return Party(
                name=known.name,
                uscc=known.uscc,
                address=party.address,
                contact=party.contact,
                phone=party.phone,
            )
    return Party(name=known.name, uscc=known.uscc)


def _parties(content: NoticeDraft) -> list[Party]:
    """Everybody whom a notice names."""
    agency = [content.agency] if content.agency else []
    return [content.buyer, *agency, *(one for award in content.awards for one in award.suppliers)]
