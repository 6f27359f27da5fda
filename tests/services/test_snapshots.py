"""Frozen reports: what is frozen stays to the byte, and what changes later is told beside it."""

import io
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256

import docx
import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select, text, update

from tests.notices import NOON, TENDER, Press, open_site, result, won
from tests.services.test_correcting import award_of, corrected
from tests.services.test_demonstrating import NOW, SENTENCE, fill
from trading import cli
from trading.config import Settings
from trading.domain.calendar import SHANGHAI
from trading.domain.drafts import Entered
from trading.domain.errors import Conflict, NotFound, RuleBroken
from trading.services import restating, snapshots, tallying, withdrawing
from trading.services.restating import Restated
from trading.services.snapshots import Wish
from trading.services.wording import Amounts
from trading.store.engine import Store
from trading.store.sites import read_site
from trading.store.snapshots import (
    Snapshot,
    document_of,
    payload_of,
    reported_years,
    rows_of,
    snapshots_of,
)
from trading.store.tables import Award, Notice, StandingRow, Total
from trading.store.years import read_year

NEXT_YEAR = datetime(2027, 1, 5, 9, tzinfo=SHANGHAI)
LATER = NEXT_YEAR + timedelta(days=30)
STANDARD = Wish("standard")


@pytest.fixture
def press(store: Store, settings: Settings) -> Iterator[Press]:
    """A site that published a tender and its result in 2026."""
    open_site(store)
    made = Press(store, settings)
    number = made(TENDER).numbers[0]
    made.after(number, result(won(1), won(2, fen=85_000_00, by="乙公司")))
    yield made
    with store.reading() as session:
        assert tallying.differences(session) == []


def freeze(
    press: Press, year: int = 2026, wish: Wish = STANDARD, *, now: datetime = NEXT_YEAR
) -> Snapshot:
    with press.store.writing() as session:
        site = read_site(session, press.settings)
        return snapshots.freeze(session, site, year, wish, by=press.staff, now=now)


def bytes_of(press: Press, snapshot: Snapshot) -> tuple[str, str, bytes]:
    with press.store.reading() as session:
        id_ = snapshot.id
        return payload_of(session, id_), rows_of(session, id_), document_of(session, id_)


def since(press: Press, year: int = 2026) -> Restated:
    with press.store.reading() as session:
        found = restating.since_newest(session, read_site(session, press.settings), year)
    assert found is not None
    return found


def award_number(press: Press) -> str:
    with press.store.reading() as session:
        return session.exec(select(Notice.number).where(col(Notice.family) == "award")).one()


def correct_award(press: Press, number: str, fen: int, *, now: datetime = LATER) -> str:
    changed = corrected(press, number, lambda one: award_of(one, amount=Entered(fen)))
    return press.after(number, changed, now=now).numbers[0]


def test_a_frozen_report_keeps_every_figure_its_rows_its_sentence_and_its_word_file(
    press: Press,
) -> None:
    found = freeze(press)
    payload, rows, document = bytes_of(press, found)
    assert found.payload_sha256 == sha256(payload.encode()).hexdigest()
    assert found.rows_sha256 == sha256(rows.encode()).hexdigest()
    told, listed = json.loads(payload), json.loads(rows)
    with press.store.reading() as session:
        figures = read_year(session, 2026, read_site(session, press.settings), at=NEXT_YEAR)
    assert {one["name"]: one.get("value") for one in told["figures"]} == {
        one.name: one.value for one in figures.figures
    }
    assert told["rows"] == {"trades": 2, "notices": 2, "sha256": found.rows_sha256}
    assert sum(one["amount_fen"] for one in listed["trades"]) == 565_000_00
    assert [one["type"] for one in listed["notices"]] == ["tender", "award"]
    assert told["document"]["sha256"] == sha256(document).hexdigest()
    assert all(one["holds"] for one in (*told["bridge"], *told["identities"]))
    words = "\n".join(one.text for one in docx.Document(io.BytesIO(document)).paragraphs)
    assert told["sentence"] in words
    assert "发布人" not in payload + rows
    for name in ("某县建设局", "甲公司", "乙公司"):  # a person may buy, sell and win, too
        assert name not in payload + rows


def test_a_year_that_goes_on_is_not_frozen(press: Press) -> None:
    last_second = datetime(2026, 12, 31, 23, 59, 59, tzinfo=SHANGHAI)
    with pytest.raises(RuleBroken, match="2026年还没有过完"):
        freeze(press, now=last_second)
    assert freeze(press, now=last_second + timedelta(seconds=1)).serial == 1


def test_a_sentence_that_is_refused_freezes_nothing(press: Press) -> None:
    with pytest.raises(RuleBroken, match="没有发布过公告"):
        freeze(press, 2024)
    with pytest.raises(RuleBroken, match="没有“haiku”"):
        freeze(press, wish=Wish("haiku"))
    with pytest.raises(NotFound, match="没有这个模板"):
        freeze(press, wish=Wish("standard", template=7))
    with press.store.reading() as session:
        assert snapshots_of(session, 2026) == []


def test_a_false_identity_is_named_and_nothing_is_frozen(store: Store, press: Press) -> None:
    wrong = (col(Total.figure) == "trades", col(Total.dimension) == "month")
    for change in (1, -1):
        with store.writing() as session:
            session.exec(update(Total).where(*wrong).values(value=Total.value + change))
        if change == 1:
            with pytest.raises(RuleBroken, match="互相印证"):
                freeze(press)


def test_rows_that_are_not_the_figure_are_not_frozen(store: Store, press: Press) -> None:
    paid = col(StandingRow.amount_fen) == 85_000_00
    with store.writing() as session:
        session.exec(update(StandingRow).where(paid).values(amount_fen=85_000_01))
    with pytest.raises(RuleBroken, match="明细与统计数不一致"):
        freeze(press)
    with store.writing() as session:
        tallying.rebuild(session)


def test_the_same_state_is_frozen_once_and_another_style_again(press: Press) -> None:
    freeze(press)
    with pytest.raises(Conflict, match="没有变化"):
        freeze(press, now=NEXT_YEAR + timedelta(minutes=1))
    assert freeze(press, wish=Wish("standard", Amounts.FLOOR)).serial == 2
    correct_award(press, award_number(press), 470_000_00)
    assert freeze(press, now=LATER).serial == 3


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE report_snapshots SET payload = '{}'",
        "UPDATE report_snapshots SET frozen_at = as_of",
        "UPDATE report_snapshots SET year = 2025, rows = '{}'",
        "UPDATE report_snapshots SET published_at = NULL, published_by = NULL",
        "UPDATE report_snapshots SET published_at = frozen_at",
        "DELETE FROM report_snapshots",
    ],
)
def test_no_statement_changes_a_frozen_report(store: Store, press: Press, statement: str) -> None:
    found = freeze(press)
    with store.writing() as session:
        snapshots.make_public(session, 2026, 1, by=press.staff, now=NEXT_YEAR)
    before = bytes_of(press, found)
    with pytest.raises(DBAPIError, match="never changes"), store.writing() as session:
        session.connection().execute(text(statement))
    assert bytes_of(press, found) == before


def test_a_frozen_report_is_not_replaced_or_emptied_either(store: Store, press: Press) -> None:
    found = freeze(press)
    with store.reading() as session:
        on_sqlite = session.get_bind().dialect.name == "sqlite"
    replaced = "INSERT OR REPLACE INTO report_snapshots SELECT * FROM report_snapshots"
    statement = replaced if on_sqlite else "TRUNCATE report_snapshots"
    before = bytes_of(press, found)
    with pytest.raises(DBAPIError, match="never changes"), store.writing() as session:
        session.connection().execute(text(statement))
    assert bytes_of(press, found) == before


def test_two_who_freeze_at_once_make_one_report_and_one_is_told(press: Press) -> None:
    def one(_: int) -> object:
        try:
            return freeze(press).serial
        except Conflict as conflict:
            return str(conflict)

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(one, range(2)))
    assert sorted(answers, key=str) == [1, "自上一次冻结以来没有变化，不需要再冻结一份"]


def test_a_report_frozen_while_others_publish_holds_what_was_public_at_its_sequence(
    press: Press,
) -> None:
    number = award_number(press)

    def publish() -> list[int]:
        """The sequences of three corrections, each a yuan less."""
        made = []
        for less in (1, 2, 3):
            correct_award(press, number, 480_000_00 - less * 100, now=LATER)
            with press.store.reading() as session:
                made.append(max(session.exec(select(Notice.sequence)).all()))
        return made

    def freeze_often() -> list[Snapshot]:
        frozen = []
        for turn in range(6):
            wish = Wish("standard", [*Amounts][turn % 3])  # another wording is another report
            with suppress(Conflict):
                frozen.append(freeze(press, wish=wish, now=LATER))
        return frozen

    with ThreadPoolExecutor(2) as both:
        publishing, freezing = both.submit(publish), both.submit(freeze_often)
        sequences, frozen = publishing.result(), freezing.result()
    assert len(frozen) >= 3
    for snapshot in (*frozen, freeze(press, wish=Wish("2021"), now=LATER)):
        payload, rows, _ = bytes_of(press, snapshot)
        corrections = sum(one <= snapshot.sequence for one in sequences)
        total = 565_000_00 - corrections * 100
        assert json.loads(payload)["figures"][1]["value"] == total
        assert sum(one["amount_fen"] for one in json.loads(rows)["trades"]) == total


def test_making_public_happens_once_and_readers_see_a_new_revision(
    store: Store, press: Press
) -> None:
    freeze(press)
    with store.reading() as session:
        assert reported_years(session) == []
        assert restating.since_report(session, read_site(session, press.settings), 2026) is None
        before = read_site(session, press.settings).revision
    with store.writing() as session:
        snapshots.make_public(session, 2026, 1, by=press.staff, now=NEXT_YEAR)
    with store.reading() as session:
        assert reported_years(session) == [2026]
        assert read_site(session, press.settings).revision == before + 1
    with pytest.raises(Conflict, match="已经公开"), store.writing() as session:
        snapshots.make_public(session, 2026, 1, by=press.staff, now=LATER)
    with pytest.raises(NotFound), store.writing() as session:
        snapshots.make_public(session, 2026, 2, by=press.staff, now=LATER)


def test_without_changes_nothing_is_restated(press: Press) -> None:
    freeze(press)
    found = since(press)
    assert (found.figures, found.causes) == ((), ())


def test_a_correction_of_an_award_is_restated_with_its_notice(press: Press) -> None:
    kept = freeze(press)
    before = bytes_of(press, kept)
    number = correct_award(press, award_number(press), 470_000_00)
    assert bytes_of(press, kept) == before
    found = since(press)
    moved = {one.name: one.difference_text for one in found.figures}
    assert moved["trade_total"] == "−1万元"
    assert moved["savings"] == "+1万元"
    assert "trades" not in moved and "open_loops" not in moved
    assert [one.number for one in found.causes] == [number]
    (trade,) = found.rows.trades
    assert (trade.lot, trade.before_fen, trade.after_fen) == (1, 480_000_00, 470_000_00)


def test_a_withdrawal_takes_its_trades_away_and_is_named(store: Store, press: Press) -> None:
    freeze(press)
    gone = award_number(press)
    with store.writing() as session:
        site = read_site(session, press.settings)
        withdrawing.withdraw(session, gone, reason="有误", by=press.staff, now=LATER, site=site)
    found = since(press)
    moved = {one.name: one.difference for one in found.figures}
    assert (moved["trades"], moved["trade_total"], moved["withdrawn"]) == (-2, -565_000_00, 1)
    assert [(one.number, one.is_withdrawal) for one in found.causes] == [(gone, True)]
    assert [one.is_there for one in found.rows.trades] == [False, False]


def test_what_other_projects_did_meanwhile_is_no_cause(press: Press) -> None:
    freeze(press)
    number = award_number(press)
    press(replace(TENDER, project_code="HD-9", tender=later_tender()), now=LATER)
    mine = correct_award(press, number, 470_000_00, now=LATER + timedelta(minutes=1))
    assert [one.number for one in since(press).causes] == [mine]


def later_tender() -> object:
    assert TENDER.tender is not None
    moved = {
        name: getattr(TENDER.tender, name) + (LATER - NOON)
        for name in ("documents_from", "documents_until", "deadline", "opening_at")
    }
    return replace(TENDER.tender, **moved)


def test_freezing_2016_and_correcting_an_award_of_2016(
    sqlite_store: Store,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    fill(sqlite_store, settings)
    with sqlite_store.writing() as session:
        session.connection().execute(text("UPDATE site SET review_required = 0"))
    press = Press(sqlite_store, settings)
    kept = freeze(press, 2016, Wish("2016"), now=NOW)
    before = bytes_of(press, kept)
    assert json.loads(before[0])["sentence"] == SENTENCE
    with sqlite_store.reading() as session:
        query = (
            select(Notice.number, Award.amount_fen)
            .join(StandingRow, col(StandingRow.award_notice_id) == col(Notice.id))
            .join(Award, col(Award.id) == col(StandingRow.award_id))
            .where(col(StandingRow.amount_fen) > 0)
            .where(col(StandingRow.decided_on).between(date(2016, 1, 1), date(2016, 12, 31)))
        )
        number, fen = session.exec(query.order_by(col(Notice.sequence))).all()[0]
    assert fen is not None
    correction = correct_award(press, number, fen - 100_00, now=NOW + timedelta(days=1))
    assert bytes_of(press, kept) == before
    found = since(press, 2016)
    moved = {one.name: one for one in found.figures}
    assert moved["trade_total"].difference == -100_00
    assert correction in [one.number for one in found.causes]
    with sqlite_store.reading() as session:
        live = read_year(session, 2016, read_site(session, settings))
    assert live.figure("trade_total").value == moved["trade_total"].after
    assert moved["trade_total"].before == json.loads(before[0])["figures"][1]["value"]
    monkeypatch.setenv("TRADING_DATA_DIR", str(settings.data_dir))
    assert cli.main(["report", "2016", "--style", "2016"]) == 0
    said = capsys.readouterr()
    assert said.out == f"{SENTENCE}\n"
    assert "自第1份冻结的报告以来，数字有变化：交易总额−0.01万元" in said.err
