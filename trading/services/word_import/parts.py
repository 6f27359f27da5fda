"""Parts of a Word document, read as XML that can neither grow nor reach out (security.md R44)."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from trading.domain.errors import RuleBroken
from trading.services.packages import Package

MOST_XML = 16 * 1024 * 1024  # bytes of all parts that are read
MOST_ELEMENTS = 400_000  # of all parts that are read

Element = etree._Element  # lxml gives its element type no public name

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_STRICT: Mapping[str, str] = {
    "http://purl.oclc.org/ooxml/wordprocessingml/main": W,
    "http://purl.oclc.org/ooxml/officeDocument/relationships": R,
}
_DECLARED = re.compile(r"\A\ufeff?<\?xml[^>]*?\?>")
_OTHER_ENCODING = re.compile(r"""encoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)


@dataclass(frozen=True)
class Relation:
    """What a part points to: another part, or with `external` an address outside."""

    id: str
    type: str
    target: str
    external: bool


@dataclass
class Parts:
    """The parts of one document; `left` bytes and `elements` may still be read."""

    package: Package
    left: int = MOST_XML
    elements: int = MOST_ELEMENTS
    known: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.known = frozenset(self.package.names)

    def document_name(self) -> str:
        """The name of the main part; RuleBroken when there is none."""
        for one in self.relations_of(""):
            if one.type.endswith("/officeDocument") and one.target in self.known:
                return one.target
        raise RuleBroken("文件里没有正文，不是 Word 文件", field="file")

    def relations_of(self, name: str) -> list[Relation]:
        """Where a part points to; the empty name is the package itself."""
        folder, _, file = name.rpartition("/")
        root = self.read(posixpath.join(folder, "_rels", f"{file}.rels"))
        found = () if root is None else root.iter(f"{{{_RELATIONSHIPS}}}Relationship")
        return [_relation(one, folder) for one in found]

    def read(self, name: str) -> Element | None:
        """A part as a tree; None when there is none. RuleBroken for XML that is not plain."""
        if name not in self.known:
            return None
        content = self.package.read(name, most=self.left)
        self.left -= len(content)
        root = parse(content)
        self.elements -= sum(1 for _ in root.iter())
        if self.elements < 0:
            raise RuleBroken("文件的内容太多，不能带入", field="file")
        return root


def parse(content: bytes) -> Element:
    """UTF-8 without a DTD, as Office writes it; nothing is expanded, nothing fetched."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_plain() from error
    declared = _DECLARED.match(text)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise RuleBroken("文件里有不允许的定义（DTD），不能带入", field="file")
    if declared and _OTHER_ENCODING.search(declared[0]):
        raise _not_plain()
    plain = text[declared.end() :] if declared else text.removeprefix("\ufeff")
    for strict, usual in _STRICT.items():
        plain = plain.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(plain, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _not_plain() from error


def w(name: str) -> str:
    """A name of WordprocessingML as lxml spells it."""
    return f"{{{W}}}{name}"


def value(element: Element | None, name: str = "val") -> str:
    """An attribute of WordprocessingML; empty when there is no such element or attribute."""
    return "" if element is None else str(element.get(w(name), ""))


def is_on(element: Element | None) -> bool:
    """Whether a switch such as `w:b` is there and not turned off."""
    return element is not None and value(element) not in ("0", "false", "off", "none")


def children(element: Element, *names: str) -> Iterator[Element]:
    """The direct children of these names."""
    return element.iterchildren(*(w(name) for name in names))


def _relation(element: Element, folder: str) -> Relation:
    target = str(element.get("Target", ""))
    external = element.get("TargetMode") == "External"
    if not external:
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return Relation(str(element.get("Id", "")), str(element.get("Type", "")), target, external)


def _not_plain() -> RuleBroken:
    return RuleBroken("文件的内容无法识别：请用 Word 或 WPS 重新保存后再试", field="file")
