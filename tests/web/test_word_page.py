"""Text from Word at the browser: shown with its report, and never over what was typed unasked."""

from dataclasses import replace

import html5lib
import pytest
from flask import Flask

from tests.notices import NOON, TENDER
from tests.web.clerks import Clerk, words
from tests.web.uploading import begin, draft_of, upload
from tests.word import deleted, docx, image, p, styled
from trading.services import drafting
from trading.services.word_import import MOST_BYTES
from trading.store.engine import Store

FILE = (
    "招标公告.docx",
    docx(styled("1", "招标条件"), p("工期", deleted("三十"), "六十日", image())),
)
BODY = "<h2>招标条件</h2><p>工期六十日</p>"
REPORT = ("图片1张没有带入", "修订中删除的内容1处没有带入")


@pytest.fixture
def empty(clerk: Clerk, sqlite_store: Store) -> int:
    """A draft whose body nobody has written yet."""
    return begin(sqlite_store, replace(TENDER, body_html=""))


@pytest.fixture
def written(clerk: Clerk, sqlite_store: Store) -> int:
    """A draft with a body."""
    return begin(sqlite_store)


def address(draft: int) -> str:
    return f"/staff/notices/{draft}/word"


def body(store: Store, draft: int) -> str:
    return draft_of(store, draft).content.body_html


def at(text: str, id_: str) -> str:
    """The words of the element with this id."""
    return next((words(one) for one in html5lib.parse(text).iter() if one.get("id") == id_), "")


def test_an_empty_body_is_filled_and_the_report_stands_above_the_form(
    clerk: Clerk, sqlite_store: Store, empty: int
) -> None:
    answer = upload(clerk, address(empty), [FILE], "word-form")
    assert (answer.status_code, answer.location) == (303, f"/staff/notices/{empty}/edit")
    page = clerk.open(answer.location)
    assert page.forms["notice-form"].fields["body_html"] == BODY
    for said in ("请核对后再保存", *REPORT):
        assert said in page.text.partition("<form")[2].partition('id="notice-form"')[0]
    assert body(sqlite_store, empty) == BODY
    kept = replace(draft_of(sqlite_store, empty).content, body_html="")
    assert kept == drafting.clean_content(replace(TENDER, body_html="")), "nothing else changed"


def test_a_body_that_is_there_stays_until_the_clerk_has_seen_the_other(
    clerk: Clerk, sqlite_store: Store, written: int
) -> None:
    before = body(sqlite_store, written)
    answer = upload(clerk, address(written), [FILE], "word-form")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert at(text, "read") == "招标条件工期六十日"
    assert at(text, "present") == "正文第一段"
    assert all(said in text for said in REPORT)
    assert body(sqlite_store, written) == before


@pytest.mark.parametrize(
    ("do", "becomes"), [("replace", BODY), ("append", "<p>正文第一段</p>" + BODY)]
)
def test_the_clerk_decides_what_becomes_of_the_two_texts(
    clerk: Clerk, sqlite_store: Store, written: int, do: str, becomes: str
) -> None:
    shown = clerk.read(upload(clerk, address(written), [FILE], "word-form"), address(written))
    taken = clerk.send(shown, "take-form", do=do)
    assert taken.status == 303
    assert body(sqlite_store, written) == becomes
    page = clerk.follow(taken)
    assert all(said in page.text for said in REPORT)


def test_a_draft_that_was_saved_meanwhile_keeps_both_texts(
    clerk: Clerk, sqlite_store: Store, written: int
) -> None:
    shown = clerk.read(upload(clerk, address(written), [FILE], "word-form"), address(written))
    with sqlite_store.writing() as session:
        other = replace(TENDER, body_html="<p>同事写的</p>", title="同事改的标题")
        by = draft_of(sqlite_store, written).author_id
        drafting.revise(session, written, other, revision=1, by=by, now=NOON)
    late = clerk.send(shown, "take-form", do="replace")
    assert late.status == 409
    assert at(late.text, "present") == "同事写的"
    assert "工期六十日" in at(late.text, "read")
    assert all(said in late.text for said in REPORT)
    assert clerk.send(late, "take-form", do="replace").status == 303
    assert body(sqlite_store, written) == BODY
    assert draft_of(sqlite_store, written).content.title == "同事改的标题"


def test_an_empty_body_that_somebody_filled_meanwhile_is_not_overwritten(
    clerk: Clerk, sqlite_store: Store, empty: int
) -> None:
    answer = upload(clerk, address(empty), [FILE], "word-form", revision="7")
    assert answer.status_code == 409
    assert body(sqlite_store, empty) == ""
    page = clerk.read(answer, address(empty))
    assert clerk.send(page, "take-form", do="replace").status == 303
    assert body(sqlite_store, empty) == BODY


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], "请先选择文件"),
        ([("a.pdf", b"%PDF-1.7")], "只能从 Word 文件"),
        ([("a.doc", b"x")], "另存为 .docx"),
        ([("a.docx", docx(p("x"), parts={"word/vbaProject.bin": b"x"}))], "宏"),
        ([("a.docx", b"\0" * (MOST_BYTES + 10))], "最多20 MB"),
        ([("a.docx", docx())], "没有可以带入的文字"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_at_the_field(
    clerk: Clerk, sqlite_store: Store, written: int, files: list[tuple[str, bytes]], said: str
) -> None:
    before = draft_of(sqlite_store, written)
    answer = upload(clerk, address(written), files, "word-form")
    assert answer.status_code == 422
    assert said in at(answer.get_data(as_text=True), "file-error")
    assert draft_of(sqlite_store, written) == before


def test_a_request_that_is_too_large_comes_back_to_the_field(clerk: Clerk, written: int) -> None:
    large = {"CONTENT_LENGTH": str(MOST_BYTES * 2)}
    answer = clerk.client.post(address(written), environ_overrides=large)
    assert answer.status_code == 303
    assert "最多20 MB" in at(clerk.open(answer.location).text, "file-error")


def test_what_comes_back_from_the_form_is_sanitised_once_more(
    clerk: Clerk, sqlite_store: Store, written: int
) -> None:
    shown = clerk.read(upload(clerk, address(written), [FILE], "word-form"), address(written))
    hostile = "<p>好<script>alert(1)</script><img src=x onerror=alert(1)></p>"
    assert clerk.send(shown, "take-form", do="replace", html=hostile).status == 303
    assert body(sqlite_store, written) == "<p>好</p>"
    stale = clerk.send(shown, "take-form", do="replace", html=hostile)
    assert stale.status == 409
    assert "onerror" not in stale.text


def test_from_a_new_form_both_buttons_save_what_was_typed_first(
    clerk: Clerk, sqlite_store: Store
) -> None:
    page = clerk.open("/staff/notices/new/tender?category=construction")
    for do, where in (("word", "word"), ("files", "files")):
        sent = clerk.send(page, title="刚打的标题", do=do)
        assert sent.status == 303
        assert sent.location.endswith(f"/{where}")
    draft = int(sent.location.split("/")[-2])
    assert draft_of(sqlite_store, draft).content.title == "刚打的标题"


def test_only_writers_bring_in_texts(office: Flask, reviewer: Clerk, written: int) -> None:
    assert reviewer.open(address(written)).status == 403
    assert office.test_client().get(address(written)).status_code == 303
