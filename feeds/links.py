"""Links inside sanitised HTML: found, and made absolute, so that content can leave its page."""

import re
from collections.abc import Callable, Iterator
from html import escape, unescape
from urllib.parse import urljoin, urlsplit

# A start tag as a sanitiser writes it: text has no raw "<", attribute values are quoted. Each
# alternative begins with another character, so the scan is linear.
_TAG = re.compile(r"""<[A-Za-z](?:[^<>"']++|"[^"]*+"|'[^']*+')*+>""")
# One attribute after the other, values and all: what looks like a link inside a title is none.
_ATTRIBUTE = re.compile(
    r"""([^\s<>"'=/]++)(?:(\s*+=\s*+)(?:"([^"]*+)"|'([^']*+)'|([^\s<>"'=]++)))?+"""
)
_LINKS = ("href", "src")
# Most tags of a text are of tables and have no link: they need not be taken apart.
_MAY_LINK = re.compile("href|src", re.IGNORECASE)


def relative(html: str) -> list[str]:
    """The addresses in href and src that have no scheme, in order."""
    return [address for address in _addresses(html) if not urlsplit(address).scheme]


def absolute(html: str, base: str) -> str:
    """The same HTML with every relative href and src joined to `base`, an absolute address."""

    def join(attribute: re.Match[str]) -> str:
        address = _address(attribute)
        if address is None:
            return attribute[0]
        return f'{attribute[1]}{attribute[2]}"{escape(urljoin(base, address))}"'

    return _TAG.sub(lambda tag: _joined(tag[0], join), html)


def _joined(tag: str, join: Callable[[re.Match[str]], str]) -> str:
    return _ATTRIBUTE.sub(join, tag) if _MAY_LINK.search(tag) else tag


def _addresses(html: str) -> Iterator[str]:
    for tag in filter(_MAY_LINK.search, _TAG.findall(html)):
        for attribute in _ATTRIBUTE.finditer(tag):
            address = _address(attribute)
            if address is not None:
                yield address


def _address(attribute: re.Match[str]) -> str | None:
    """What a link attribute points to; None for every other attribute."""
    if attribute[1].lower() not in _LINKS or attribute[2] is None:
        return None
    return unescape(next(value for value in attribute.groups()[2:] if value is not None))
