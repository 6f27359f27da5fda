"""Attachments of published notices: who gets which bytes, how, and never before publication."""

import email.message
import hashlib
import logging
from dataclasses import replace
from urllib.parse import quote, unquote

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session
from werkzeug.test import TestResponse

from tests.notices import NOON, TENDER, Press
from tests.uploads import docx, jpg, pdf, png, xlsx
from tests.web.clerks import Clerk
from tests.web.pages import read
from tests.web.uploading import begin, published_with, upload
from trading.config import Settings
from trading.domain.drafts import Attachment
from trading.services.shelves import Shelf
from trading.store import notices
from trading.store.engine import Store
from trading.store.tables import Withdrawal

NAMES = [
    "招标文件.pdf",
    'a"b\\c.pdf'.replace("\\", "_"),
    "半角 空格;分号,逗号.pdf",
    "百分%20号%.pdf",
    "单'引号.pdf",
    "括号（一）[二]{三}.pdf",
    "问号?井号#与&等号=.pdf",
    "😀表情.pdf",
    "..pdf.pdf".lstrip("."),
    "très–long~tilde.pdf",
    "长" * 116 + ".pdf",
]


def address(file: Attachment) -> str:
    return f"/files/{file.sha256}/{quote(file.name, safe='')}"


def get(
    reader: FlaskClient, file: Attachment, headers: dict[str, str] | None = None
) -> TestResponse:
    """Read a file to its end, as a browser would that closes what it opened."""
    return reader.get(address(file), headers=headers, buffered=True)


def named_by(disposition: str) -> str:
    """The name that a browser reads from the header (RFC 6266 §4.3: `filename*` wins)."""
    parameters = dict(
        part.strip().split("=", 1) for part in disposition.partition(";")[2].split("; ") if part
    )
    charset, _, escaped = parameters["filename*"].split("'", 2)
    return unquote(escaped, charset)


@pytest.fixture
def file(clerk: Clerk, sqlite_store: Store, settings: Settings) -> Attachment:
    """The one file of a published notice: 100 KB of a PDF."""
    content = pdf("字" * 30_000)
    _, (one,) = published_with(sqlite_store, settings, ("招标文件.pdf", content))
    return one


def test_a_file_is_saved_never_shown_and_never_runs(reader: FlaskClient, file: Attachment) -> None:
    answer = get(reader, file)
    assert answer.status_code == 200
    assert hashlib.sha256(answer.data).hexdigest() == file.sha256
    assert len(answer.data) == file.size == int(answer.headers["Content-Length"])
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["ETag"] == f'"{file.sha256}"'
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert "Last-Modified" not in answer.headers, "when it was uploaded is nobody's affair"
    assert "Set-Cookie" not in answer.headers


def test_every_kind_is_served_as_what_it_is(
    clerk: Clerk, reader: FlaskClient, sqlite_store: Store, settings: Settings
) -> None:
    files = (("a.pdf", pdf()), ("b.docx", docx()), ("c.xlsx", xlsx()), ("d.png", png()))
    _, taken = published_with(sqlite_store, settings, *files, ("e.JPEG", jpg()))
    kinds = [get(reader, one).headers["Content-Type"] for one in taken]
    office = "application/vnd.openxmlformats-officedocument"
    assert kinds == [
        "application/pdf",
        f"{office}.wordprocessingml.document",
        f"{office}.spreadsheetml.sheet",
        "image/png",
        "image/jpeg",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_name_survives_the_way_to_the_readers_disk(
    clerk: Clerk, reader: FlaskClient, sqlite_store: Store, settings: Settings, name: str
) -> None:
    number, (file,) = published_with(sqlite_store, settings, (name, pdf()))
    page = read(reader, f"/notices/{number}")
    answer = reader.get(page.links[name], buffered=True)
    assert answer.status_code == 200
    disposition = answer.headers["Content-Disposition"]
    assert named_by(disposition) == file.name == name
    assert disposition.isascii()
    message = email.message.Message()
    message["Content-Disposition"] = disposition
    assert message.get_content_disposition() == "attachment"


# Resuming


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [("bytes=0-9", 0, 9), ("bytes=100-", 100, None), ("bytes=-5", -5, None)],
)
def test_a_download_goes_on_where_it_stopped(
    reader: FlaskClient, file: Attachment, wanted: str, first: int, last: int | None
) -> None:
    whole = get(reader, file).data
    part = get(reader, file, {"Range": wanted})
    assert part.status_code == 206
    stop = None if last is None else last + 1
    assert part.data == whole[first:stop]
    start = first % file.size
    end = start + len(part.data) - 1
    assert part.headers["Content-Range"] == f"bytes {start}-{end}/{file.size}"
    assert part.headers["ETag"] == f'"{file.sha256}"'
    assert part.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_part_is_only_added_to_the_bytes_it_belongs_to(
    reader: FlaskClient, file: Attachment
) -> None:
    same = {"Range": "bytes=10-", "If-Range": f'"{file.sha256}"'}
    assert get(reader, file, same).status_code == 206
    other = {"Range": "bytes=10-", "If-Range": '"something-else"'}
    answer = get(reader, file, other)
    assert (answer.status_code, len(answer.data)) == (200, file.size)


def test_a_part_beyond_the_end_is_416_and_several_parts_are_the_whole(
    reader: FlaskClient, file: Attachment
) -> None:
    beyond = get(reader, file, headers={"Range": f"bytes={file.size}-"})
    assert beyond.status_code == 416
    assert beyond.headers["Content-Range"] == f"bytes */{file.size}"
    several = get(reader, file, {"Range": "bytes=0-1,5-6"})
    assert (several.status_code, len(several.data)) == (200, file.size)
    nonsense = get(reader, file, {"Range": "lines=1"})
    assert nonsense.status_code in (200, 416)


def test_a_reader_who_has_it_gets_304_and_head_gets_no_bytes(
    reader: FlaskClient, file: Attachment
) -> None:
    again = get(reader, file, headers={"If-None-Match": f'"{file.sha256}"'})
    assert (again.status_code, again.data) == (304, b"")
    head = reader.head(address(file))
    assert (head.status_code, head.data) == (200, b"")
    assert int(head.headers["Content-Length"]) == file.size
    assert head.headers["Accept-Ranges"] == "bytes"


# Who gets what


def test_nothing_of_a_draft_leaks_before_its_publication(
    clerk: Clerk, reader: FlaskClient, press: Press, sqlite_store: Store
) -> None:
    canary = "未公开的底价清单.pdf"
    content = pdf("CANARY-71c9")
    (number,) = press(replace(TENDER, title="已经公开的公告")).numbers
    draft = begin(sqlite_store)
    assert upload(clerk, f"/staff/notices/{draft}/files", [(canary, content)]).status_code == 303
    sha256 = hashlib.sha256(content).hexdigest()
    hidden = reader.get(f"/files/{sha256}/{canary}")
    never = reader.get(f"/files/{'0' * 64}/{canary}")
    assert hidden.status_code == never.status_code == 404
    assert hidden.data == never.data, "a draft's file and no file at all look the same"
    assert dict(hidden.headers) == dict(never.headers)
    assert reader.get(f"/files/{sha256}/{canary}", headers={"If-None-Match": f'"{sha256}"'}).data
    for page in ("/", "/notices", f"/notices/{number}", "/notices.rss", "/feeds/all.atom"):
        said = reader.get(page).get_data(as_text=True)
        assert sha256 not in said and "底价" not in said
    for anonymous in (f"/staff/files/{draft}/{sha256}/{canary}", f"/staff/notices/{draft}/files"):
        assert b"CANARY" not in reader.get(anonymous, follow_redirects=True, buffered=True).data


@pytest.mark.parametrize(
    "wrong",
    ["/files/{sha}/别名.pdf", "/files/{upper}/招标文件.pdf", "/files/{short}/招标文件.pdf"]
    + ["/files/{sha}/", "/files/{sha}", "/files/..%2f..%2fsecret.key/x", "/files/{sha}/%2e%2e"]
    + ["/files/secret.key/secret.key", "/files/incoming/招标文件.pdf", "/files/{sha}/..%5cx"],
)
def test_no_other_address_reaches_the_file_or_anything_else(
    reader: FlaskClient, file: Attachment, wrong: str
) -> None:
    sha = file.sha256
    path = wrong.format(sha=sha, upper=sha.upper(), short=sha[:-1])
    assert reader.get(path).status_code == 404


def test_the_page_lists_the_files_with_size_and_hash_and_shows_none_of_them(
    clerk: Clerk, reader: FlaskClient, sqlite_store: Store, settings: Settings
) -> None:
    number, (table, picture) = published_with(
        sqlite_store, settings, ("清单.xlsx", xlsx()), ("图纸.png", png())
    )
    page = read(reader, f"/notices/{number}")
    (listed,) = page.of_class("files")
    assert listed.split("SHA-256：") == [
        "清单.xlsx（1 KB）",
        f"{table.sha256} 图纸.png（1 KB）",
        picture.sha256,
    ]
    assert page.links["图纸.png"] == address(picture)
    assert page.all("img") == [], "a picture is a link"
    record = reader.get(f"/notices/{number}/record.json").get_json()
    assert record["attachments"] == [
        {"name": "清单.xlsx", "size": table.size, "sha256": table.sha256},
        {"name": "图纸.png", "size": picture.size, "sha256": picture.sha256},
    ]


def withdraw(store: Store, number: str) -> None:
    """As a withdrawal leaves the tables."""
    with store.writing() as session:
        notice = notices.find_notice(session, number)
        notice_id = _id_of(session, number)
        row = Withdrawal(
            notice_id=notice_id,
            sequence=notice.row.sequence + 1000,
            withdrawn_at=NOON,
            reason="误发",
            staff_id=1,
        )
        session.add(row)


def _id_of(session: Session, number: str) -> int:
    found = session.connection().exec_driver_sql(
        f"SELECT id FROM notices WHERE number = '{int(number)}'"  # noqa: S608 # digits alone
    )
    return int(found.scalar_one())


def test_a_file_of_a_withdrawn_notice_is_gone_unless_another_notice_carries_it(
    clerk: Clerk, reader: FlaskClient, sqlite_store: Store, settings: Settings
) -> None:
    one, (file,) = published_with(sqlite_store, settings, ("招标文件.pdf", pdf()))
    withdraw(sqlite_store, one)
    gone = get(reader, file)
    assert gone.status_code == 410
    assert "公告已经撤销" in gone.get_data(as_text=True)
    assert gone.headers["Cache-Control"] == "no-store"
    other = replace(TENDER, title="另一条")
    published_with(sqlite_store, settings, ("招标文件.pdf", pdf()), content=other)
    assert get(reader, file).status_code == 200


def test_a_file_that_is_missing_or_cut_on_the_disk_is_said_and_noted_and_is_no_failure(
    reader: FlaskClient, settings: Settings, file: Attachment, caplog: pytest.LogCaptureFixture
) -> None:
    path = Shelf(settings.data_dir / "files").path_of(file.sha256)
    for spoil in (lambda: path.write_bytes(b"half"), path.unlink):
        spoil()
        with caplog.at_level(logging.ERROR, logger="trading"):
            answer = get(reader, file)
        assert answer.status_code == 404
        assert "附件“招标文件.pdf”暂时缺失" in answer.get_data(as_text=True)
        assert answer.headers["Cache-Control"] == "no-store"
        assert file.sha256 in caplog.text
        caplog.clear()
