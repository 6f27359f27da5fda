"""Known organizations in the form: choosing one fills in the rest, and typed words stay."""

from dataclasses import replace

from playwright.sync_api import Page, expect

from tests.browser.conftest import LiveSite
from tests.browser.test_journey import sign_in
from tests.notices import TENDER, Press
from trading.config import Settings
from trading.domain.drafts import Party

USCC = "91230800MA18WXYB2T"
BUYER = Party(name="某县水务局", uscc=USCC, address="河边一号", contact="王女士", phone="0454-22")
OTHER = Party(name="某县林业局", address="山上二号", contact="陈先生", phone="0454-33")


def test_choosing_an_organization_fills_in_the_rest(
    page: Page, site: LiveSite, settings: Settings
) -> None:
    press = Press(site.store, settings)
    press(replace(TENDER, buyer=BUYER), replace(TENDER, buyer=OTHER))
    sign_in(page, site)
    page.goto(f"{site.address}/staff/notices/new/tender?category=construction")
    page.locator('[name="buyer-contact"]').fill("我写的联系人")
    name = page.locator('[name="buyer-name"]')
    with page.expect_response("**/organizations.json*"):
        name.press_sequentially("某县")
    expect(page.locator("#known-organizations option")).to_have_count(2)
    name.fill("某县水务局")  # what a browser does when one is chosen from the list
    expect(page.locator('[name="buyer-uscc"]')).to_have_value(USCC)
    expect(page.locator('[name="buyer-address"]')).to_have_value("河边一号")
    expect(page.locator('[name="buyer-contact"]')).to_have_value("我写的联系人")
    name.fill("某县林业局")
    expect(page.locator('[name="buyer-uscc"]')).to_have_value("")
    expect(page.locator('[name="buyer-address"]')).to_have_value("山上二号")


def test_a_code_finds_its_name_also_in_an_added_row(
    page: Page, site: LiveSite, settings: Settings
) -> None:
    press = Press(site.store, settings)
    press(replace(TENDER, buyer=BUYER))
    sign_in(page, site)
    page.goto(f"{site.address}/staff/notices/new/award?category=construction")
    page.get_by_role("button", name="联合体：再加一个").click()
    code = page.locator('[name="awards-0-suppliers-1-uscc"]')
    with page.expect_response("**/organizations.json*"):
        code.fill(USCC)
    expect(page.locator('[name="awards-0-suppliers-1-name"]')).to_have_value("某县水务局")
    expect(page.locator('[name="awards-0-suppliers-0-name"]')).to_have_value("")
