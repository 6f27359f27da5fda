"""The page of a draft's files: adding, putting in order, taking off; every refusal a sentence."""

import html5lib
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.notices import NOON
from tests.uploads import docx, jpg, pdf, png, xlsx
from tests.web.clerks import Clerk, words
from tests.web.uploading import begin, draft_of, upload
from trading.config import Settings
from trading.services import drafting, filing
from trading.services.shelves import Shelf
from trading.store.engine import Store


@pytest.fixture
def draft(clerk: Clerk, sqlite_store: Store) -> int:
    return begin(sqlite_store)


@pytest.fixture
def address(draft: int) -> str:
    return f"/staff/notices/{draft}/files"


def names(store: Store, draft: int) -> list[str]:
    return [one.name for one in draft_of(store, draft).content.attachments]


def said_at_the_field(answer: TestResponse) -> list[str]:
    """The sentences beside the file field."""
    root = html5lib.parse(answer.get_data(as_text=True))
    boxes = [one for one in root.iter() if one.get("id") == "file-error"]
    return [words(line) for box in boxes for line in box]


def test_several_files_are_added_at_once_and_listed_with_size_and_hash(
    clerk: Clerk, sqlite_store: Store, draft: int, address: str
) -> None:
    files = [("招标文件.pdf", pdf()), ("清单.xlsx", xlsx()), ("图纸.PNG", png())]
    answer = upload(clerk, address, files)
    assert (answer.status_code, answer.location) == (303, address)
    page = clerk.open(address)
    assert "已添加3个附件" in page.text
    assert names(sqlite_store, draft) == ["招标文件.pdf", "清单.xlsx", "图纸.PNG"]
    for one in draft_of(sqlite_store, draft).content.attachments:
        assert one.name in page.text and one.sha256 in page.text
    assert draft_of(sqlite_store, draft).revision == 2
    assert upload(clerk, address, [("照片.jpg", jpg())]).status_code == 303
    assert names(sqlite_store, draft)[-1] == "照片.jpg"


def test_what_cannot_be_taken_is_named_at_the_field_and_the_rest_is_kept(
    clerk: Clerk, sqlite_store: Store, draft: int, address: str
) -> None:
    files = [("旧.doc", b"x"), ("好.pdf", pdf()), ("假.png", pdf()), ("空.pdf", b"")]
    answer = upload(clerk, address, files)
    assert answer.status_code == 303
    page = clerk.client.get(address)
    said = said_at_the_field(page)
    assert len(said) == 3
    assert "“旧.doc”是旧的办公文件格式" in said[0]
    assert "“假.png”的内容与扩展名不符" in said[1]
    assert said[2] == "“空.pdf”：文件是空的"
    assert names(sqlite_store, draft) == ["好.pdf"]
    assert said_at_the_field(clerk.client.get(address)) == [], "said once"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], "请先选择文件"),
        ([("a.exe", b"MZ")], "只能是 PDF"),
        ([("a.docx", docx(**{"word/vbaProject.bin": b"x"}))], "带有宏"),
        ([("大.pdf", pdf() * 700_000)], "“大.pdf”：文件太大：每个文件最多20 MB"),
    ],
)
def test_when_nothing_can_be_taken_the_page_comes_back_with_the_sentence(
    clerk: Clerk, sqlite_store: Store, draft: int, address: str, files: list, said: str
) -> None:
    answer = upload(clerk, address, files)
    assert answer.status_code == 422
    assert said in said_at_the_field(answer)[0]
    assert draft_of(sqlite_store, draft).revision == 1


def test_more_than_a_request_may_hold_comes_back_to_the_field(clerk: Clerk, address: str) -> None:
    most = filing.MOST_IN_ALL + 2 * filing.MEGABYTE
    answer = clerk.client.post(address, environ_overrides={"CONTENT_LENGTH": str(most)})
    assert answer.status_code == 303
    page = clerk.client.get(answer.location)
    assert "一次上传的文件合计最多100 MB" in said_at_the_field(page)[0]


def test_only_who_may_write_sends_large_requests(
    office: Flask, reviewer: Clerk, address: str
) -> None:
    large = {
        "CONTENT_LENGTH": str(filing.MOST_IN_ALL),
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
    }
    for client in (office.test_client(), reviewer.client):
        assert client.post(address, environ_overrides=large).status_code == 413


def test_files_are_moved_and_taken_off_by_their_buttons(
    clerk: Clerk, sqlite_store: Store, draft: int, address: str
) -> None:
    upload(clerk, address, [(f"{n}.pdf", pdf(n)) for n in "一二三"])
    page = clerk.open(address)
    assert clerk.send(page, "order-form", do="up:3").status == 303
    assert names(sqlite_store, draft) == ["一.pdf", "三.pdf", "二.pdf"]
    assert clerk.send(clerk.open(address), "order-form", do="remove:1").status == 303
    assert names(sqlite_store, draft) == ["三.pdf", "二.pdf"]
    for nonsense in ("", "remove", "remove:x", "up:99999", "sort:1"):
        clerk.send(clerk.open(address), "order-form", do=nonsense)
    assert names(sqlite_store, draft) == ["三.pdf", "二.pdf"]


def test_a_page_that_is_out_of_date_changes_nothing_and_shows_how_things_are(
    clerk: Clerk, colleague: Clerk, sqlite_store: Store, draft: int, address: str
) -> None:
    upload(clerk, address, [("一.pdf", pdf())])
    old = clerk.open(address)
    upload(colleague, address, [("二.pdf", pdf("二"))])
    late = clerk.send(old, "order-form", do="remove:1")
    assert late.status == 409
    assert "李已经保存过这份草稿" in late.text
    assert "二.pdf" in late.text, "the list is today's"
    assert clerk.send(late, "order-form", do="remove:1").status == 303
    assert names(sqlite_store, draft) == ["二.pdf"]
    answer = upload(clerk, address, [("三.pdf", pdf("三"))], revision="1")
    assert answer.status_code == 409
    assert "附件没有改动" in answer.get_data(as_text=True)


def test_the_text_form_saved_over_older_files_says_so_and_loses_nothing(
    clerk: Clerk, sqlite_store: Store, draft: int, address: str
) -> None:
    form = clerk.open(f"/staff/notices/{draft}/edit")
    upload(clerk, address, [("一.pdf", pdf())])
    late = clerk.send(form, title="另一个标题", do="save")
    assert late.status == 409
    assert clerk.send(late, do="save").status == 303
    found = draft_of(sqlite_store, draft)
    assert found.content.title == "另一个标题"
    assert [one.name for one in found.content.attachments] == ["一.pdf"]


def test_a_discarded_draft_takes_no_file(
    clerk: Clerk, sqlite_store: Store, draft: int, address: str
) -> None:
    page = clerk.open(address)
    with sqlite_store.writing() as session:
        drafting.discard(session, draft, by=draft_of(sqlite_store, draft).author_id, now=NOON)
    answer = upload(clerk, address, [("一.pdf", pdf())])
    assert answer.status_code == 409
    assert "草稿已经删除" in answer.get_data(as_text=True)
    assert page.status == 200


def test_a_reviewer_reads_the_files_in_the_preview_but_changes_none(
    clerk: Clerk, reviewer: Clerk, office: Flask, draft: int, address: str
) -> None:
    upload(clerk, address, [("招标 文件%1.pdf", pdf())])
    preview = reviewer.open(f"/staff/notices/{draft}")
    assert "招标 文件%1.pdf" in preview.text
    links = [one.get("href", "") for one in html5lib.parse(preview.text).iter()]
    (link,) = [one for one in links if "/staff/files/" in one]
    answer = reviewer.client.get(link, buffered=True)
    assert answer.data == pdf()
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Cache-Control"] == "no-store"
    assert reviewer.open(address).status == 403
    assert office.test_client().get(link).status_code == 303
    assert reviewer.client.get(link.replace(f"/{draft}/", "/999/")).status_code == 404


def test_a_file_that_is_gone_from_the_disk_is_said_and_can_be_sent_again(
    clerk: Clerk, sqlite_store: Store, settings: Settings, draft: int, address: str
) -> None:
    upload(clerk, address, [("一.pdf", pdf())])
    (file,) = draft_of(sqlite_store, draft).content.attachments
    path = Shelf(settings.data_dir / "files").path_of(file.sha256)
    path.unlink()
    assert "服务器上找不到这个文件" in clerk.open(address).text
    clerk.send(clerk.open(address), "order-form", do="remove:1")
    upload(clerk, address, [("一.pdf", pdf())])
    assert path.read_bytes() == pdf()
    assert "服务器上找不到" not in clerk.open(address).text


def test_the_disk_holds_no_half_upload_afterwards(
    clerk: Clerk, settings: Settings, address: str
) -> None:
    upload(clerk, address, [("一.pdf", pdf()), ("坏.png", b"x" * 300_000)])
    assert list((settings.data_dir / "files" / "incoming").iterdir()) == []


def test_a_published_draft_shows_its_notice_instead(clerk: Clerk, tender: str) -> None:
    assert clerk.open("/staff/notices/1/files").location == f"/notices/{tender}"


def test_writer_and_reviewer_are_told_what_a_file_carries_besides_its_content(
    clerk: Clerk, reviewer: Clerk, draft: int, address: str
) -> None:
    core = "<x xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:creator>王小明</dc:creator></x>"
    upload(clerk, address, [("清单.docx", docx(**{"docProps/core.xml": core}))])
    assert "公布前请留意：含作者信息：王小明" in clerk.open(address).text
    assert "清单.docx：含作者信息：王小明" in reviewer.open(f"/staff/notices/{draft}").text
