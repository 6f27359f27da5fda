"""Links in content: relative ones are found and joined, everything else stays as it was."""

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.links import absolute, relative

BASE = "https://demo.example/notices/1"


@pytest.mark.parametrize(
    ("html", "made"),
    [
        ('<a href="/files/a.pdf">附件</a>', '<a href="https://demo.example/files/a.pdf">附件</a>'),
        ("<a href='2'>", '<a href="https://demo.example/notices/2">'),
        ("<a href=2>", '<a href="https://demo.example/notices/2">'),
        ('<a href="#x">', '<a href="https://demo.example/notices/1#x">'),
        ('<a href="">', '<a href="https://demo.example/notices/1">'),
        ('<img alt="图" src="/f/a.png">', '<img alt="图" src="https://demo.example/f/a.png">'),
        ('<a href="/a?b=1&amp;c=2">', '<a href="https://demo.example/a?b=1&amp;c=2">'),
        ('<a href="https://other.example/x">', '<a href="https://other.example/x">'),
        ('<a href="mailto:a@b.example">', '<a href="mailto:a@b.example">'),
        ("<p>href=\"/x\" 不是链接 &lt;a href='/x'&gt;</p>",) * 2,
        ('<a title="见 href=\'/x\' 处" href="https://a.example/">',) * 2,
        ('<a title="a>b href=\'/x\'" href="https://a.example/">',) * 2,
        ('<td data-href="/x" colspan="2">',) * 2,
        ("1 < 2 且 3 > 2",) * 2,
    ],
)
def test_relative_links_are_joined_to_the_page(html: str, made: str) -> None:
    assert absolute(html, BASE) == made
    assert relative(absolute(html, BASE)) == []


def test_relative_links_are_listed_in_order() -> None:
    html = '<p><a href="/b">b</a><img src=\'a.png\'><a href="https://x.example/">x</a></p>'
    assert relative(html) == ["/b", "a.png"]


def attributes(html: str) -> list[dict[str, str]]:
    root = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return [dict(one.attrib) for one in root.iter("a")]


@given(st.text(), st.sampled_from(["/a", "b", "https://x.example/"]))
def test_no_title_can_break_out_of_its_tag(title: str, href: str) -> None:
    quoted = title.replace("&", "&amp;").replace('"', "&quot;")
    before = f'<a title="{quoted}" href="{href}">x</a>'
    (was,), (now,) = attributes(before), attributes(absolute(before, BASE))
    assert now.keys() == was.keys()
    assert now["title"] == was["title"]
    assert now["href"].startswith("https://")
