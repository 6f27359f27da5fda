"""Publishing: drafts become frozen notices in one act; every figure follows in the same step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from trading.domain.calendar import SHANGHAI, day_of
from trading.domain.codes import Family
from trading.domain.drafts import NoticeDraft
from trading.domain.errors import Conflict, RuleBroken, SeveralBroken
from trading.domain.lifecycle import Action
from trading.domain.payloads import FrozenNotice, Stamp
from trading.domain.site import Site
from trading.services import checking, freezing, moving, richtext, taking_effect, tallying
from trading.store import autosaves, publications
from trading.store.drafts import DraftView, find_draft, hold_drafts
from trading.store.engine import Session
from trading.store.organizations import find_or_add_organization
from trading.store.publications import Counters

MOST_AT_ONCE = 50
# How far a press may lag behind the one before it: it read the clock, then waited for its turn.
WAITED = timedelta(minutes=1)


@dataclass(frozen=True)
class PublishedAct:
    """One act (次): its moment, to the second (Asia/Shanghai), and the numbers it gave out."""

    id: int
    published_at: datetime
    numbers: tuple[str, ...]


class ClockBehind(RuleBroken):
    """The computer's clock is earlier than the last publication: nothing can go out yet."""


@dataclass(frozen=True)
class _Place:
    """Where a notice stands in its act."""

    act: int
    sequence: int
    moment: datetime


@dataclass(frozen=True)
class _Press:
    """How an act comes about: whose act it is, and who moves the drafts (None: the server)."""

    action: Action
    staff: int | None
    mover: int | None


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
    or discarded already, or stands where it cannot be published from (the table of
    `domain.lifecycle`), ChangedSince when one is not as it was seen or approved, NotAllowed for
    somebody who may not publish, RuleBroken or SeveralBroken when something is missing, when the
    site's identity is not entered, or when the clock is behind the last publication.
    """
    press = _Press(Action.PUBLISH, by, by)
    return _publish(session, chosen(draft_ids), press, now=now, site=site, seen=seen or {})


def publish_scheduled(
    session: Session, draft_ids: Sequence[int], *, by: int, now: datetime, site: Site
) -> PublishedAct:
    """As `publish`, by the server, what `by` scheduled and is due now."""
    press = _Press(Action.DUE, by, None)
    return _publish(session, list(draft_ids), press, now=now, site=site, seen={})


def _publish(
    session: Session,
    draft_ids: Sequence[int],
    press: _Press,
    *,
    now: datetime,
    site: Site,
    seen: Mapping[int, int],
) -> PublishedAct:
    counters = publications.lock_site(session)
    moment = moment_after(now, counters.last_published_at)
    check_site(site)
    required = review_required(counters, site)
    drafts = _held(session, draft_ids, press, required=required, seen=seen)
    with session.begin_nested():
        return _publish_all(session, drafts, press, moment, counters.sequence, site)


def _publish_all(
    session: Session,
    drafts: Sequence[DraftView],
    press: _Press,
    moment: datetime,
    sequence: int,
    site: Site,
) -> PublishedAct:
    process_ids = sorted({draft.process_id for draft in drafts})
    before = tallying.snapshot(session, process_ids)
    act = publications.add_act(session, moment, by=press.staff)
    numbers = []
    for draft in drafts:
        sequence += 1
        numbers.append(_publish_one(session, draft, _Place(act, sequence, moment)))
        moving.keep(session, draft, "published", by=press.mover, now=moment)
    tallying.apply(session, before, process_ids, acts=[day_of(moment)])
    publications.advance_site(session, sequence=sequence, moment=moment, authority=site.authority)
    return PublishedAct(act, moment, tuple(numbers))


def moment_after(now: datetime, last: datetime | None) -> datetime:
    """The whole second of publication; dates cannot move backwards (domain.md §7).

    Two presses at once share a second when the later one read the clock first.
    """
    moment = now.astimezone(SHANGHAI).replace(microsecond=0)
    if last is None:
        return moment
    if is_behind(now, last):
        raise ClockBehind(
            "电脑时钟（%(now)s）早于上一次发布（%(last)s）：请先校准时钟再发布",
            now=f"{moment:%Y-%m-%d %H:%M:%S}",
            last=f"{last.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}",
        )
    return max(moment, last.astimezone(SHANGHAI))


def is_behind(now: datetime, last: datetime | None) -> bool:
    """Whether the clock is so far behind the last publication that nothing can go out."""
    return last is not None and now.replace(microsecond=0) < last - WAITED


def review_required(counters: Counters, site: Site) -> bool:
    """Whether a second person must have approved, as of this transaction."""
    return site.review_required if site.review_fixed else counters.review_required


def check_site(site: Site) -> None:
    """RuleBroken as long as the site's identity is not entered."""
    if site.missing:
        raise RuleBroken("网站信息还没有填写完整，不能发布：请管理员先到“网站信息”填写")


def chosen(draft_ids: Sequence[int]) -> list[int]:
    """The chosen drafts without repeats; RuleBroken("draft") for none or too many."""
    once = list(dict.fromkeys(draft_ids))
    if not once:
        raise RuleBroken("请至少选择一份草稿", field="draft")
    if len(once) > MOST_AT_ONCE:
        raise RuleBroken("一次最多发布%(most)d份", field="draft", most=MOST_AT_ONCE)
    return once


def _held(
    session: Session,
    draft_ids: Sequence[int],
    press: _Press,
    *,
    required: bool,
    seen: Mapping[int, int],
) -> list[DraftView]:
    """The drafts as they are now; nobody saves or discards one until this transaction ends."""
    hold_drafts(session, draft_ids)
    for one in draft_ids:
        _check_unpublished(find_draft(session, one))
    drafts = moving.held(
        session, draft_ids, press.action, by=press.mover, review_required=required, seen=seen
    )
    for draft in drafts:
        moving.check_approval(draft)
    return in_order(drafts)


def _check_unpublished(draft: DraftView) -> None:
    if draft.published_number is not None:
        raise Conflict(
            "“%(title)s”已经发布，公告编号 %(number)s",
            title=draft.content.title,
            number=draft.published_number,
        )


def in_order(drafts: list[DraftView]) -> list[DraftView]:
    """Tenders first, so that an award of the same act finds the lots it speaks of."""
    return sorted(drafts, key=lambda draft: draft.content.type.family is not Family.TENDER)


def _publish_one(session: Session, draft: DraftView, place: _Place) -> str:
    content = replace(draft.content, body_html=richtext.from_input(draft.content.body_html))
    moving.check_approval(replace(draft, content=content))  # a newer sanitiser approves nothing
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
