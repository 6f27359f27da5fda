"""Hostile Word files: refused with a sentence, within caps on what is read and done."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.services.test_packages import Counting
from tests.uploads import lying, package, pdf, types, with_flag
from tests.word import TYPES, document, docx, p, relations
from trading.domain.errors import RuleBroken
from trading.services import word_import
from trading.services.packages import open_package
from trading.services.word_import import converting, parts, read_word
from trading.services.word_import.confining import MOST_MEMORY, MOST_SECONDS

MB = 1024 * 1024
ROOT = Path(__file__).resolve().parents[2]
CALM = p("无害的文字")


def refusal(content: bytes, name: str = "公告.docx") -> str:
    with pytest.raises(RuleBroken) as refused:
        read_word(io.BytesIO(content), name)
    assert refused.value.field == "file"
    return str(refused.value)


def bomb(dtd: str, inside: str = "&a;") -> bytes:
    """A document with a DTD."""
    spoilt = document(p(inside)).replace("<w:document", f"{dtd}<w:document", 1)
    return docx(parts={"word/document.xml": spoilt})


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
REMOTE = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (docx(CALM, parts={"word/big.xml": b"\0" * (50 * MB)}), "解压后过大"),
        (docx(CALM, parts={"word/media/image1.png": b"\0" * (101 * MB)}), "解压后过大"),
        (docx(CALM, parts={f"word/{n}.xml": "" for n in range(2001)}), "部件太多"),
        (docx(CALM, parts={"word/vbaProject.bin": b"x"}), "宏"),
        (
            docx(CALM, parts={"[Content_Types].xml": TYPES.replace("main+xml", "macroEnabled")}),
            "宏",
        ),
        (docx(CALM, parts={"../evil.xml": "x"}), "部件名"),
        (docx(CALM, parts={"/evil.xml": "x"}), "部件名"),
        (docx(CALM, parts={"Word/Document.xml": "x"}), "部件名"),
        (with_flag(docx(CALM), 0x1), "去掉密码"),
        (lying(docx(CALM), "word/document.xml", 10), "损坏"),
        (lying(docx(CALM), "word/document.xml", 5_000), "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096, "去掉密码"),
        (pdf(), "不符"),
        (b"", "不符"),
        (docx(CALM)[:-30], "损坏"),
        (bomb(EXTERNAL), "DTD"),
        (bomb(REMOTE, "x"), "DTD"),
        (bomb(f'<!DOCTYPE x [<!ENTITY a0 "哈">{LAUGHS}]>', "&a9;"), "DTD"),
        (bomb(f'<!DOCTYPE x [<!ENTITY a "{"x" * 100_000}">]>', "&a;" * 1000), "DTD"),
        (docx(parts={"word/document.xml": document(p("&a;"))}), "无法识别"),
        (docx(parts={"word/document.xml": document(CALM).encode("utf-16")}), "无法识别"),
        (docx(parts={"word/document.xml": document(CALM).replace("UTF-8", "GBK")}), "无法识别"),
        (docx(parts={"word/document.xml": "<w:document>"}), "无法识别"),
        (docx(parts={"word/document.xml": b"\xff\xfe\x00"}), "无法识别"),
        (docx("<w:p>" * 300 + "</w:p>" * 300), "无法识别"),
        (docx(CALM, parts={"word/styles.xml": f"{EXTERNAL}<x/>"}), "DTD"),
        (docx(CALM, parts={"word/_rels/document.xml.rels": f"{EXTERNAL}<x/>"}), "DTD"),
        (docx(CALM, parts={"_rels/.rels": relations(r="officeDocument nothing.xml")}), "没有正文"),
        (docx(CALM, parts={"_rels/.rels": relations(r="officeDocument ../../x")}), "没有正文"),
        (docx(CALM, parts={"_rels/.rels": relations(r="officeDocument !http://a/x")}), "没有正文"),
        (package({"[Content_Types].xml": types("x"), "word/document.xml": "x"}), "不符"),
    ],
)
def test_a_hostile_file_is_refused_with_a_sentence(content: bytes, said: str) -> None:
    assert said in refusal(content)


@pytest.mark.parametrize("name", ["公告.docm", "公告.doc", "公告.pdf", "公告", "公告.dotx"])
def test_only_a_docx_is_read(name: str) -> None:
    assert refusal(docx(CALM), name)


def test_no_more_is_read_of_a_file_than_may_be_uploaded() -> None:
    file = Counting(docx(CALM) + b"\0" * (30 * MB))
    with pytest.raises(RuleBroken, match="最多20 MB"):
        read_word(file, "公告.docx")
    assert file.taken <= word_import.MOST_BYTES + MB


def test_the_parts_that_are_read_have_a_cap_in_bytes_and_in_elements(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    noise = "".join(p(f"第{n}段{n * 7919 % 10007}") for n in range(3000))
    file = docx(noise)
    package_ = open_package(io.BytesIO(file))
    limited = parts.Parts(package_, left=10_000)
    with pytest.raises(RuleBroken, match="太大"):
        limited.read("word/document.xml")
    assert package_.inflated == 0, "refused by what it says of itself"
    with pytest.raises(RuleBroken, match="内容太多"):
        parts.Parts(open_package(io.BytesIO(file)), elements=1000).read("word/document.xml")
    monkeypatch.setattr(converting, "MOST_KEPT", 1000)
    with pytest.raises(RuleBroken, match="内容太多"):
        converting.convert(io.BytesIO(file))
    monkeypatch.undo()
    monkeypatch.setattr(converting, "MOST_HTML", 1000)
    with pytest.raises(RuleBroken, match="正文太大"):
        converting.convert(io.BytesIO(file))


def test_every_part_counts_towards_the_same_cap() -> None:
    both = parts.Parts(open_package(io.BytesIO(docx(CALM))), left=4_000)
    assert both.read("word/document.xml") is not None
    with pytest.raises(RuleBroken, match="太大"):
        for _ in range(3):
            both.read("word/document.xml")


def test_the_caps_are_those_that_the_office_was_promised() -> None:
    assert (word_import.MOST_BYTES, parts.MOST_XML) == (20 * MB, 16 * MB)
    assert (MOST_MEMORY, MOST_SECONDS) == (512 * MB, 10)


def confined(code: str) -> subprocess.CompletedProcess[str]:
    """A process under the limits of the one that reads Word files."""
    start = "from trading.services.word_import.confining import confine; confine()\n"
    command = [sys.executable, "-c", start + code]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)


def test_the_process_that_reads_has_bounded_memory_time_and_output() -> None:
    done = confined(
        "import resource as r, json\n"
        "print(json.dumps([r.getrlimit(x)[0] for x in (r.RLIMIT_AS, r.RLIMIT_CPU, r.RLIMIT_CORE)]))"
    )
    assert json.loads(done.stdout) == [MOST_MEMORY, MOST_SECONDS, 0]
    assert "MemoryError" in confined("x = bytearray(600 * 1024 * 1024)").stderr


@pytest.mark.parametrize(
    "dies",
    ["raise MemoryError", "import os; os.abort()", "print('no json')", "raise SystemExit(3)"],
)
def test_a_process_that_dies_refuses_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, dies: str
) -> None:
    (tmp_path / "dying.py").write_text(dies, encoding="utf-8")
    monkeypatch.setattr(word_import, "MODULE", "dying")
    monkeypatch.setattr(word_import, "package_parent", lambda: tmp_path)
    assert "太复杂" in refusal(docx(CALM))


def test_a_process_that_never_ends_is_ended(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "endless.py").write_text("while True: pass", encoding="utf-8")
    monkeypatch.setattr(word_import, "MODULE", "endless")
    monkeypatch.setattr(word_import, "MOST_SECONDS", 0.2)
    monkeypatch.setattr(word_import, "package_parent", lambda: tmp_path)
    assert "太复杂" in refusal(docx(CALM))


def test_the_process_is_told_nothing_of_the_server(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    telling = "import json, os; print(json.dumps({'html': ' '.join(os.environ), 'left_out': []}))"
    (tmp_path / "telling.py").write_text(telling, encoding="utf-8")
    monkeypatch.setattr(word_import, "MODULE", "telling")
    monkeypatch.setattr(word_import, "package_parent", lambda: tmp_path)
    monkeypatch.setenv("TRADING_DATABASE_URL", "postgresql://secret")
    told = read_word(io.BytesIO(docx(CALM)), "a.docx").html
    assert "PATH" in told
    assert "TRADING" not in told


def test_a_file_deep_enough_to_exhaust_the_reader_is_refused() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 60 + CALM + "</w:tc></w:tr></w:tbl>" * 60
    assert refusal(docx(deep))


def test_what_the_reader_is_given_holds_nothing_of_the_file_but_words(tmp_path: Path) -> None:
    """mammoth sees a package that was written here: no picture, no link to a file, no style map."""
    style_map = {"mammoth/style-map": "p => script"}
    links = {"rEvil": "image !file:///etc/passwd", "rT": "attachedTemplate !http://127.0.0.1:9/x"}
    told = read_word(io.BytesIO(docx(CALM, links=links, parts=style_map)), "a.docx")
    assert told.html == "<p>无害的文字</p>"
    assert os.listdir(tmp_path) == []
