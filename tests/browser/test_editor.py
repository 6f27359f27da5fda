"""The editor of a notice's body: what a clerk pastes from Word, and what is saved of it."""

import pytest
from playwright.sync_api import Browser, Dialog, Locator, Page, expect

from tests.browser.conftest import LiveSite
from tests.browser.test_journey import sign_in
from tests.pasted import WORD, WORD_SHOWN, WPS, WPS_SHOWN
from trading.store.drafts import DraftView, open_drafts

HOSTILE = (
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


def editor(page: Page, site: LiveSite) -> Locator:
    """The editor of a new notice, with the cursor in it."""
    sign_in(page, site)
    page.goto(f"{site.address}/staff/notices/new/tender?category=construction")
    area = page.get_by_role("textbox", name="公告正文")
    area.click()
    return area


def drafts(site: LiveSite) -> list[DraftView]:
    with site.store.reading() as session:
        return open_drafts(session)


def saved(page: Page, site: LiveSite) -> str:
    """Save the draft; what the server keeps as its body."""
    page.get_by_role("button", name="存草稿", exact=True).last.click()
    expect(page.get_by_text("上次保存")).to_be_visible()
    return drafts(site)[0].content.body_html


def test_a_table_pasted_from_word_is_shown_saved_and_shown_again(
    page: Page, site: LiveSite
) -> None:
    sign_in(page, site)
    page.goto(f"{site.address}/staff/notices/new/tender?category=construction")
    area = page.get_by_role("textbox", name="公告正文")
    page.evaluate(PASTE, [area.element_handle(), HOSTILE])
    expect(area.locator("td")).to_have_text("标段")
    page.locator('[name="title"]').fill("贴自 Word 的公告")
    page.get_by_role("button", name="存草稿", exact=True).last.click()
    expect(page.get_by_text("上次保存")).to_be_visible()
    expect(page.get_by_role("textbox", name="公告正文").locator("td")).to_have_text("标段")
    with site.store.reading() as session:
        (draft,) = open_drafts(session)
    assert draft.content.body_html == (
        '<h2>公告</h2><p align="center"><b>一、概况</b></p>'
        '<table><tbody><tr><td colspan="2">标段</td></tr></tbody></table>'
    )
    assert page.evaluate("window.hurt") is None


@pytest.mark.parametrize(("pasted", "shown"), [(WORD, WORD_SHOWN), (WPS, WPS_SHOWN)])
def test_a_text_of_word_or_wps_is_shown_saved_previewed_and_public_as_the_same(
    page: Page, site: LiveSite, pasted: str, shown: str
) -> None:
    area = editor(page, site)
    page.evaluate(PASTE, [area.element_handle(), pasted])
    expect(area.locator("td").first).to_be_visible()
    page.locator('[name="title"]').fill("贴来的公告")
    body = saved(page, site)
    assert body == shown
    assert page.evaluate("document.querySelector('[data-editor]').value") == shown
    (draft,) = drafts(site)
    page.goto(f"{site.address}/staff/notices/{draft.id}")
    inner = page.locator("div.text").evaluate("one => one.innerHTML")
    assert inner == shown


def test_the_four_buttons_make_bold_words_headings_lists_and_links(
    page: Page, site: LiveSite
) -> None:
    editor(page, site)
    tools = page.get_by_role("group", name="正文格式")
    expect(tools.get_by_role("button")).to_have_text(["加粗", "小标题", "列表", "链接"])
    page.keyboard.type("概况")
    tools.get_by_role("button", name="小标题").click()
    expect(tools.get_by_role("button", name="小标题")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("重要")
    page.keyboard.press("Shift+Home")
    tools.get_by_role("button", name="加粗").click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    tools.get_by_role("button", name="加粗").click()
    page.keyboard.type("甲")
    tools.get_by_role("button", name="列表").click()
    page.keyboard.press("Enter")
    page.keyboard.type("乙")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("平台")
    page.keyboard.press("Shift+Home")
    page.once("dialog", lambda asked: asked.accept("https://a.example/?a=1&b=2"))
    tools.get_by_role("button", name="链接").click()
    assert saved(page, site) == (
        "<h3>概况</h3><p><b>重要</b></p><ul><li>甲</li><li>乙</li></ul>"
        '<p><a href="https://a.example/?a=1&amp;b=2">平台</a></p>'
    )


def test_a_link_that_is_none_is_refused_and_one_can_be_taken_off(
    page: Page, site: LiveSite
) -> None:
    area = editor(page, site)
    page.keyboard.type("平台")
    page.keyboard.press("Shift+Home")
    said: list[str] = []

    def answer(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.accept("javascript:alert(1)" if dialog.type == "prompt" else "")

    page.on("dialog", answer)
    page.get_by_role("button", name="链接").click()
    page.remove_listener("dialog", answer)
    assert said == ["链接地址（留空为取消链接）", "链接须以 http://、https:// 或 mailto: 开头"]
    expect(area.locator("a")).to_have_count(0)
    page.once("dialog", lambda asked: asked.accept("https://a.example/"))
    page.get_by_role("button", name="链接").click()
    expect(area.locator("a")).to_have_text("平台")
    page.once("dialog", lambda asked: asked.accept(""))
    page.get_by_role("button", name="链接").click()
    expect(area.locator("a")).to_have_count(0)
    expect(area).to_have_text("平台")


def test_the_browsers_own_undo_takes_back_typing_buttons_and_pasting(
    page: Page, site: LiveSite
) -> None:
    area = editor(page, site)
    page.keyboard.type("原来的话")
    page.keyboard.press("Control+A")
    page.get_by_role("button", name="加粗").click()
    expect(area.locator("b")).to_have_text("原来的话")
    page.keyboard.press("Control+z")
    expect(area.locator("b")).to_have_count(0)
    page.keyboard.press("End")
    page.evaluate(PASTE, [area.element_handle(), WORD])
    expect(area.locator("table")).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(area.locator("table")).to_have_count(0)
    expect(area).to_have_text("原来的话")
    page.keyboard.press("Control+Shift+z")
    expect(area.locator("table")).to_have_count(1)
    page.keyboard.press("Control+z")
    assert saved(page, site) == "<p>原来的话</p>"


def test_everything_can_be_done_with_the_keyboard(page: Page, site: LiveSite) -> None:
    area = editor(page, site)
    page.keyboard.type("粗")
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+b")
    page.keyboard.press("End")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="链接")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="列表")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    expect(area.locator("h3")).to_have_text("粗")
    expect(area).to_be_focused()
    page.keyboard.press("Tab")
    expect(area).not_to_be_focused()
    assert saved(page, site) == "<h3><b>粗</b></h3>"


def test_an_input_method_composes_undisturbed_and_its_words_are_kept(
    page: Page, site: LiveSite
) -> None:
    area = editor(page, site)
    page.keyboard.type("前")
    keys = page.context.new_cdp_session(page)
    value = "document.querySelector('[data-editor]').value"
    for syllables in ("z", "zhao", "zhao biao"):
        at = {"selectionStart": len(syllables), "selectionEnd": len(syllables)}
        keys.send("Input.imeSetComposition", {"text": syllables, **at})
        assert page.evaluate(value) == "<p>前</p>", "what is being composed is nobody's text yet"
    expect(area).to_have_text("前zhao biao")
    keys.send("Input.insertText", {"text": "招标"})
    expect(area).to_have_text("前招标")
    assert page.evaluate(value) == "<p>前招标</p>"
    page.keyboard.press("Enter")
    keys.send("Input.imeSetComposition", {"text": "gong", "selectionStart": 4, "selectionEnd": 4})
    keys.send("Input.insertText", {"text": "公告"})
    page.keyboard.press("Control+z")
    expect(area).not_to_contain_text("公告")
    page.keyboard.press("Control+Shift+z")
    assert saved(page, site) == "<p>前招标</p><p>公告</p>"


def test_a_text_typed_after_everything_was_deleted_is_a_paragraph(
    page: Page, site: LiveSite
) -> None:
    editor(page, site)
    page.keyboard.type("旧")
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.type("新")
    assert saved(page, site) == "<p>新</p>"


def test_a_pasted_picture_is_left_out(page: Page, site: LiveSite) -> None:
    area = editor(page, site)
    page.evaluate(
        """(area) => {
          const data = new DataTransfer();
          data.items.add(new File(["x"], "图.png", {type: "image/png"}));
          area.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true}));
        }""",
        area.element_handle(),
    )
    page.keyboard.type("字")
    assert saved(page, site) == "<p>字</p>"


def test_without_script_there_is_the_text_area(browser: Browser, site: LiveSite) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    sign_in(plain, site)
    plain.goto(f"{site.address}/staff/notices/new/tender?category=construction")
    plain.get_by_label("公告正文").fill("第一段\n\n第二段")
    plain.locator('[name="title"]').fill("没有脚本")
    plain.get_by_role("button", name="存草稿", exact=True).last.click()
    expect(plain.get_by_text("上次保存")).to_be_visible()
    assert drafts(site)[0].content.body_html == "<p>第一段</p><p>第二段</p>"
    context.close()


def test_an_empty_editor_sends_nothing(page: Page, site: LiveSite) -> None:
    sign_in(page, site)
    page.goto(f"{site.address}/staff/notices/new/tender?category=construction")
    page.get_by_role("textbox", name="公告正文").click()
    page.locator('[name="title"]').fill("没有正文")
    page.get_by_role("button", name="存草稿", exact=True).last.click()
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
    page.get_by_role("button", name="存草稿", exact=True).last.click()
    expect(page.get_by_text("上次保存")).to_be_visible()
    with site.store.reading() as session:
        (draft,) = open_drafts(session)
    assert draft.content.body_html == "<p>写了一半的正文</p>"
    ceiling = draft.content.lots[0].ceiling
    assert ceiling is not None
    assert (draft.content.title, ceiling.fen) == ("走开又回来", 1_234_500_000)
