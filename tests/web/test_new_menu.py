"""The menu of new notices: every form that it leads to opens, and asks each thing once."""

import re
from dataclasses import replace
from html import unescape

import pytest

from tests.families import TERMINATION
from tests.notices import TENDER, Press
from tests.web.clerks import Clerk
from trading.domain.codes import CATEGORIES


@pytest.mark.parametrize("category", [one.slug for one in CATEGORIES])
def test_no_form_asks_the_same_thing_twice(clerk: Clerk, category: str) -> None:
    """The second of two fields of one name would be shown, typed into and lost."""
    menu = unescape(clerk.open("/staff/notices/new").text)
    offers = re.findall(rf'href="(/staff/notices/new/\w+\?category={category}&[^"]+)"', menu)
    assert offers
    for address in offers:
        page = clerk.open(address)
        assert page.status == 200
        ids = re.findall(r' id="([^"]+)"', page.text)
        assert sorted(set(ids)) == sorted(ids), address


def test_a_project_that_is_tried_again_already_says_so_where_one_begins(
    clerk: Clerk, press: Press, tender: str
) -> None:
    press.after(tender, TERMINATION)
    where = "/staff/notices/new/tender"
    assert "已重新招标" not in clerk.open(where).text
    again = replace(TENDER, process_title="河东路改造（第二次）", retender_of=tender)
    (second,) = press(again).numbers
    page = clerk.open(where).text
    assert f'已重新招标：<a href="/processes/{second}">河东路改造（第二次）</a>' in page
