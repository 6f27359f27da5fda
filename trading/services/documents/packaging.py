"""Packaging: a Word template's package is looked at before anything in it is used.

A template comes from a colleague's computer: it may carry macros, objects or links to files
elsewhere without anybody knowing. None of them has a place in a report.
"""

import io
from collections.abc import Iterator, Mapping

from lxml import etree

from trading.domain.errors import RuleBroken
from trading.services.packages import Package, check_whole, open_package
from trading.services.word_import.parts import Element, Parts, parse, w

MOST_BYTES = 5 * 1024 * 1024
MOST_MAIN = 4 * 1024 * 1024  # bytes of the XML of the main part
MOST_PARTS_READ = 24 * 1024 * 1024

_TYPES = "[Content_Types].xml"
_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MACROS = ("vbaproject", "vbadata", "macroenabled", "ms-word.attachedtoolbars")
_OBJECTS = ("oleobject", "activex", "/embeddings/", "/package", "afchunk", "control")
_FIELDS = ("DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "LINK", "DATABASE")
_SAFE_LINKS = ("http://", "https://", "mailto:")  # where a click leads; nothing is loaded


def check_package(content: bytes) -> Parts:
    """The parts of a .docx that is nothing but a document; RuleBroken(field "template") says what
    is wrong with any other file."""
    if len(content) > MOST_BYTES:
        raise RuleBroken(
            "模板太大：最多%(most)d MB", field="template", most=MOST_BYTES // (1024 * 1024)
        )
    try:
        package = open_package(io.BytesIO(content))
        check_whole(package)
        parts = Parts(package, left=MOST_PARTS_READ)
        _check_types(package)
        _check_relations(package, parts)
        main = parts.read(parts.document_name())
        if main is not None:
            _check_main(main)
    except RuleBroken as broken:
        broken.field = "template"
        raise
    return parts


def _check_types(package: Package) -> None:
    """The kinds of content that the package declares, and the names of its parts."""
    if _TYPES not in package.names:
        raise RuleBroken("文件里没有正文，不是 Word 文件", field="template")
    declared = parse(package.read(_TYPES, most=MOST_MAIN))
    kinds = [str(one.get("ContentType", "")) for one in declared]
    told = [one.casefold() for one in (*kinds, *package.names)]
    if any(word in one for one in told for word in _MACROS):
        raise RuleBroken("模板里有宏：请另存为不带宏的 .docx 再上传", field="template")
    if any("oleobject" in one or "activex" in one or "/embeddings/" in one for one in told):
        raise _has_objects()
    if _DOCUMENT not in kinds:
        raise RuleBroken("须是 .docx 文档：模板文件（.dotx）等请另存为 .docx", field="template")


def _check_relations(package: Package, parts: Parts) -> None:
    """What the parts point to: other parts, or a page that a reader may click on."""
    for name in package.names:
        if not name.endswith(".rels"):
            continue
        folder, _, file = name.rpartition("_rels/")
        for one in parts.relations_of(folder + file.removesuffix(".rels")):
            kind = one.type.casefold()
            link = kind.endswith("/hyperlink") and one.target.casefold().startswith(_SAFE_LINKS)
            if one.external and not link:
                raise RuleBroken(
                    "模板引用了外部文件（%(target)s）：请在 Word 里断开链接再上传",
                    field="template",
                    target=one.target[:80],
                )
            if any(word in kind for word in _MACROS):
                raise RuleBroken("模板里有宏：请另存为不带宏的 .docx 再上传", field="template")
            if any(kind.endswith(word) for word in _OBJECTS):
                raise _has_objects()


def _check_main(main: Element) -> None:
    if len(etree.tostring(main)) > MOST_MAIN:
        raise RuleBroken("模板的正文太长", field="template")
    for one in main.iter(w("altChunk"), w("object"), w("control")):
        if one is not None:
            raise _has_objects()
    for code in _codes(main):
        words = code.split()
        if words and words[0].upper() in _FIELDS:
            raise RuleBroken(
                "模板里有会读取别处内容的域（%(code)s）：请删去再上传",
                field="template",
                code=words[0][:20],
            )


def _codes(main: Element) -> Iterator[str]:
    """The field codes of each paragraph; Word may spread one over several runs."""
    for paragraph in main.iter(w("p")):
        yield "".join(one.text or "" for one in paragraph.iter(w("instrText")))
    for simple in main.iter(w("fldSimple")):
        yield str(simple.get(w("instr"), ""))


def _has_objects() -> RuleBroken:
    return RuleBroken("模板里嵌入了对象或控件：请删去再上传", field="template")


def rewritten(parts: Parts, changed: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Every part by name, those that changed with their new content."""
    for name in parts.package.names:
        if name.endswith("/"):
            continue
        yield name, changed.get(name) or b"".join(parts.package.pieces(name))
