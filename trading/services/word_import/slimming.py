"""Slimming: of a Word document stay its words, headings, lists, tables and links."""

from collections.abc import Callable, Iterator

from lxml import etree

from trading.services.word_import.leftovers import LeftOutKind, Tally
from trading.services.word_import.parts import MC, Element, R, children, is_on, w

_KEPT_OF_RUNS = {w(name) for name in ("b", "i", "u", "strike", "vertAlign", "rStyle")}
_KEPT_OF_PARAGRAPHS = {w(name) for name in ("pStyle", "numPr", "jc", "rPr", "outlineLvl")}
_KEPT_OF_CELLS = {w("gridSpan"), w("vMerge")}
_UNWRAPPED = tuple(
    w(name)
    for name in "ins moveTo fldSimple dir bdo customXml smartTag ruby rubyBase sdt "
    "sdtContent".split()
)
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_DROPPED = (_MATH,) + tuple(
    w(name)
    for name in "del moveFrom sectPr commentRangeStart commentRangeEnd commentReference rt rubyPr "
    "proofErr bookmarkStart bookmarkEnd lastRenderedPageBreak tblGrid tblPr tblPrEx sdtPr sdtEndPr "
    "permStart permEnd moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd "
    "annotationRef altChunk".split()
)
_PICTURES = ("{*}blip", "{*}imagedata")


def slim(root: Element, tally: Tally) -> None:
    """Take out of a part everything that a notice does not show, and count what readers miss."""
    _count(root, tally)
    _choose_alternatives(root, tally)
    _leave_drawings(root, tally)
    _leave_what_word_hides(root, tally)
    for element in list(root.iter(*_DROPPED)):
        if element.tag != w("del") or not _is_mark(element):
            _drop(element)
    for element in list(root.iter(*_UNWRAPPED)):
        _unwrap(element)
    _trim(root)


def _leave_drawings(root: Element, tally: Tally) -> None:
    for drawn in list(root.iter(w("drawing"), w("pict"), w("object"))):
        if _is_below(root, drawn):
            _count_drawn(drawn, tally)
            _drop(drawn)


def _leave_what_word_hides(root: Element, tally: Tally) -> None:
    """Rows that were deleted under tracking, and words that were made invisible."""
    for row in list(root.iter(w("tr"))):
        if row.find(f"{w('trPr')}/{w('del')}") is not None:
            _drop(row)
    for run in list(root.iter(w("r"))):
        if is_on(run.find(f"{w('rPr')}/{w('vanish')}")):
            tally.add(LeftOutKind.HIDDEN)
            _drop(run)


def _count(root: Element, tally: Tally) -> None:
    def kept(one: Element) -> bool:
        """A new paragraph mark is no words of its own."""
        return one.tag != w("ins") or not _is_in(one, w("rPr"))

    for kind, names in (
        (LeftOutKind.COMMENT, ("commentReference",)),
        (LeftOutKind.DELETION, ("del", "moveFrom")),
        (LeftOutKind.INSERTION, ("ins", "moveTo")),
        (LeftOutKind.NOTE, ("footnoteReference", "endnoteReference")),
        (LeftOutKind.OBJECT, ("altChunk",)),
    ):
        found = root.iter(*(w(name) for name in names))
        tally.add(kind, sum(1 for one in found if kept(one)))
    tally.add(LeftOutKind.EQUATION, sum(1 for _ in root.iter(_MATH)))


def _choose_alternatives(root: Element, tally: Tally) -> None:
    """Word writes what is new together with a fallback: one of the two is counted, or kept."""
    for both in list(root.iter(f"{{{MC}}}AlternateContent")):
        if not _is_below(root, both):
            continue  # it was inside another one
        choice, fallback = both.find(f"{{{MC}}}Choice"), both.find(f"{{{MC}}}Fallback")
        drawn = [one for one in (choice, fallback) if one is not None and _is_drawn(one)]
        if drawn:
            _count_drawn(drawn[0], tally)
            _drop(both)
        elif fallback is not None:
            both[:] = list(fallback)
            _unwrap(both)
        else:
            _drop(both)


def _is_below(root: Element, element: Element) -> bool:
    return element.getroottree().getroot() is root


def _is_drawn(element: Element) -> bool:
    return next(element.iter(w("drawing"), w("pict"), w("object")), None) is not None


def _count_drawn(element: Element, tally: Tally) -> None:
    """A drawing is a text box, pictures, an embedded object, or lines and shapes."""
    if next(element.iter(w("txbxContent")), None) is not None:
        tally.add(LeftOutKind.TEXT_BOX)
    elif next(element.iter("{*}OLEObject"), None) is not None:
        tally.add(LeftOutKind.OBJECT)
    elif pictures := sum(1 for _ in element.iter(*_PICTURES)):
        tally.add(LeftOutKind.IMAGE, pictures)
    else:
        tally.add(LeftOutKind.SHAPE)


def _is_mark(deleted: Element) -> bool:
    """Whether a `w:del` says that the mark of its paragraph was deleted, joining it to the next."""
    above = deleted.getparent()
    return above is not None and above.tag == w("rPr") and _is_in(above, w("pPr"))


def _is_in(element: Element, tag: str) -> bool:
    above = element.getparent()
    return above is not None and above.tag == tag


def _trim(root: Element) -> None:
    """Of properties stay those that a notice can show; of attributes of texts none is needed."""
    for properties, kept in (
        ("pPr", _KEPT_OF_PARAGRAPHS),
        ("tcPr", _KEPT_OF_CELLS),
        ("trPr", {w("tblHeader")}),
    ):
        for one in root.iter(w(properties)):
            _keep(one, kept)
    for one in root.iter(w("rPr")):
        _keep(one, {w("del")} if _is_in(one, w("pPr")) else _KEPT_OF_RUNS)
    for one in root.iter(w("p"), w("r"), w("tr"), w("t")):
        one.attrib.clear()
    for link in root.iter(w("hyperlink")):
        target = link.get(f"{{{R}}}id")
        link.attrib.clear()
        if target:
            link.set(f"{{{R}}}id", target)


def _keep(properties: Element, kept: set[str]) -> None:
    for one in list(properties):
        if one.tag not in kept:
            properties.remove(one)


def _drop(element: Element) -> None:
    """Take an element out of its place; text of ours never follows an element."""
    above = element.getparent()
    if above is not None:
        above.remove(element)


def _unwrap(element: Element) -> None:
    """Put what is in an element into its place."""
    above = element.getparent()
    if above is None:
        return
    at = above.index(element)
    above[at : at + 1] = list(element)


def paragraphs(root: Element) -> Iterator[Element]:
    """Every paragraph, in the order of reading."""
    return root.iter(w("p"))


def properties(paragraph: Element) -> Element:
    """The properties of a paragraph, made when it has none."""
    found = paragraph.find(w("pPr"))
    if found is None:
        found = etree.Element(w("pPr"))
        paragraph.insert(0, found)
    return found


def set_property(paragraph: Element, name: str, **values: str) -> Element:
    """Give a paragraph a property, in place of the one it had."""
    place = properties(paragraph)
    for old in list(children(place, name)):
        place.remove(old)
    made = etree.SubElement(place, w(name))
    for attribute, text in values.items():
        made.set(w(attribute), text)
    return made


def has_words(root: Element | None, *, but: Callable[[str], bool] = str.isdigit) -> bool:
    """Whether a header or footer says anything besides the number of the page."""
    if root is None:
        return False
    words = "".join(one.text or "" for one in root.iter(w("t")))
    plain = "".join(char for char in words if char.isalnum())
    return bool(plain) and not but(plain)
