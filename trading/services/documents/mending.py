"""Mending: a placeholder that Word has spread over several runs becomes one piece again.

Word splits text wherever it likes (a spelling mark, a change of language), so that `{{ trades }}`
may lie in five runs. Its text is gathered into the first of them, whose formatting it keeps.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from trading.domain.errors import RuleBroken
from trading.services.documents.stories import FILLED
from trading.services.word_import.parts import Element, Parts, w

MOST_PLACEHOLDERS = 2000
LONGEST = 5000  # characters of a paragraph with placeholders

_TOKEN = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_BRACES = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_WIDE = str.maketrans("｛｝", "{}")  # noqa: RUF001 # an input method's braces mean the same


@dataclass(frozen=True)
class Mended:
    """The parts with whole placeholders, and every placeholder as it was typed."""

    parts: Mapping[str, bytes]
    tokens: Sequence[str]


def mend(parts: Parts) -> Mended:
    """Gather every placeholder; RuleBroken for one that does not end in its paragraph."""
    changed: dict[str, bytes] = {}
    tokens: list[str] = []
    for name in parts.package.names:
        if not FILLED.fullmatch(name) and name != parts.document_name():
            continue
        root = parts.read(name)
        if root is None:
            continue
        for paragraph in root.iter(w("p")):
            tokens += _mend_paragraph(paragraph)
        changed[name] = etree.tostring(
            root, xml_declaration=True, encoding="UTF-8", standalone=True
        )
    if len(tokens) > MOST_PLACEHOLDERS:
        raise RuleBroken(
            "模板里的占位符太多：最多%(most)d个", field="template", most=MOST_PLACEHOLDERS
        )
    return Mended(changed, tokens)


def _mend_paragraph(paragraph: Element) -> list[str]:
    texts = list(_own_texts(paragraph))
    whole = "".join(one.text or "" for one in texts)
    plain = whole.translate(_WIDE)
    if not _BRACES.search(plain):
        return []
    if len(plain) > LONGEST:
        raise RuleBroken("有占位符的一段太长：最多%(most)d个字", field="template", most=LONGEST)
    left = _BRACES.search(_TOKEN.sub("", plain))
    if left:
        rest = _TOKEN.sub("", plain)[left.start() :]
        raise RuleBroken(
            "占位符“%(text)s”没有写完整：{{ 和 }} 须在同一段里成对，请删掉重新输入",
            field="template",
            text=rest[:40].strip(),
        )
    tokens = list(_TOKEN.finditer(plain))
    for token in tokens:
        _gather(texts, token.start(), token[0])
    return [token[0] for token in tokens]


def _own_texts(paragraph: Element) -> Iterator[Element]:
    """The text elements of a paragraph, not those of a text box inside it."""
    for one in paragraph.iter(w("t")):
        nearest = next(one.iterancestors(w("p")), None)
        if nearest is paragraph:
            yield one


def _gather(texts: Sequence[Element], start: int, token: str) -> None:
    """Put a token, which begins `start` characters into the paragraph, into one element."""
    end, place, first = start + len(token), 0, True
    for one in texts:
        text = one.text or ""
        begins, ends = place, place + len(text)
        place = ends
        if ends <= start or begins >= end:
            continue
        before, after = text[: max(0, start - begins)], text[max(0, end - begins) :]
        one.text = before + token + after if first else after
        one.set(_XML_SPACE, "preserve")
        first = False
