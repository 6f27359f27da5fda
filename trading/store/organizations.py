"""Organizations: a buyer, agency or supplier is entered once and found again by code or name."""

from sqlmodel import Session, col, select

from trading.domain.drafts import Party
from trading.store.tables import AwardSupplier, Notice, Organization


def find_or_add_organization(session: Session, party: Party) -> int:
    """The id of this organization, by 统一社会信用代码 where given, else by its exact name.

    A name known so far without a code takes the code. A name without a code is the only
    organization of that name, else the one without a code, else a new one.
    """
    same_name = _named(session, party.name)
    uncoded = next((row for row in same_name if row.uscc is None), None)
    if party.uscc:
        found = _coded(session, party.uscc) or uncoded
    else:
        found = same_name[0] if len(same_name) == 1 else uncoded
    row = found or Organization(name=party.name)
    row.uscc = row.uscc or party.uscc or None
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def _coded(session: Session, uscc: str) -> Organization | None:
    return session.exec(select(Organization).where(col(Organization.uscc) == uscc)).one_or_none()


def _named(session: Session, name: str) -> list[Organization]:
    query = select(Organization).where(col(Organization.name) == name)
    return list(session.exec(query.order_by(col(Organization.id))))


def organization_name(session: Session, organization_id: int) -> str | None:
    """The name of a buyer or supplier whom a notice names; None for any other number.

    An organization of which only a draft speaks is not known to the public.
    """
    if organization_id >= 2**31:  # beyond the INTEGER of PostgreSQL
        return None
    bought = select(Notice.id).where(col(Notice.buyer_id) == organization_id)
    won = select(AwardSupplier.award_id).where(
        col(AwardSupplier.organization_id) == organization_id
    )
    if session.exec(bought.limit(1)).first() is None and session.exec(won).first() is None:
        return None
    return session.get_one(Organization, organization_id).name
