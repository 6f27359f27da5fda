"""Names of files: what readers see of an uploaded name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trading.domain.errors import RuleBroken
from trading.domain.filenames import LONGEST_NAME, clean_name, kind_of, media_type


@pytest.mark.parametrize(
    ("uploaded", "name"),
    [
        ("招标文件.pdf", "招标文件.pdf"),
        ("C:\\Users\\王\\桌面\\工程量清单.xlsx", "工程量清单.xlsx"),
        ("../../etc/图纸.png", "图纸.png"),
        ("..\\..\\图纸.png", "图纸.png"),
        ("a\x00b\r\nc\x1b[31m.pdf", "ab c[31m.pdf"),
        ("假\u202efdp.exe.pdf", "假fdp.exe.pdf"),
        ("零\u200b宽\ufeff.pdf", "零宽.pdf"),
        ("全角\u3000空格.pdf", "全角 空格.pdf"),
        ("  ..隐藏.pdf. ", "隐藏.pdf"),
        ("e\u0301t.pdf", "\u00e9t.pdf"),
        ("引号\"分号;百分%20号'.pdf", "引号\"分号;百分%20号'.pdf"),
        ("长" * 300 + ".docx", "长" * (LONGEST_NAME - 5) + ".docx"),
        ("😀.pdf", "😀.pdf"),
    ],
)
def test_an_uploaded_name_becomes(uploaded: str, name: str) -> None:
    assert clean_name(uploaded) == name
    assert clean_name(name) == name


@pytest.mark.parametrize("uploaded", ["", "/", "..", "\x00", "a/", " . ", "\u202e"])
def test_a_file_without_a_name_is_refused(uploaded: str) -> None:
    with pytest.raises(RuleBroken, match="没有名称"):
        clean_name(uploaded)


@given(st.text(max_size=300))
def test_no_name_holds_a_folder_a_control_character_or_more_than_fits(uploaded: str) -> None:
    try:
        name = clean_name(uploaded)
    except RuleBroken:
        return
    assert name.isprintable() and name == name.strip()
    assert not {"/", "\\"} & set(name) and name not in {".", ".."}
    assert len(name) <= LONGEST_NAME
    assert clean_name(name) == name


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.pdf", "pdf"), ("A.PDF", "pdf"), ("a.JPEG", "jpg"), ("甲.乙.docx", "docx")],
)
def test_the_extension_names_the_kind(name: str, kind: str) -> None:
    assert kind_of(name) == kind
    assert "/" in media_type(name)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a.doc", "另存为 .docx"),
        ("a.wps", "另存为 .docx"),
        ("a.exe", "只能是"),
        ("a.html", "只能是"),
        ("a.svg", "只能是"),
        ("a.docm", "只能是"),
        ("a.pdf.js", "只能是"),
        ("pdf", "只能是"),
        (".pdf ", "只能是"),
    ],
)
def test_another_kind_is_refused_with_what_to_do(name: str, said: str) -> None:
    with pytest.raises(RuleBroken, match=said) as refused:
        kind_of(name)
    assert refused.value.field == "file"
