"""Office packages: the ZIP of a .docx or .xlsx, looked into only as far as its caps allow.

Everything is checked on the central directory before a byte is inflated; then every part is
inflated once, in pieces, to see that it is as large as it claims (security.md R42, R43).
"""

import stat
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from trading.domain.errors import RuleBroken

MOST_PARTS = 2000
MOST_INFLATED = 100 * 1024 * 1024
MOST_RATIO = 100  # of a part larger than 1 MB, and of the whole
MOST_DIRECTORY = 1024 * 1024  # bytes of the central directory

_END = struct.Struct("<4s4H2LH")
_LOCAL_HEADER = 30
_PIECE = 64 * 1024
_LARGE = 1024 * 1024


@dataclass
class Package:
    """An open package whose directory has passed; `inflated` bytes have been unpacked so far."""

    archive: ZipFile
    inflated: int = 0

    @property
    def names(self) -> list[str]:
        """The names of its parts."""
        return self.archive.namelist()

    def read(self, name: str, *, most: int) -> bytes:
        """One part of at most `most` bytes; RuleBroken when it is larger than it says, or than
        that. KeyError when there is none."""
        if self.archive.getinfo(name).file_size > most:
            raise RuleBroken("文件里的“%(part)s”太大", field="file", part=name[-60:])
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part piece by piece; RuleBroken when it is not what the directory says."""
        part = self.archive.getinfo(name)
        left = part.file_size
        try:
            with self.archive.open(part) as opened:
                while piece := opened.read(_PIECE):
                    self.inflated += len(piece)
                    left -= len(piece)
                    yield piece
        except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise _broken() from error
        if left:
            raise _broken()


def open_package(file: IO[bytes]) -> Package:
    """Open a package whose directory keeps every cap; nothing is inflated yet.

    `file` can seek. RuleBroken(field "file") names what is wrong with it.
    """
    directory = _find_directory(file)
    try:
        archive = ZipFile(file)
    except (BadZipFile, OSError, ValueError, struct.error, NotImplementedError) as error:
        raise _broken() from error
    parts = archive.infolist()
    _check_names(parts)
    _check_sizes(parts)
    _check_places(parts, directory)
    return Package(archive)


def check_whole(package: Package) -> None:
    """Inflate every part once: each is as large as it says, and its checksum is right."""
    for name in package.names:
        for _ in package.pieces(name):
            pass


def _find_directory(file: IO[bytes]) -> int:
    """Where the central directory starts. A package is one ZIP from its first byte to its last:
    nothing before it, no comment behind it, no ZIP64, which no Office file of ours needs."""
    size = file.seek(0, 2)
    file.seek(0)
    begins = file.read(4) == b"PK\x03\x04"
    if not begins or size < _END.size:
        raise _broken()
    file.seek(-_END.size, 2)
    sign, disk, first_disk, here, parts, length, start, comment = _END.unpack(file.read(_END.size))
    if sign != b"PK\x05\x06" or (disk, first_disk, comment) != (0, 0, 0) or here != parts:
        raise _broken()
    if parts > MOST_PARTS or length > MOST_DIRECTORY:
        raise RuleBroken("文件里的部件太多：最多%(most)d个", field="file", most=MOST_PARTS)
    if int(start) + int(length) != size - _END.size:
        raise _broken()
    return int(start)


def _check_names(parts: Sequence[ZipInfo]) -> None:
    seen: set[str] = set()
    for part in parts:
        name = part.filename
        if part.flag_bits & 0x1:
            raise RuleBroken("文件加了密：请去掉密码后再上传", field="file")
        if _is_outside(name) or name.casefold() in seen or part.orig_filename != name:
            raise RuleBroken("文件里有异常的部件名：请用办公软件重新保存后再上传", field="file")
        if stat.S_ISLNK(part.external_attr >> 16):
            raise RuleBroken("文件里有链接，不能上传", field="file")
        seen.add(name.casefold())


def _is_outside(name: str) -> bool:
    """Whether a name, unpacked, could land elsewhere: absolute, with "..", a drive, a backslash."""
    steps = name.split("/")
    return not name or ".." in steps or "." in steps or "" in steps[:-1] or bool({*"\\:"} & {*name})


def _check_sizes(parts: Sequence[ZipInfo]) -> None:
    whole = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    swollen = any(part.file_size > max(_LARGE, MOST_RATIO * part.compress_size) for part in parts)
    if swollen or whole > MOST_INFLATED or whole > max(_LARGE, MOST_RATIO * packed):
        raise RuleBroken("文件解压后过大，不能上传", field="file")
    if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
        raise _broken()


def _check_places(parts: Sequence[ZipInfo], directory: int) -> None:
    """No part lies over another: the same bytes cannot be unpacked twice."""
    in_order = sorted(parts, key=lambda part: part.header_offset)
    starts = [part.header_offset for part in in_order[1:]] + [directory]
    for part, following in zip(in_order, starts, strict=True):
        if part.header_offset + _LOCAL_HEADER + part.compress_size > following:
            raise _broken()


def _broken() -> RuleBroken:
    return RuleBroken("文件已经损坏或不是办公文件：请重新保存后再上传", field="file")
