"""Traces: what a file says besides its content is found before it is published."""

import struct
from pathlib import Path

import pytest

from tests.uploads import docx, jpg, package, pdf, png, xlsx
from tests.word import deleted, inserted, p
from tests.word import docx as word
from trading.services.traces import Trace, TraceKind, traces_of

CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:creator>王小明</dc:creator><cp:lastModifiedBy>李</cp:lastModifiedBy></cp:coreProperties>"
)
SHEETS = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets>'
    '<sheet name="报价" sheetId="1"/><sheet name="底价" sheetId="2" state="hidden"/>'
    '<sheet name="成本" sheetId="3" state="veryHidden"/></sheets></workbook>'
)


def found(tmp_path: Path, content: bytes, name: str) -> tuple[Trace, ...]:
    path = tmp_path / name
    path.write_bytes(content)
    return traces_of(path, name)


def exif(*tags: int) -> bytes:
    """A picture whose camera said something."""
    block = b"MM\x00*" + struct.pack(">LH", 8, len(tags))
    block += b"".join(struct.pack(">HHLL", tag, 2, 1, 0) for tag in tags) + b"\0\0\0\0"
    segment = b"Exif\0\0" + block
    return jpg()[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + jpg()[2:]


def with_text(said: bytes) -> bytes:
    """A picture with a line of text in it."""
    whole, text = png(), b"Author\0" + said
    chunk = struct.pack(">L", len(text)) + b"tEXt" + text + b"\0\0\0\0"
    return whole[:-12] + chunk + whole[-12:]


def test_a_word_file_tells_its_authors_comments_and_changes(tmp_path: Path) -> None:
    comments = '<w:comments xmlns:w="x"><w:comment w:id="0"/><w:comment w:id="1"/></w:comments>'
    content = word(
        p("工期", deleted("三十"), inserted("六十"), "日"),
        parts={"docProps/core.xml": CORE, "word/comments.xml": comments},
    )
    assert found(tmp_path, content, "a.docx") == (
        Trace(TraceKind.AUTHOR, 2, ("王小明", "李")),
        Trace(TraceKind.COMMENT, 2),
        Trace(TraceKind.REVISION, 2),
    )


def test_a_workbook_tells_its_hidden_sheets(tmp_path: Path) -> None:
    content = xlsx(**{"xl/workbook.xml": SHEETS, "xl/comments1.xml": "<comment ref='A1'>"})
    assert found(tmp_path, content, "a.xlsx") == (
        Trace(TraceKind.COMMENT, 1),
        Trace(TraceKind.HIDDEN_SHEET, 2, ("底价", "成本")),
    )


def test_a_picture_tells_its_camera_its_place_and_its_texts(tmp_path: Path) -> None:
    assert found(tmp_path, exif(0x010F), "a.jpg") == (Trace(TraceKind.CAMERA),)
    place = (Trace(TraceKind.CAMERA), Trace(TraceKind.PLACE))
    assert found(tmp_path, exif(0x010F, 0x8825), "b.jpg") == place
    assert found(tmp_path, with_text("王".encode()), "a.png") == (Trace(TraceKind.TEXT, 1),)


def test_a_pdf_tells_that_it_names_an_author(tmp_path: Path) -> None:
    named = pdf().replace(b"startxref", b"<< /Author (Wang) >>\nstartxref")
    assert found(tmp_path, named, "a.pdf") == (Trace(TraceKind.AUTHOR),)
    nobody = pdf().replace(b"startxref", b"<< /Author () >>\nstartxref")
    assert found(tmp_path, nobody, "b.pdf") == ()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (docx(), "a.docx"),
        (xlsx(), "a.xlsx"),
        (jpg(), "a.jpg"),
        (png(), "a.png"),
        (pdf(), "a.pdf"),
        (exif()[:40], "cut.jpg"),
        (png()[:20], "cut.png"),
        (docx(**{"docProps/core.xml": "<!DOCTYPE x><x/>"}), "dtd.docx"),
        (package({"x": "y"}), "other.xlsx"),
        (b"", "empty.docx"),
    ],
)
def test_a_file_without_traces_or_beyond_reading_has_none(
    tmp_path: Path, content: bytes, name: str
) -> None:
    assert found(tmp_path, content, name) == ()


def test_a_file_that_is_gone_has_none(tmp_path: Path) -> None:
    assert traces_of(tmp_path / "nothing", "a.docx") == ()


def test_a_file_that_was_gone_and_is_there_again_is_looked_into(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    assert traces_of(path, "a.jpg") == ()
    path.write_bytes(exif(0x010F))
    assert traces_of(path, "a.jpg") == (Trace(TraceKind.CAMERA),)
