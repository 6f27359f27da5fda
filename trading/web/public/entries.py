"""What a feed says of a notice: short facts and the whole text, in the words of its page."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from flask import get_template_attribute
from flask_babel import gettext

from trading.domain.announced import announced
from trading.domain.codes import Family, category
from trading.domain.drafts import LotDraft, NoticeDraft
from trading.domain.payloads import FrozenNotice
from trading.services.syndicating import Told
from trading.store.corrections import CorrectionRow, as_of_notice
from trading.store.feed_entries import FeedEntry
from trading.web.filters import moment, region, wan
from trading.web.forms.wording import Wording, wording
from trading.web.public.corrected import change_line, ending_lines, marked
from trading.web.public.facts import Sheet
from trading.web.public.files import public_address

MOST_NAMED = 5  # winners or prices that the short facts name one by one
MOST_KEPT = 256  # entries whose words are kept
LONGEST_KEPT = 40_000  # characters of the record of such an entry


def tell(entry: FeedEntry) -> Told:
    """The entry in words that stay the same whenever it is read, until something becomes of it.

    An entry stands in four feeds of three formats, and all but one stay when another is published:
    its words, most of the work of a feed, are kept. Long ones are not, so that what is kept is
    bounded in bytes.
    """
    return _kept(entry) if len(entry.payload) <= LONGEST_KEPT else _told(entry)


def _told(entry: FeedEntry) -> Told:
    if entry.row.withdrawn_at is not None:
        return _withdrawn(entry)
    frozen, corrections = entry.frozen, entry.corrections
    seen = marked(frozen.content, corrections, at=frozen.stamp.published_at)
    if entry.deadline is None:
        seen = replace(seen, deadline=None, closed=False)
    html = get_template_attribute("public/feeds/entry.html", "entry")
    stands = as_of_notice(corrections[-1].content, frozen.content) if corrections else None
    first = [
        *map(change_line, seen.changes),
        *_gone(entry),
        *_ended(entry),
        *_corrected(corrections),
    ]
    short = _short(frozen, stands or frozen.content, seen)
    return Told(
        summary="；".join(part for part in (*first, *short) if part),
        html=str(html(replace(seen, changes=()), frozen, corrections, first, public_address)),
    )


_kept = lru_cache(maxsize=MOST_KEPT)(_told)


def _withdrawn(entry: FeedEntry) -> Told:
    """What was withdrawn is told by this sentence alone."""
    said = gettext(
        "公告 %(number)s 已于 %(at)s 撤销：%(reason)s",
        number=entry.row.number,
        at=moment(entry.row.withdrawn_at),
        reason=entry.reason,
    )
    html = get_template_attribute("public/feeds/entry.html", "sentence")
    return Told(summary=str(said), html=str(html(said)))


def _gone(entry: FeedEntry) -> Iterator[str]:
    """That what a correction corrects was withdrawn since."""
    row = entry.corrects
    if row is not None and row.withdrawn_at is not None:
        at = moment(row.withdrawn_at)
        yield gettext("被更正的公告 %(number)s 已于 %(at)s 撤销", number=row.number, at=at)


def _ended(entry: FeedEntry) -> Iterator[str]:
    """The lots that can no longer be won, and where that is said."""
    for said, number in ending_lines(entry.endings, entry.row.category):
        yield gettext("%(said)s，见公告%(number)s", said=said, number=number)


def _corrected(corrections: Sequence[CorrectionRow]) -> Iterator[str]:
    """What became of a notice since, the newest correction first."""
    for one in reversed(corrections):
        told = "，".join(map(change_line, one.changes))
        yield gettext("已由更正公告%(number)s更正：%(told)s", number=one.number, told=told)


def _short(frozen: FrozenNotice, content: NoticeDraft, seen: Sheet) -> Iterator[str]:
    """What it ends or replaces, amount or ceiling, lots, outcome, dates, region, buyer.

    `content` has the facts that stand.
    """
    words = wording(category(content.category))
    if content.type.family is Family.TERMINATION:
        ends = (gettext("%(lot)s%(how)s", lot=one.lots, how=one.who) for one in seen.failed)
        yield _listed(ends)
        yield _named(gettext("原因"), (one.note for one in seen.failed))
    yield _ended_results(frozen)
    yield _amount(content, seen, words)
    yield gettext("%(lot)s%(n)d个", lot=words.lot, n=len(content.lots))
    yield _named(str(words.supplier), _winners(seen))
    yield _named(gettext("第一候选人"), _leaders(seen))
    if seen.publicity:
        yield gettext("公示期：%(days)s", days=seen.publicity)
    if seen.failed and content.type.family is Family.AWARD:
        yield gettext("%(failed)s%(n)d个", failed=words.failed, n=len(seen.failed))
    if content.plan and content.plan.expected_on:
        yield gettext("预计时间：%(day)s", day=content.plan.expected_on.isoformat())
    if seen.deadline:
        yield gettext("%(what)s：%(when)s", what=seen.deadline_word, when=moment(seen.deadline))
    yield region(content.region)
    yield gettext("%(what)s：%(names)s", what=words.buyer, names=content.buyer.name)


def _ended_results(frozen: FrozenNotice) -> str:
    """The notices whose results no longer stand, because of this one."""
    numbers = "、".join(frozen.stamp.replaces)
    if not numbers:
        return ""
    if frozen.content.awards:
        return str(gettext("替换公告%(numbers)s的结果", numbers=numbers))
    return str(gettext("撤销公告%(numbers)s的结果", numbers=numbers))


def _winners(seen: Sheet) -> Iterator[str]:
    """Who won or signed."""
    yield from (award.who for award in seen.awards)
    yield from (contract.who for contract in seen.contracts)


def _leaders(seen: Sheet) -> Iterator[str]:
    """The candidates in the first place, who have not won yet, each with what it offered."""
    for one in seen.candidates:
        if one.rank == 1:
            yield gettext("%(name)s（%(price)s）", name=one.who, price=one.price)


def _amount(content: NoticeDraft, seen: Sheet, words: Wording) -> str:
    """The sum that the notice announces; where there is none, the prices that it states."""
    total = announced(content)
    family = content.type.family
    if family is Family.AWARD:
        label = str(gettext("%(awarded)s金额", awarded=words.awarded))
        prices = [award.price for award in seen.awards]
    elif family is Family.CONTRACT:
        label = gettext("合同金额")
        prices = [contract.price for contract in seen.contracts]
    else:
        label, prices = _limit(content.lots, words), []
    if total.fen is None:
        return _named(label, iter(prices))
    return f"{label} {wan(total.fen, total.currency)}"


def _limit(lots: tuple[LotDraft, ...], words: Wording) -> str:
    """What the announced sum is made of: ceilings, estimates, or some of each."""
    named = [words.ceiling] if any(lot.ceiling for lot in lots) else []
    named += [words.estimate] if any(lot.ceiling is None for lot in lots) else []
    return "、".join(str(one) for one in named)


def _named(what: str, values: Iterator[str]) -> str:
    """`中标人：甲公司、乙公司`; nothing where there is no name."""
    said = _listed(values)
    return str(gettext("%(what)s：%(names)s", what=what, names=said)) if said else ""


def _listed(values: Iterator[str]) -> str:
    """Each once; beyond five only how many there are."""
    distinct = list(dict.fromkeys(value for value in values if value))
    names = "、".join(distinct[:MOST_NAMED])
    if len(distinct) > MOST_NAMED:
        return str(gettext("%(names)s等%(n)d个", names=names, n=len(distinct)))
    return names
