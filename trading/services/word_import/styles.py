"""Styles: which of a document's paragraphs are headings, which are set in the middle."""

import re
from dataclasses import dataclass

from trading.services.word_import.leftovers import LeftOutKind, Tally
from trading.services.word_import.parts import Element, children, is_on, value, w
from trading.services.word_import.slimming import paragraphs, properties, set_property

ALIGNED = {"center": "center", "right": "right", "end": "right"}
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_TITLES = {"title", "标题", "subtitle", "副标题"}
# Styles of ordinary text: nothing is lost when they are read as paragraphs.
_ORDINARY = re.compile(
    r"normal|正文|默认|default|body text|list|列表|列出段落|plain text|纯文本|no spacing|无间隔|"
    r"footnote|endnote|header|footer|caption|题注|table|toc|目录|web|date|日期|text body",
    re.IGNORECASE,
)
_MOST_BASES = 10  # a style that is based on itself goes no further


@dataclass(frozen=True)
class Style:
    """A style of the document: its name, what it is based on, and what it says itself."""

    name: str
    base: str
    outline: str
    aligned: str
    list_id: str
    list_level: str


def read_styles(root: Element | None) -> dict[str, Style]:
    """The styles of paragraphs and characters by their ids."""
    found = () if root is None else root.iter(w("style"))
    return {value(one, "styleId"): _style(one) for one in found}


def _style(one: Element) -> Style:
    numbered = f"{w('pPr')}/{w('numPr')}"
    return Style(
        name=value(one.find(w("name"))),
        base=value(one.find(w("basedOn"))),
        outline=value(one.find(f"{w('pPr')}/{w('outlineLvl')}")),
        aligned=value(one.find(f"{w('pPr')}/{w('jc')}")),
        list_id=value(one.find(f"{numbered}/{w('numId')}")),
        list_level=value(one.find(f"{numbered}/{w('ilvl')}")),
    )


def inherited(styles: dict[str, Style], style_id: str, member: str) -> str:
    """What a style says, or the nearest one that it is based on."""
    for _ in range(_MOST_BASES):
        style = styles.get(style_id)
        if style is None:
            break
        if said := getattr(style, member):
            return str(said)
        style_id = style.base
    return ""


def heading_level(paragraph: Element, styles: dict[str, Style]) -> int:
    """How deep a heading is, from 1; 0 for every other paragraph."""
    place = properties(paragraph)
    return _level(styles, value(place.find(w("pStyle"))), value(place.find(w("outlineLvl"))))


def apply(root: Element, styles: dict[str, Style], tally: Tally) -> None:
    """Rewrite every paragraph's style to one of ours, `H1`…`H6`, `center`, `right`, or to none."""
    for paragraph in paragraphs(root):
        place = properties(paragraph)
        style_id = value(place.find(w("pStyle")))
        level = heading_level(paragraph, styles)
        aligned = value(place.find(w("jc"))) or inherited(styles, style_id, "aligned")
        for one in list(children(place, "pStyle", "outlineLvl", "jc")):
            place.remove(one)
        if level:
            set_property(paragraph, "pStyle", val=f"H{min(level, 6)}")
        elif aligned in ALIGNED and place.find(w("numPr")) is None:
            set_property(paragraph, "pStyle", val=ALIGNED[aligned])
        if not level and style_id in styles and not _is_ordinary(styles, style_id):
            tally.add(LeftOutKind.STYLE, name=styles[style_id].name)
    for used in list(root.iter(w("rStyle"))):
        _as_plain(used, styles)


def _level(styles: dict[str, Style], style_id: str, own_level: str) -> int:
    """The level of a heading, from 1; 0 for everything else."""
    for _ in range(_MOST_BASES):
        style = styles.get(style_id)
        if style is None:
            break
        if style.name.lower() in _TITLES:
            return 1
        if found := _HEADING.fullmatch(style.name):
            return int(found[1])
        if style.outline in set("012345678"):
            return int(style.outline) + 1
        style_id = style.base
    return int(own_level) + 1 if own_level in set("012345678") else 0


def _is_ordinary(styles: dict[str, Style], style_id: str) -> bool:
    return bool(_ORDINARY.match(styles[style_id].name))


def _as_plain(used: Element, styles: dict[str, Style]) -> None:
    """A character style that means bold or italic becomes that."""
    name = styles[value(used)].name.lower() if value(used) in styles else ""
    above = used.getparent()
    if above is None:
        return
    above.remove(used)
    plain = {"strong": "b", "emphasis": "i", "要点": "b", "强调": "i"}.get(name)
    if plain and not is_on(above.find(w(plain))):
        above.append(used.makeelement(w(plain)))
