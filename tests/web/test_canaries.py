"""A script in every field that a clerk can fill: text wherever it is shown, never markup."""

import dataclasses
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar
from urllib.parse import quote
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask.testing import FlaskClient
from lxml import etree

from tests.families import CANDIDATES, CONTRACT, PLAN, TERMINATION
from tests.notices import NOON, TENDER, Press, result, won
from tests.web.pages import read
from trading.domain.codes import Outcome, PriceForm
from trading.domain.drafts import AwardFacts, Entered, FailedLot, NoticeDraft, Party

# What is chosen from a list or checked character for character, so that no script can be typed.
CHOSEN = {
    *("category", "method", "region", "uscc", "currency", "source_url", "body_html"),
    "retender_of",
}
T = TypeVar("T")
AGENCY = Party(name="代理", address="地址", contact="联系人", phone="1")
LOT = replace(TENDER.lots[0], code="B-1")
WORKS = replace(
    TENDER,
    agency=AGENCY,
    lots=(LOT, replace(LOT, number=2), replace(LOT, number=3)),
    source="来源",
    source_url='https://other.example/?a="><script>alert(1)</script>',
    body_html="<p>正文<script>alert(1)</script><img src=x onerror=alert(1)></p>",
)
LAND = replace(
    TENDER,
    category="land",
    method="listing",
    lots=(
        replace(
            LOT,
            parcel="A-1",
            area="100平方米",
            land_use="商服",
            term="40年",
            bid_step=Entered(1_000_00),
            deposit=Entered(90_000_00),
        ),
    ),
)
PURCHASE = replace(TENDER, category="procurement", lots=(LOT,))
PURCHASED = replace(
    result(won(1)),
    category="procurement",
    lots=(replace(TENDER.lots[0], content="", ceiling=None),),
    award=AwardFacts(main_items="货物", experts="专家", agency_fee="代理费"),
)
DECIDED = replace(
    result(
        replace(won(1), amount=None, amount_note="未填"),
        replace(won(2), amount=None, price_form=PriceForm.RATE, rate_text="98%"),
        failed=(FailedLot(lot=3, reason="不足三家"),),
    ),
    lots=tuple(replace(lot, content="", ceiling=None) for lot in WORKS.lots),
)
AGAIN = replace(
    result(won(1, why="放弃")),
    lots=(replace(WORKS.lots[0], content="", ceiling=None),),
)
BARE = replace(LOT, content="", ceiling=None)
AT_RATES = replace(CONTRACT.contracts[0], rate_text="据实结算")
STOPPED = FailedLot(lot=1, reason="项目调整", outcome=Outcome.TERMINATED)


def marked(value: T, path: str = "") -> T:
    """The same value with a script in every text that somebody typed, naming its field."""
    changes: dict[str, object] = {}
    for field in dataclasses.fields(value):  # type: ignore[arg-type] # only dataclasses come here
        found, here = getattr(value, field.name), f"{path}{field.name}"
        if type(found) is str and found and field.name not in CHOSEN:
            changes[field.name] = canary(here)
        elif dataclasses.is_dataclass(found) and not isinstance(found, Entered):
            changes[field.name] = marked(found, f"{here}.")
        elif isinstance(found, tuple):
            changes[field.name] = tuple(
                marked(one, f"{here}{index}.") if dataclasses.is_dataclass(one) else one
                for index, one in enumerate(found)
            )
    return dataclasses.replace(value, **changes)  # type: ignore[type-var] # as above


def canary(path: str) -> str:
    return f"<script>{path}'\"&amp;"


def canaries(value: object) -> Iterator[str]:
    """Every marked text of a value."""
    for field in dataclasses.fields(value):  # type: ignore[arg-type] # only dataclasses come here
        found = getattr(value, field.name)
        if isinstance(found, str) and found.startswith("<script>"):
            yield found
        for one in found if isinstance(found, tuple) else (found,):
            if dataclasses.is_dataclass(one):
                yield from canaries(one)


def fragment(html: str) -> Element:
    root: Element = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return root


def dangers(root: Element) -> list[str]:
    """Elements and attributes that run something or load it from elsewhere."""
    found = []
    for one in root.iter():
        tag = str(one.tag).rpartition("}")[2]
        if tag in ("script", "img", "iframe", "style") and not one.get("src", "").startswith("/"):
            found.append(tag)
        found += [name for name in one.attrib if name.startswith("on")]
    return found


STORIES = {
    "works": [WORKS, DECIDED, AGAIN],
    "land": [LAND],
    "procurement": [PURCHASE, PURCHASED],
    "life": [PLAN, CANDIDATES, replace(CONTRACT, contracts=(AT_RATES,))],
    "end": [replace(PLAN, lots=(LOT,)), replace(TERMINATION, lots=(BARE,), failed=(STOPPED,))],
}


def published(press: Press, story: list[NoticeDraft]) -> Iterator[tuple[str, NoticeDraft]]:
    """Publish the notices of one process, a second apart: number and content."""
    number = ""
    for step, content in enumerate(story):
        spoilt, now = marked(content), NOON + timedelta(seconds=step)
        if step:
            number = press.after(number, spoilt, now=now).numbers[0]
        else:
            (number,) = press(spoilt, now=now).numbers
        yield number, spoilt


@pytest.mark.parametrize("story", STORIES)
def test_a_script_in_any_field_is_text_on_the_page_of_the_notice_and_in_its_feed_entry(
    press: Press, reader: FlaskClient, story: str
) -> None:
    told = dict(published(press, STORIES[story]))
    entries = {
        entry.findtext("guid", "")[-12:]: entry.findtext("{*}encoded", "")
        for entry in etree.fromstring(reader.get("/feeds/all.rss").data).iter("item")
    }
    for number, content in told.items():
        page = read(reader, f"/notices/{number}")
        whole = fragment(entries[number])
        assert dangers(page.root) == dangers(whole) == []
        said = "".join(whole.itertext())
        for text in canaries(content):
            assert text in page.main, text
            assert text in said or text in (content.title, content.source), text


@pytest.mark.parametrize("story", STORIES)
def test_a_script_in_any_field_runs_in_no_list_figure_or_feed(
    press: Press, reader: FlaskClient, story: str
) -> None:
    numbers = dict(published(press, STORIES[story]))
    searched = quote(canary("title"))
    addresses = ["/", "/notices", f"/notices?q={searched}", "/statistics/2026"]
    addresses += [f"/statistics/2026/{name}" for name in ("trades", "lots_offered", "lots_failed")]
    for address in addresses:
        page = read(reader, address)
        assert dangers(page.root) == [], address
    assert read(reader, f"/notices?q={searched}").main.count(canary("title")) >= len(numbers)
    for ext in ("rss", "atom"):
        answer = reader.get(f"/feeds/all.{ext}")
        titles = etree.fromstring(answer.data).iter("{*}title")
        assert sum(canary("title") in (one.text or "") for one in titles) == len(numbers)


def test_the_check_itself_finds_what_runs() -> None:
    page = fragment("<script>1</script><img src=x onerror=alert(1)><p onclick=''>")
    assert dangers(page) == ["script", "img", "onerror", "onclick"]
