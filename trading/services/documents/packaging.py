"""Packaging: a Word template's package is looked at before anything in it is used.

A template comes from a colleague's computer: it may carry macros, objects or links to files
elsewhere without anybody knowing. None of them has a place in a report.
"""

import io
from collections.abc import Iterator, Mapping

from trading.domain.errors import RuleBroken
from trading.services.documents.stories import check_plain, check_stories, has_objects
from trading.services.packages import Package, check_whole, open_package
from trading.services.word_import.parts import Parts, parse

MOST_BYTES = 5 * 1024 * 1024
MOST_TYPES = 4 * 1024 * 1024  # bytes of the list of content types
MOST_PARTS_READ = 24 * 1024 * 1024

_TYPES = "[Content_Types].xml"
_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MACROS = ("vbaproject", "vbadata", "macroenabled", "ms-word.attachedtoolbars")
_OBJECTS = ("oleobject", "activex", "/embeddings/", "/package", "afchunk", "control")
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
        check_plain(package)
        _check_relations(package, parts)
        check_stories(parts)
    except RuleBroken as broken:
        broken.field = "template"
        raise
    return parts


def _check_types(package: Package) -> None:
    """The kinds of content that the package declares, and the names of its parts."""
    if _TYPES not in package.names:
        raise RuleBroken("文件里没有正文，不是 Word 文件", field="template")
    declared = parse(package.read(_TYPES, most=MOST_TYPES))
    kinds = [str(one.get("ContentType", "")) for one in declared]
    told = [one.casefold() for one in (*kinds, *package.names)]
    if any(word in one for one in told for word in _MACROS):
        raise RuleBroken("模板里有宏：请另存为不带宏的 .docx 再上传", field="template")
    if any("oleobject" in one or "activex" in one or "/embeddings/" in one for one in told):
        raise has_objects()
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
                raise has_objects()


def rewritten(parts: Parts, changed: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Every part by name, those that changed with their new content."""
    for name in parts.package.names:
        if name.endswith("/"):
            continue
        yield name, changed.get(name) or b"".join(parts.package.pieces(name))
