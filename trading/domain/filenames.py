"""Names of files: what readers see of an uploaded name, and which kinds of files there are."""

import re
import unicodedata
from collections.abc import Mapping

from trading.domain.errors import RuleBroken

LONGEST_NAME = 120  # characters, the extension among them

MEDIA_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "jpg": "image/jpeg",
}
"""Every kind of file that a notice may carry, by its extension."""

_ALIASES = {"jpeg": "jpg"}
_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")  # controls, bidi marks, broken characters
_BLANKS = re.compile(r"\s+")


def clean_name(uploaded: str) -> str:
    """The name without folders and without characters that nobody sees; its extension stays.

    Long names are cut before the extension. RuleBroken(field "file") when nothing is left.
    """
    last = re.split(r"[/\\]", uploaded)[-1]
    seen = "".join(
        " " if char.isspace() else char
        for char in unicodedata.normalize("NFC", last)
        if char.isspace() or unicodedata.category(char) not in _INVISIBLE
    )
    name = _BLANKS.sub(" ", seen).strip(" .")
    if not name:
        raise RuleBroken("文件没有名称：请改名后再上传", field="file")
    stem, dot, extension = name.rpartition(".")
    if len(name) <= LONGEST_NAME or not dot:
        return name[:LONGEST_NAME]
    return f"{stem[: max(LONGEST_NAME - len(extension) - 1, 1)].rstrip(' .')}.{extension}"


def kind_of(name: str) -> str:
    """The kind that the extension claims: a key of `MEDIA_TYPES`.

    RuleBroken(field "file") for every other extension; old Office formats get their remedy.
    """
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    kind = _ALIASES.get(extension, extension)
    if kind in MEDIA_TYPES:
        return kind
    if kind in ("doc", "xls", "wps", "et"):
        raise RuleBroken(
            "“%(name)s”是旧的办公文件格式：请另存为 .docx 或 .xlsx 后再上传",
            field="file",
            name=name,
        )
    raise RuleBroken(
        "“%(name)s”不能上传：附件只能是 PDF、Word（.docx）、Excel（.xlsx）、PNG 或 JPG",
        field="file",
        name=name,
    )


def media_type(name: str) -> str:
    """The media type of a file that was accepted under this name."""
    return MEDIA_TYPES[kind_of(name)]
