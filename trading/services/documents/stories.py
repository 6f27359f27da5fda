"""Stories: the texts of a Word template (body, headers, footers, notes) hold nothing but text."""

import re
from collections.abc import Iterator

from lxml import etree

from trading.domain.errors import RuleBroken
from trading.services.packages import Package
from trading.services.word_import.parts import Element, Parts, value, w

FILLED = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")
"""The parts whose placeholders are filled, besides the main part whatever its name."""

MOST_MAIN = 2 * 1024 * 1024  # bytes of the XML of the main part; docxtpl takes seconds for each
_STORY = re.compile(r"word/(header\d*|footer\d*|footnotes|endnotes|comments|glossary/\w+)\.xml")
_UNFILLED = re.compile(r"word/(endnotes|charts/[^/]+|diagrams/[^/]+)\.xml")
_BEGINS = re.compile(r"\{\{|\{%|｛｛|｛%")  # noqa: RUF001 # an input method's braces mean the same
_FIELDS = ("DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "LINK", "DATABASE")
_XML = (".xml", ".rels", ".vml")
# A DTD in any of the encodings that an XML reader finds out by itself.
_DTD = [
    word.encode(coding) for word in ("<!DOCTYPE", "<!ENTITY") for coding in ("ascii", "utf-16-le")
]
_OVERLAP = max(map(len, _DTD)) - 1


def check_plain(package: Package) -> None:
    """RuleBroken where any part of XML declares anything of its own (security.md R44).

    Parts that nobody here reads go into the filled file as they are, and another program will.
    """
    for name in package.names:
        if not name.casefold().endswith(_XML):
            continue
        tail = b""
        for piece in package.pieces(name):
            if any(word in tail + piece for word in _DTD):
                raise RuleBroken("文件里有不允许的定义（DTD），不能带入", field="template")
            tail = piece[-_OVERLAP:]


def check_stories(parts: Parts) -> None:
    """RuleBroken for what reads from elsewhere, runs, or stands where nothing is filled."""
    main = parts.document_name()
    for name in parts.package.names:
        if name != main and not _STORY.fullmatch(name) and not _UNFILLED.fullmatch(name):
            continue
        root = parts.read(name)
        if root is None:
            continue
        if name == main and len(etree.tostring(root, encoding="utf-8")) > MOST_MAIN:
            raise RuleBroken("模板的正文太长", field="template")
        _check_story(root)
        if _UNFILLED.fullmatch(name) and _BEGINS.search("".join(map(str, root.itertext()))):
            raise RuleBroken("模板的尾注和图表里不能写占位符：请移到正文里", field="template")


def _check_story(root: Element) -> None:
    for _ in root.iter(w("altChunk"), w("object"), w("control")):
        raise has_objects()
    for _ in root.iter(w("commentReference"), w("ins"), w("del"), w("moveFrom"), w("moveTo")):
        raise RuleBroken(
            "模板里有批注或修订痕迹，会随报告公开：请接受修订、删去批注再上传", field="template"
        )
    for code in _codes(root):
        words = code.split()
        if words and words[0].upper() in _FIELDS:
            raise RuleBroken(
                "模板里有会读取别处内容的域（%(code)s）：请删去再上传",
                field="template",
                code=words[0][:20],
            )


def _codes(root: Element) -> Iterator[str]:
    """Every field code, also of a field within another; Word may spread one over runs."""
    for simple in root.iter(w("fldSimple")):
        yield value(simple, "instr")
    open_codes: list[list[str]] = [[]]  # the first holds what stands in no field
    for one in root.iter(w("fldChar"), w("instrText"), w("delInstrText")):
        if one.tag != w("fldChar"):
            open_codes[-1].append(one.text or "")
        elif value(one, "fldCharType") == "begin":
            open_codes.append([])
        elif len(open_codes) > 1 and value(one, "fldCharType") == "end":
            yield "".join(open_codes.pop())
    yield from map("".join, open_codes)


def has_objects() -> RuleBroken:
    """That a template carries what another program would have to open."""
    return RuleBroken("模板里嵌入了对象或控件：请删去再上传", field="template")
