"""Converting: a .docx becomes HTML by way of a package of our own making; mammoth's only room."""

import io
import re
from collections.abc import Iterable
from typing import IO
from zipfile import ZipFile

import mammoth
from lxml import etree

from trading.domain.errors import RuleBroken
from trading.services.packages import open_package
from trading.services.word_import import numbering, slimming, styles
from trading.services.word_import.leftovers import LeftOutKind, Tally
from trading.services.word_import.parts import Element, Parts, R, Relation, W

MOST_KEPT = 100_000  # elements of the slimmed document
MOST_HTML = 4 * 1024 * 1024  # characters; the sanitiser takes far less

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_STYLE_MAP = """
p[style-name='center'] => p.align-center:fresh
p[style-name='right'] => p.align-right:fresh
p[style-name='Heading 1'] => h2:fresh
p[style-name='Heading 2'] => h3:fresh
p[style-name='Heading 3'] => h4:fresh
p[style-name='Heading 4'] => h4:fresh
p[style-name='Heading 5'] => h4:fresh
p[style-name='Heading 6'] => h4:fresh
u => u
strike => s
"""
_ALIGNED = re.compile(r'<p class="align-(center|right)">')
# Within a notice a link to a note leads nowhere; its number stays.
_TO_NOTE = re.compile(r'<a href="#(?:foot|end)note[^"]*"(?: id="[^"]*")?>(?:↑|(\[[0-9]+\]))</a>')
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def convert(file: IO[bytes]) -> tuple[str, Tally]:
    """HTML of the document, not yet sanitised, and what is not in it.

    RuleBroken(field "file") for a document that is larger than its caps or not plain XML.
    """
    parts, tally = Parts(open_package(file)), Tally()
    name = parts.document_name()
    relations = parts.relations_of(name)
    root = parts.read(name)
    if root is None:
        raise RuleBroken("文件里没有正文，不是 Word 文件", field="file")
    _count_margins(parts, relations, tally)
    known = styles.read_styles(_part(parts, relations, "styles"))
    lists = numbering.read_lists(_part(parts, relations, "numbering"))
    slimming.slim(root, tally)
    numbering.apply(root, lists, known, tally)
    styles.apply(root, known, tally)
    if sum(1 for _ in root.iter()) > MOST_KEPT:
        raise RuleBroken("文件的内容太多，不能带入", field="file")
    notes = {kind: _notes(parts, relations, kind) for kind in ("footnotes", "endnotes")}
    return _html(_package(root, relations, notes)), tally


def _part(parts: Parts, relations: Iterable[Relation], kind: str) -> Element | None:
    named = (one.target for one in relations if one.type.endswith(f"/{kind}"))
    return parts.read(next(named, ""))


def _notes(parts: Parts, relations: Iterable[Relation], kind: str) -> Element | None:
    """Footnotes come along with their words alone."""
    root = _part(parts, relations, kind)
    if root is not None:
        slimming.slim(root, Tally())
        styles.apply(root, {}, Tally())
    return root


def _count_margins(parts: Parts, relations: Iterable[Relation], tally: Tally) -> None:
    for one in relations:
        for kind in (LeftOutKind.HEADER, LeftOutKind.FOOTER):
            if one.type.endswith(f"/{kind.value}") and slimming.has_words(parts.read(one.target)):
                tally.add(kind)


def _package(
    root: Element, relations: Iterable[Relation], notes: dict[str, Element | None]
) -> io.BytesIO:
    """A .docx with nothing in it but what was written here."""
    package = io.BytesIO()
    main = Relation("main", "officeDocument", "word/document.xml", external=False)
    links = [one for one in relations if one.external and one.type.endswith("/hyperlink")]
    links = [Relation(one.id, "hyperlink", one.target, external=True) for one in links]
    with ZipFile(package, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _relationships([main]))
        archive.writestr("word/document.xml", etree.tostring(root))
        archive.writestr("word/_rels/document.xml.rels", _relationships(links))
        archive.writestr("word/styles.xml", _styles())
        archive.writestr("word/numbering.xml", _numbering())
        for kind, found in notes.items():
            if found is not None:
                archive.writestr(f"word/{kind}.xml", etree.tostring(found))
    package.seek(0)
    return package


def _relationships(relations: Iterable[Relation]) -> bytes:
    root = etree.Element(f"{{{_PACKAGE}/relationships}}Relationships")
    for one in relations:
        made = etree.SubElement(root, f"{{{_PACKAGE}/relationships}}Relationship")
        made.set("Id", one.id)
        made.set("Type", f"{_OFFICE}/{one.type}")
        made.set("Target", one.target)
        if one.external:
            made.set("TargetMode", "External")
    return etree.tostring(root)


def _styles() -> str:
    named = {f"H{level}": f"Heading {level}" for level in range(1, 7)}
    named |= {"center": "center", "right": "right"}
    said = "".join(
        f'<w:style w:type="paragraph" w:styleId="{id_}"><w:name w:val="{name}"/></w:style>'
        for id_, name in named.items()
    )
    return f'<w:styles xmlns:w="{W}" xmlns:r="{R}">{said}</w:styles>'


def _numbering() -> str:
    """Two lists at every depth: one that counts, one that marks."""
    kinds = {numbering.ORDERED: "decimal", numbering.BULLETS: "bullet"}
    said = "".join(
        f'<w:abstractNum w:abstractNumId="{id_}">'
        + "".join(
            f'<w:lvl w:ilvl="{depth}"><w:numFmt w:val="{kind}"/></w:lvl>'
            for depth in range(numbering.MOST_LEVELS)
        )
        + "</w:abstractNum>"
        for id_, kind in kinds.items()
    )
    said += "".join(
        f'<w:num w:numId="{id_}"><w:abstractNumId w:val="{id_}"/></w:num>' for id_ in kinds
    )
    return f'<w:numbering xmlns:w="{W}">{said}</w:numbering>'


def _html(package: io.BytesIO) -> str:
    result = mammoth.convert_to_html(
        package,
        style_map=_STYLE_MAP,
        include_embedded_style_map=False,
        external_file_access=False,
    )
    html = str(result.value)
    if len(html) > MOST_HTML:
        raise RuleBroken("正文太大，不能带入：请删减后再试", field="file")
    return _TO_NOTE.sub(r"\1", _ALIGNED.sub(r'<p align="\1">', html))
