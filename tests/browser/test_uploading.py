"""Files at the browser: dropped or chosen, by keyboard and without script, and text from Word."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import LiveSite
from tests.browser.test_editor import drafts
from tests.browser.test_journey import sign_in
from tests.uploads import pdf, png
from tests.word import cell, docx, item, lists, p, styled, table

DROP = """([place, files]) => {
  const data = new DataTransfer();
  for (const [name, size] of files) {
    const content = "%PDF-1.7\\n" + "x".repeat(size) + "\\nstartxref\\n0\\n%%EOF\\n";
    data.items.add(new File([content], name));
  }
  const options = {dataTransfer: data, bubbles: true, cancelable: true};
  place.dispatchEvent(new DragEvent("dragover", options));
  place.dispatchEvent(new DragEvent("drop", options));
}"""


@pytest.fixture
def at_files(page: Page, site: LiveSite) -> Page:
    """The page of the files of a new draft, reached by its own button."""
    sign_in(page, site)
    page.goto(f"{site.address}/staff/notices/new/tender?category=construction")
    page.locator('[name="title"]').fill("带附件的公告")
    page.get_by_role("button", name="存草稿，并添加或整理附件…").click()
    expect(page.get_by_role("heading", name="附件：带附件的公告")).to_be_visible()
    return page


def names(site: LiveSite) -> list[str]:
    return [one.name for one in drafts(site)[0].content.attachments]


def test_files_are_dropped_listed_sent_put_in_order_and_taken_off(
    at_files: Page, site: LiveSite
) -> None:
    page = at_files
    place = page.locator("[data-drop]")
    page.evaluate(DROP, [place.element_handle(), [["一.pdf", 10], ["二.pdf", 20]]])
    page.evaluate(DROP, [place.element_handle(), [["三.pdf", 30]]])
    expect(place.locator("li")).to_have_text(["一.pdf（1 KB）", "二.pdf（1 KB）", "三.pdf（1 KB）"])
    page.get_by_role("button", name="上传").click()
    expect(page.get_by_text("已添加3个附件")).to_be_visible()
    page.get_by_role("button", name="上移：三.pdf").click()
    page.get_by_role("button", name="移除：一.pdf").click()
    expect(page.get_by_role("link", name="一.pdf")).to_have_count(0)
    assert names(site) == ["三.pdf", "二.pdf"]
    assert Axe().run(page).violations_count == 0


def test_a_file_that_is_too_large_is_said_before_it_is_sent(at_files: Page) -> None:
    place = at_files.locator("[data-drop]")
    at_files.evaluate(DROP, [place.element_handle(), [["大.pdf", 21 * 1024 * 1024]]])
    expect(place.locator("li")).to_have_text("大.pdf（21.0 MB）：超过20 MB，不能上传")


def test_files_are_sent_with_the_keyboard_alone(
    at_files: Page, site: LiveSite, tmp_path: Path
) -> None:
    (tmp_path / "图纸 一.png").write_bytes(png())
    expect(at_files.get_by_text("也可以把文件拖到这里")).to_be_visible()
    with at_files.expect_file_chooser() as chooser:
        at_files.get_by_label("添加附件").press("Enter")
    chooser.value.set_files(tmp_path / "图纸 一.png")
    at_files.keyboard.press("Tab")
    at_files.keyboard.press("Enter")
    expect(at_files.get_by_text("已添加1个附件")).to_be_visible()
    assert names(site) == ["图纸 一.png"]


def test_without_script_files_are_sent_as_well(
    browser: Browser, site: LiveSite, tmp_path: Path
) -> None:
    (tmp_path / "清单.pdf").write_bytes(pdf())
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    sign_in(plain, site)
    plain.goto(f"{site.address}/staff/notices/new/tender?category=construction")
    plain.locator('[name="title"]').fill("没有脚本")
    plain.get_by_role("button", name="存草稿，并添加或整理附件…").click()
    plain.get_by_label("添加附件").set_input_files(tmp_path / "清单.pdf")
    plain.get_by_role("button", name="上传").click()
    expect(plain.get_by_text("已添加1个附件")).to_be_visible()
    with plain.expect_download() as download:
        plain.get_by_role("link", name="清单.pdf").click()
    assert download.value.suggested_filename == "清单.pdf"
    assert Path(download.value.path()).read_bytes() == pdf()
    context.close()


def test_a_word_file_becomes_the_body_after_the_clerk_has_seen_it(
    page: Page, site: LiveSite, tmp_path: Path
) -> None:
    merged = table(
        [cell("标段", down="restart"), cell("甲")], [cell("", down="continue"), cell("乙")]
    )
    body = (styled("1", "概况"), p("工期六十日"), item(1, "一"), item(1, "二"), merged)
    file = tmp_path / "公告.docx"
    file.write_bytes(docx(*body, numbering=lists("decimal:%1.")))
    sign_in(page, site)
    page.goto(f"{site.address}/staff/notices/new/tender?category=construction")
    page.locator('[name="title"]').fill("来自 Word")
    page.get_by_role("textbox", name="公告正文").click()
    page.keyboard.type("已经打的字")
    page.get_by_role("button", name="存草稿，并从 Word 文件带入正文…").click()
    page.get_by_label("Word 文件").set_input_files(file)
    page.get_by_role("button", name="读取").click()
    expect(page.locator("#present")).to_have_text("已经打的字")
    expect(page.locator("#read td").first).to_have_text("标段")
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="接在原正文后面").click()
    expect(page.get_by_text("已从 Word 文件带入正文")).to_be_visible()
    area = page.get_by_role("textbox", name="公告正文")
    expect(area.locator("td[rowspan='2']")).to_have_text("标段")
    assert drafts(site)[0].content.body_html == (
        "<p>已经打的字</p><h2>概况</h2><p>工期六十日</p><ol><li>一</li><li>二</li></ol>"
        '<table><tbody><tr><td rowspan="2"><p>标段</p></td><td><p>甲</p></td></tr>'
        "<tr><td><p>乙</p></td></tr></tbody></table>"
    )
    assert page.locator('[name="title"]').input_value() == "来自 Word"
