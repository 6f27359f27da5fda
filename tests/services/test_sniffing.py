"""Types of files: bytes and name must agree, and nothing that runs comes in."""

import io

import pytest

from tests.uploads import WORD, docx, jpg, package, pdf, png, types, xlsx
from trading.domain.errors import RuleBroken
from trading.services.sniffing import MOST_PIXELS, check_type

WHOLE = {"pdf": pdf(), "docx": docx(), "xlsx": xlsx(), "png": png(), "jpg": jpg()}
MACROS = WORD.replace("vnd.openxmlformats-officedocument.wordprocessingml.document", "vnd.ms-word")


def check(content: bytes, name: str) -> str:
    return check_type(io.BytesIO(content), name)


@pytest.mark.parametrize("kind", WHOLE)
def test_each_kind_is_known_by_its_bytes_and_its_name(kind: str) -> None:
    assert check(WHOLE[kind], f"附件.{kind}") == kind
    assert check(WHOLE[kind], f"附件.{kind.upper()}") == kind


@pytest.mark.parametrize("claimed", WHOLE)
@pytest.mark.parametrize("actual", WHOLE)
def test_a_file_under_the_name_of_another_kind_is_refused(actual: str, claimed: str) -> None:
    if actual == claimed:
        assert check(WHOLE[actual], f"附件.{claimed}") == claimed
        return
    with pytest.raises(RuleBroken, match="内容与扩展名不符"):
        check(WHOLE[actual], f"附件.{claimed}")


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"<html><script>alert(1)</script>", "a.pdf", "不符"),
        (b"<svg onload=alert(1)>", "a.png", "不符"),
        (b"MZ\x90\x00" + pdf(), "a.pdf", "不符"),
        (b"\n" + pdf(), "a.pdf", "不符"),
        (pdf()[:-6], "a.pdf", "损坏"),
        (pdf() + docx(), "a.pdf", "损坏|不符"),
        (pdf() + docx() + b"%%EOF", "a.pdf", "不符"),
        (png(more=docx()), "a.png", "损坏"),
        (png(more=b"x"), "a.png", "损坏"),
        (png()[:-12], "a.png", "损坏"),
        (png(0, 1), "a.png", "损坏"),
        (png(10_000, 10_000), "a.png", "最多5000万像素"),
        (png(0xFFFFFFFF, 0xFFFFFFFF), "a.png", "像素"),
        (jpg(60_000, 60_000), "a.jpg", "像素"),
        (jpg()[:-2], "a.jpg", "损坏"),
        (jpg() + docx(), "a.jpg", "不符"),
        (b"\xff\xd8\xff\xd9", "a.jpg", "损坏"),
        (b"\xff\xd8\xff\xe0\x00\x00" * 100, "a.jpg", "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "a.docx", "去掉密码"),
        (package({"a": "b"}), "a.docx", "不符"),
        (package({"[Content_Types].xml": types("text/plain")}), "a.docx", "不符"),
        (package({"[Content_Types].xml": types(MACROS)}), "a.docx", "不符"),
        (docx(**{"word/vbaProject.bin": b"x"}), "a.docx", "宏"),
        (docx(**{"word/vbaData.xml": b"x"}), "a.docx", "宏"),
        (docx(**{"word/activeX/activeX1.xml": b"x"}), "a.docx", "宏"),
        (xlsx(**{"xl/macrosheets/sheet1.xml": b"x"}), "a.xlsx", "宏"),
        (package({"[Content_Types].xml": types(WORD + "macroEnabled")}), "a.docx", "宏"),
    ],
)
def test_what_is_refused_and_why(content: bytes, name: str, said: str) -> None:
    with pytest.raises(RuleBroken, match=said) as refused:
        check(content, name)
    assert refused.value.field == "file"


def test_a_picture_at_the_limit_is_taken() -> None:
    assert check(png(MOST_PIXELS // 1000, 1000), "a.png") == "png"
    assert check(jpg(MOST_PIXELS // 1000, 1000), "a.jpg") == "jpg"
