"""Text that can stand anywhere: normal form, no control characters, legal in XML 1.0."""

import re
import unicodedata

from trading.domain.errors import RuleBroken

# Word's manual line and page breaks and Unicode's separators are line ends to a reader.
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# What Word, web pages and chat programs paste along; nobody sees it and nobody typed it.
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u2060-\u2064\ufeff]")
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls C0 and C1
    "\u202a-\u202e\u2066-\u2069"  # bidirectional embeddings, overrides and isolates
    "\ud800-\udfff\ufdd0-\ufdef"  # lone surrogates, noncharacters
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
    )
    + "]"
)
_XML_TEXT = re.compile("[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")


def clean_line(text: str, *, field: str, limit: int) -> str:
    """One line of at most `limit` characters: line ends and tabs become spaces.

    Invisible characters pasted along are dropped and NFC is applied once; other control
    characters, bidi overrides and broken characters are RuleBroken(field) (security.md R21).
    The result may be empty; it is the same when cleaned again.
    """
    return _within(_tidy(text, field).replace("\n", " ").replace("\t", " ").strip(), field, limit)


def clean_block(text: str, *, field: str, limit: int) -> str:
    """Several lines of at most `limit` characters in all; as `clean_line`, but LF and TAB stay."""
    return _within(_tidy(text, field).strip(), field, limit)


def is_xml_text(text: str) -> bool:
    """Whether every character may stand in an XML 1.0 document (production Char)."""
    return _XML_TEXT.fullmatch(text) is not None


def _tidy(text: str, field: str) -> str:
    lines = _LINE_END.sub("\n", text)
    bad = _FORBIDDEN.search(lines)
    if bad:
        raise RuleBroken(
            "“%(before)s”之后有不能使用的字符（%(point)s）：请删除后重新输入",
            field=field,
            before=_INVISIBLE.sub("", lines[max(bad.start() - 10, 0) : bad.start()]),
            point=f"U+{ord(bad[0]):04X}",
        )
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", lines))


def _within(text: str, field: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    raise RuleBroken(
        "最多%(limit)d个字，现在有%(count)d个", field=field, limit=limit, count=len(text)
    )
