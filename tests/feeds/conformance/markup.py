"""The whole text of an item as HTML: what may stand in it when it is shown on somebody's page."""

from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib

FORBIDDEN = {
    *("script", "style", "iframe", "object", "embed", "form", "input", "button", "link", "meta"),
    *("base", "svg", "math", "template", "noscript", "video", "audio", "frame", "textarea"),
}
SCHEMES = ("http", "https", "mailto", "tel")


@lru_cache(maxsize=4)
def unsafe(html: str) -> tuple[str, ...]:
    """Elements and attributes that readers must strip, and addresses that lead nowhere."""
    root = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return tuple(said for one in root.iter() for said in _element(one))


def _element(element: Element) -> Iterator[str]:
    if str(element.tag) in FORBIDDEN:
        yield f"<{element.tag}>"
    for name, value in element.attrib.items():
        if name.startswith("on") or name in ("style", "srcdoc", "id"):
            yield f"<{element.tag} {name}>"
        if name in ("href", "src", "action", "background", "poster", "cite"):
            parts = urlsplit(value)
            if parts.scheme not in SCHEMES or not (parts.netloc or parts.path):
                yield f"{name}={value!r} is not absolute"


def words(html: str) -> str:
    """The text that a person reads."""
    root = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return " ".join("".join(root.itertext()).split())
