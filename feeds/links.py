"""Links inside sanitised HTML: found, and made absolute, so that content can leave its page."""

import re
from html import escape, unescape
from urllib.parse import urljoin, urlsplit

# A start tag as a sanitiser writes it: text has no raw "<", attribute values are quoted. Each
# alternative begins with another character, so the scan is linear.
_TAG = re.compile(r"""<[A-Za-z](?:[^<>"']|"[^"]*"|'[^']*')*>""")
_LINK = re.compile(r"""(\s(?:href|src)\s*=\s*)(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


def relative(html: str) -> list[str]:
    """The addresses in href and src that have no scheme, in order."""
    found = (
        unescape(link[2] if link[2] is not None else link[3])
        for tag in _TAG.findall(html)
        for link in _LINK.finditer(tag)
    )
    return [address for address in found if not urlsplit(address).scheme]


def absolute(html: str, base: str) -> str:
    """The same HTML with every relative href and src joined to `base`, an absolute address."""

    def join(link: re.Match[str]) -> str:
        address = unescape(link[2] if link[2] is not None else link[3])
        return f'{link[1]}"{escape(urljoin(base, address))}"'

    return _TAG.sub(lambda tag: _LINK.sub(join, tag[0]), html)
