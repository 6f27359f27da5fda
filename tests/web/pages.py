"""A page as somebody reads it: parsed, never matched as a string."""

from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_NS = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True)
class Read:
    """An answer with its HTML read by the rules of browsers."""

    answer: TestResponse

    @cached_property
    def root(self) -> Element:
        root: Element = html5lib.parse(self.answer.get_data(as_text=True))
        return root

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def heading(self) -> str:
        (heading,) = self.all("h1")
        return text(heading)

    @property
    def title(self) -> str:
        return text(self.all("title")[0])

    @property
    def main(self) -> str:
        """All the words of the page itself, without its frame."""
        return text(self.all("main")[0])

    def all(self, tag: str, within: Element | None = None) -> list[Element]:
        root = self.root if within is None else within
        return list(root.iter(f"{_NS}{tag}"))

    def of_class(self, name: str) -> list[str]:
        """The words of every element of this class."""
        return [text(one) for one in self.root.iter() if name in one.get("class", "").split()]

    @property
    def links(self) -> dict[str, str]:
        """The links of the page itself: words to address; the first of the same words."""
        found = [(text(one), one.get("href", "")) for one in self.all("a", self.all("main")[0])]
        return dict(reversed(found))

    @property
    def facts(self) -> dict[str, str]:
        """The facts table."""
        tables = [one for one in self.all("table") if one.get("class") == "facts"]
        rows = [row for table in tables for row in self.all("tr", table)]
        return {text(self.all("th", row)[0]): text(self.all("td", row)[0]) for row in rows}

    @property
    def rows(self) -> list[list[str]]:
        """The cells of every row in the body of the lists of the page."""
        tables = [one for one in self.all("table") if "list" in one.get("class", "").split()]
        bodies = [body for table in tables for body in self.all("tbody", table)]
        rows = [row for body in bodies for row in self.all("tr", body)]
        return [[text(cell) for cell in row if cell.tag != f"{_NS}a"] for row in rows]

    def head(self, rel: str) -> list[str]:
        """Where the page's head points to with this relation."""
        return [one.get("href", "") for one in self.all("link") if one.get("rel") == rel]

    def meta(self, name: str) -> str:
        """What the page's head says under this name; empty when nothing."""
        said = [one.get("content", "") for one in self.all("meta") if one.get("name") == name]
        return said[0] if said else ""


def text(element: Element) -> str:
    """The words of an element and all below it, blanks folded."""
    return " ".join("".join(element.itertext()).split())


def read(reader: FlaskClient, address: str, status: int = 200) -> Read:
    """Open an address that answers with this status."""
    answer = reader.get(address)
    assert answer.status_code == status, f"{address}: {answer.status_code}"
    return Read(answer)
