"""A text, or the text of an HTML fragment, letter by letter with the places it is written at."""

import html
import re
from dataclasses import dataclass

_PLAIN: dict[int, int | str] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    0x3000: " ",
}
# Whatever these surround still reads as one word; any other tag begins something new.
_INLINE = frozenset(
    ("a", "abbr", "b", "del", "em", "font", "i", "ins", "s", "small", "span", "strong", "sub")
    + ("sup", "u")
)
_PIECE = re.compile(
    r"</?([A-Za-z][A-Za-z0-9]*)[^<>]*>|<!--[^>]*>|&#?[0-9A-Za-z]{1,10};|[^<&]+|.", re.S
)


@dataclass(frozen=True)
class Letters:
    """The letters as they read, full-width ones made plain; `places` are their ends in the source.

    A place (start, end) is empty where a tag parts two words.
    """

    text: str
    places: list[tuple[int, int]]


def letters_of(text: str) -> Letters:
    """The letters of a plain text."""
    return Letters(text.translate(_PLAIN), [(at, at + 1) for at in range(len(text))])


def letters_of_html(fragment: str) -> Letters:
    """The letters of an HTML fragment that a reader sees; in time linear in its length."""
    text: list[str] = []
    places: list[tuple[int, int]] = []
    for piece in _PIECE.finditer(fragment):
        start, end = piece.span()
        written = piece[0]
        if piece[1] is not None:
            shown = "" if piece[1].lower() in _INLINE else "\n"
            spans = [(start, start)] * len(shown)
        elif written.startswith("<!--"):
            shown, spans = "", []
        elif written.startswith("&") and len(written) > 1:
            shown = html.unescape(written)
            shown = shown if len(shown) == 1 else "\n"
            spans = [(start, end)]
        else:
            shown, spans = written, [(at, at + 1) for at in range(start, end)]
        text.append(shown)
        places += spans
    return Letters("".join(text).translate(_PLAIN), places)


def with_stars(source: str, letters: Letters, hidden: set[int]) -> str:
    """The source with a star at the place of each hidden letter, and not a letter else changed."""
    parts: list[str] = []
    done = 0
    for index in sorted(hidden):
        start, end = letters.places[index]
        parts += [source[done:start], "*"]
        done = end
    return "".join([*parts, source[done:]])
