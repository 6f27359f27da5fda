"""Numbering: what Word counts by itself (一、（一）1.) is kept as a list or written out.

HTML counts 1. 2. 3. from the start of each list: a list stays one only where both count alike.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from trading.services.word_import.counting_words import counted
from trading.services.word_import.leftovers import LeftOutKind, Tally
from trading.services.word_import.parts import Element, children, value, w
from trading.services.word_import.slimming import paragraphs, properties
from trading.services.word_import.styles import Style, heading_level, inherited

ORDERED, BULLETS = "1", "2"
MOST_LEVELS = 5  # as deep as mammoth nests lists
_SIMPLE = re.compile(r"%[1-9][.、)．]?")
_PLACE = re.compile(r"%([1-9])")
_CLOSES = "、）)】章节条款项：:"


@dataclass(frozen=True)
class Level:
    """How one level counts: from `start`, in this format, shown as `text` (`%1、`)."""

    start: int = 1
    format: str = "decimal"
    text: str = ""

    @property
    def is_bullet(self) -> bool:
        """Whether it only marks."""
        return self.format == "bullet"

    @property
    def is_simple(self) -> bool:
        """Whether HTML's own numbers say the same."""
        return self.format == "decimal" and bool(_SIMPLE.fullmatch(self.text))


@dataclass
class Numbered:
    """A paragraph that Word numbers: in which list, how deep, and as what."""

    paragraph: Element
    level: int
    rule: Level
    number: int
    shown: str


@dataclass
class Lists:
    """Every list of a document, with how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)
    reached: dict[str, dict[int, int]] = field(default_factory=dict)

    def next(self, list_id: str, depth: int) -> tuple[Level, int, str]:
        """Count one further: the level's rule, its number, and all that Word shows."""
        rules = self.levels.get(list_id, {})
        rule = rules.get(depth, Level(format="bullet"))
        reached = self.reached.setdefault(self.shared.get(list_id, list_id), {})
        reached[depth] = reached.get(depth, rule.start - 1) + 1
        for deeper in [one for one in reached if one > depth]:
            del reached[deeper]

        def put(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            there = rules.get(at, Level())
            return counted(reached.get(at, there.start), there.format)

        return rule, reached[depth], _PLACE.sub(put, rule.text)


def read_lists(root: Element | None) -> Lists:
    """The lists that a document defines (`word/numbering.xml`)."""
    lists = Lists()
    if root is None:
        return lists
    kinds = {value(one, "abstractNumId"): _levels(one) for one in children(root, "abstractNum")}
    for one in children(root, "num"):
        list_id, kind = value(one, "numId"), value(one.find(w("abstractNumId")))
        changed = dict(_changed(one))
        lists.levels[list_id] = kinds.get(kind, {}) | changed
        # Lists of one kind go on counting together, unless one of them starts anew.
        lists.shared[list_id] = f"list {list_id}" if changed else f"kind {kind}"
    return lists


def apply(root: Element, lists: Lists, styles: dict[str, Style], tally: Tally) -> None:
    """Let each numbered paragraph be an item of one of our two lists, or carry its number."""
    for run in _runs(root, lists, styles):
        as_list = _counts_alike(run)
        for one in run:
            _strip(one.paragraph)
            if as_list:
                _as_item(one.paragraph, one.rule, one.level)
            elif one.rule.is_bullet:
                _as_item(one.paragraph, one.rule, 0)
            elif one.shown:
                _write(one.paragraph, one.shown)
                tally.add(LeftOutKind.NUMBERING)


def _as_item(paragraph: Element, rule: Level, depth: int) -> None:
    numbered = etree.SubElement(properties(paragraph), w("numPr"))
    etree.SubElement(numbered, w("ilvl")).set(w("val"), str(depth))
    etree.SubElement(numbered, w("numId")).set(w("val"), BULLETS if rule.is_bullet else ORDERED)


def _runs(root: Element, lists: Lists, styles: dict[str, Style]) -> Iterator[list[Numbered]]:
    """Numbered paragraphs that follow each other without anything between; a heading is alone."""
    run: list[Numbered] = []
    for paragraph in list(paragraphs(root)):
        one = _numbered(paragraph, lists, styles)
        heads = heading_level(paragraph, styles) > 0
        follows = bool(run) and paragraph.getprevious() is run[-1].paragraph
        if run and (one is None or heads or not follows):
            yield run
            run = []
        if one is not None and heads:
            _strip(paragraph)
            if one.shown and not one.rule.is_bullet:
                _write(paragraph, one.shown)
        elif one is not None:
            run.append(one)
    if run:
        yield run


def _numbered(paragraph: Element, lists: Lists, styles: dict[str, Style]) -> Numbered | None:
    own = properties(paragraph).find(w("numPr"))
    style_id = value(properties(paragraph).find(w("pStyle")))
    list_id = value(own.find(w("numId"))) if own is not None else ""
    list_id = list_id or inherited(styles, style_id, "list_id")
    depth = value(own.find(w("ilvl"))) if own is not None else ""
    depth = depth or inherited(styles, style_id, "list_level")
    if list_id in ("", "0") or list_id not in lists.levels:
        _strip(paragraph)
        return None
    level = int(depth) if depth.isdecimal() and len(depth) < 3 else 0
    rule, number, shown = lists.next(list_id, level)
    return Numbered(paragraph, level, rule, number, "" if rule.is_bullet else shown)


def _counts_alike(run: Sequence[Numbered]) -> bool:
    """Whether HTML, counting from 1 at every depth, arrives at the numbers of Word."""
    reached: list[int] = []
    kinds: list[bool] = []
    for one in run:
        if one.level > len(reached) or one.level >= MOST_LEVELS:
            return False
        del reached[one.level + 1 :], kinds[one.level + 1 :]
        if len(reached) == one.level:
            reached.append(0)
            kinds.append(one.rule.is_bullet)
        if kinds[one.level] != one.rule.is_bullet:
            kinds[one.level], reached[one.level] = one.rule.is_bullet, 0
        reached[one.level] += 1
        if not one.rule.is_bullet and (not one.rule.is_simple or reached[-1] != one.number):
            return False
    return True


def _write(paragraph: Element, shown: str) -> None:
    """Put the number before the words, as Word shows it."""
    run = etree.Element(w("r"))
    etree.SubElement(run, w("t")).text = shown if shown[-1] in _CLOSES else f"{shown} "
    paragraph.insert(1 if paragraph.find(w("pPr")) is not None else 0, run)


def _strip(paragraph: Element) -> None:
    for one in list(children(properties(paragraph), "numPr")):
        properties(paragraph).remove(one)


def _levels(kind: Element) -> dict[int, Level]:
    found = ((value(one, "ilvl"), _level(one)) for one in children(kind, "lvl"))
    return {int(depth): level for depth, level in found if depth.isdecimal()}


def _level(one: Element) -> Level:
    start = value(one.find(w("start")))
    return Level(
        start=int(start) if start.isdecimal() and len(start) < 6 else 1,
        format=value(one.find(w("numFmt"))) or "decimal",
        text=value(one.find(w("lvlText")))[:40],
    )


def _changed(one: Element) -> Iterator[tuple[int, Level]]:
    """The levels that a list defines anew."""
    for change in children(one, "lvlOverride"):
        depth, level = value(change, "ilvl"), change.find(w("lvl"))
        if depth.isdecimal() and level is not None:
            yield int(depth), _level(level)
