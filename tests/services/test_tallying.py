"""The roll-up: it follows each publication, is found out when it does not, and can be recounted."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any  # options of what is watched

import pytest
from sqlmodel import col, delete, select, update

from tests.notices import NOON, TENDER, Press, result, won
from trading import cli
from trading.config import Settings
from trading.domain.codes import PriceForm
from trading.domain.counting import Basis
from trading.domain.drafts import AwardDraft, FailedLot, Party
from trading.domain.errors import SeveralBroken
from trading.domain.figures import YearFigures
from trading.services import drafting, publishing, tallying
from trading.store import sites
from trading.store.choices import Choice
from trading.store.engine import Session, Store
from trading.store.row_sums import sum_of_rows
from trading.store.tables import Award, Process, StandingRow, Total
from trading.store.totals import stored_totals
from trading.store.trades import trade_rows
from trading.store.years import read_year

LATER = NOON + timedelta(days=30)
IDENTITY = sites.Identity(
    site_name="某县公共资源交易网",
    organization="某县公共资源交易中心",
    region_code="230828",
    site_url="https://ggzy.example",
    authority="ggzy.example",
)


def open_site(store: Store) -> Store:
    with store.writing() as session:
        sites.add_site(session, authority_year=2026, now=NOON)
        sites.save_identity(session, IDENTITY)
    return store


@pytest.fixture
def press(store: Store, settings: Settings) -> Press:
    """Publishes on a site that is ready to, on either kind of database."""
    return Press(open_site(store), settings)


@pytest.fixture
def traded(press: Press) -> str:
    """A tender of two lots, one of them awarded a month later; the tender's number."""
    (number,) = press(TENDER).numbers
    press.after(number, result(won(1)), now=LATER)
    return number


def year(press: Press, which: int = 2026, basis: Basis = Basis.DECIDED) -> YearFigures:
    with press.store.reading() as session:
        return read_year(session, which, sites.read_site(session, press.settings), basis=basis)


def values(figures: YearFigures) -> dict[str, int]:
    """The plain counts and the total; savings, rates and channels have their own tests."""
    left_out = ("savings", "premium", "on_time_rate", "channel_web")
    return {
        one.name: one.count
        for one in figures.figures
        if one.value and not one.name.startswith((*left_out, "trade_total_"))
    }


def differences(press: Press) -> list[str]:
    with press.store.reading() as session:
        return [str(one) for one in tallying.differences(session)]


def test_figures_follow_each_publication_in_the_same_transaction(press: Press) -> None:
    (number,) = press(TENDER, replace(TENDER, project_code="HD-002")).numbers[:1]
    offered = {"disclosures": 1, "notices": 2, "tender_notices": 2, "lots_offered": 4}
    assert values(year(press)) == offered
    press.after(number, result(won(1), failed=(FailedLot(lot=2, reason="不足三家"),)), now=LATER)
    assert values(year(press)) == offered | {
        "disclosures": 2,
        "notices": 3,
        "award_notices": 1,
        "trades": 1,
        "trade_total": 480_000_00,
        "lots_failed": 1,
    }
    assert differences(press) == []


def test_a_replaced_award_changes_the_total_and_not_the_trades(press: Press, traded: str) -> None:
    press.after(traded, result(won(1, fen=450_000_00, by="乙公司", why="放弃")), now=LATER)
    assert values(year(press)) == {
        "disclosures": 3,
        "notices": 3,
        "tender_notices": 1,
        "award_notices": 2,
        "lots_offered": 2,
        "trades": 1,
        "trade_total": 450_000_00,
    }
    assert differences(press) == []


def test_a_refused_act_leaves_the_figures_alone(press: Press, traded: str) -> None:
    before = values(year(press))
    with pytest.raises(SeveralBroken):
        press.after(traded, result(won(1, fen=1_00)), now=LATER)
    assert values(year(press)) == before
    assert differences(press) == []


@pytest.mark.parametrize(
    ("moment", "which"),
    [
        (datetime(2015, 12, 31, 15, 59, 59, tzinfo=UTC), 2015),
        (datetime(2015, 12, 31, 16, 0, 0, tzinfo=UTC), 2016),
    ],
)
def test_a_year_begins_at_midnight_in_shanghai(press: Press, moment: datetime, which: int) -> None:
    press(TENDER, now=moment)
    assert values(year(press, which)) == {
        "disclosures": 1,
        "notices": 1,
        "tender_notices": 1,
        "lots_offered": 2,
    }
    for other in {2015, 2016} - {which}:
        assert values(year(press, other)) == {}
    with press.store.reading() as session:
        acts = Choice(year=which, basis=Basis.DECIDED, name="disclosures")
        assert sum_of_rows(session, acts).count == 1
        assert {cell for cell in stored_totals(session) if cell.year != which} == set()


def test_rates_and_unknown_and_foreign_amounts_are_trades_outside_the_total(press: Press) -> None:
    (number,) = press(TENDER).numbers
    rate = AwardDraft(
        lots=(1,),
        suppliers=(Party(name="甲公司"),),
        price_form=PriceForm.RATE,
        rate_text="下浮8%",
        decided_on=NOON.date(),
    )
    dollars = replace(won(2), currency="USD")
    press.after(number, result(rate, dollars), now=LATER)
    (total,) = [one for one in year(press).figures if one.name == "trade_total"]
    assert values(year(press))["trades"] == 2
    assert total.value == 0
    assert total.excluded == {"rate_or_unit_price": 1, "no_amount": 0, "foreign_currency": 1}


def test_an_award_without_a_decision_date_counts_on_its_publication_and_its_row_says_so(
    press: Press, traded: str
) -> None:
    """Such awards arrive with moved-in history; here one loses its date."""
    with press.store.writing() as session:
        (process,) = session.exec(select(Process.id)).all()
        assert process is not None
        before = tallying.snapshot(session, [process])
        session.exec(update(Award).values(decided_on=None))
        tallying.apply(session, before, [process], acts=[])
    assert differences(press) == []
    with press.store.reading() as session:
        (row,) = trade_rows(session, 2026, Basis.DECIDED)
    assert (row.day, row.day_stated) == (LATER.date(), False)
    by_month = {share.key: share.values.get("trades", 0) for share in year(press).by["month"]}
    assert by_month == {"03": 0, "04": 1}


CORRUPTIONS: dict[str, tuple[Callable[[Session], object], list[str]]] = {
    "a sum that is one too high": (
        lambda session: session.exec(
            update(Total)
            .where(col(Total.figure) == "trades", col(Total.dimension) == "year")
            .values(value=2)
        ),
        [
            "2026 (decided) trades: stored 2, counted 1",
            "2026 (published) trades: stored 2, counted 1",
        ],
    ),
    "a sum that is gone": (
        lambda session: session.exec(
            delete(Total).where(
                col(Total.figure) == "disclosures",
                col(Total.dimension) == "month",
                col(Total.key) == "04",
                col(Total.basis) == "decided",
            )
        ),
        ["2026 (decided) disclosures month 04: stored None, counted 1"],
    ),
    "a sum of nothing": (
        lambda session: session.add(
            Total(basis="published", year=1999, dimension="year", key="", figure="notices", value=5)
        ),
        ["1999 (published) notices: stored 5, counted None"],
    ),
}


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_a_corrupted_sum_is_found_and_a_rebuild_repairs_it(
    press: Press, traded: str, name: str
) -> None:
    spoil, found = CORRUPTIONS[name]
    whole = values(year(press))
    with press.store.writing() as session:
        spoil(session)
    assert differences(press) == found
    with press.store.writing() as session:
        tallying.rebuild(session)
    assert differences(press) == []
    assert values(year(press)) == whole


@pytest.mark.parametrize(
    "column",
    [
        {"amount_fen": 1},
        {"outcome": "failed"},
        {"decided_on": date(2020, 1, 1)},
        {"carries_amount": False},
        {"excluded": "no_amount"},
    ],
    ids=str,
)
def test_a_corrupted_standing_is_found_and_a_rebuild_repairs_it(
    press: Press, traded: str, column: dict[str, object]
) -> None:
    with press.store.writing() as session:
        awarded = col(StandingRow.outcome) == "awarded"
        session.exec(update(StandingRow).where(awarded).values(**column))
    (difference,) = differences(press)
    assert difference.startswith("lot ")
    with press.store.writing() as session:
        tallying.rebuild(session)
    assert differences(press) == []
    with press.store.reading() as session:
        assert [row.amount_fen for row in trade_rows(session, 2026, Basis.DECIDED)] == [480_000_00]


def test_a_lost_standing_is_found(press: Press, traded: str) -> None:
    with press.store.writing() as session:
        session.exec(delete(StandingRow))
    assert len(differences(press)) == 2


def test_a_rebuild_lets_no_publication_slip_between_counting_and_storing(
    press: Press, traded: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting = threading.Event()
    recount = tallying.recount

    def seen(session: Session, **options: Any) -> Iterator[object]:
        counting.set()
        yield from recount(session, **options)

    def rebuild() -> None:
        with press.store.writing() as session:
            tallying.rebuild(session)

    monkeypatch.setattr(tallying, "recount", seen)
    with press.store.writing() as session:
        (process,) = session.exec(select(Process.id)).all()
        draft = drafting.start(
            session, result(won(2, fen=1_00)), by=press.staff, now=LATER, process_id=process
        )
        site = sites.read_site(session, press.settings)
        publishing.publish(session, [draft], by=press.staff, now=LATER, site=site)
        meanwhile = threading.Thread(target=rebuild)
        meanwhile.start()
        assert not counting.wait(timeout=0.3), "counted what was about to change"
    meanwhile.join()
    assert differences(press) == []
    assert values(year(press))["trades"] == 2


@pytest.fixture
def command(
    tmp_path: Path, sqlite_store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Press:
    """A data directory of its own that `trading` works on, with one lot awarded."""
    monkeypatch.setenv("TRADING_DATA_DIR", str(tmp_path))
    press = Press(open_site(sqlite_store), settings)
    (number,) = press(TENDER).numbers
    press.after(number, result(won(1)), now=LATER)
    return press


def test_the_command_says_that_totals_agree(
    command: Press, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["totals", "check"]) == 0
    assert capsys.readouterr().out == "统计与公告一致。\n"


def test_the_command_prints_each_difference_fails_and_repairs_when_asked(
    command: Press, capsys: pytest.CaptureFixture[str]
) -> None:
    with command.store.writing() as session:
        total = col(Total.figure) == "trade_total"
        session.exec(update(Total).where(total, col(Total.dimension) == "buyer").values(value=1))
        session.exec(delete(StandingRow).where(col(StandingRow.outcome) == "pending"))
    assert cli.main(["totals", "check"]) == 1
    (lot, buyer_decided, buyer_published) = capsys.readouterr().out.splitlines()
    assert buyer_decided.startswith("2026 (decided) trade_total buyer ")
    assert buyer_decided.endswith(": stored 1, counted 48000000")
    assert buyer_published.startswith("2026 (published) trade_total buyer ")
    assert lot.startswith("lot 2: stored None, counted Standing(")
    assert cli.main(["totals", "check", "--rebuild"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "已按公告重新统计，改正3处。"
    assert cli.main(["totals", "check"]) == 0
    assert values(year(command))["trade_total"] == 480_000_00
