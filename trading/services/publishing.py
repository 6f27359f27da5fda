"""Publishing: drafts become frozen notices in one act; every figure follows in the same step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from trading.domain.calendar import SHANGHAI, day_of
from trading.domain.codes import Family
from trading.domain.drafts import NoticeDraft
from trading.domain.errors import Conflict, RuleBroken, SeveralBroken
from trading.domain.payloads import FrozenNotice, Stamp
from trading.domain.site import Site
from trading.services import checking, freezing, richtext, taking_effect, tallying
from trading.store import autosaves, publications
from trading.store.drafts import DraftView, find_draft, hold_drafts
from trading.store.engine import Session
from trading.store.organizations import find_or_add_organization

MOST_AT_ONCE = 50
# How far a press may lag behind the one before it: it read the clock, then waited for its turn.
WAITED = timedelta(minutes=1)


@dataclass(frozen=True)
class PublishedAct:
    """One act (次): its moment, to the second (Asia/Shanghai), and the numbers it gave out."""

    id: int
    published_at: datetime
    numbers: tuple[str, ...]


class ChangedSince(Conflict):
    """A draft was saved again after somebody looked at it: what they saw is not what it says."""


@dataclass(frozen=True)
class _Place:
    """Where a notice stands in its act."""

    act: int
    sequence: int
    moment: datetime


def publish(
    session: Session,
    draft_ids: Sequence[int],
    *,
    by: int | None,
    now: datetime,
    site: Site,
    seen: Mapping[int, int] | None = None,
) -> PublishedAct:
    """Publish these drafts at `now` as one act: all of them, or none.

    `seen` are the revisions that were looked at, by draft id. Runs in the caller's write
    transaction and leaves nothing there when it refuses. Raises Conflict when one was published
    or discarded already, ChangedSince when one is not as it was seen, RuleBroken or SeveralBroken
    when something is missing, when the site's identity is not entered, or when the clock is
    behind the last publication.
    """
    counters = publications.lock_site(session)
    moment = _moment(now, counters.last_published_at)
    _check_site(site)
    drafts = _held(session, _chosen(draft_ids), seen or {})
    with session.begin_nested():
        return _publish_all(session, drafts, by, moment, counters.sequence, site)


def _publish_all(
    session: Session,
    drafts: Sequence[DraftView],
    by: int | None,
    moment: datetime,
    sequence: int,
    site: Site,
) -> PublishedAct:
    process_ids = sorted({draft.process_id for draft in drafts})
    before = tallying.snapshot(session, process_ids)
    act = publications.add_act(session, moment, by=by)
    numbers = []
    for draft in drafts:
        sequence += 1
        numbers.append(_publish_one(session, draft, _Place(act, sequence, moment)))
    tallying.apply(session, before, process_ids, acts=[day_of(moment)])
    publications.advance_site(session, sequence=sequence, moment=moment, authority=site.authority)
    return PublishedAct(act, moment, tuple(numbers))


def _moment(now: datetime, last: datetime | None) -> datetime:
    """The whole second of publication; dates cannot move backwards (domain.md §7).

    Two presses at once share a second when the later one read the clock first.
    """
    moment = now.astimezone(SHANGHAI).replace(microsecond=0)
    if last is not None and last - WAITED <= moment < last:
        return last.astimezone(SHANGHAI)
    if last is not None and moment < last:
        raise RuleBroken(
            "电脑时钟（%(now)s）早于上一次发布（%(last)s）：请先校准时钟再发布",
            now=f"{moment:%Y-%m-%d %H:%M:%S}",
            last=f"{last.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}",
        )
    return moment


def _check_site(site: Site) -> None:
    if site.missing:
        raise RuleBroken("网站信息还没有填写完整，不能发布：请管理员先到“网站信息”填写")


def _chosen(draft_ids: Sequence[int]) -> list[int]:
    chosen = list(dict.fromkeys(draft_ids))
    if not chosen:
        raise RuleBroken("请至少选择一份草稿", field="draft")
    if len(chosen) > MOST_AT_ONCE:
        raise RuleBroken("一次最多发布%(most)d份", field="draft", most=MOST_AT_ONCE)
    return chosen


def _held(session: Session, draft_ids: Sequence[int], seen: Mapping[int, int]) -> list[DraftView]:
    """The drafts as they are now; nobody saves or discards one until this transaction ends."""
    hold_drafts(session, draft_ids)
    return _in_order([_publishable(session, one, seen.get(one)) for one in draft_ids])


def _publishable(session: Session, draft_id: int, seen: int | None) -> DraftView:
    draft = find_draft(session, draft_id)
    if draft.published_number is not None:
        raise Conflict(
            "“%(title)s”已经发布，公告编号 %(number)s",
            title=draft.content.title,
            number=draft.published_number,
        )
    if draft.discarded:
        raise Conflict("“%(title)s”已经删除，不能发布", title=draft.content.title)
    if seen is not None and seen != draft.revision:
        raise ChangedSince(
            "您核对之后，%(editor)s又改过“%(title)s”：请重新核对再发布",
            editor=draft.editor_name,
            title=draft.content.title,
        )
    return draft


def _in_order(drafts: list[DraftView]) -> list[DraftView]:
    """Tenders first, so that an award of the same act finds the lots it speaks of."""
    return sorted(drafts, key=lambda draft: draft.content.type.family is not Family.TENDER)


def _publish_one(session: Session, draft: DraftView, place: _Place) -> str:
    content = replace(draft.content, body_html=richtext.from_input(draft.content.body_html))
    _check(session, draft, content, place.moment)
    number = publications.next_number(session, day_of(place.moment))
    ended = taking_effect.ended_by(session, draft.process_id, content)
    buyer_id = find_or_add_organization(session, content.buyer)
    agency = content.agency
    code = publications.name_process(
        session,
        draft.process_id,
        content,
        number=number,
        buyer_id=buyer_id,
        agency_id=find_or_add_organization(session, agency) if agency else None,
    )
    stamp = Stamp(
        number=number,
        sequence=place.sequence,
        act=place.act,
        process_code=code,
        published_at=place.moment,
        entered_at=place.moment,
        salt=freezing.new_salt(),
        replaces=tuple(sorted({award.notice_number for award in ended})),
    )
    frozen = FrozenNotice(stamp=stamp, content=content)
    notice_id = taking_effect.enter(
        session, frozen, process_id=draft.process_id, buyer_id=buyer_id, ended=ended
    )
    publications.mark_published(session, draft.id, notice_id)
    autosaves.forget_autosaves_of_draft(session, draft.id)
    return number


def _check(session: Session, draft: DraftView, content: NoticeDraft, now: datetime) -> None:
    broken = checking.shortcomings(session, content, process_id=draft.process_id, now=now)
    if broken:
        raise SeveralBroken(broken)
