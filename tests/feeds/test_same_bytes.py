"""The same feed is the same bytes: at any hour, in any process, thread, locale and time zone."""

import locale
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from hashlib import sha256
from pathlib import Path

import pytest

from feeds.model import Category, Facts, Feed
from tests.feeds.making import FORMATS, MORNING, feed, item, tree

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
from hashlib import sha256
from tests.feeds.making import FORMATS
from tests.feeds.test_same_bytes import full
for kind in sorted(FORMATS):
    print(sha256(FORMATS[kind].render(full())).hexdigest())
"""


def full() -> Feed:
    """A feed with something of everything."""
    entries = [
        item(
            number,
            summary=f"第{number}号",
            content_html="<p>全文</p>",
            creator="某局",
            categories=(Category(term="tender", scheme="tag:a.example,2016:codes:family"),),
            facts=Facts(number=str(number), process="1", lots=1, deadline=MORNING),
        )
        for number in range(20, 0, -1)
    ]
    return feed(*entries, generator="Trading Notices", rights="可自由转载")


@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_another_process_elsewhere_renders_the_same_bytes(zone: str) -> None:
    here = [sha256(FORMATS[kind].render(full())).hexdigest() for kind in sorted(FORMATS)]
    elsewhere = {"TZ": zone, "LC_ALL": "zh_CN.UTF-8", "PYTHONHASHSEED": "7"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | elsewhere,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == here


@pytest.mark.parametrize("kind", FORMATS)
def test_a_feed_rendered_by_many_threads_at_once_is_the_same(kind: str) -> None:
    document = full()
    with ThreadPoolExecutor(8) as pool:
        rendered = set(pool.map(lambda _: FORMATS[kind].render(document), range(40)))
    assert rendered == {FORMATS[kind].render(full())}


@pytest.mark.parametrize("kind", FORMATS)
def test_the_zone_in_which_a_moment_is_given_does_not_show(kind: str) -> None:
    china = feed(item(published=MORNING))
    elsewhere = feed(item(published=MORNING.astimezone(UTC)), updated=MORNING.astimezone(UTC))
    assert FORMATS[kind].render(china) == FORMATS[kind].render(elsewhere)


@pytest.mark.parametrize("kind", FORMATS)
def test_no_date_in_a_feed_comes_from_the_clock(kind: str) -> None:
    said = " ".join(tree(FORMATS[kind].render(feed(item(1)))).itertext())
    assert set(re.findall(r"\b20[0-9]{2}\b", said)) == {"2016"}
    assert "python-feedgen" not in said


@pytest.mark.parametrize("kind", FORMATS)
def test_no_date_is_written_by_changing_the_locale_of_the_whole_process(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("other threads see this")

    monkeypatch.setattr(locale, "setlocale", refuse)
    assert FORMATS[kind].render(full())
