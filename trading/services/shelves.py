"""Shelves: the bytes of files outside the database, each once, under their SHA-256."""

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from trading.domain.errors import RuleBroken

LOW_WATER = 512 * 1024 * 1024
"""Bytes of the disk that files leave to the database (security.md R41)."""

FORGOTTEN = 24 * 60 * 60
"""Seconds after which a file that never got its name was left by a server that was killed."""

_PIECE = 256 * 1024
_SHA256 = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class Shelved:
    """Bytes that are safely on the disk: how many, and their SHA-256 (hex)."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Shelf:
    """The folder of all files, ``data_dir/files``; a file lies at ``<2>/<2>/<sha256>``."""

    folder: Path

    def path_of(self, sha256: str) -> Path:
        """Where the bytes lie, or would; ValueError for what is no SHA-256 (security.md R42)."""
        if not _SHA256.fullmatch(sha256):
            raise ValueError("not a SHA-256 in hex")
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def holds(self, sha256: str, size: int) -> bool:
        """Whether the file is there, as long as it was."""
        try:
            return self.path_of(sha256).stat().st_size == size
        except OSError:
            return False

    def put(self, file: IO[bytes], *, most: int, check: Callable[[IO[bytes]], object]) -> Shelved:
        """Copy a stream to the disk piece by piece, and keep it once `check` has let it pass.

        When this returns, the bytes survive a power cut. RuleBroken(field "file") for an empty
        file, one of more than `most` bytes, and when the disk is nearly full.
        """
        self._check_room(most=0)
        incoming = self.folder / "incoming"
        incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = incoming / secrets.token_hex(16)
        flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0)
        try:
            with os.fdopen(os.open(path, flags, 0o600), "w+b") as copy:
                _sweep(incoming, before=os.fstat(copy.fileno()).st_mtime - FORGOTTEN)
                shelved = self._copied(file, copy, most)
                check(copy)
                copy.flush()
                os.fsync(copy.fileno())
            self._keep(path, shelved.sha256)
        finally:
            path.unlink(missing_ok=True)
        return shelved

    def _copied(self, file: IO[bytes], copy: IO[bytes], most: int) -> Shelved:
        digest, size = hashlib.sha256(), 0
        while piece := file.read(_PIECE):
            size += len(piece)
            if size > most:
                raise RuleBroken(
                    "文件太大：每个文件最多%(most)d MB", field="file", most=most // (1024 * 1024)
                )
            self._check_room(most=len(piece))
            digest.update(piece)
            copy.write(piece)
        if not size:
            raise RuleBroken("文件是空的", field="file")
        return Shelved(digest.hexdigest(), size)

    def _check_room(self, *, most: int) -> None:
        """Stop before the database next door has no room left."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if shutil.disk_usage(self.folder).free - most < LOW_WATER:
            raise RuleBroken("服务器的磁盘快满了，暂时不能上传：请联系管理员", field="file")

    def _keep(self, path: Path, sha256: str) -> None:
        """Give the file its name in one step; a second copy heals a damaged first one."""
        place = self.path_of(sha256)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            path.replace(place)
        except PermissionError:  # Windows, while somebody reads the copy that is there
            if not place.exists():
                raise
        for folder in (place.parent, place.parent.parent, self.folder):
            _sync_folder(folder)


def _sweep(incoming: Path, *, before: float) -> None:
    """Take away what was on its way in when a server was killed long ago."""
    for left in incoming.iterdir():
        try:
            if left.stat().st_mtime < before:
                left.unlink()
        except OSError:  # another worker was faster, or Windows still holds it
            continue


def _sync_folder(folder: Path) -> None:
    """Make a new name in a folder last; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
