"""The main job in a browser: enter a tender and its award, publish, read, subscribe, count."""

import json
import urllib.request
from datetime import timedelta

import feedparser
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PASSWORD, LiveSite
from trading.web.clock import Clock

LOTS = (("一标段", "道路工程", "1234.5"), ("二标段", "绿化工程", "98.7654"))


def fetched(address: str) -> bytes:
    with urllib.request.urlopen(address) as answer:
        body: bytes = answer.read()
    return body


def figures(site: LiveSite, year: int) -> dict[str, int | None]:
    members = json.loads(fetched(f"{site.address}/statistics/{year}.json"))
    return {one["name"]: one["value"] for one in members["figures"]}


def sign_in(page: Page, site: LiveSite) -> None:
    page.goto(f"{site.address}/staff/")
    page.get_by_label("姓名").fill("editor")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="工作台")).to_be_visible()


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f'[name="{name.replace("__", "-")}"]').fill(value)


def begin(page: Page, name: str) -> None:
    """Begin a notice of works from the menu, by the name that clerks know."""
    page.get_by_role("navigation").get_by_role("link", name="新建公告").click()
    works = page.get_by_role("region", name="工程建设")
    works.get_by_role("link", name=name, exact=True).click()


def enter_tender(page: Page) -> None:
    begin(page, "招标公告")
    now = Clock().now()
    ahead = (now + timedelta(days=21)).strftime("%Y-%m-%d 09:00")
    page.locator('[name="method"]').select_option("open")
    fill(
        page,
        title="河东路改造工程招标公告",
        process_title="河东路改造工程",
        project_code="HD-2026-001",
        buyer__name="某县住房和城乡建设局",
        buyer__address="县城一号",
        buyer__contact="张先生",
        buyer__phone="0454-0000000",
        tender__qualification="市政公用工程施工总承包三级以上资质",
        tender__funds_source="县级财政资金",
        tender__documents_from=(now + timedelta(days=1)).strftime("%Y-%m-%d 08:30"),
        tender__documents_until=(now + timedelta(days=8)).strftime("%Y-%m-%d 17:00"),
        tender__documents_how="网上下载",
        tender__deadline=ahead,
        tender__opening_at=ahead,
        tender__opening_place="第一开标室",
    )
    page.locator('[name="tender-consortium"]').select_option(index=2)
    page.get_by_role("button", name="再加一个标段").click()
    expect(page.locator('[name="lots-1-title"]')).to_be_visible()
    for row, (title, content, ceiling) in enumerate(LOTS):
        fill(page, **{f"lots__{row}__title": title, f"lots__{row}__content": content})
        page.locator(f'[name="lots-{row}-ceiling"]').fill(ceiling)
        page.locator(f'[name="lots-{row}-ceiling-unit"]').select_option(label="万元")


def publish_all(page: Page, *, reasons: int = 0) -> None:
    """Publish every draft, with a reason for each of so many things that are asked about."""
    page.get_by_role("link", name="工作台").click()
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="发布选中的草稿").click()
    asked = page.locator("#publish-form").get_by_role("textbox", name="必填")
    expect(asked).to_have_count(reasons)
    for one in asked.all():
        one.fill("示例：当天开标并定标")
    page.get_by_role("button", name="核对无误，发布").click()
    expect(page.get_by_role("heading", name="已发布1份公告")).to_be_visible()


def enter_award(page: Page) -> None:
    begin(page, "中标结果公告")
    page.get_by_role("link", name="河东路改造工程").first.click()
    page.get_by_role("button", name="再加一个结果").click()
    expect(page.locator('[name="awards-1-amount"]')).to_be_visible()
    today = Clock().now().strftime("%Y-%m-%d")
    for row, (firm, amount) in enumerate((("甲建设有限公司", "1200"), ("乙园林有限公司", "95.5"))):
        page.locator(f'[name="lots-{row}-outcome"]').select_option(index=row + 1)
        fill(
            page,
            **{
                f"awards__{row}__suppliers__0__name": firm,
                f"awards__{row}__amount": amount,
                f"awards__{row}__decided_on": today,
            },
        )
        page.locator(f'[name="awards-{row}-amount-unit"]').select_option(label="万元")


def test_a_clerk_enters_publishes_and_the_public_reads_subscribes_and_counts(
    page: Page, site: LiveSite
) -> None:
    year = Clock().now().year
    before = figures(site, year)
    sign_in(page, site)
    enter_tender(page)
    page.locator('[name="lots-0-ceiling"]').press("Tab")
    echo = page.locator('output[for="lots-0-ceiling"]')
    expect(echo).to_contain_text("12,345,000.00")
    expect(echo).to_contain_text("壹仟贰佰叁拾肆万伍仟元整")
    page.get_by_role("button", name="检查并预览").click()
    expect(page.get_by_role("heading", name="河东路改造工程招标公告")).to_be_visible()
    publish_all(page)

    enter_award(page)
    page.get_by_role("button", name="检查并预览").click()
    expect(page.get_by_text("甲建设有限公司").first).to_be_visible()
    publish_all(page, reasons=2)  # both lots are won while bids can still be handed in

    after = figures(site, year)
    # A rate that nothing was counted for yet has no value to rise from.
    risen = {
        name: value - (before.get(name) or 0)
        for name, value in after.items()
        if value != before.get(name)
    }
    assert risen == {
        "trades": 2,
        "trade_total": 1_295_500_000,
        "disclosures": 2,
        "notices": 2,
        "tender_notices": 1,
        "award_notices": 1,
        "lots_offered": 2,
        # (1234.5 - 1200) + (98.7654 - 95.5) wan saved, of 1333.2654: 2.83 %, all of it in time
        "savings": 37_765_400,
        "savings_rate": 283,
        "on_time_rate": 10_000,
        "channel_web": 2,
    }
    page.goto(f"{site.address}/notices")
    for title in ("河东路改造工程招标公告", "河东路改造工程中标结果公告"):
        page.goto(f"{site.address}/notices")
        page.get_by_role("link", name=title).click()
        expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(page.get_by_text("12,000,000.00元")).to_be_visible()

    feed = feedparser.parse(fetched(f"{site.address}/feeds/all.rss"))
    assert feed.bozo == 0
    assert [entry.title for entry in feed.entries] == [
        "中标结果公告：河东路改造工程中标结果公告",
        "招标公告：河东路改造工程招标公告",
    ]
    assert "1295.5万元" in feed.entries[0].summary


def test_the_same_forms_work_without_a_script(site: LiveSite, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site)
    enter_tender(page)
    page.locator('[name="body_html"]').fill("第一段\n\n第二段")
    page.get_by_role("button", name="检查并预览").click()
    expect(page.get_by_role("heading", name="河东路改造工程招标公告")).to_be_visible()
    expect(page.get_by_text("第二段")).to_be_visible()
    publish_all(page)
    context.close()
