"""Whatever is pasted becomes text that can stand on a page, in a feed and in XML, or is refused."""

import unicodedata
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trading.domain.errors import RuleBroken
from trading.domain.text import clean_block, clean_line, is_xml_text

ANY = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)
SOME = st.text(st.sampled_from("a汤 \t\n\r\x0b\x0c\x85\u2028é\u0301\u200b\u200d\ufeff\u3000"))


def line(text: str, limit: int = 100) -> str:
    return clean_line(text, field="title", limit=limit)


def block(text: str, limit: int = 100) -> str:
    return clean_block(text, field="content", limit=limit)


@pytest.mark.parametrize(
    ("pasted", "title", "text"),
    [
        ("", "", ""),
        ("  汤原县道路工程\u3000", "汤原县道路工程", "汤原县道路工程"),
        ("一\r\n二\r三\n四", "一 二 三 四", "一\n二\n三\n四"),
        ("一\x0b二\x0c三", "一 二 三", "一\n二\n三"),
        ("一\u2028二\u2029三\x85四", "一 二 三 四", "一\n二\n三\n四"),
        ("一\t二", "一 二", "一\t二"),
        ("\ufeff汤\u200b原\u200d县\u2060", "汤原县", "汤原县"),
        ("汤\u00ad原\u200e县\u200f", "汤原县", "汤原县"),
        ("e\u0301", "é", "é"),
        ("e\u200b\u0301", "é", "é"),
        ("１２Ａ", "１２Ａ", "１２Ａ"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("𠮷野家😀", "𠮷野家😀", "𠮷野家😀"),
        ("\uf0b7 项目", "\uf0b7 项目", "\uf0b7 项目"),
    ],
)
def test_what_word_and_web_pages_paste_along_does_no_harm(pasted, title, text):
    assert (line(pasted), block(pasted)) == (title, text)


@pytest.mark.parametrize(
    "point",
    [0x00, 0x01, 0x08, 0x0E, 0x1B, 0x1F, 0x7F, 0x80, 0x9F]
    + [0x202A, 0x202E, 0x2066, 0x2069, 0xD800, 0xDFFF, 0xFDD0, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF],
)
def test_a_control_or_broken_character_is_refused_by_name_and_place(point):
    for clean in (line, block):
        with pytest.raises(RuleBroken) as refused:
            clean(f"汤原县{chr(point)}道路工程")
        assert f"U+{point:04X}" in str(refused.value)
        assert "“汤原县”之后" in str(refused.value)
        assert is_xml_text(str(refused.value))


def test_a_refusal_names_its_field():
    for text in ("\x00", "四个字了"):
        with pytest.raises(RuleBroken) as refused:
            clean_line(text, field="lots.0.title", limit=3)
        assert refused.value.field == "lots.0.title"


def test_a_text_may_be_as_long_as_the_limit_and_no_longer():
    assert line(" " + "字" * 5 + " \u200b", limit=5) == "字" * 5
    assert block("一\n二\n三", limit=5) == "一\n二\n三"
    with pytest.raises(RuleBroken, match="最多5个字，现在有6个"):
        line("字" * 6, limit=5)


@given(st.one_of(ANY, SOME))
def test_cleaned_text_is_legal_xml_in_normal_form_and_stays_as_it_is(text):
    for clean in (line, block):
        try:
            cleaned = clean(text, limit=10_000)
        except RuleBroken as refused:
            assert "U+" in str(refused)
            assert is_xml_text(str(refused))
            continue
        assert is_xml_text(cleaned)
        assert unicodedata.is_normalized("NFC", cleaned)
        assert cleaned == cleaned.strip() == clean(cleaned, limit=10_000)
        assert clean is block or not set(cleaned) & set("\n\t")
        element = ElementTree.Element("t")
        element.text = cleaned
        parsed = ElementTree.fromstring(ElementTree.tostring(element, "unicode"))  # noqa: S314 - ours
        assert (parsed.text or "") == cleaned


def test_every_character_is_kept_dropped_or_refused_and_the_result_is_xml():
    refused = 0
    for point in range(0x110000):
        try:
            cleaned = block(f"a{chr(point)}a")
        except RuleBroken:
            refused += 1
            continue
        assert is_xml_text(cleaned), hex(point)
    # C0 without TAB, LF, VT, FF, CR; DEL and C1 without NEL; 9 bidi; surrogates; noncharacters
    assert refused == 27 + 32 + 9 + 2048 + 66


@pytest.mark.parametrize(
    ("text", "legal"),
    [
        ("", True),
        ("汤\t\n\r", True),
        ("\x7f", True),
        ("\x0b", False),
        ("\ufffe", False),
        ("\ud800", False),
    ],
)
def test_xml_text_is_what_the_xml_standard_calls_char(text, legal):
    assert is_xml_text(text) is legal
