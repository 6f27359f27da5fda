"""A corrected notice and its correction, as readers meet them: pages, lists and feeds."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import feedparser
import pytest
from flask.testing import FlaskClient

from tests.clocks import FixedClock
from tests.families import ended
from tests.notices import NOON, TENDER, Press, result, won
from tests.web.pages import Read, read
from tests.web.test_feed_edges import damage
from trading.domain.codes import CorrectionReason
from trading.domain.drafts import Change, Entered, NoticeDraft
from trading.services import correcting
from trading.store.engine import Store

LATER = NOON + timedelta(seconds=30)
DEADLINE = NOON + timedelta(days=28)
Correct = Callable[..., str]


@pytest.fixture
def correct(press: Press) -> Correct:
    """Publishes a correction; gives its number."""

    def publish(
        number: str,
        change: Callable[[NoticeDraft], NoticeDraft],
        now: datetime = LATER,
        worded: tuple[Change, ...] = (),
    ) -> str:
        with press.store.reading() as session:
            content = change(correcting.begin(session, number))
            assert content.correction is not None
            told = replace(
                content.correction,
                reason_code=CorrectionReason.POSTPONEMENT,
                reason="应投标人要求",
                changes=worded,
            )
            content = correcting.settled(session, replace(content, correction=told))
        return press.after(number, content, now=now).numbers[0]

    return publish


def later(content: NoticeDraft) -> NoticeDraft:
    return moved(content, DEADLINE)


def moved(content: NoticeDraft, deadline: datetime) -> NoticeDraft:
    assert content.tender is not None
    return replace(content, tender=replace(content.tender, deadline=deadline, opening_at=deadline))


def first_table(page: Read) -> list[list[str]]:
    table = page.all("table")[0]
    return [[cell.text or "" for cell in row] for row in page.all("tr", table)][1:]


def test_the_process_shows_the_deadline_that_stands_until_every_lot_is_decided(
    press: Press, reader: FlaskClient, tender: str, correct: Correct, office_clock: FixedClock
) -> None:
    def deadline() -> str | None:
        return read(reader, f"/processes/{tender}").facts.get("投标截止时间")

    assert deadline() == "2026-03-23 12:00（周一）"
    correct(tender, later)
    assert deadline() == "2026-03-30 12:00（周一）"
    office_clock.pass_by(days=29)
    assert deadline() == "2026-03-30 12:00（周一），已截止"
    press.after(tender, result(won(1)), now=NOON + timedelta(days=29))
    assert deadline() is not None
    press.after(tender, ended(2), now=NOON + timedelta(days=29))
    assert deadline() is None


def test_correcting_a_deadline_moves_it_everywhere_and_leaves_the_record_as_it_was(
    reader: FlaskClient, tender: str, correct: Correct
) -> None:
    record = reader.get(f"/notices/{tender}/record.json").data
    number = correct(tender, later)
    assert reader.get(f"/notices/{tender}/record.json").data == record
    old, new = read(reader, f"/notices/{tender}"), read(reader, f"/notices/{number}")
    assert old.links[number] == f"/notices/{number}"
    assert new.links[tender] == f"/notices/{tender}"
    assert first_table(new) == [
        ["投标截止", "2026-03-23 12:00", "2026-03-30 12:00"],
        ["开标时间", "2026-03-23 12:00", "2026-03-30 12:00"],
    ]
    assert "时间安排调整；应投标人要求" in new.main
    for page in (old, new):
        assert page.of_class("deadline") == ["投标截止时间：2026-03-30 12:00（周一）"]
    assert old.facts["投标截止时间"] == "2026-03-23 12:00已更正为：2026-03-30 12:00"
    assert "2026-03-23 12:00 → 2026-03-30 12:00" in old.main
    (feed,) = [feedparser.parse(reader.get("/feeds/correction.rss").data)]
    (item,) = feed.entries
    assert item.summary.startswith("投标截止 2026-03-23 12:00 → 2026-03-30 12:00")
    first = item.content[0].value.lstrip()
    assert first.startswith("<p>投标截止 2026-03-23 12:00 → 2026-03-30 12:00")


def test_lists_and_the_home_page_show_the_deadline_that_stands_once(
    reader: FlaskClient, tender: str, correct: Correct
) -> None:
    correct(tender, later)
    for address in ("/notices", "/"):
        page = read(reader, address)
        assert "2026-03-23" not in page.main
        assert page.main.count("2026-03-30") == 1
    assert "已更正" in read(reader, "/notices").main


def test_the_original_item_keeps_id_and_date_and_says_when_it_changed(
    reader: FlaskClient, tender: str, correct: Correct
) -> None:
    rss, atom = "/feeds/tender.rss", "/feeds/tender.atom"
    before = feedparser.parse(reader.get(rss).data).entries[0]
    modified = reader.get(rss).last_modified
    assert b"dcterms:modified" not in reader.get(rss).data
    correct(tender, later)
    after = feedparser.parse(reader.get(rss).data).entries[0]
    assert (after.id, after.published, after.title) == (before.id, before.published, before.title)
    assert after.updated_parsed[:6] == (2026, 3, 2, 4, 0, 30)
    assert feedparser.parse(reader.get(atom).data).entries[0].updated == LATER.isoformat()
    assert after.trading_deadline == "2026-03-30T12:00:00+08:00"
    assert "2026-03-23 12:00 → 2026-03-30 12:00" in after.summary
    assert "投标截止时间：2026-03-30 12:00" in after.summary
    assert modified is not None
    assert reader.get(rss).last_modified == LATER.replace(microsecond=0)


def test_a_later_correction_is_named_on_the_earlier_one(
    reader: FlaskClient, tender: str, correct: Correct
) -> None:
    first = correct(tender, lambda one: replace(one, project_code="HD-7"))
    second = correct(tender, later)
    old, middle = read(reader, f"/notices/{tender}"), read(reader, f"/notices/{first}")
    assert f"/notices/{second}" in middle.links.values()
    assert middle.of_class("deadline") == ["投标截止时间：2026-03-30 12:00（周一）"]
    assert old.main.index(second) < old.main.index(first)
    assert old.facts["项目编号"] == "HD-001已更正为：HD-7"


def test_no_item_of_an_earlier_correction_keeps_a_deadline_that_no_longer_stands(
    reader: FlaskClient, press: Press, tender: str, correct: Correct
) -> None:
    def first_correction() -> feedparser.FeedParserDict:
        return feedparser.parse(reader.get("/feeds/correction.rss").data).entries[-1]

    correct(tender, later)
    again = NOON + timedelta(seconds=40)
    second = correct(tender, lambda one: moved(one, NOON + timedelta(days=35)), now=again)
    item = first_correction()
    assert item.summary.startswith("投标截止 2026-03-23 12:00 → 2026-03-30 12:00")
    assert f"已由更正公告{second}更正：投标截止 2026-03-30 12:00 → 2026-04-06 12:00" in item.summary
    assert item.trading_deadline == "2026-04-06T12:00:00+08:00"
    assert item.updated_parsed[:6] == (2026, 3, 2, 4, 0, 40)
    press.after(tender, ended(1, 2), now=NOON + timedelta(seconds=50))
    item = first_correction()
    assert "trading_deadline" not in item and "投标截止时间：" not in item.summary
    assert item.updated_parsed[:6] == (2026, 3, 2, 4, 0, 50)


def test_a_corrected_award_tells_the_new_price_beside_the_old(
    reader: FlaskClient, tender: str, correct: Correct, press: Press
) -> None:
    award = press.after(tender, result(won(1), won(2, by="乙公司"))).numbers[0]
    correct(
        award,
        lambda one: replace(
            one, awards=(replace(one.awards[0], amount=Entered(47_000_00)), one.awards[1])
        ),
    )
    page = read(reader, f"/notices/{award}")
    assert "已更正为：甲公司，4.7万元" in page.main
    assert page.main.count("已更正为") == 1
    (item,) = feedparser.parse(reader.get("/feeds/award.rss").data).entries
    assert item.trading_amount == "527000.00"


def test_a_worded_change_is_told_like_any_other(
    reader: FlaskClient, tender: str, correct: Correct
) -> None:
    worded = (Change(label="招标文件第三章", old="", new="<b>见附件</b>"),)
    number = correct(tender, lambda one: one, worded=worded)
    assert first_table(read(reader, f"/notices/{number}")) == [
        ["招标文件第三章", "（无）", "<b>见附件</b>"]
    ]
    assert TENDER.title in read(reader, f"/notices/{number}").main


@pytest.mark.parametrize("ext", ["rss", "atom"])
def test_a_damaged_correction_takes_no_other_notice_out_of_a_feed(
    press: Press, reader: FlaskClient, sqlite_store: Store, tender: str, correct: Correct, ext: str
) -> None:
    number = correct(tender, later)
    (other,) = press(replace(TENDER, project_code="HD-2"), now=LATER).numbers
    damage(sqlite_store, number, '{"v":1}')
    entries = feedparser.parse(reader.get(f"/feeds/all.{ext}").data).entries
    assert [one.trading_number for one in entries] == [other]
