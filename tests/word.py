"""Word files written part by part, as a word processor writes them, with the wish spelt out."""

from collections.abc import Mapping

from tests.uploads import WORD, package

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
STYLES = (
    f'{HEAD}<w:styles xmlns:w="{W}">'
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Title"/>'
    '<w:pPr><w:jc w:val="center"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="own"><w:name w:val="公文正文"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="sub"><w:name w:val="章节题"/><w:basedOn w:val="2"/>'
    "</w:style>"
    '<w:style w:type="paragraph" w:styleId="mid"><w:name w:val="正文居中"/>'
    '<w:pPr><w:jc w:val="center"/></w:pPr></w:style>'
    '<w:style w:type="character" w:styleId="s"><w:name w:val="Strong"/></w:style>'
    "</w:styles>"
)


def run(text: str, more: str = "") -> str:
    """A piece of text; `more` are its properties."""
    return (
        f'<w:r><w:rPr>{more}<w:sz w:val="21"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
    )


def p(*inside: str, more: str = "") -> str:
    """A paragraph of runs, or of one text; `more` are its properties."""
    runs = "".join(one if one.startswith("<") else run(one) for one in inside)
    return f'<w:p w:rsidR="00A1"><w:pPr>{more}<w:spacing w:line="360"/></w:pPr>{runs}</w:p>'


def styled(style: str, *inside: str) -> str:
    """A paragraph of a style."""
    return p(*inside, more=f'<w:pStyle w:val="{style}"/>')


def item(list_id: int, *inside: str, level: int = 0) -> str:
    """A paragraph that Word numbers."""
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return p(*inside, more=numbered)


def cell(text: str, *, across: int = 1, down: str = "") -> str:
    """A cell of a table; `down` is "restart" or "continue" where cells are merged downwards."""
    wide = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    tall = f'<w:vMerge w:val="{down}"/>' if down else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="2000"/>{wide}{tall}</w:tcPr>{p(text)}</w:tc>'


def table(*rows: list[str]) -> str:
    """A table of rows of cells."""
    body = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    return f'<w:tbl><w:tblPr><w:tblStyle w:val="a5"/></w:tblPr><w:tblGrid/>{body}</w:tbl>'


def inserted(text: str) -> str:
    """Words that somebody added under tracking."""
    return f'<w:ins w:id="1" w:author="王">{run(text)}</w:ins>'


def deleted(text: str) -> str:
    """Words that somebody took out under tracking."""
    return f'<w:del w:id="2" w:author="王"><w:r><w:delText>{text}</w:delText></w:r></w:del>'


def image(link: str = "rImage") -> str:
    """A picture in the line."""
    return (
        "<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill>"
        f'<a:blip r:embed="{link}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def text_box(text: str) -> str:
    """A text box, once for new programs and once for old ones."""
    inside = f"<w:txbxContent>{p(text)}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent>"
        f"<mc:Choice><w:drawing><wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def lists(*kinds: str) -> str:
    """Definitions of lists 1, 2, …; a kind is `format:text` of its levels, joined by a blank."""
    said = ""
    for number, kind in enumerate(kinds, start=1):
        levels = "".join(
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/>'
            f'<w:numFmt w:val="{one.partition(":")[0]}"/>'
            f'<w:lvlText w:val="{one.partition(":")[2]}"/></w:lvl>'
            for depth, one in enumerate(kind.split())
        )
        said += f'<w:abstractNum w:abstractNumId="{number}">{levels}</w:abstractNum>'
    for number, _ in enumerate(kinds, start=1):
        said += f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
    return f'{HEAD}<w:numbering xmlns:w="{W}">{said}</w:numbering>'


def document(*body: str) -> str:
    """The main part with this body."""
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rHeader"/><w:pgSz w:w="11906"/>'
        "</w:sectPr>"
    )
    return f"{HEAD}<w:document {SPACES}><w:body>{''.join(body)}{section}</w:body></w:document>"


def relations(**targets: str) -> str:
    """Where a part points to: id → `kind target`, or `kind !target` for an address outside."""
    said = ""
    for id_, target in targets.items():
        kind, _, where = target.partition(" ")
        outside = ' TargetMode="External"' if where.startswith("!") else ""
        said += (
            f'<Relationship Id="{id_}" Type="{_OFFICE}/{kind}" Target="{where.lstrip("!")}"'
            f"{outside}/>"
        )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{said}</Relationships>'


TYPES = (
    f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{WORD}"/></Types>'
)


def docx(
    *body: str,
    numbering: str = "",
    links: Mapping[str, str] | None = None,
    parts: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A whole .docx; `links` go beside those to styles and lists, `parts` beside or over ours."""
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(rMain="officeDocument word/document.xml"),
        "word/document.xml": document(*body),
        "word/styles.xml": STYLES,
        "word/_rels/document.xml.rels": relations(
            rStyles="styles styles.xml", rLists="numbering numbering.xml", **(links or {})
        ),
    }
    if numbering:
        made["word/numbering.xml"] = numbering
    return package(made | dict(parts or {}))
