"""The pages of buyers and suppliers: what they published and won, not what was taken back."""

import csv
import io
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from tests.notices import NOON, TENDER, Press, open_site, result, won
from tests.web.pages import read
from trading.config import Settings
from trading.domain.drafts import NoticeDraft, Party
from trading.services import withdrawing
from trading.store.engine import Store
from trading.store.lists import NoticeFilter, page_of_notices
from trading.store.sites import read_site
from trading.store.tables import Organization

DAY = timedelta(days=1)
TOGETHER = replace(won(2, fen=80_000_00), suppliers=(Party(name="甲公司"), Party(name="乙公司")))


def id_of(store: Store, name: str) -> int:
    """The public id of an organization."""
    with store.reading() as session:
        row = session.exec(select(Organization).where(Organization.name == name)).one()
        assert row.id is not None
        return row.id


def withdraw(store: Store, settings: Settings, number: str) -> None:
    """Take a notice back."""
    with store.writing() as session:
        site = read_site(session, settings)
        withdrawing.withdraw(session, number, reason="发错", by=1, now=NOON + 9 * DAY, site=site)


def numbers(reader: FlaskClient, address: str) -> list[str]:
    """The numbers in a CSV file."""
    answer = reader.get(address)
    assert answer.status_code == 200
    rows = csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"), newline=""))
    return [row["number"] for row in rows]


@pytest.fixture
def decided(press: Press, tender: str) -> str:
    """The number of the result of `tender`: one lot alone, one by a consortium."""
    (number,) = press.after(tender, result(won(1), TOGETHER), now=NOON + DAY).numbers
    return number


def test_a_buyers_page_has_its_name_its_figures_and_its_notices(
    reader: FlaskClient, press: Press, tender: str, decided: str, sqlite_store: Store
) -> None:
    coded = replace(TENDER.buyer, name="某县水务局", uscc="91110000600037341L")
    other = replace(TENDER, title="另一家的公告", buyer=coded, project_code="SW-1")
    press(other, now=NOON + 2 * DAY)
    page = read(reader, f"/buyers/{id_of(sqlite_store, '某县建设局')}")
    assert page.heading == "某县建设局"
    assert "共2条公告" in page.main and "另一家" not in page.main
    year, *_ = page.rows
    assert year == ["2026年", "2", "2", "56"]
    assert f"/notices/{tender}" in page.links.values()
    assert f"/notices/{decided}" in page.links.values()


def test_a_known_code_is_shown(reader: FlaskClient, press: Press, sqlite_store: Store) -> None:
    coded = replace(TENDER.buyer, name="某县水务局", uscc="91110000600037341L")
    press(replace(TENDER, buyer=coded))
    assert "91110000600037341L" in read(reader, f"/buyers/{id_of(sqlite_store, coded.name)}").main


def test_a_suppliers_page_has_its_awards_with_their_amounts_and_marks_consortia(
    reader: FlaskClient, decided: str, sqlite_store: Store
) -> None:
    page = read(reader, f"/suppliers/{id_of(sqlite_store, '甲公司')}")
    assert page.heading == "甲公司"
    assert "共2项结果，其中2项现行" in page.main
    together, alone, *_ = page.rows
    assert together[0].endswith("二标段 · 联合体：甲公司、乙公司") and together[1] == "8万元"
    assert alone[0].endswith("一标段") and alone[1] == "48万元"
    assert alone[2:] == ["2026-03-02", "现行结果", decided]
    other = read(reader, f"/suppliers/{id_of(sqlite_store, '乙公司')}")
    assert "共1项结果" in other.main and "48万元" not in other.main


def test_a_replaced_award_is_not_shown_as_standing(
    reader: FlaskClient, press: Press, tender: str, decided: str, sqlite_store: Store
) -> None:
    instead = won(1, fen=470_000_00, by="丁公司", why="放弃中标")
    (later,) = press.after(tender, result(instead), now=NOON + 2 * DAY).numbers
    page = read(reader, f"/suppliers/{id_of(sqlite_store, '甲公司')}")
    assert "共2项结果，其中1项现行" in page.main
    (alone,) = [row for row in page.rows if "一标段" in row[0]]
    assert alone[3] == f"已被替换或撤销：放弃中标 公告{later}"
    assert read(reader, f"/suppliers/{id_of(sqlite_store, '丁公司')}").status == 200


def test_nobody_is_told_whom_a_withdrawn_notice_named(
    reader: FlaskClient,
    press: Press,
    tender: str,
    decided: str,
    sqlite_store: Store,
    settings: Settings,
) -> None:
    supplier = id_of(sqlite_store, "乙公司")
    assert reader.get(f"/suppliers/{supplier}").status_code == 200
    withdraw(sqlite_store, settings, decided)
    assert reader.get(f"/suppliers/{supplier}").status_code == 404
    assert reader.get(f"/suppliers/{supplier}.csv").status_code == 404
    assert numbers(reader, f"/notices.csv?supplier={supplier}") == []
    buyer = id_of(sqlite_store, "某县建设局")
    assert numbers(reader, f"/buyers/{buyer}.csv") == [decided, tender], "its lists mark it"


@pytest.mark.parametrize("address", ["/buyers/999", "/suppliers/999", "/buyers/0", "/buyers/01"])
def test_an_unknown_number_is_404(reader: FlaskClient, decided: str, address: str) -> None:
    for tail in ("", ".csv", ".xlsx"):
        assert reader.get(f"{address}{tail}").status_code == 404


def test_a_role_that_an_organization_never_had_has_no_page(
    reader: FlaskClient, decided: str, sqlite_store: Store
) -> None:
    assert reader.get(f"/buyers/{id_of(sqlite_store, '甲公司')}").status_code == 404
    assert reader.get(f"/suppliers/{id_of(sqlite_store, '某县建设局')}").status_code == 404


def test_who_buys_and_wins_has_two_pages_that_know_each_other(
    reader: FlaskClient, press: Press, tender: str, sqlite_store: Store
) -> None:
    press.after(tender, result(won(1, by="某县建设局")), now=NOON + DAY)
    number = id_of(sqlite_store, "某县建设局")
    assert f"/suppliers/{number}" in read(reader, f"/buyers/{number}").links.values()
    assert f"/buyers/{number}" in read(reader, f"/suppliers/{number}").links.values()


def test_the_list_of_an_organization_goes_on_over_pages_and_as_a_file_is_whole(
    reader: FlaskClient, press: Press, sqlite_store: Store
) -> None:
    for place in range(21):
        press(TENDER, now=NOON + timedelta(minutes=place))
    number = id_of(sqlite_store, "某县建设局")
    first, second = (read(reader, f"/buyers/{number}{query}") for query in ("", "?page=2"))
    assert first.head("next") == [f"/buyers/{number}?page=2"]
    assert second.head("prev") == [f"/buyers/{number}"]
    assert reader.get(f"/buyers/{number}?page=3").status_code == 404
    assert reader.get(f"/buyers/{number}?page=1").location == f"/buyers/{number}"
    assert reader.get(f"/buyers/{number}?year=2026").status_code == 400
    whole = numbers(reader, f"/buyers/{number}.csv")
    assert len(whole) == 21
    assert whole == numbers(reader, f"/notices.csv?buyer={number}")
    assert reader.get(f"/buyers/{number}.xlsx").status_code == 200


def test_notices_processes_and_figures_lead_to_the_organizations(
    reader: FlaskClient, tender: str, decided: str, sqlite_store: Store
) -> None:
    buyer = f"/buyers/{id_of(sqlite_store, '某县建设局')}"
    supplier = f"/suppliers/{id_of(sqlite_store, '乙公司')}"
    for address in (f"/notices/{decided}", f"/processes/{tender}", "/statistics/2026/trades"):
        assert {buyer, supplier} <= set(read(reader, address).links.values()), address
    for address in ("/notices", "/statistics/2026"):
        assert buyer in read(reader, address).links.values(), address


def test_a_supplier_is_found_by_its_notices_on_both_databases(
    store: Store, settings: Settings
) -> None:
    open_site(store)
    from_both(store, settings, TENDER, result(won(1), TOGETHER))
    with store.reading() as session:
        for name, count in (("甲公司", 1), ("乙公司", 1), ("某县建设局", 0)):
            found = page_of_notices(session, NoticeFilter(supplier=id_of(store, name)))
            assert found.total == count, name


def from_both(store: Store, settings: Settings, first: NoticeDraft, second: NoticeDraft) -> None:
    """Publish a notice and another one of its process."""
    press = Press(store, settings)
    press.after(press(first).numbers[0], second, now=NOON + DAY)
