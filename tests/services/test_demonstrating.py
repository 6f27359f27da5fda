"""The example county: its figures of 2016 come from counting, and change with what is entered."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

import pytest

from trading.config import Settings
from trading.domain.calendar import SHANGHAI
from trading.domain.figures import YearFigures
from trading.domain.identifiers import check_authority
from trading.services import demonstrating, tallying
from trading.services.demonstrating import lives, recent, year_2016
from trading.services.demonstrating.projects import PlannedAct
from trading.services.passwords import Hasher
from trading.services.wording import sentence
from trading.store import people, sites
from trading.store.engine import Store
from trading.store.lists import NoticeFilter, deadlines_ahead, notices_of_year
from trading.store.processes import search_processes
from trading.store.timelines import attempts_of
from trading.store.years import read_year

NOW = datetime(2026, 11, 24, 10, tzinfo=SHANGHAI)
SENTENCE = (
    "今年公共资源交易中心累计进场交易16次,交易总额73000余万元。"
    "网络平台及时将招标公告、中标公示等重要事项及时进行公开计13次,"
    "其中招标公告8条、中标公告21条。"
)


def fill(
    store: Store,
    settings: Settings,
    acts: Iterable[PlannedAct] | None = None,
    *,
    now: datetime = NOW,
) -> tuple[demonstrating.Account, ...]:
    quick = Hasher(memory_kib=8, passes=1, lanes=1)
    with store.writing() as session:
        sites.add_site(session, authority_year=2016, now=NOW)
    return demonstrating.fill(
        store, settings, hasher=quick, now=now, site_url="http://127.0.0.1:8000", acts=acts
    )


def figures_of(store: Store, settings: Settings, year: int = 2016) -> YearFigures:
    with store.reading() as session:
        assert tallying.differences(session) == []
        return read_year(session, year, sites.read_site(session, settings))


def without_award(code: str, lot: int, decided: date) -> tuple[PlannedAct, ...]:
    """The county's input without one award; a notice or an act that says nothing else goes too."""
    planned = year_2016.acts()
    gone = [
        (notice, award)
        for act in planned
        for notice in act.notices
        for award in notice.awards
        if (notice.project_code, award.lots, award.decided_on) == (code, (lot,), decided)
    ]
    ((said, award),) = gone
    kept = replace(
        said,
        lots=tuple(one for one in said.lots if one.number != lot),
        awards=tuple(one for one in said.awards if one is not award),
    )
    acts = [
        replace(act, notices=tuple(kept if one is said else one for one in act.notices))
        for act in planned
    ]
    return tuple(
        replace(act, notices=tuple(one for one in act.notices if one.lots))
        for act in acts
        if any(one.lots for one in act.notices)
    )


def test_the_county_counts_exactly_what_its_promise_says(store: Store, settings: Settings) -> None:
    fill(store, settings)
    figures = figures_of(store, settings)
    values = {one.name: one.value for one in figures.figures}
    total = values.pop("trade_total") or 0
    assert 73_000_00_0000 < total < 73_100_00_0000
    assert total % 1_00_0000 != 0
    further = ("savings", "premium", "on_time_rate", "open_loops")
    assert {name: one for name, one in values.items() if not name.startswith(further)} == {
        "trades": 16,
        "disclosures": 13,
        "notices": 29,
        "withdrawn": 0,
        "plan_notices": 0,
        "tender_notices": 8,
        "candidate_notices": 0,
        "award_notices": 21,
        "correction_notices": 0,
        "termination_notices": 0,
        "contract_notices": 0,
        "lots_offered": 17,
        "lots_failed": 1,
        "lots_terminated": 0,
        "channel_web": 29,
    }
    bridges = {
        one.name: (one.whole.value, [part.value for part in one.parts]) for one in figures.bridges
    }
    assert bridges == {
        "A": (17, [13, 3, 1, 0, 0]),
        "B": (16, [13, 2, 1]),
        "C": (21, [15, 2, 3, 1]),
    }
    assert figures.reconciles
    assert sentence(figures, "2016").text == SENTENCE


def test_the_total_of_2016_is_the_sum_of_the_awards_that_stand(
    sqlite_store: Store, settings: Settings
) -> None:
    """Added here from the county's input: what was decided in 2016 and not replaced."""
    standing: dict[tuple[str, int], int] = {}
    for act in year_2016.acts():
        for notice in act.notices:
            for award in notice.awards:
                assert award.decided_on
                assert award.amount
                if award.decided_on.year == 2016:
                    standing[notice.project_code, award.lots[0]] = award.amount.fen
    fill(sqlite_store, settings)
    figures = figures_of(sqlite_store, settings)
    assert len(standing) == figures.figure("trades").value
    assert sum(standing.values()) == figures.figure("trade_total").value


@pytest.mark.parametrize(
    ("code", "lot", "decided", "changed"),
    [
        # 73046.2989 - 7842.3391 = 65203.9598; its notice announces another award too.
        ("QH2016-GC-001", 1, date(2016, 3, 14), {"16次": "15次", "73000余": "65200余"}),
        # 73046.2989 - 3286.4175 = 69759.8814; its notice announces nothing else.
        (
            "QH2015-GC-027",
            1,
            date(2016, 2, 22),
            {"16次": "15次", "73000余": "69700余", "21条": "20条"},
        ),
        # A replacement: the lot stays a trade, at the 9880 of before instead of 9715.
        ("QH2016-TD-002", 2, date(2016, 8, 9), {"73000余": "73200余", "21条": "20条"}),
        # What was replaced: the lot stays a trade, and its value is that of the replacement.
        ("QH2016-CG-004", 1, date(2016, 4, 12), {"21条": "20条"}),
        # Decided in 2015, announced in 2016: a notice of 2016, but no trade of that year.
        ("QH2015-GC-021", 1, date(2015, 12, 30), {"21条": "20条"}),
        # A trade without a tender here.
        (
            "QH2016-CG-019",
            1,
            date(2016, 12, 21),
            {"16次": "15次", "73000余": "72500余", "21条": "20条"},
        ),
        # Decided and announced in 2017: nothing of 2016 changes.
        ("QH2016-CG-015", 2, date(2017, 1, 10), {}),
    ],
)
def test_one_award_less_changes_the_sentence_as_computed(
    sqlite_store: Store,
    settings: Settings,
    code: str,
    lot: int,
    decided: date,
    changed: dict[str, str],
) -> None:
    fill(sqlite_store, settings, without_award(code, lot, decided))
    said = SENTENCE
    for old, new in changed.items():
        assert said.count(old) == 1
        said = said.replace(old, new)
    assert sentence(figures_of(sqlite_store, settings), "2016").text == said


def test_2016_has_tenders_and_awards_alone_and_some_tenders_are_open_today(
    sqlite_store: Store, settings: Settings
) -> None:
    fill(sqlite_store, settings)
    with sqlite_store.reading() as session:
        of_2016 = notices_of_year(session, NoticeFilter(year=2016))
        ahead = deadlines_ahead(session, NOW, limit=10)
    assert {row.family for row in of_2016} == {"tender", "award"}
    assert len(ahead) == 4
    for year in (2015, 2017, 2026):
        assert figures_of(sqlite_store, settings, year).reconciles


@pytest.mark.parametrize(
    "now", [NOW, NOW.replace(month=1, day=2), NOW.replace(year=2028, month=2, day=29)]
)
def test_the_months_before_today_are_in_order_whenever_today_is(now: datetime) -> None:
    for acts in ((*year_2016.acts(), *recent.acts(now)), lives.acts(now)):
        moments = [act.at for act in acts]
        assert moments == sorted(moments)
        assert moments[-1] < now


@pytest.mark.parametrize("now", [NOW, NOW.replace(month=1, day=2)])
def test_a_visitor_finds_every_family_and_a_project_that_was_tried_again(
    sqlite_store: Store, settings: Settings, now: datetime
) -> None:
    fill(sqlite_store, settings, now=now)
    with sqlite_store.reading() as session:
        for family in ("plan", "candidate", "termination", "contract"):
            rows = notices_of_year(session, NoticeFilter(family=(family,)))
            assert len(rows) >= 1, family
            assert all(row.published_at.year != 2016 for row in rows)
        (failed,) = search_processes(session, "QH-CG-115 第二次")
        attempts = attempts_of(session, failed.id)
    assert attempts.before and attempts.before.title == lives.GREENERY.title
    for year in {now.year - 1, now.year, 2017}:
        assert figures_of(sqlite_store, settings, year).reconciles


def test_it_gives_three_accounts_with_random_passwords_and_is_wanted_only_once(
    sqlite_store: Store, settings: Settings
) -> None:
    assert demonstrating.is_wanted(sqlite_store)
    accounts = fill(sqlite_store, settings)
    assert [one.name for one in accounts] == ["editor", "reviewer", "admin"]
    assert len({one.password for one in accounts}) == 3
    assert all(len(one.password) >= 12 for one in accounts)
    assert not demonstrating.is_wanted(sqlite_store)
    with sqlite_store.reading() as session:
        assert {one.role for one in people.all_staff(session)} == {"editor", "reviewer", "admin"}
        site = sites.read_site(session, settings)
    assert f"tag:{site.authority},{site.authority_year}" == "tag:demo.example,2016"
    assert check_authority(site.authority) == site.authority
    assert site.ocid_prefix == "ocds-213czf"
