"""Files to upload, each whole and small, made anew for a test; and packages that are spoilt."""

import io
import struct
import zlib
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipFile

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def pdf(said: str = "招标文件") -> bytes:
    """A PDF as far as its first and last lines go."""
    return b"%PDF-1.7\n% " + said.encode() + b"\nstartxref\n0\n%%EOF\n"


def png(width: int = 1, height: int = 1, *, more: bytes = b"") -> bytes:
    """A grey picture; `more` stands behind its end."""
    head = struct.pack(">LLBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0\0")
    parts = ((b"IHDR", head), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts) + more


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body))


def jpg(width: int = 1, height: int = 1) -> bytes:
    """A JPEG as far as its markers go."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return (
        b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
        + b"\xff\xc0"
        + struct.pack(">H", len(frame) + 2)
        + frame
        + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x00\xff\xd9"
    )


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP of these parts."""
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def types(main: str) -> str:
    """The list of part types that says what kind of package it is."""
    return (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'content-types"><Override PartName="/main.xml" ContentType="{main}"/></Types>'
    )


def docx(**more: str | bytes) -> bytes:
    """A Word file as far as its package goes."""
    return package({"[Content_Types].xml": types(WORD), "word/document.xml": "<w/>", **more})


def xlsx(**more: str | bytes) -> bytes:
    """An Excel file as far as its package goes."""
    return package({"[Content_Types].xml": types(EXCEL), "xl/workbook.xml": "<w/>", **more})


def with_flag(archive: bytes, flag: int) -> bytes:
    """The same ZIP with a flag set on every part, in the directory and before the part."""
    spoilt = bytearray(archive)
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = spoilt.find(sign)
        while at >= 0:
            spoilt[at + place] |= flag
            at = spoilt.find(sign, at + 4)
    return bytes(spoilt)


def lying(archive: bytes, part: str, size: int) -> bytes:
    """The same ZIP, whose directory and part both claim another unpacked size for one part."""
    spoilt = bytearray(archive)
    name = part.encode()
    for sign, sizes, named in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        at = spoilt.find(sign)
        while at >= 0:
            if spoilt[at + named : at + named + len(name)] == name:
                spoilt[at + sizes : at + sizes + 4] = struct.pack("<L", size)
            at = spoilt.find(sign, at + 4)
    return bytes(spoilt)
