"""Words that were searched for are marked in a text as it was written, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trading.domain.grams import parse_query
from trading.domain.marking import LONGEST_SNIPPET, marked, missing, snippet

odd = st.text(alphabet=st.sampled_from("绿化工程aAbB２2０0ﬁİΣßｶﾞガ㍿①e\u0301한<>&\"'（） ;\n"))
some_text = st.one_of(st.text(), odd)
some_query = st.one_of(st.text(max_size=12), odd)


def shown(text: str, query: str) -> str:
    pieces = marked(text, parse_query(query))
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("text", "query", "right"),
    [
        ("河东路绿化工程", "绿化", "河东路[绿化]工程"),
        ("河东路绿化工程", "河东 工程", "[河东]路绿化[工程]"),
        ("绿绿绿", "绿绿", "[绿绿绿]"),
        ("绿化工", "绿化 化工", "[绿化工]"),
        ("路绿路", "路", "[路]绿[路]"),
        ("项目２０１６号", "2016", "项目[２０１６]号"),
        ("项目2016号", "２０１６", "项目[2016]号"),
        ("项目20165号", "2016", "项目20165号"),
        ("ＩＳＯ9001", "iso9001", "[ＩＳＯ9001]"),
        ("改造（一期）", "改造(一期)", "[改造（一期）]"),
        ("甲㍿乙", "株式会社", "甲[㍿]乙"),
        ("甲㍿乙", "会社乙", "甲[㍿乙]"),
        ("ｶﾞｽ", "ガス", "[ｶﾞｽ]"),
        ("café店", "CAFE\u0301", "[café]店"),
        ("<b>绿</b>", "b", "<[b]>绿</[b]>"),
        ("&amp;绿", "amp", "&[amp];绿"),
        ("河东路", "西", "河东路"),
        ("", "西", ""),
    ],
)
def test_what_was_found_is_marked_however_it_was_written(text: str, query: str, right: str) -> None:
    assert shown(text, query) == right


@given(some_text, some_query)
def test_the_pieces_of_a_text_are_the_text(text: str, query: str) -> None:
    pieces = marked(text, parse_query(query))
    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text for piece in pieces)


@given(some_text, some_query)
def test_a_snippet_is_a_short_part_of_the_text_with_a_mark(text: str, query: str) -> None:
    terms = parse_query(query)
    pieces = snippet(text, terms, first=terms)
    if len(missing(text, terms)) == len(terms):
        assert pieces == ()
        return
    said = "".join(piece.text for piece in pieces)
    assert said.removeprefix("…").removesuffix("…") in text or said in text


def test_a_snippet_begins_shortly_before_the_first_match() -> None:
    text = "前" * 100 + "绿化" + "后" * 100
    terms = parse_query("绿化")
    pieces = snippet(text, terms, first=terms)
    assert [piece.text for piece in pieces if piece.marked] == ["绿化"]
    assert "".join(piece.text for piece in pieces) == "…" + "前" * 24 + "绿化" + "后" * 54 + "…"
    assert len("".join(piece.text for piece in pieces)) == LONGEST_SNIPPET + 2
