"""Chinese search: text and queries cut into the same overlapping pairs of characters."""

import re
import unicodedata
from dataclasses import dataclass

MOST_TERMS = 20

_HAN = "〇々\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CJK = _HAN + "\u3041-\u30ff\u3105-\u312f\uac00-\ud7a3"
PLAIN = rf"[^\W_{_CJK}]"  # a letter or digit that is no character of Chinese and its neighbours
_RUN = re.compile(rf"([{_CJK}]+)|{PLAIN}+")


@dataclass(frozen=True)
class Term:
    """One thing that a reader looks for; a text matches when the grams follow each other in it.

    `text` is the normal form, for a search without an index. With `prefix` the last gram may
    also be only the beginning of one in the text: a single character is found in every pair
    that it begins, or alone at the end of a run.
    """

    text: str
    grams: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True)
class Run:
    """Characters of one kind that stand together in a term, and the grams that find them."""

    text: str
    grams: tuple[str, ...]
    prefix: bool = False


def normal(text: str) -> str:
    """The form in which texts and queries are compared: NFKC, lower case, single spaces."""
    lower = unicodedata.normalize("NFKC", text).lower()
    return " ".join(unicodedata.normalize("NFKC", lower).split())


def bigrams(text: str) -> list[str]:
    """The grams under which a text is found, in the order of the text.

    Latin words and numbers stay whole; a run of Chinese characters gives its overlapping pairs
    and then its last character alone, so that a search for one character (a prefix search)
    finds that one too: ``绿化工程2016`` gives 绿化 化工 工程 程 2016.
    """
    grams = []
    for run in _RUN.finditer(normal(text)):
        grams += _pairs(run[0]) + [run[0][-1]] if run[1] else [run[0]]
    return grams


def parse_query(q: str) -> list[Term]:
    """What to look for: a term for each part between blanks, without repeats, at most 20.

    All terms have to be found. Parts without a letter, digit or character are left out.
    """
    terms = dict.fromkeys(term for part in normal(q).split() if (term := _term(part)))
    return list(terms)[:MOST_TERMS]


def runs(part: str) -> list[Run]:
    """The runs of a term in normal form, each to be found in a text by itself.

    Chinese characters may stand inside a longer run of a text; a word or a number is found
    whole. A text has a run of Chinese characters exactly where its pairs follow each other.
    """
    return [_run(one[0], chinese=bool(one[1])) for one in _RUN.finditer(part)]


def _run(text: str, *, chinese: bool) -> Run:
    if not chinese or len(text) == 1:
        return Run(text, (text,), prefix=chinese)
    return Run(text, tuple(_pairs(text)))


def _term(part: str) -> Term | None:
    grams = bigrams(part)
    if not grams:
        return None
    last = list(_RUN.finditer(part))[-1]
    single = bool(last[1]) and len(last[0]) == 1
    if last[1] and not single:
        grams.pop()  # the run may go on in the text, so its last character need not stand alone
    return Term(text=part, grams=tuple(grams), prefix=single)


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]
