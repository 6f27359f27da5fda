"""Sniffing: what a file is by its own bytes, which must be what its name says (security.md R39)."""

import re
import struct
from collections.abc import Callable, Iterator, Mapping
from typing import IO

from trading.domain.errors import RuleBroken
from trading.domain.filenames import kind_of
from trading.services import packages

MOST_PIXELS = 50_000_000
MOST_CHUNKS = 50_000
MOST_TYPES = 1024 * 1024  # bytes of [Content_Types].xml

_TAIL = 66 * 1024  # a ZIP's end record lies within its last 64 KB
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN_PARTS = {
    "docx": b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
_ACTIVE = re.compile(rb"macroEnabled|vbaProject|activeX|ms-office\.vba", re.IGNORECASE)
_ACTIVE_PART = re.compile(r"vba(project|data)|/activex/|/macrosheets/", re.IGNORECASE)
# JPEG: the frame headers that carry the size (T.81 table B.1), without DHT, JPG and DAC.
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


def check_type(file: IO[bytes], name: str) -> str:
    """The kind of an uploaded file (a key of `MEDIA_TYPES`), if its bytes agree with its name.

    `file` can seek. RuleBroken(field "file") for another kind of file, a damaged one, one that
    is two kinds at once, one with macros, and a picture of more than 50 million pixels.
    """
    kind = kind_of(name)
    file.seek(0)
    start = file.read(16)
    if start.startswith(_OLE) and kind in _MAIN_PARTS:
        raise RuleBroken(
            "“%(name)s”加了密，或是改了扩展名的旧格式：请去掉密码、另存为新格式后再上传",
            field="file",
            name=name,
        )
    if not any(start.startswith(sign) for sign in _SIGNS[kind]):
        raise _mismatch(name)
    _CHECKS[kind](file, name)
    return kind


def _check_pdf(file: IO[bytes], name: str) -> None:
    end = _tail(file)
    if b"%%EOF" not in end[-2048:]:
        raise _damaged(name)
    _refuse_second_nature(end, name)


def _check_png(file: IO[bytes], name: str) -> None:
    """From the signature chunk by chunk to IEND, which is the end of the file (PNG §5)."""
    file.seek(8)
    size, kind = struct.unpack(">L4s", _exactly(file, 8, name))
    if kind != b"IHDR" or size != 13:
        raise _damaged(name)
    width, height = struct.unpack(">LL", _exactly(file, 8, name))
    _check_pixels(width, height, name)
    file.seek(5 + 4, 1)
    for _ in range(MOST_CHUNKS):
        size, kind = struct.unpack(">L4s", _exactly(file, 8, name))
        file.seek(size + 4, 1)
        if kind == b"IEND":
            if file.tell() != file.seek(0, 2):
                raise _damaged(name)
            return
    raise _damaged(name)


def _check_jpg(file: IO[bytes], name: str) -> None:
    """From marker to marker until the scan; a frame header says the size (T.81 annex B)."""
    for marker, size in jpg_segments(file, name):
        if marker in _FRAMES and size >= 5:
            _, height, width = struct.unpack(">BHH", _exactly(file, 5, name))
            _check_pixels(width, height, name)
            break
    else:
        raise _damaged(name)
    end = _tail(file)
    if b"\xff\xd9" not in end:
        raise _damaged(name)
    _refuse_second_nature(end, name)


def jpg_segments(file: IO[bytes], name: str) -> Iterator[tuple[int, int]]:
    """Each marker before the scan with the bytes of its segment, at whose start the file stands."""
    file.seek(2)
    for _ in range(MOST_CHUNKS):
        sign, marker = _exactly(file, 2, name)
        while marker == 0xFF:
            (marker,) = _exactly(file, 1, name)
        if sign != 0xFF or marker in (0xD9, 0xDA):
            return
        (size,) = struct.unpack(">H", _exactly(file, 2, name))
        start = file.tell()
        yield marker, size - 2
        file.seek(start + size - 2)


def _check_office(file: IO[bytes], name: str) -> None:
    """A whole package whose main part is that of the extension, without macros."""
    package = packages.open_package(file)
    kind = kind_of(name)
    try:
        types = package.read("[Content_Types].xml", most=MOST_TYPES)
    except KeyError:
        raise _mismatch(name) from None
    if _ACTIVE.search(types) or any(_ACTIVE_PART.search(part) for part in package.names):
        raise RuleBroken(
            "“%(name)s”带有宏或控件：请另存为不含宏的文件后再上传", field="file", name=name
        )
    if _MAIN_PARTS[kind] not in types:
        raise _mismatch(name)
    packages.check_whole(package)


_SIGNS: Mapping[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-1.", b"%PDF-2."),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
}
_CHECKS: Mapping[str, Callable[[IO[bytes], str], None]] = {
    "pdf": _check_pdf,
    "docx": _check_office,
    "xlsx": _check_office,
    "png": _check_png,
    "jpg": _check_jpg,
}


def _check_pixels(width: int, height: int, name: str) -> None:
    if not width or not height:
        raise _damaged(name)
    if width * height > MOST_PIXELS:
        raise RuleBroken(
            "“%(name)s”的尺寸太大：图片最多%(most)d万像素，请缩小后再上传",
            field="file",
            name=name,
            most=MOST_PIXELS // 10_000,
        )


def _tail(file: IO[bytes]) -> bytes:
    size = file.seek(0, 2)
    file.seek(max(size - _TAIL, 0))
    return file.read(_TAIL)


def _refuse_second_nature(end: bytes, name: str) -> None:
    """A file that is also a ZIP is two: readers would open one and virus scanners the other."""
    if b"PK\x05\x06" in end:
        raise _mismatch(name)


def _exactly(file: IO[bytes], size: int, name: str) -> bytes:
    found = file.read(size)
    if len(found) != size:
        raise _damaged(name)
    return found


def _mismatch(name: str) -> RuleBroken:
    return RuleBroken(
        "“%(name)s”的内容与扩展名不符：请确认文件没有改过扩展名", field="file", name=name
    )


def _damaged(name: str) -> RuleBroken:
    return RuleBroken("“%(name)s”已经损坏：请重新生成后再上传", field="file", name=name)
