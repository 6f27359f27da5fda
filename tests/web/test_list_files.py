"""A whole list as CSV and as a workbook: every row of its pages, and nothing that runs."""

import csv
import io
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from urllib.parse import quote

import openpyxl
import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from tests.clocks import FixedClock
from tests.notices import NOON, TENDER, Press, open_site, result, won
from tests.web.pages import read
from trading.config import Settings
from trading.services import withdrawing
from trading.store import downloads as store_downloads
from trading.store.engine import Store
from trading.store.lists import PER_PAGE
from trading.store.sites import read_site
from trading.web import create_app
from trading.web.public import columns, downloads
from trading.web.public.columns import COLUMNS, Value, as_csv

FILTERS = [
    "",
    "?family=award",
    "?type=tender",
    "?category=construction",
    f"?q={quote('河东')}",
    "?year=2026",
    "?method=open",
    "?region=230828",
    "?from=2026-03-01&to=2026-03-31",
    "?min=100",
    "?open=1",
    "?sort=deadline",
    "?sort=-amount",
    "?family=tender&min=100&max=10000000&sort=-amount",
]
NASTY = [
    '=1+1"',
    "+甲",
    "-乙",
    "@SUM(A1)",
    "＝全角",
    "'撇号",
    "一，二,三",
    '引"号',
    "_x0041_",
    "#N/A",
]

# What a title can be: a line; odd starts often enough.
clerks_text = st.builds(
    str.__add__,
    st.sampled_from(["", "=", " =", "+", "-", "@", "＝", "'", '"', ",", "\t="]),
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"))),
)


def rows_of(reader: FlaskClient, address: str) -> list[dict[str, str]]:
    """The rows of a CSV file, by the names of its columns."""
    answer = reader.get(address)
    assert answer.status_code == 200, address
    assert answer.content_type == "text/csv; charset=utf-8"
    text = answer.get_data().decode("utf-8-sig")
    assert answer.get_data().startswith(b"\xef\xbb\xbf"), "Excel reads UTF-8 by its mark alone"
    return list(csv.DictReader(io.StringIO(text, newline="")))


def sheet_of(reader: FlaskClient, address: str) -> list[tuple[openpyxl.cell.Cell, ...]]:
    """The rows of a workbook, its head first."""
    answer = reader.get(address)
    assert answer.status_code == 200, address
    (sheet,) = openpyxl.load_workbook(io.BytesIO(answer.get_data())).worksheets
    assert sheet.freeze_panes == "A2"
    return list(sheet.iter_rows())


def pages_of(reader: FlaskClient, query: str) -> list[str]:
    """The numbers of every page of a list in order, as the links of its table."""
    numbers: list[str] = []
    for page in range(1, 9):
        more = f"{query}{'&' if query else '?'}page={page}" if page > 1 else query
        answer = reader.get(f"/notices{more}")
        if answer.status_code == 404:
            break
        shown = read(reader, f"/notices{more}")
        rows = [row for body in shown.all("tbody") for row in shown.all("tr", body)]
        numbers += [shown.all("a", row)[0].get("href", "").rpartition("/")[2] for row in rows]
    return numbers


def withdraw(store: Store, settings: Settings, number: str) -> None:
    """Take a notice back."""
    with store.writing() as session:
        site = read_site(session, settings)
        withdrawing.withdraw(session, number, reason="重复", by=1, now=NOON, site=site)


@pytest.fixture
def many(press: Press) -> list[str]:
    """Forty-five notices of two families over some days, one of them moved in from before."""
    numbers = [
        press(
            replace(TENDER, title=f"{place}号{TENDER.title}"), now=NOON + timedelta(hours=place)
        ).numbers[0]
        for place in range(2 * PER_PAGE)
    ]
    for number in numbers[:5]:
        press.after(number, result(won(1)), now=NOON + timedelta(days=3))
    press.moved_in(numbers[0], TENDER, dated=NOON - timedelta(days=900))
    return numbers


def test_the_files_of_a_list_hold_the_rows_of_all_its_pages_in_their_order(
    reader: FlaskClient, many: list[str]
) -> None:
    for query in FILTERS:
        pages = pages_of(reader, query)
        assert len(pages) >= 5, query
        assert [row["number"] for row in rows_of(reader, f"/notices.csv{query}")] == pages
        sheet = sheet_of(reader, f"/notices.xlsx{query}")
        assert [row[0].value for row in sheet[1:]] == pages


def test_every_cell_says_what_holds_now(
    reader: FlaskClient, press: Press, tender: str, sqlite_store: Store, settings: Settings
) -> None:
    (outcome,) = press.after(tender, result(won(1, fen=48_000_050), won(2))).numbers
    rows = {row["number"]: row for row in rows_of(reader, "/notices.csv")}
    assert rows[tender] == {
        "number": tender,
        "published_at": "2026-03-02T12:00:00+08:00",
        "type": "tender",
        "type_name": "招标公告",
        "category": "construction",
        "category_name": "工程建设",
        "method": "open",
        "method_name": "公开招标",
        "region": "230828",
        "region_name": "汤原县",
        "title": TENDER.title,
        "buyer": "某县建设局",
        "process": tender,
        "project_code": "HD-001",
        "deadline": "2026-03-23T12:00:00+08:00",
        "amount": "590000.00",
        "currency": "CNY",
        "status": "",
        "status_name": "",
        "url": f"https://ggzy.example/notices/{tender}",
    }
    assert Decimal(rows[outcome]["amount"]) == Decimal("960000.50")
    head, *body = sheet_of(reader, "/notices.xlsx")
    assert [cell.value for cell in head] == [str(one.head) for one in COLUMNS]
    (cells,) = [row for row in body if row[0].value == tender]
    by_name = dict(zip([one.name for one in COLUMNS], cells, strict=True))
    assert by_name["amount"].value == 590_000 and by_name["amount"].data_type == "n"
    assert by_name["deadline"].is_date
    assert by_name["deadline"].value == (NOON + timedelta(days=21)).replace(tzinfo=None)
    assert by_name["number"].data_type == "s", "a number that is a name stays as it is written"


def test_a_withdrawn_notice_stays_in_the_list_without_its_facts(
    reader: FlaskClient, press: Press, tender: str, sqlite_store: Store, settings: Settings
) -> None:
    withdraw(sqlite_store, settings, tender)
    (row,) = rows_of(reader, "/notices.csv")
    assert (row["number"], row["status"], row["status_name"]) == (tender, "withdrawn", "已撤销")
    facts = ("deadline", "amount", "currency", "project_code")
    assert {row[name] for name in facts} == {""}
    assert rows_of(reader, f"/notices.csv?q={quote('河东')}") == [], "search omits it"


@pytest.mark.parametrize("title", NASTY)
def test_no_title_is_a_formula_and_every_title_comes_back_as_it_was_written(
    reader: FlaskClient, press: Press, title: str
) -> None:
    press(replace(TENDER, title=title))
    (row,) = rows_of(reader, "/notices.csv")
    assert row["title"] in (title, f"'{title}")
    assert row["title"][:1] not in "=+-@＝"
    place = [one.name for one in COLUMNS].index("title")
    _, cells = sheet_of(reader, "/notices.xlsx")
    # openpyxl leaves it to its callers to read as Excel does.
    assert (unescape(str(cells[place].value)), cells[place].data_type) == (title, "s")


@given(clerks_text)
def test_any_text_is_one_cell_of_a_csv_file_and_comes_back(title: str) -> None:
    row: list[Value] = [title, NOON, Decimal("1.50"), None]
    whole = "".join(as_csv([row]))
    _, cells = csv.reader(io.StringIO(whole.removeprefix("\ufeff"), newline=""))
    assert cells[0] in (title, f"'{title}")
    assert cells[0].lstrip()[:1] not in tuple("=+-@＝＋－＠")
    assert cells[1:] == ["2026-03-02T12:00:00+08:00", "1.50", ""]


def test_the_same_list_is_the_same_bytes(reader: FlaskClient, many: list[str]) -> None:
    for address in ("/notices.csv", "/notices.xlsx"):
        assert reader.get(address).data == reader.get(address).data, address


def test_a_file_is_saved_under_a_plain_name_and_asked_about_before_it_is_used_again(
    reader: FlaskClient, tender: str
) -> None:
    for ext in ("csv", "xlsx"):
        answer = reader.get(f"/notices.{ext}")
        assert answer.headers["Content-Disposition"] == f"attachment; filename=notices.{ext}"
        assert answer.headers["Cache-Control"] == "public, no-cache"
        assert "Set-Cookie" not in answer.headers
        head = reader.head(f"/notices.{ext}")
        assert (head.status_code, head.data) == (200, b"")


def test_an_empty_list_has_its_head_alone(reader: FlaskClient) -> None:
    assert rows_of(reader, "/notices.csv") == []
    assert len(sheet_of(reader, "/notices.xlsx")) == 1


@pytest.mark.parametrize("ext", ["csv", "xlsx"])
def test_a_query_is_read_as_strictly_as_that_of_the_page(reader: FlaskClient, ext: str) -> None:
    assert reader.get(f"/notices.{ext}?colour=red").status_code == 400
    assert reader.get(f"/notices.{ext}?page=2").status_code == 400, "a file has no pages"
    moved = reader.get(f"/notices.{ext}?year=2026&family=tender")
    assert (moved.status_code, moved.location) == (308, f"/notices.{ext}?family=tender&year=2026")


def test_a_workbook_that_would_be_too_long_says_what_to_do(
    reader: FlaskClient, many: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "MOST_IN_WORKBOOK", 20)
    page = read(reader, "/notices.xlsx", 400)
    assert "20条" in page.main and "CSV" in page.main
    assert len(sheet_of(reader, "/notices.xlsx?family=award")) == 6


def test_a_reader_who_takes_long_stops_nobody_and_gets_a_list_of_one_moment(
    settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_site(store)
    press = Press(store, settings)
    before = [press(TENDER).numbers[0] for _ in range(6)]
    monkeypatch.setattr(columns, "AT_ONCE", 2)
    monkeypatch.setattr(store_downloads, "AT_ONCE", 2)
    client = create_app(settings, store=store, clock=FixedClock(NOON)).test_client()
    slow = client.get("/notices.csv")
    pieces = slow.iter_encoded()
    text = next(pieces)
    press(TENDER)
    with store.writing() as session:
        site = read_site(session, settings)
        withdrawing.withdraw(session, before[0], reason="重复", by=1, now=NOON, site=site)
    text += b"".join(pieces)
    slow.close()
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))
    assert [row["number"] for row in rows] == before[::-1]
    assert {row["status"] for row in rows} == {""}


def test_a_csv_file_that_a_reader_has_is_not_sent_again_until_something_changes(
    reader: FlaskClient, press: Press, tender: str, office_clock: FixedClock
) -> None:
    def again(address: str, etag: str) -> int:
        return reader.get(address, headers={"If-None-Match": etag}, buffered=True).status_code

    first = reader.get("/notices.csv", buffered=True)
    etag = first.headers["ETag"]
    assert etag.startswith('W/"')
    assert again("/notices.csv", etag) == 304
    assert again("/notices.csv?family=award", etag) == 200, "another list is another file"
    press(replace(TENDER, title="又一条"), now=office_clock.now())
    changed = reader.get("/notices.csv", headers={"If-None-Match": etag}, buffered=True)
    assert changed.status_code == 200 and "又一条" in changed.get_data(as_text=True)
    assert again("/notices.csv", changed.headers["ETag"]) == 304
    office_clock.pass_by(days=30)  # a deadline passed, which some lists ask for
    assert again("/notices.csv", changed.headers["ETag"]) == 200
