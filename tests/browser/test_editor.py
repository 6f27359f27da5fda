"""The editor of a notice's body: what a clerk pastes from Word, and what is saved of it."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import LiveSite
from tests.browser.test_journey import sign_in
from trading.store.drafts import open_drafts

WORD = (
    "<html><head><style>p.MsoNormal{color:red}</style></head><body>"
    "<h1 class=MsoTitle>公告</h1>"
    "<p class=MsoNormal style='text-align:center'><b>一、概况</b><o:p></o:p></p>"
    "<table border=1 style='width:9cm'><tr><td colspan=2 onclick='x()'>标段</td></tr></table>"
    "<script>window.hurt = true</script><img src=x onerror='window.hurt = true'></body></html>"
)
PASTE = """([area, html]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  area.focus();
  area.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true}));
}"""


def test_a_table_pasted_from_word_is_shown_saved_and_shown_again(
    page: Page, site: LiveSite
) -> None:
    sign_in(page, site)
    page.goto(f"{site.address}/staff/notices/new/tender?category=construction")
    area = page.get_by_role("textbox", name="公告正文")
    page.evaluate(PASTE, [area.element_handle(), WORD])
    expect(area.locator("td")).to_have_text("标段")
    page.locator('[name="title"]').fill("贴自 Word 的公告")
    page.get_by_role("button", name="存草稿").last.click()
    expect(page.get_by_text("上次保存")).to_be_visible()
    expect(page.get_by_role("textbox", name="公告正文").locator("td")).to_have_text("标段")
    with site.store.reading() as session:
        (draft,) = open_drafts(session)
    assert draft.content.body_html == (
        '<h2>公告</h2><p align="center"><b>一、概况</b></p>'
        '<table><tbody><tr><td colspan="2">标段</td></tr></tbody></table>'
    )
    assert page.evaluate("window.hurt") is None


def test_the_buttons_make_bold_words_lists_and_tables(page: Page, site: LiveSite) -> None:
    sign_in(page, site)
    page.goto(f"{site.address}/staff/notices/new/tender?category=construction")
    area = page.get_by_role("textbox", name="公告正文")
    area.click()
    page.keyboard.type("重要")
    page.keyboard.press("Control+A")
    page.get_by_role("button", name="加粗").click()
    expect(area.locator("b")).to_have_text("重要")
    page.get_by_role("button", name="清除格式").click()
    expect(area.locator("b")).to_have_count(0)
    page.keyboard.press("End")
    page.get_by_role("button", name="插入表格").click()
    expect(area.locator("td")).to_have_count(9)


def test_an_empty_editor_sends_nothing(page: Page, site: LiveSite) -> None:
    sign_in(page, site)
    page.goto(f"{site.address}/staff/notices/new/tender?category=construction")
    page.get_by_role("textbox", name="公告正文").click()
    page.locator('[name="title"]').fill("没有正文")
    page.get_by_role("button", name="存草稿").last.click()
    expect(page.get_by_text("上次保存")).to_be_visible()
    with site.store.reading() as session:
        assert open_drafts(session)[0].content.body_html == ""


def test_going_away_and_back_loses_neither_the_texts_nor_the_body(
    page: Page, site: LiveSite
) -> None:
    sign_in(page, site)
    page.goto(f"{site.address}/staff/notices/new/tender?category=construction")
    page.locator('[name="title"]').fill("走开又回来")
    page.locator('[name="lots-0-ceiling"]').fill("1234.5")
    page.locator('[name="lots-0-ceiling-unit"]').select_option("wan")
    page.get_by_role("textbox", name="公告正文").click()
    page.keyboard.type("写了一半的正文")
    page.get_by_role("link", name="公众网站").click()
    expect(page.get_by_role("heading", name="即将截止")).to_be_visible()
    page.go_back()
    area = page.get_by_role("textbox", name="公告正文")
    expect(area).to_have_text("写了一半的正文")
    expect(page.locator('[name="title"]')).to_have_value("走开又回来")
    page.get_by_role("button", name="存草稿").last.click()
    expect(page.get_by_text("上次保存")).to_be_visible()
    with site.store.reading() as session:
        (draft,) = open_drafts(session)
    assert draft.content.body_html == "<p>写了一半的正文</p>"
    ceiling = draft.content.lots[0].ceiling
    assert ceiling is not None
    assert (draft.content.title, ceiling.fen) == ("走开又回来", 1_234_500_000)
