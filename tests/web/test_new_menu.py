"""The menu of new notices: every form that it leads to opens, and asks each thing once."""

import re
from html import unescape

import pytest

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
