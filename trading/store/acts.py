"""Publication acts as staff look back on them: who pressed the button, and what came of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from trading.domain.errors import NotFound
from trading.store.tables import Act, Draft, Notice, Staff, Withdrawal


@dataclass(frozen=True, kw_only=True)
class ActNotice:
    """A notice that an act published."""

    number: str
    title: str
    type: str
    category: str
    method: str
    withdrawn: bool = False


@dataclass(frozen=True, kw_only=True)
class ActView:
    """One press of "publish"; `staff_name` is empty when the command line did it."""

    id: int
    published_at: datetime
    staff_id: int | None
    staff_name: str
    notices: tuple[ActNotice, ...]


def find_act(session: Session, act_id: int) -> ActView:
    """One act with its notices in order; NotFound when there is none."""
    found = session.exec(_acts().where(col(Act.id) == act_id)).one_or_none()
    if found is None:
        raise NotFound("没有这次发布")
    return _views(session, [found])[0]


def recent_acts(session: Session, *, limit: int = 10) -> list[ActView]:
    """The newest acts, newest first."""
    query = _acts().order_by(col(Act.published_at).desc(), col(Act.id).desc()).limit(limit)
    return _views(session, session.exec(query).all())


def act_of_drafts(session: Session, draft_ids: Sequence[int]) -> ActView | None:
    """The act that published exactly these drafts, if one did."""
    acts = session.exec(
        select(Notice.act_id)
        .join(Draft, col(Draft.notice_id) == col(Notice.id))
        .where(col(Draft.id).in_(draft_ids))
    ).all()
    if len(acts) != len(set(draft_ids)) or len(set(acts)) != 1:
        return None
    act = find_act(session, acts[0])
    return act if len(act.notices) == len(acts) else None


def _acts() -> Select[Act, str]:
    return select(Act, Staff.name).join(Staff, col(Staff.id) == col(Act.staff_id), isouter=True)


def _views(session: Session, rows: Sequence[tuple[Act, str | None]]) -> list[ActView]:
    notices: defaultdict[int, list[ActNotice]] = defaultdict(list)
    query = (
        select(Notice, Withdrawal.sequence)
        .join(Withdrawal, col(Withdrawal.notice_id) == col(Notice.id), isouter=True)
        .where(col(Notice.act_id).in_([act.id for act, _name in rows]))
    )
    for notice, withdrawn in session.exec(query.order_by(col(Notice.sequence))):
        notices[notice.act_id].append(
            ActNotice(
                number=notice.number,
                title=notice.title,
                type=notice.type,
                category=notice.category,
                method=notice.method,
                withdrawn=withdrawn is not None,
            )
        )
    return [
        ActView(
            id=act.id,
            published_at=act.published_at,
            staff_id=act.staff_id,
            staff_name=name or "",
            notices=tuple(notices[act.id]),
        )
        for act, name in rows
        if act.id is not None
    ]
