"""Traces: what a file says besides its content, so that nobody publishes it unknowingly (R47)."""

import re
import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import IO

from trading.domain.errors import RuleBroken
from trading.domain.filenames import kind_of
from trading.services.packages import Package, open_package
from trading.services.sniffing import MOST_CHUNKS, jpg_segments
from trading.services.word_import.parts import parse

MOST_READ = 16 * 1024 * 1024  # bytes of a part or of a PDF that are looked through
MOST_NAMES = 5


class TraceKind(StrEnum):
    """What a file may carry unseen."""

    AUTHOR = "author"
    COMMENT = "comment"
    REVISION = "revision"
    HIDDEN_SHEET = "hidden_sheet"
    CAMERA = "camera"
    PLACE = "place"
    TEXT = "text"


@dataclass(frozen=True)
class Trace:
    """How many of a kind, and names where there are any: authors, hidden sheets."""

    kind: TraceKind
    count: int = 1
    names: tuple[str, ...] = ()


_COMMENTS = re.compile(r"(?:word/comments|xl/(?:threadedComments/|comments))[^/]*\.xml")
_COMMENT = re.compile(rb"<(?:w:comment|threadedComment|comment)[ >]")
_REVISION = re.compile(rb"<w:(?:ins|del|moveFrom|moveTo) ")
_PDF_AUTHOR = re.compile(rb"/Author\s*(?:\((?!\))|<[0-9A-Fa-f])")
_GPS = 0x8825  # the tag of the block with the place (EXIF 2.3, 4.6.3)


def traces_of(path: Path, name: str) -> tuple[Trace, ...]:
    """The traces of a file that was accepted under this name.

    A file in which nothing can be looked up has none that are known here.
    """
    try:
        return _looked_up(path, name)
    except (RuleBroken, OSError, KeyError, ValueError, struct.error):
        return ()


@lru_cache(maxsize=512)
def _looked_up(path: Path, name: str) -> tuple[Trace, ...]:
    """Looked up once: what lies under a hash never changes. What fails is tried again."""
    with path.open("rb") as file:
        return tuple(_LOOKS[kind_of(name)](file))


def _of_office(file: IO[bytes]) -> Iterator[Trace]:
    package = open_package(file)
    if authors := tuple(_authors(package)):
        yield Trace(TraceKind.AUTHOR, len(authors), authors)
    comments = sum(
        len(_COMMENT.findall(package.read(part, most=MOST_READ)))
        for part in package.names
        if _COMMENTS.fullmatch(part)
    )
    if comments:
        yield Trace(TraceKind.COMMENT, comments)
    if "word/document.xml" in package.names:
        changes = len(_REVISION.findall(package.read("word/document.xml", most=MOST_READ)))
        if changes:
            yield Trace(TraceKind.REVISION, changes)
    if hidden := tuple(_hidden_sheets(package)):
        yield Trace(TraceKind.HIDDEN_SHEET, len(hidden), hidden[:MOST_NAMES])


def _authors(package: Package) -> Iterator[str]:
    """Who wrote it and who saved it last, each once."""
    if "docProps/core.xml" not in package.names:
        return
    root = parse(package.read("docProps/core.xml", most=MOST_READ))
    said = [one.text for one in root.iter("{*}creator", "{*}lastModifiedBy")]
    yield from dict.fromkeys(text.strip() for text in said if text and text.strip())


def _hidden_sheets(package: Package) -> Iterator[str]:
    if "xl/workbook.xml" not in package.names:
        return
    for sheet in parse(package.read("xl/workbook.xml", most=MOST_READ)).iter("{*}sheet"):
        if sheet.get("state") in ("hidden", "veryHidden"):
            yield str(sheet.get("name", ""))


def _of_jpg(file: IO[bytes]) -> Iterator[Trace]:
    for marker, size in jpg_segments(file, ""):
        if marker != 0xE1:
            continue
        segment = file.read(size)
        if segment.startswith(b"Exif\0\0"):
            yield Trace(TraceKind.CAMERA)
            if _GPS in _tags(segment[6:]):
                yield Trace(TraceKind.PLACE)


def _tags(tiff: bytes) -> Iterator[int]:
    """The tags of the first block of a TIFF header."""
    order = "<" if tiff[:2] == b"II" else ">"
    (start,) = struct.unpack_from(f"{order}L", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    for number in range(count):
        (tag,) = struct.unpack_from(f"{order}H", tiff, start + 2 + 12 * number)
        yield int(tag)


def _of_png(file: IO[bytes]) -> Iterator[Trace]:
    file.seek(8)
    texts = 0
    for _ in range(MOST_CHUNKS):
        head = file.read(8)
        if len(head) < 8:
            break
        size, kind = struct.unpack(">L4s", head)
        if kind == b"eXIf":
            yield Trace(TraceKind.CAMERA)
        texts += kind in (b"tEXt", b"iTXt", b"zTXt")
        file.seek(size + 4, 1)
    if texts:
        yield Trace(TraceKind.TEXT, texts)


def _of_pdf(file: IO[bytes]) -> Iterator[Trace]:
    """Only what stands there plainly; a packed or encrypted PDF may say more."""
    if _PDF_AUTHOR.search(file.read(MOST_READ)):
        yield Trace(TraceKind.AUTHOR)


_LOOKS: Mapping[str, Callable[[IO[bytes]], Iterator[Trace]]] = {
    "docx": _of_office,
    "xlsx": _of_office,
    "jpg": _of_jpg,
    "png": _of_png,
    "pdf": _of_pdf,
}
