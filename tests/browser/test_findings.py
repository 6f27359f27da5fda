"""Findings in a browser: said at the field a moment after typing, gone once put right."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import LiveSite
from tests.browser.test_journey import sign_in


def test_a_short_term_is_said_at_its_field_and_goes_when_it_is_put_right(
    page: Page, site: LiveSite
) -> None:
    sign_in(page, site)
    page.goto(f"{site.address}/staff/notices/new/tender?category=construction")
    line = page.locator("#findings-line")
    expect(line).to_have_text("目前没有发现问题")
    page.locator('[name="tender-documents_from"]').fill("2026-03-03 08:30")
    until = page.locator('[name="tender-documents_until"]')
    until.fill("2026-03-06 17:00")
    note = page.locator('[data-found="tender-documents_until"]')
    expect(note).to_contain_text("发售期不得少于5日")
    expect(note).to_contain_text("《招标投标法实施条例》第十六条")
    expect(line).to_contain_text("须说明理由1处")
    assert note.get_attribute("id") in (until.get_attribute("aria-describedby") or "").split()
    until.fill("2026-03-09 17:00")
    expect(note).to_have_count(0)
    expect(line).to_have_text("目前没有发现问题")


def test_a_press_masks_what_was_typed_into_the_editor(page: Page, site: LiveSite) -> None:
    sign_in(page, site)
    page.goto(f"{site.address}/staff/notices/new/tender?category=construction")
    area = page.get_by_role("textbox", name="公告正文")
    area.click()
    page.keyboard.insert_text("联系 13800001234 即可")
    expect(page.locator('[data-found="body_html"]')).to_contain_text("138****1234")
    page.get_by_role("button", name="遮盖标题和正文里的个人信息").click()
    expect(page.get_by_role("textbox", name="公告正文")).to_contain_text("联系 138****1234 即可")
    expect(page.get_by_text("已遮盖1处个人信息")).to_be_visible()
