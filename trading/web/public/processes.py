"""A process: the time line of its notices, how each lot stands, its awards and its re-tenders."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, render_template
from flask_babel import gettext

from trading.domain.codes import Family, NoticeType, Outcome, category, method
from trading.store.participants import participants
from trading.store.timelines import LotState, Timeline, find_timeline
from trading.web.clock import get_now
from trading.web.filters import moment, region, weekday
from trading.web.forms.wording import Wording, wording
from trading.web.public.awards import AwardStanding, award_standing
from trading.web.public.lines import Fact
from trading.web.session import get_read_session

bp = Blueprint("processes", __name__)


@dataclass(frozen=True)
class LotProgress:
    """Where a lot stands in words, and the number of the notice that says so, if one does."""

    number: int
    title: str
    state: str
    note: str
    notice: str


@dataclass(frozen=True)
class Shown:
    """A process ready to be shown."""

    code: str
    title: str
    category: str
    facts: tuple[Fact, ...]
    lot_word: str
    supplier_word: str
    lots: tuple[LotProgress, ...]
    awards: tuple[AwardStanding, ...]


@bp.get("/processes/<code>")
def show(code: str) -> str:
    """Everything public about one process."""
    session = get_read_session()
    found = find_timeline(session, code)
    return render_template(
        "public/processes/show.html",
        shown=_shown(found, get_now()),
        notices=found.notices,
        attempts=found.attempts,
        taking_part=participants(session, found.process.id),
    )


def _shown(found: Timeline, at: datetime) -> Shown:
    process = found.process
    words = wording(category(process.category))
    titles = {lot.number: lot.title for lot in found.lots}
    return Shown(
        code=process.code or "",
        title=process.title,
        category=process.category,
        facts=tuple(
            fact for fact in (*_facts(found, words), *_deadlines(found, words, at)) if fact.value
        ),
        lot_word=str(words.lot),
        supplier_word=str(words.supplier),
        lots=tuple(_progress(lot, words) for lot in found.lots),
        awards=tuple(award_standing(award, titles) for award in found.awards),
    )


def _facts(found: Timeline, words: Wording) -> Iterator[Fact]:
    process = found.process
    yield Fact(gettext("项目编号"), process.project_code)
    yield Fact(gettext("项目代码"), process.code or "")
    yield Fact(gettext("交易类别"), category(process.category).zh)
    yield Fact(str(words.method), method(process.method).zh)
    yield Fact(gettext("行政区划"), region(process.region))
    yield Fact(str(words.buyer), process.buyer.name)
    yield Fact(gettext("代理机构"), process.agency.name if process.agency else "")


def _deadlines(found: Timeline, words: Wording, at: datetime) -> Iterator[Fact]:
    """Until when one can still take part, as corrections left it; that of each type of notice.

    A notice that is withdrawn, or whose lots are all decided, has none.
    """
    newest = {row.type: row for row in found.notices if row.family == Family.TENDER.value}
    for row in newest.values():
        if row.deadline and not row.withdrawn_at and _is_open(found):
            name = gettext("资格预审") if row.type == NoticeType.PREQUALIFICATION.value else ""
            said = f"{moment(row.deadline)}（{weekday(row.deadline)}）"
            if row.deadline <= at:
                said = gettext("%(when)s，已截止", when=said)
            yield Fact(f"{name}{words.deadline}", said)


def _is_open(found: Timeline) -> bool:
    return any(not lot.award and not lot.exit for lot in found.lots)


def _progress(lot: LotState, words: Wording) -> LotProgress:
    state, note, notice = _state(lot, words)
    return LotProgress(lot.number, lot.title, state, note, notice)


def _state(lot: LotState, words: Wording) -> tuple[str, str, str]:
    """In one word, in more words, and by which notice."""
    if lot.award:
        state = str(words.awarded)
        if Family.CONTRACT.value in lot.said:
            state = gettext("%(awarded)s，已公告合同", awarded=words.awarded)
        return state, "、".join(lot.award.suppliers), lot.award.notice_number
    if lot.exit:
        failed = lot.exit == Outcome.FAILED.value
        return str(words.failed) if failed else gettext("终止"), lot.exit_reason, lot.exit_notice
    so_far = (
        (Family.CANDIDATE, gettext("已公示中标候选人，尚无结果")),
        (Family.TENDER, gettext("已公告，尚无结果")),
        (Family.PLAN, gettext("计划中")),
    )
    said = next((text for family, text in so_far if family.value in lot.said), "")
    return said or gettext("尚无结果"), "", ""
