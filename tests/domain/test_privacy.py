"""Personal data is found where people write it, masked as the law shows it, and nothing else is."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trading.domain.codes import NoticeType
from trading.domain.drafts import Attachment, NoticeDraft, Party
from trading.domain.findings import Severity
from trading.domain.privacy import Kind, mask, mask_html, privacy_findings, public_numbers

# Invented: 身份证 with a right check character, cards that pass Luhn, a mobile of nobody.
IDENTITY, CARD, MOBILE = "11010519491231002X", "6222021234567890128", "13800001234"
CONTENT = NoticeDraft(
    type=NoticeType.TENDER,
    title="公告",
    process_title="项目",
    category="construction",
    method="open",
    region="230828",
    buyer=Party(name="某局", contact="张先生", phone="0454-7654321 / 139 0000 5678"),
)


@pytest.mark.parametrize(
    ("text", "masked", "kind"),
    [
        (f"证号{IDENTITY}。", "证号11*************02X。", Kind.IDENTITY),
        (IDENTITY.lower(), "11*************02x", Kind.IDENTITY),
        (f"电话{MOBILE}", "电话138****1234", Kind.MOBILE),
        ("138 0000 1234", "138 **** 1234", Kind.MOBILE),
        ("138-0000-1234", "138-****-1234", Kind.MOBILE),
        ("+86 13800001234", "+86 138****1234", Kind.MOBILE),
        ("008613800001234", "0086138****1234", Kind.MOBILE),
        ("１３８００００１２３４", "１３８****１２３４", Kind.MOBILE),
        ("2016-03-22 13800001234", "2016-03-22 138****1234", Kind.MOBILE),
        (CARD, "***************0128", Kind.CARD),
        ("6222 0212 3456 7890 128", "**** **** **** ***0 128", Kind.CARD),
        ("信箱 zhang.san@163.com", "信箱 z********@163.com", Kind.EMAIL),
        ("a@b.cn", "*@b.cn", Kind.EMAIL),
    ],
)
def test_what_belongs_to_a_person_is_masked(text: str, masked: str, kind: Kind) -> None:
    given_back, found = mask(text)
    assert given_back == masked
    assert [one.kind for one in found] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "2016-03-22 09:00 至 2016-04-11 09:30",
        "中标金额 13800001234.56 元，大写略",
        "13800001234元；总投资 13800001234 万元",
        "0454-7654321",
        "11010519491231002",
        "110105194912310021",  # a wrong check character
        "6222021234567890127",  # fails Luhn
        "91230828MA18XXXX0X",
        "项目编号 E2308281234567890 和 HD13800001234A",
        "省平台信箱 ggzy@example.gov.cn",
        "138****1234，35*************123",
        "一二三四五 @ 单独的符号",
    ],
)
def test_what_belongs_to_nobody_stays(text: str) -> None:
    assert mask(text) == (text, ())


def test_a_number_that_only_a_mask_bares_is_masked_with_it() -> None:
    # The last four of the telephone begin a card with what follows.
    text = "13800006222 0212 3456 7890 128"
    masked, found = mask(text)
    assert [one.kind for one in found] == [Kind.MOBILE, Kind.CARD]
    assert mask(masked) == (masked, ())


def test_tags_part_numbers_or_do_not_as_readers_see_them() -> None:
    masked, found = mask_html("<p>电话 1380000<b>1234</b></p><td>138</td><td>00001234</td>")
    assert masked == "<p>电话 138****<b>1234</b></p><td>138</td><td>00001234</td>"
    assert len(found) == 1
    assert mask_html('<a href="tel:13800001234">拨打</a>')[1] == ()
    assert mask_html("138&#48;0001234&nbsp;止")[0] == "138****1234&nbsp;止"


def test_the_telephone_of_the_buyer_is_public_and_others_are_asked_about() -> None:
    body = "<p>联系人 13900005678</p><p>投标人 13800001234 或 13800005678</p>"
    content = replace(
        CONTENT,
        title=f"{IDENTITY}的公告",
        body_html=body,
        attachments=(Attachment(name="王 13800001234.pdf", size=1, sha256="0" * 64),),
    )
    found = {one.field: one for one in privacy_findings(content)}
    assert set(found) == {"title", "body_html", "attachments"}
    assert str(found["body_html"]) == ("正文里有手机号码（138****1234、138****5678）：公开前请遮盖")
    assert all(one.severity is Severity.EXPLAIN for one in found.values())
    assert MOBILE not in " ".join(str(one) + one.key for one in found.values())


def test_public_telephones_are_spared_however_they_are_written() -> None:
    spared = public_numbers(["0454-7654321 / 139 0000 5678", ""])
    assert spared == {"13900005678"}
    masked, _ = mask_html(f"<p>甲 {IDENTITY}，咨询 139-0000-5678</p>", spared=spared)
    assert masked == "<p>甲 11*************02X，咨询 139-0000-5678</p>"


NUMBERS = st.sampled_from(
    [
        IDENTITY,
        CARD,
        MOBILE,
        "4111111111111111",
        "zhang@163.com",
        "13800006222",
        "0212 3456 7890 128",
        "86",
    ]
)
FILLING = st.one_of(
    st.text(alphabet="0123456789 -Xx.,@a元甲：", max_size=12),
    st.text(max_size=4),
)
TEXTS = st.lists(st.one_of(NUMBERS, FILLING), max_size=8).map("".join)
TAGS = st.sampled_from(["<p>", "</p>", "<b>", "</b>", "<br>", "&nbsp;", "&amp;", "<td>", "&#49;"])
FRAGMENTS = st.lists(st.one_of(NUMBERS, FILLING, TAGS), max_size=10).map("".join)


@given(TEXTS)
def test_masking_leaves_nothing_findable(text: str) -> None:
    masked, _ = mask(text)
    assert mask(masked) == (masked, ())


@given(TEXTS)
def test_masking_changes_nothing_but_characters_into_stars(text: str) -> None:
    masked, found = mask(text)
    assert len(masked) == len(text)
    changed = [(old, new) for old, new in zip(text, masked, strict=True) if old != new]
    assert all(new == "*" and re.fullmatch(r"[\w.%+-]", old) for old, new in changed)
    assert bool(changed) == bool(found)


@given(FRAGMENTS)
def test_masking_a_body_leaves_its_tags(fragment: str) -> None:
    masked, found = mask_html(fragment)
    tags = re.compile(r"</?[A-Za-z][^<>]*>")
    assert tags.findall(masked) == tags.findall(fragment)
    assert mask_html(masked) == (masked, ())
    assert found or masked == fragment
