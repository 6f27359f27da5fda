"""Word import: a .docx becomes the body of a notice, with a report of what was left out.

The file is looked at twice. Here its package is checked within caps; then a process of its own,
with bounded memory and time, reads the parts that matter and writes a small package of them, which
is all that mammoth sees. What comes back goes through the sanitiser like anything pasted.
"""

import json
import os
import subprocess
import sys
from tempfile import TemporaryFile
from typing import IO, Any

from trading.domain.errors import RuleBroken
from trading.domain.filenames import clean_name, kind_of
from trading.paths import package_parent
from trading.services import richtext
from trading.services.sniffing import check_type
from trading.services.word_import.leftovers import Imported, LeftOut, LeftOutKind

__all__ = ["Imported", "LeftOut", "LeftOutKind", "read_word"]

MOST_BYTES = 20 * 1024 * 1024
MOST_SECONDS = 30  # of waiting; where the platform can, the process has less to work with
MODULE = "trading.services.word_import"

_PIECE = 256 * 1024
# What a Python needs to start; nothing of the server's own settings is handed on.
_HANDED_ON = ("PATH", "LANG", "SYSTEMROOT", "LD_LIBRARY_PATH", "TEMP", "TMP", "TMPDIR")


def read_word(file: IO[bytes], uploaded_name: str) -> Imported:
    """The text of a .docx as safe HTML, and what of the document is not in it.

    RuleBroken(field "file") with a sentence for everything that is no plain .docx: another kind
    of file, macros, a password, a bomb, a DTD, too much text.
    """
    name = clean_name(uploaded_name)
    if kind_of(name) != "docx":
        raise RuleBroken("正文只能从 Word 文件（.docx）带入", field="file")
    with TemporaryFile() as copy:
        _copy(file, copy)
        check_type(copy, name)
        copy.seek(0)
        told = _told_by_reader(copy)
    try:
        html = richtext.from_input(told["html"])
    except RuleBroken as refused:
        refused.field = "file"
        raise
    if richtext.is_blank(html):
        raise RuleBroken("文件里没有可以带入的文字", field="file")
    left_out = (LeftOut(LeftOutKind(kind), n, tuple(names)) for kind, n, names in told["left_out"])
    return Imported(html, tuple(left_out))


def _copy(file: IO[bytes], copy: IO[bytes]) -> None:
    size = 0
    while piece := file.read(_PIECE):
        size += len(piece)
        if size > MOST_BYTES:
            most = MOST_BYTES // (1024 * 1024)
            raise RuleBroken("文件太大：最多%(most)d MB", field="file", most=most)
        copy.write(piece)
    copy.flush()


def _told_by_reader(file: IO[bytes]) -> dict[str, Any]:  # Any: JSON of our own making
    """What the process says of the file; one that dies, or takes too long, refuses it."""
    command = [sys.executable, "-s", "-m", MODULE]
    environment = {name: os.environ[name] for name in _HANDED_ON if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 # our own module, and no part of the upload is in it
            command,
            stdin=file,
            capture_output=True,
            cwd=package_parent(),
            env=environment,
            timeout=MOST_SECONDS,
            check=True,
        )
        told: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise _too_complex() from error
    if "refused" in told:
        raise RuleBroken(told["refused"], field="file", **told["values"])
    return told


def _too_complex() -> RuleBroken:
    return RuleBroken("文件太复杂，读不了：请删去图片和多余的格式，或直接复制文字", field="file")
