"""Chinese search: what is in a title is found by any part of it, and nothing else is."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from trading.domain.grams import MOST_TERMS, Term, bigrams, normal, parse_query

chinese = st.text(st.sampled_from("汤原县道路绿化工程"), min_size=1, max_size=12)
mixed = st.text(st.sampled_from("汤原县a1 ，（）-"), max_size=14)


def found(term: Term, text: str) -> bool:
    """What an index does with a term: its grams one after the other, the last maybe begun."""
    grams = bigrams(text)
    wanted = list(term.grams)
    for start in range(len(grams) - len(wanted) + 1):
        window = grams[start : start + len(wanted)]
        if window == wanted or (
            term.prefix and window[:-1] == wanted[:-1] and window[-1].startswith(wanted[-1])
        ):
            return True
    return False


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("", []),
        ("，。！ -_", []),
        ("绿", ["绿"]),
        ("绿化", ["绿化", "化"]),
        ("绿化工程", ["绿化", "化工", "工程", "程"]),
        ("绿化工程2016年", ["绿化", "化工", "工程", "程", "2016", "年"]),
        ("ZWGK/2016-03", ["zwgk", "2016", "03"]),
        ("ＡＢＣ１２３", ["abc123"]),
        ("（二期）绿化", ["二期", "期", "绿化", "化"]),
        ("二〇一六年", ["二〇", "〇一", "一六", "六年", "年"]),
        ("𠮷林", ["𠮷林", "林"]),
        ("Straße café", ["straße", "café"]),
    ],
)
def test_text_is_cut_into_pairs_and_whole_words(text, grams):
    assert bigrams(text) == grams


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("", []),
        (" \u3000 ，", []),
        ("绿化", [Term("绿化", ("绿化",))]),
        ("绿化工程", [Term("绿化工程", ("绿化", "化工", "工程"))]),
        ("路", [Term("路", ("路",), prefix=True)]),
        ("2016年", [Term("2016年", ("2016", "年"), prefix=True)]),
        ("道路\u3000绿化", [Term("道路", ("道路",)), Term("绿化", ("绿化",))]),
        ("绿化 绿化", [Term("绿化", ("绿化",))]),
        ("ＡＢ-１２", [Term("ab-12", ("ab", "12"))]),
        ("绿化（二期）", [Term("绿化(二期)", ("绿化", "化", "二期"))]),
    ],
)
def test_a_query_is_a_list_of_things_that_must_all_be_found(query, terms):
    assert parse_query(query) == terms


def test_a_query_of_very_many_words_is_cut():
    assert len(parse_query(" ".join(str(one) for one in range(1000)))) == MOST_TERMS


@given(chinese, st.data())
def test_every_part_of_a_chinese_text_finds_it(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    (term,) = parse_query(text[start:end])
    assert found(term, f"2016{text}（二期）")


@given(chinese, chinese)
def test_what_is_not_in_a_chinese_text_does_not_find_it(part, text):
    assume(part not in text)
    (term,) = parse_query(part)
    assert not found(term, text)


@given(mixed)
def test_a_whole_title_finds_itself(title):
    assert all(found(term, title) for term in parse_query(title))


@given(st.text())
@example("Α\u0301\u0345")
def test_the_normal_form_of_any_text_stays_as_it_is(text):
    once = normal(text)
    assert normal(once) == once
    assert bigrams(once) == bigrams(text)


@given(st.text())
def test_any_query_gives_terms_with_grams(query):
    for term in parse_query(query):
        assert term.text and term.grams and all(term.grams)
