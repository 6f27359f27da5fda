"""Text from Word: what a document says comes along, and the clerk is told what does not."""

import io

import pytest

from tests.uploads import png
from tests.word import (
    SPACES,
    cell,
    deleted,
    document,
    docx,
    image,
    inserted,
    item,
    lists,
    p,
    run,
    styled,
    table,
    text_box,
)
from trading.domain.errors import RuleBroken
from trading.services import richtext
from trading.services.word_import import Imported, LeftOut, LeftOutKind, read_word
from trading.services.word_import.counting_words import counted


def read(*body: str, **more: object) -> Imported:
    return read_word(io.BytesIO(docx(*body, **more)), "招标公告.docx")  # type: ignore[arg-type] # as docx takes it


def told(imported: Imported) -> dict[LeftOutKind, int]:
    return {one.kind: one.count for one in imported.left_out}


WHOLE = (
    styled("a3", "河东路改造招标公告"),
    styled("1", "一、招标条件"),
    p("本项目已由", run("县发改局", "<w:b/>"), "批准。"),
    item(1, "有资质"),
    item(1, "有业绩"),
    table(
        [cell("标段", down="restart"), cell("内容", across=2)],
        [cell("", down="continue"), cell("道路"), cell("绿化")],
    ),
    p(image(), "见附图"),
    p("工期", deleted("30"), inserted("60"), "日"),
    p("某县建设局", more='<w:jc w:val="right"/>'),
)


def test_a_document_with_merged_cells_a_list_an_image_and_a_tracked_change_comes_in_readable() -> (
    None
):
    imported = read(
        *WHOLE,
        numbering=lists("decimal:%1."),
        links={"rImage": "image media/image1.png"},
        parts={"word/media/image1.png": png()},
    )
    assert imported.html == (
        "<h2>河东路改造招标公告</h2><h2>一、招标条件</h2>"
        "<p>本项目已由<strong>县发改局</strong>批准。</p>"
        "<ol><li>有资质</li><li>有业绩</li></ol>"
        '<table><tbody><tr><td rowspan="2"><p>标段</p></td><td colspan="2"><p>内容</p></td></tr>'
        "<tr><td><p>道路</p></td><td><p>绿化</p></td></tr></tbody></table>"
        "<p>见附图</p><p>工期60日</p>"
        '<p align="right">某县建设局</p>'
    )
    assert told(imported) == {
        LeftOutKind.IMAGE: 1,
        LeftOutKind.DELETION: 1,
        LeftOutKind.INSERTION: 1,
    }
    assert richtext.from_input(imported.html) == imported.html


@pytest.mark.parametrize(
    ("body", "html"),
    [
        (styled("2", "二级"), "<h3>二级</h3>"),
        (styled("sub", "承二级的样式"), "<h3>承二级的样式</h3>"),
        (p("大纲", more='<w:outlineLvl w:val="2"/>'), "<h4>大纲</h4>"),
        (p("居中", more='<w:jc w:val="center"/>'), '<p align="center">居中</p>'),
        (styled("mid", "样式居中"), '<p align="center">样式居中</p>'),
        (p(run("斜", "<w:i/>"), run("线", "<w:strike/>")), "<p><em>斜</em><s>线</s></p>"),
        (p(run("线", '<w:u w:val="single"/>')), "<p><u>线</u></p>"),
        (p(run("无", '<w:u w:val="none"/>'), run("不", '<w:b w:val="0"/>')), "<p>无不</p>"),
        (p("m", run("2", '<w:vertAlign w:val="superscript"/>')), "<p>m<sup>2</sup></p>"),
        (p(run("强", '<w:rStyle w:val="s"/>')), "<p><strong>强</strong></p>"),
        (p("<w:r><w:t>上</w:t><w:br/><w:t>下</w:t></w:r>"), "<p>上<br>下</p>"),
        (p('<w:fldSimple w:instr="DATE"><w:r><w:t>三月</w:t></w:r></w:fldSimple>'), "<p>三月</p>"),
        (
            p("<w:sdt><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>"),
            "<p>控件</p>",
        ),
        (p("<w:smartTag><w:r><w:t>地名</w:t></w:r></w:smartTag>"), "<p>地名</p>"),
        (p("1 < 2 & 3".replace("&", "&amp;").replace("<", "&lt;")), "<p>1 &lt; 2 &amp; 3</p>"),
        (
            p(run("&lt;script&gt;alert(1)&lt;/script&gt;")),
            "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
        ),
    ],
)
def test_a_paragraph_becomes(body: str, html: str) -> None:
    assert read(body).html == html


def test_a_link_keeps_its_address_and_a_dangerous_one_only_its_words() -> None:
    def link(id_: str, words: str) -> str:
        return f'<w:hyperlink r:id="{id_}"><w:r><w:t>{words}</w:t></w:r></w:hyperlink>'

    imported = read(
        p(link("r1", "平台"), link("r2", "坏")),
        links={
            "r1": "hyperlink !https://a.example/?a=1&amp;b=2",
            "r2": "hyperlink !javascript:alert(1)",
        },
    )
    assert imported.html == ('<p><a href="https://a.example/?a=1&amp;b=2">平台</a><a>坏</a></p>')


@pytest.mark.parametrize(
    ("kind", "body", "html"),
    [
        ("decimal:%1.", [item(1, "甲"), item(1, "乙")], "<ol><li>甲</li><li>乙</li></ol>"),
        ("bullet:l", [item(1, "甲"), item(1, "乙")], "<ul><li>甲</li><li>乙</li></ul>"),
        (
            "decimal:%1. bullet:-",
            [item(1, "甲"), item(1, "子", level=1), item(1, "乙")],
            "<ol><li>甲<ul><li>子</li></ul></li><li>乙</li></ol>",
        ),
        (
            "decimal:%1.",
            [item(1, "甲"), p("插话"), item(1, "乙")],
            "<ol><li>甲</li></ol><p>插话</p><p>2. 乙</p>",
        ),
        (
            "chineseCounting:%1、",
            [item(1, "总则"), item(1, "附则")],
            "<p>一、总则</p><p>二、附则</p>",
        ),
        ("chineseCounting:（%1）", [item(1, "甲")], "<p>（一）甲</p>"),
        ("chineseCounting:第%1章", [styled("1"), item(1, "总则")], "<p>第一章总则</p>"),
        (
            "decimal:%1. decimal:%1.%2",
            [item(1, "甲"), item(1, "子", level=1), item(1, "丑", level=1), item(1, "乙")],
            "<p>1. 甲</p><p>1.1 子</p><p>1.2 丑</p><p>2. 乙</p>",
        ),
        ("decimal:（%1）", [item(1, "甲")], "<p>（1）甲</p>"),
    ],
)
def test_a_number_that_word_counted_reads_the_same(kind: str, body: list[str], html: str) -> None:
    assert read(*body, numbering=lists(*kind.split("|"))).html == html


def test_two_lists_that_follow_each_other_both_begin_at_one() -> None:
    kinds = lists("decimal:%1.", "decimal:%1.", "bullet:·")
    body = [item(1, "甲"), item(1, "乙"), item(2, "又甲"), item(3, "点")]
    assert read(*body, numbering=kinds).html == (
        "<p>1. 甲</p><p>2. 乙</p><p>1. 又甲</p><ul><li>点</li></ul>"
    )


@pytest.mark.parametrize(
    ("number", "format_", "shown"),
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCounting", "十"),
        (12, "chineseCountingThousand", "十二"),
        (20, "chineseCounting", "二十"),
        (105, "chineseCountingThousand", "一百零五"),
        (110, "chineseCounting", "一百一十"),
        (1001, "chineseCounting", "一千零一"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (12, "ideographDigital", "一二"),
        (3, "ideographTraditional", "丙"),
        (3, "decimalEnclosedCircle", "③"),
        (21, "decimalEnclosedCircle", "21"),
        (28, "lowerLetter", "bb"),
        (4, "upperRoman", "IV"),
        (7, "decimalZero", "07"),
        (7, "none", ""),
        (7, "hebrew1", "7"),
        (10**9, "chineseCounting", "1000000000"),
    ],
)
def test_a_number_in_the_formats_of_word(number: int, format_: str, shown: str) -> None:
    assert counted(number, format_) == shown


def test_everything_that_is_left_out_is_counted() -> None:
    comment = '<w:r><w:commentReference w:id="0"/></w:r>'
    gone_row = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('删掉的行')}</w:tr>"
    imported = read(
        p("正文", comment, image(), image("rOther")),
        p(text_box("框里的话")),
        p(run("藏", "<w:vanish/>"), "露"),
        p("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>", "公式"),
        p("<w:r><w:pict><v:line/></w:pict></w:r>", "线"),
        p("<w:r><w:object><v:imagedata/><o:OLEObject/></w:object></w:r>", "表"),
        p('<w:moveFrom w:id="3"><w:r><w:t>旧处</w:t></w:r></w:moveFrom>', "移"),
        f"<w:tbl><w:tr>{cell('留下的行')}</w:tr>{gone_row}</w:tbl>",
        p('<w:r><w:footnoteReference w:id="2"/></w:r>', "有注"),
        styled("own", "自定样式"),
        links={
            "rHeader": "header header1.xml",
            "rFooter": "footer footer1.xml",
            "rPages": "footer footer2.xml",
            "rNotes": "footnotes footnotes.xml",
        },
        parts={
            "word/header1.xml": f"<w:hdr {SPACES}>{p('内部资料')}</w:hdr>",
            "word/footer1.xml": f"<w:ftr {SPACES}>{p('第', '1', '页')}</w:ftr>",
            "word/footer2.xml": f"<w:ftr {SPACES}>{p('- 1 -')}</w:ftr>",
            "word/footnotes.xml": f"<w:footnotes {SPACES}>"
            f'<w:footnote w:id="2">{p("注的话")}</w:footnote></w:footnotes>',
        },
    )
    assert told(imported) == {
        LeftOutKind.IMAGE: 2,
        LeftOutKind.SHAPE: 1,
        LeftOutKind.TEXT_BOX: 1,
        LeftOutKind.OBJECT: 1,
        LeftOutKind.EQUATION: 1,
        LeftOutKind.COMMENT: 1,
        LeftOutKind.DELETION: 2,
        LeftOutKind.HIDDEN: 1,
        LeftOutKind.HEADER: 1,
        LeftOutKind.FOOTER: 1,
        LeftOutKind.NOTE: 1,
        LeftOutKind.STYLE: 1,
    }
    assert LeftOut(LeftOutKind.STYLE, 1, ("公文正文",)) in imported.left_out
    words = richtext.to_plain(imported.html)
    for gone in ("框里的话", "藏", "旧处", "删掉的行", "内部资料"):
        assert gone not in words
    for kept in ("正文", "露", "移", "留下的行", "[1]", "注的话", "自定样式"):
        assert kept in words


def test_what_tracking_took_out_never_comes_back() -> None:
    mark = "<w:rPr><w:del w:id='1'/></w:rPr>"
    imported = read(p("前半", deleted("秘密"), more=mark), p("后半"))
    assert imported.html == "<p>前半后半</p>", "the mark between the two was deleted as well"
    assert "秘密" not in imported.html


def test_a_document_of_the_strict_kind_is_read_as_well() -> None:
    strict = document(p("严格格式", more='<w:jc w:val="center"/>')).replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    imported = read(parts={"word/document.xml": strict})
    assert imported.html == '<p align="center">严格格式</p>'


@pytest.mark.parametrize("body", [[], [p("")], [p(image())]])
def test_a_document_without_words_is_refused(body: list[str]) -> None:
    with pytest.raises(RuleBroken, match="没有可以带入的文字"):
        read(*body)
