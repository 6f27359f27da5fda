"""Texts of Word and WPS at the sanitiser: what they say is kept, and how they are built."""

import pytest

from tests.pasted import WORD, WORD_SHOWN, WPS, WPS_SHOWN
from trading.services.richtext import from_input, to_plain


def test_the_html_of_word_keeps_headings_marks_and_merged_cells() -> None:
    html = from_input(WORD)
    assert "一、招标条件</h2>" in html
    assert '<td rowspan="2">' in html and '<td colspan="2">' in html
    assert '<p align="center">标段</p>' in html and '<p align="right">某县建设局</p>' in html
    lines = to_plain(html).split("\n")
    assert lines[0] == "招标公告"
    assert lines[3].startswith("1.") and lines[3].endswith("有资质")
    for rubbish in ("mso", "Mso", "style", "class", "xml", "o:p", "file:", "img", "onerror"):
        assert rubbish not in html


def test_the_html_of_wps_keeps_headings_and_merged_cells() -> None:
    html = from_input(WPS)
    assert "<h2><b>二、项目概况</b></h2>" in html
    assert '<td colspan="2"><p>合并</p></td><td rowspan="2"><p>竖并</p></td>' in html
    assert '<a href="https://a.example/x">平台</a><a>坏链接</a>' in html
    for rubbish in ("mso", "style", "class", "font", "javascript"):
        assert rubbish not in html


@pytest.mark.parametrize("shown", [WORD_SHOWN, WPS_SHOWN])
def test_what_the_editor_makes_of_them_is_saved_as_it_is_shown(shown: str) -> None:
    assert from_input(shown) == shown
