"""Rich text: HTML as pasted goes in, safe HTML comes out; the only importer of bleach and nh3.

Caps first (bleach is quadratic on hostile input), then bleach, then nh3 with the same allow-list,
then a re-parse by html5lib that must find nothing outside it, else the text is refused
(security.md §0.1). Text is sanitised when it is saved and published, never when it is shown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from trading.domain.errors import RuleBroken
from trading.domain.text import clean_block
from trading.later import Later

if TYPE_CHECKING:
    import bleach
    import html5lib
    import nh3
else:  # whoever only reads needs none of them
    bleach, html5lib, nh3 = Later("bleach"), Later("html5lib"), Later("nh3")

MAX_BYTES = 512 * 1024
MAX_DEPTH = 100
MAX_ATTRIBUTES = 60

_CELL = {"colspan", "rowspan", "scope", "align"}
_ALLOWED: dict[str, set[str]] = {
    **{tag: set() for tag in "br h2 h3 h4 strong em b i u s sub sup blockquote ul li".split()},
    **{tag: set() for tag in "table caption thead tbody tfoot tr hr".split()},
    **{tag: {"span"} for tag in ("col", "colgroup")},
    **dict.fromkeys(("th", "td"), _CELL),
    "p": {"align"},
    "ol": {"start"},
    "a": {"href", "title"},
}
_SCHEMES = {"http", "https", "mailto"}
_DROPPED_WHOLE = frozenset(
    "script style title xml svg math noscript template iframe object embed applet textarea select "
    "noembed noframes xmp plaintext frameset audio video canvas".split()
)
_AS_PARAGRAPH = "div section article center header footer main address pre figure dl dt dd"
_RENAMED = {**dict.fromkeys(_AS_PARAGRAPH.split(), "p"), "h1": "h2", "h5": "h4", "h6": "h4"}
# Elements that end by themselves when the next one begins, or have no end.
_UNCOUNTED = frozenset(
    "p li dt dd tr td th option br hr img col input meta link wbr area base source o:p".split()
)

_NAME = re.compile(r"<(/?)([A-Za-z][^\s/>]*+)")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_LOOKS_LIKE_HTML = re.compile(r"<[A-Za-z/!?]")
_NUMBER = re.compile(r"[1-9][0-9]{0,2}")
_EMPTY_PARAGRAPH = re.compile(r"<p(?: align=\"[a-z]+\")?>\s*</p>")


def from_input(text: str, *, field: str = "body_html") -> str:
    """Typed or pasted text as safe HTML; the result is the same when it goes in again.

    Text without tags becomes paragraphs. RuleBroken(field): larger than 512 KB, nested deeper
    than 100, more than 60 attributes in a tag, characters that cannot be used, or HTML on which
    the parsers do not agree.
    """
    tidy = clean_block(text, field=field, limit=MAX_BYTES)
    _check_size(tidy, field)
    if not _LOOKS_LIKE_HTML.search(tidy):
        plain = from_plain(tidy)
        _check_size(plain, field)
        return plain
    closed = _closed(tidy)
    _check_size(closed, field)
    _check_caps(closed, field)
    html = _sanitised(_renamed(_without_dropped(closed)))
    for _ in range(4):
        again = _sanitised(html)
        if again == html:
            break
        html = again
    if _sanitised(html) != html or not _is_within_rules(html):
        raise RuleBroken("正文里有无法识别的格式：请以纯文本重新粘贴", field=field)
    _check_size(html, field)
    return html


def from_plain(text: str) -> str:
    """Plain text as paragraphs: a blank line parts them, a single line end becomes a break."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    parts = ("<br>".join(escape(line, quote=False) for line in p.split("\n")) for p in paragraphs)
    return "".join(f"<p>{part}</p>" for part in parts if part)


def to_plain(html: str) -> str:
    """The words of safe HTML: a line for each block or row, tabs between cells."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split(" ")).strip() for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)


def is_blank(html: str) -> bool:
    """Whether a reader would see nothing."""
    return not to_plain(html).strip()


class _Words(HTMLParser):
    """Collects the text of HTML, with line ends where blocks end."""

    _BLOCKS = frozenset("p h2 h3 h4 li tr table caption blockquote ul ol hr".split())

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "br" or tag in self._BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._BLOCKS:
            self.parts.append("\n")
        elif tag in ("td", "th"):
            self.parts.append("\t")

    def handle_data(self, data: str) -> None:
        self.parts.append(data.replace("\n", " "))


def _check_size(text: str, field: str) -> None:
    if len(text.encode()) > MAX_BYTES:
        raise RuleBroken("正文太大：最多512 KB，请删减后再粘贴", field=field)


def _closed(html: str) -> str:
    """What follows the last ">" cannot be a tag; bleach would look for its end again and again."""
    last = html.rfind(">") + 1
    return html[:last] + html[last:].replace("<", "&lt;")


def _check_caps(html: str, field: str) -> None:
    """Refuse, in linear time, what would make a parser slow."""
    depth = 0
    for tag in _tags(html):
        if tag.name not in _UNCOUNTED:
            depth = max(depth - 1, 0) if tag.closing else depth + 1
        if depth > MAX_DEPTH:
            raise RuleBroken(
                "正文格式嵌套超过%(most)d层：请以纯文本重新粘贴", field=field, most=MAX_DEPTH
            )
        if len(tag.rest) > MAX_ATTRIBUTES and _attributes(tag.rest) > MAX_ATTRIBUTES:
            raise RuleBroken("正文里有异常的格式：请以纯文本重新粘贴", field=field)


@dataclass(frozen=True)
class _Tag:
    """A tag as typed: where it starts and ends, where its name stands, and the rest of it."""

    start: int
    end: int
    closing: bool
    name_at: tuple[int, int]
    name: str
    rest: str


def _tags(html: str) -> Iterator[_Tag]:
    """Every tag from left to right, looking at each character once."""
    position = html.find("<")
    while position >= 0:
        end = html.find(">", position)
        if end < 0:
            return
        match = _NAME.match(html, position, end)
        if match:
            name = match[2].lower()
            rest = html[match.end() : end]
            yield _Tag(position, end + 1, match[1] == "/", match.span(2), name, rest)
        position = html.find("<", end if match else position + 1)


def _attributes(rest: str) -> int:
    return len(_QUOTED.sub("", rest).split())


def _without_dropped(html: str) -> str:
    """Drop whole elements whose content is no text, each scan going forward only."""
    kept: list[str] = []
    lower = _ascii_lower(html)
    position = 0
    for tag in _tags(html):
        if tag.start < position or tag.closing or tag.name not in _DROPPED_WHOLE:
            continue
        kept.append(html[position : tag.start])
        end = lower.find(f"</{tag.name}", tag.end)
        close = html.find(">", end) if end >= 0 else -1
        if close < 0:
            return "".join(kept)
        position = close + 1
    kept.append(html[position:])
    return "".join(kept)


def _ascii_lower(html: str) -> str:
    """Lower case for A to Z alone, so that every position stays where it was."""
    return html.translate({code: code + 32 for code in range(65, 91)})


def _renamed(html: str) -> str:
    """Blocks that would be lost become paragraphs, and headings fit below the page's own."""
    parts: list[str] = []
    position = 0
    for tag in _tags(html):
        name = _RENAMED.get(tag.name)
        if name:
            parts += (html[position : tag.name_at[0]], name)
            position = tag.name_at[1]
    return "".join(parts) + html[position:]


def _sanitised(html: str) -> str:
    first = bleach.clean(
        html, tags=set(_ALLOWED), attributes=_keeps, protocols=_SCHEMES, strip=True
    )
    second = nh3.clean(
        first,
        tags=set(_ALLOWED),
        attributes={tag: set(names) for tag, names in _ALLOWED.items()},
        attribute_filter=lambda tag, name, value: value if _keeps(tag, name, value) else None,
        url_schemes=_SCHEMES,
        link_rel=None,
    )
    html = _EMPTY_PARAGRAPH.sub("", second).strip()
    return f"<p>{html}</p>" if html and "<" not in html else html


def _keeps(tag: str, name: str, value: str) -> bool:
    """Whether an attribute of this value may stay: the strict check of our own."""
    if name not in _ALLOWED.get(tag, set()):
        return False
    if name == "href":
        return _is_link(value)
    if name == "align":
        return value in {"left", "center", "right"}
    if name == "scope":
        return value in {"col", "row", "colgroup", "rowgroup"}
    return name == "title" or bool(_NUMBER.fullmatch(value))


def _is_link(value: str) -> bool:
    """http and https with a host, or mailto; never a text that some browser reads otherwise."""
    if any(ord(char) <= 0x20 or char == "\\" for char in value):
        return False
    try:
        parts = urlsplit(value)
        return parts.scheme in _SCHEMES and bool(
            parts.path if parts.scheme == "mailto" else parts.hostname
        )
    except ValueError:
        return False


def _is_within_rules(html: str) -> bool:
    """A second parser, other than the two that wrote this, finds nothing but the allow-list."""
    tree = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    for element in tree.iter():
        if element is tree:
            continue
        tag = element.tag
        if not isinstance(tag, str) or tag not in _ALLOWED:
            return False
        if not all(_keeps(tag, str(name), value) for name, value in element.attrib.items()):
            return False
    return True
