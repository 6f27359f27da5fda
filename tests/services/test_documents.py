"""The report in Word: our template, the office's own, and templates that must not be filled."""

import io
import re
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from tests.services.test_demonstrating import SENTENCE
from trading import cli
from trading.domain.errors import RuleBroken
from trading.services.documents import check_template, own_template
from trading.services.documents import docx as filled

VALUES: Mapping[str, object] = {
    "trades": 16,
    "trade_total_wan": "73012.35",
    "sentence": "甲<乙>&丙",
    "figures": [{"label": "进场交易", "text": "16次", "definition": "成交标段数"}],
}
MISSING = {"sentence_2016": "2016年没有发布过公告，写不出这句话"}
TYPES = "[Content_Types].xml"
RELS = "word/_rels/document.xml.rels"


def template(*paragraphs: str) -> bytes:
    """A Word file with these paragraphs."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def changed(content: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """The same package with one part changed, or a new one made from nothing."""
    made = io.BytesIO()
    packed = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", packed) as new:
        for one in old.namelist():
            text = old.read(one)
            new.writestr(one, change(text.decode()).encode() if one == name else text)
        if name not in old.namelist():
            new.writestr(name, change(""))
    return made.getvalue()


def texts(content: bytes) -> list[str]:
    """The paragraphs of a Word file, then its tables' rows."""
    document = docx.Document(io.BytesIO(content))
    rows = [row for table in document.tables for row in table.rows]
    return [one.text for one in document.paragraphs] + [
        " | ".join(cell.text for cell in row.cells) for row in rows
    ]


def refused(content: bytes) -> str:
    with pytest.raises(RuleBroken) as broken:
        filled(content, VALUES, MISSING)
    assert broken.value.field == "template"
    return str(broken.value)


def command(folder: Path, own: bytes | None = None, *more: str) -> list[str]:
    """What the command writes into a Word file."""
    out = folder / "report.docx"
    chosen: list[str] = []
    if own is not None:
        (folder / "own.docx").write_bytes(own)
        chosen = ["--template", str(folder / "own.docx")]
    called = ["report", "2016", "--format", "docx", *chosen, "--out", str(out), *more]
    assert cli.main(called) == 0
    return texts(out.read_bytes())


def test_our_template_holds_the_sentence_the_note_and_every_figure(
    here: Path, tmp_path: Path
) -> None:
    said = command(tmp_path)
    assert "青禾县公共资源交易中心2016年公共资源交易信息公开情况" in said[0]
    assert SENTENCE in said
    assert "（13次、共29条）" in said
    assert any(text.startswith("统计截至2026-11-21 09:00") for text in said)
    assert any(text.startswith("交易总额 | 73046.2989万元 | ") for text in said)
    assert any(text.startswith("流标（废标）标段 | 1宗 | ") for text in said)
    assert not [text for text in said if "{" in text]


def test_the_same_report_is_the_same_file_to_the_byte(here: Path, tmp_path: Path) -> None:
    """A ZIP file dates its parts by the clock; here every part is as old as the format."""
    command(tmp_path)
    first = (tmp_path / "report.docx").read_bytes()
    command(tmp_path)
    assert (tmp_path / "report.docx").read_bytes() == first
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        assert file.testzip() is None
        assert {part.date_time for part in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_office_fills_its_own_template(here: Path, tmp_path: Path) -> None:
    own = template(
        "{{ organization }}：{{ trades }}次，{{ trade_total_wan }}万元（{{ trade_total_floor }}）",
        "{% for one in figures if one.label == '公开' %}{{ one.text }}{% endfor %}",
        "{{ sentence_standard }}",
    )
    said = command(tmp_path, own, "--style", "standard")
    assert said[:2] == ["青禾县公共资源交易中心：16次，73046.2989万元（73000余万元）", "13次"]
    assert said[2].startswith("2016年，公共资源交易中心累计进场交易16宗，交易总额73046.2989万元")


def test_fonts_and_numbering_of_the_template_survive(tmp_path: Path) -> None:
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name = "仿宋"
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋_GB2312")
    document.add_paragraph("第一{{ trades }}", style="List Number")
    run = document.add_paragraph().add_run("{{ sentence }}")
    run.font.name = "黑体"
    run._element.rPr.rFonts.set(qn("w:eastAsia"), "黑体")
    made = io.BytesIO()
    document.save(made)
    out = filled(made.getvalue(), VALUES)
    for part in ("word/styles.xml", "word/numbering.xml", "word/theme/theme1.xml"):
        before, after = (
            ElementTree.canonicalize(zipfile.ZipFile(io.BytesIO(one)).read(part))
            for one in (made.getvalue(), out)
        )
        assert before == after, part
    body = zipfile.ZipFile(io.BytesIO(out)).read("word/document.xml").decode()
    assert 'w:eastAsia="黑体"' in body
    assert 'w:val="ListNumber"' in body
    assert "甲&lt;乙&gt;&amp;丙" in body, "a value is text, never markup"


def test_a_placeholder_that_word_split_into_runs_is_filled() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("共")
    for piece in ("{", "{ tra", "des", " }", "}次，", "{{ trade_", "total_wan }}万元"):
        paragraph.add_run(piece)
    made = io.BytesIO()
    document.save(made)
    assert texts(filled(made.getvalue(), VALUES)) == ["共16次，73012.35万元"]


def test_braces_of_an_input_method_mean_the_same() -> None:
    assert texts(filled(template("｛｛ trades ｝｝次"), VALUES)) == ["16次"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "{{ ''.__class__ }}",
            "模板里的“{{ ''.__class__ }}”不是可以填数的占位符：请只写 {{ 名称 }}",
        ),
        ("{{ figures.__class__.__mro__ }}", "不是可以填数的占位符"),
        ("{{ cycler.__init__.__globals__ }}", "不是可以填数的占位符"),
        ("{{ figures.append(1) }}", "“{{ figures.append(1) }}”不是可以填数的占位符"),
        ("{{ figures[0].text }}", "不是可以填数的占位符"),
        ("{{ trades / 0 }}", "“{{ trades / 0 }}”不是可以填数的占位符"),
        ("{{ 'a' * 1000000000 }}", "不是可以填数的占位符"),
        ("{{ 10 ** 10 ** 10 }}", "不是可以填数的占位符"),
        ("{{ range(10) }}", "不是可以填数的占位符"),
        ("{{ trades|format }}", "不是可以填数的占位符"),
        ("{{ trades trades }}", "不是可以填数的占位符"),
        ("{{ trades.text }}", "不是可以填数的占位符"),
        ("{{}}", "不是可以填数的占位符"),
        ("{{ figures }}", "{{ figures }} 是一张表，要写在 {% for one in figures %} 里"),
        ("{{ trade }}", "不认识的占位符 {{ trade }}，是不是 {{ trades }}？"),
        ("{{ trade_total_wam }}", "是不是 {{ trade_total_wan }}？"),
        ("{{ 幸运数 }}", "不认识的占位符 {{ 幸运数 }}"),
        ("{% if false %}{{ fortune }}{% endif %}", "不认识的占位符 {{ fortune }}"),
        (
            "{{ sentence_2016 }}",
            "占位符 {{ sentence_2016 }} 没有数：2016年没有发布过公告，写不出这句话",
        ),
        ("共{{ trades 次", "占位符“{{ trades 次”没有写完整：{{ 和 }} 须在同一段里成对"),
        ("共 trades }}次", "占位符“}}次”没有写完整"),
        ("{% for one in figures %}", "没有写对：每个 for 要有 endfor"),
        ("{% include 'secret' %}", "模板里有不能使用的写法"),
        ("{% import 'os' as os %}", "模板里有不能使用的写法"),
        ("{% set a = 1 %}", "模板里有不能使用的写法"),
        ("{% raw %}{{ fortune }}{% endraw %}", "模板里有不能使用的写法"),
        ("{% colspan 2 %}", "模板里有不能使用的写法"),
        ("{% macro a() %}{% endmacro %}", "模板里有不能使用的写法"),
        ("{% for a in range(9) %}{% endfor %}", "模板里的循环只能写作 {% for one in figures %}"),
        (
            "{% for a in figures %}{% for b in figures %}{% endfor %}{% endfor %}",
            "循环里不能再有循环",
        ),
    ],
)
def test_a_template_that_is_more_than_placeholders_is_refused_in_plain_words(
    text: str, said: str
) -> None:
    assert said in refused(template(text))


def test_a_template_may_ask_whether_there_is_a_value() -> None:
    asked = "{% if sentence_2016 is defined %}{{ sentence_2016 }}{% else %}没有{% endif %}"
    assert texts(filled(template(asked), VALUES, MISSING)) == ["没有"]
    check_template(template("{{ sentence_2016 }}"), VALUES, MISSING)


def test_a_figure_without_a_value_is_written_as_none_in_chinese() -> None:
    rows: Mapping[str, object] = {"figures": [{"label": "节资率", "value": None}]}
    said = "{% for one in figures %}{{ one.label }}：{{ one.value }}{% endfor %}"
    assert texts(filled(template(said), rows)) == ["节资率：无"]


def test_who_wrote_the_template_is_not_told_to_the_readers_of_the_report() -> None:
    document = docx.Document()
    document.core_properties.author = document.core_properties.last_modified_by = "王小明"
    document.core_properties.title = "{{ trades }}次"
    made = io.BytesIO()
    document.save(made)
    told = docx.Document(io.BytesIO(filled(made.getvalue(), VALUES))).core_properties
    assert (told.author, told.last_modified_by, told.title) == ("", "", "16次")


def test_a_template_without_properties_gets_none_with_a_moment_in_them() -> None:
    whole = io.BytesIO(template("{{ trades }}"))
    made = io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            if name != "docProps/core.xml":
                kept = re.sub(rb"<Relationship [^>]*core-properties[^>]*/>", b"", old.read(name))
                new.writestr(name, kept)
    told = docx.Document(io.BytesIO(filled(made.getvalue(), VALUES))).core_properties
    assert (told.author, told.title) == ("", "")
    assert told.modified is not None and told.modified.year == 1980


def test_the_title_of_the_file_is_read_with_the_same_care() -> None:
    document = docx.Document()
    document.core_properties.title = "{{ ''.__class__ }}"
    made = io.BytesIO()
    document.save(made)
    assert "不能使用的写法" in refused(made.getvalue())


def defined(text: str) -> str:
    """The part with a DTD in front."""
    return re.sub(r"(<\?xml[^>]*>)", r'\1<!DOCTYPE a [<!ENTITY b "c">]>', text)


def with_run(inside: str) -> Callable[[str], str]:
    """The body with one more run that holds this."""
    more = f"<w:p><w:r>{inside}</w:r></w:p><w:sectPr"
    return lambda text: text.replace("<w:sectPr", more)


def story(*codes: str, text: str = "", within: bool = False) -> str:
    """A part of text with fields of these codes in one paragraph, each spread over two runs."""
    begins = [
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{code[:2]}</w:instrText>'
        f"</w:r><w:r><w:instrText>{code[2:]}</w:instrText></w:r>"
        for code in codes
    ]
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    ends = end * len(codes) if within else ""
    fields = "".join(begins) + ends if within else "".join(one + end for one in begins)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<w:ftr xmlns:w="{space}"><w:p>{fields}<w:r><w:t>{text}</w:t></w:r></w:p></w:ftr>'


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("word/vbaProject.bin", lambda _: "macro", "模板里有宏"),
        (
            TYPES,
            lambda text: text.replace("wordprocessingml.document.main", "x").replace(
                "x+xml", "macroEnabled.main+xml"
            ),
            "模板里有宏",
        ),
        (
            TYPES,
            lambda text: text.replace("document.main+xml", "template.main+xml"),
            "须是 .docx 文档：模板文件（.dotx）等请另存为 .docx",
        ),
        ("word/embeddings/oleObject1.bin", lambda _: "ole", "模板里嵌入了对象或控件"),
        ("word/activeX/activeX1.xml", lambda _: "<a/>", "模板里嵌入了对象或控件"),
        (
            RELS,
            lambda text: text.replace(
                "</Relationships>",
                '<Relationship Id="r99" Type="http://schemas.openxmlformats.org/officeDocument/2006'
                '/relationships/attachedTemplate" Target="http://evil.example/a.dotm" '
                'TargetMode="External"/></Relationships>',
            ),
            "模板引用了外部文件（http://evil.example/a.dotm）",
        ),
        (
            "word/document.xml",
            lambda text: text.replace(
                "<w:sectPr",
                "<w:p><w:r><w:instrText>DDEAUTO c:\\x</w:instrText></w:r></w:p><w:sectPr",
            ),
            "模板里有会读取别处内容的域（DDEAUTO）",
        ),
        ("word/document.xml", defined, "不允许的定义（DTD）"),
        ("word/styles.xml", defined, "不允许的定义（DTD）"),
        ("docProps/core.xml", defined, "不允许的定义（DTD）"),
        (
            "word/footer7.xml",
            lambda _: story("INCLUDEPICTURE x"),
            "读取别处内容的域（INCLUDEPICTURE）",
        ),
        ("word/glossary/document.xml", lambda _: story("LINK x"), "读取别处内容的域（LINK）"),
        ("word/header7.xml", lambda _: story("PAGE", "DDE x"), "读取别处内容的域（DDE）"),
        (
            "word/header7.xml",
            lambda _: story("IF 1", "DDE x", within=True),
            "读取别处内容的域（DDE）",
        ),
        (
            "word/endnotes.xml",
            lambda _: story(text="{{ trades }}"),
            "模板的尾注和图表里不能写占位符",
        ),
        (
            "word/charts/chart1.xml",
            lambda _: story(text="{{ trades }}"),
            "模板的尾注和图表里不能写",
        ),
        ("word/document.xml", with_run("<w:commentReference w:id='1'/>"), "批注或修订痕迹"),
        ("word/document.xml", with_run("</w:r><w:del w:id='1'/><w:r>"), "批注或修订痕迹"),
    ],
)
def test_a_template_that_carries_more_than_text_is_refused(
    name: str, change: Callable[[str], str], said: str
) -> None:
    assert said in refused(changed(template("{{ trades }}"), name, change))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", b"0" * 30_000_000)
    assert "解压后过大" in refused(made.getvalue())
    assert "模板太大" in refused(b"PK\x03\x04" + b"0" * 6_000_000)


def test_a_text_that_would_take_long_to_fill_is_refused() -> None:
    words = "".join(chr(0x4E00 + n * 7919 % 20000) for n in range(700_000))
    paragraphs = "".join(f"<w:t>{words[n : n + 1000]}</w:t>" for n in range(0, len(words), 1000))
    long = changed(template("{{ trades }}"), "word/document.xml", with_run(paragraphs))
    assert refused(long) == "模板的正文太长"


def test_a_paragraph_of_nothing_but_braces_is_refused_at_once() -> None:
    assert "有占位符的一段太长" in refused(template("{{" * 100_000))
    assert "没有写完整" in refused(template("{{" * 2_000))


def test_a_link_that_a_reader_may_click_is_no_danger() -> None:
    link = (
        '<Relationship Id="r99" Type="http://schemas.openxmlformats.org/officeDocument/2006'
        '/relationships/hyperlink" Target="https://ggzy.example/" TargetMode="External"/>'
    )
    own = changed(
        template("{{ trades }}"),
        RELS,
        lambda text: text.replace("</Relationships>", f"{link}</Relationships>"),
    )
    assert texts(filled(own, VALUES)) == ["16"]


def test_a_file_that_is_no_word_document_is_refused_in_one_line(
    here: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = own_template().read_bytes()
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as file:
        file.writestr("a.txt", "不是文档")
    broken = {
        "empty.docx": b"",
        "text.docx": "不是文档".encode(),
        "half.docx": whole[: len(whole) // 2],
        "zip.docx": other.getvalue(),
    }
    for name, content in broken.items():
        (tmp_path / name).write_bytes(content)
    for name in (*broken, "absent.docx", "."):
        called = ["report", "2016", "--format", "docx", "--template", str(tmp_path / name)]
        assert cli.main(called) == 1, name
        said = capsys.readouterr()
        assert said.out == ""
        assert (said.err.startswith("trading: "), said.err.count("\n")) == (True, 1), name


@given(st.text(alphabet="{}%#_.|()'\" trdesfigu\n中", max_size=40))
def test_no_paragraph_breaks_the_filling(text: str) -> None:
    plain = "".join(one for one in text if one.isprintable() or one == "\n")
    try:
        assert filled(template(plain), VALUES, MISSING)
    except RuleBroken as broken:
        assert broken.field == "template" and str(broken)


def test_a_word_processor_shows_the_filled_file_whole_and_in_chinese(
    here: Path, tmp_path: Path, soffice: str
) -> None:
    """What LibreOffice lays out, read back as text: nothing is lost, nothing is a square."""
    command(tmp_path)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    called = [soffice, profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8"]
    called += ["--outdir", str(tmp_path), str(tmp_path / "report.docx")]
    subprocess.run(called, check=True, capture_output=True, timeout=180)
    said = (tmp_path / "report.txt").read_text("utf-8-sig")
    assert SENTENCE in said
    for text in ("青禾县公共资源交易中心2016年", "交易总额", "73046.2989万元", "采购项目数量"):
        assert text in said
    assert "\ufffd" not in said and "{" not in said
