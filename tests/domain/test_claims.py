"""What a sentence with bare numbers contradicts in itself, and by how much; what does not."""

import hashlib
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from trading.domain.claims import Fault, Flag, Whole, check

# The real wordings, by the first 16 digits of the SHA-256 of their text, each read by hand: what
# does not add up in it, and by how much (in ones and in 元).
WORDINGS = {
    "de6d2b90db25761b": [(Fault.COUNTS, 16)],  # 13次 against 8条 and 21条
    "730c6072ea63f57b": [],  # five parts of 1287条
    "d0013db6e275cf8a": [(Fault.BLANK, None)],  # 信息  条
    "8d9821ac82543eaa": [],  # 75 + 20 of 95项, both amounts, both rates
    "954910109d03fd29": [],  # 114个 and 14宗 of 128个, without 其中
    "d3c925b4e7b526a9": [(Fault.COUNTS, 2), (Fault.AMOUNTS, 1_007_352_100)],  # one part too many
    "040d41a0e080343a": [],  # one part has a count and no amount
    "0e74e170f70cef06": [],  # two things side by side, no whole; both rates
    "9d88f42952d96180": [],  # budget less contract is what was saved, 约7%
}
SOURCE = (
    "今年公共资源交易中心累计进场交易16次,交易总额73000余万元。网络平台及时将招标公告、中标公示等"
    "重要事项及时进行公开计13次,其中招标公告8条、中标公告21条。"
)


def said(text: str, declared: dict[int, Whole] | None = None) -> list[tuple[Fault, int | None]]:
    return [(one.fault, None if one.by is None else int(one.by)) for one in check(text, declared)]


def test_the_real_wordings_are_flagged_exactly_where_they_do_not_add_up(shared: Path) -> None:
    lines = (shared / "data" / "cn_notices" / "report_figure_wordings.jsonl").read_text("utf-8")
    found = {}
    for line in lines.splitlines():
        text = json.loads(line)["text"]
        found[hashlib.sha256(text.encode()).hexdigest()[:16]] = said(text)
    assert found == WORDINGS


# Numbers of the real wordings that nothing else in them can contradict, each read by hand: sums
# without parts, counts without a whole, and 约10%, which still covers 7.14 %.
UNJUDGED = {"16", "73000", "2934", "1954", "127.33", "48.86", "11", "57", "7"}


def test_every_other_number_of_the_real_wordings_is_judged(shared: Path) -> None:
    """Changed by a tenth, a number is flagged, unless nothing in its sentence speaks of it."""
    lines = (shared / "data" / "cn_notices" / "report_figure_wordings.jsonl").read_text("utf-8")
    silent, seen = set(), 0
    for text in (json.loads(line)["text"] for line in lines.splitlines()):
        before = [str(flag) for flag in check(text)]
        for found in re.finditer(r"\d+(?:\.\d+)?(?!\d|年)", text):
            more = Decimal(found[0]) * Decimal("1.1") + Decimal("0.6")
            changed = str(more.quantize(Decimal(found[0])))
            after = check(text[: found.start()] + changed + text[found.end() :])
            seen += 1
            if all(str(flag) in before for flag in after):
                silent.add(found[0])
    assert (silent, seen) == (UNJUDGED, 68)


def test_in_the_whole_source_document_one_sum_is_flagged(shared: Path) -> None:
    (path,) = (shared / "seed").glob("*.txt")
    (flag,) = check(path.read_text("utf-8"))
    assert str(flag) == "“13次”与分项之和29条（8条＋21条）不符：分项多16条，单位也不同"


def test_the_sentence_of_the_source_is_flagged_with_13_against_29() -> None:
    (flag,) = check(SOURCE)
    assert (flag.fault, flag.by, flag.whole) == (Fault.COUNTS, 16, 0)
    assert SOURCE[flag.start : flag.end] == "13次,其中招标公告8条、中标公告21条"


@pytest.mark.parametrize(
    "text",
    [
        "公开13次、共29条，其中招标公告8条、中标公告21条。",
        "公开13次、共29条，其中招标公告8条、中标公告21条，其中工程类20条、采购类9条。",
        "共29条（其中招标公告8条、中标公告21条），公开13次。",
        "共29条（招标公告8条、中标公告21条）。",
        "招标公告和中标公告共29条，分别为8条、21条。",
        "累计进场交易16次，招标公告、中标公告分别为8条、21条。",
        "共29条，其中招标公告8条等。",
        "共29条，其中招标公告8条、更正公告2条等。",
        "共12宗，其中2宗以费率、单价成交，未计入总额；其中13宗未填金额。",
        "全年进场交易16次，交易总额100万元。发布招标公告8条、中标公告21条。",
        "共95项,交易额26179.87万元,其中工程75项、采购20项,交易额分别为24283.88万元、1895.99万元。",
        "共2.5万条，其中公告1万条、公示15000条。",
        "共1,287条，其中公告1,200条、公示８７条。",
        "交易总额17.3亿元，其中工程11.87亿元、土地5.42亿元。",
        "交易总额73000余万元，其中工程50012.35万元、采购23000万元。",
        "完成120宗，比上年增加20宗，增长20%。",
        "今年120宗，去年同期100宗，同比增长20%。",
        "由100宗增加到120宗，增长20%；完成80宗，比上年减少20宗，下降20%。",
        "同比增长20%。",
        "首问负责一次性告知，逐条、多次公开事项、文件、条件和身份，依据《信息公开条例》。",
        "2016年第3次会议，第20条，5个工作日，提高2个百分点。",
        "",
        "，、；。（）",
    ],
)
def test_what_adds_up_or_claims_nothing_is_let_alone(text: str) -> None:
    assert check(text) == []


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("共28条（其中招标公告8条、中标公告21条），公开13次。", [(Fault.COUNTS, 1)]),
        ("共28条（招标公告8条、中标公告21条）。", [(Fault.COUNTS, 1)]),
        ("招标公告和中标公告共29条，分别为8条、20条。", [(Fault.COUNTS, -1)]),
        ("共29条，其中招标公告30条。", [(Fault.COUNTS, 1)]),
        ("共29条，其中招标公告8条、更正公告22条等。", [(Fault.COUNTS, 1)]),
        ("共29条,其中招标公告8条,其中工程5条、采购4条;中标公告21条。", [(Fault.COUNTS, 1)]),
        ("共29条,其中招标公告8条(工程5条、采购4条)、中标公告21条。", [(Fault.COUNTS, 1)]),
        ("交易总额100万元，其中工程60万元、采购41万元。", [(Fault.AMOUNTS, 10_000)]),
        ("交易总额17.4亿元，其中工程11.87亿元、土地5.42亿元。", [(Fault.AMOUNTS, -11_000_000)]),
        ("预算100万元，成交90万元，节约11万元。", [(Fault.AMOUNTS, 10_000)]),
        ("成交额24283.88万元，节约资金828.5万元，节约率3.4%。", [(Fault.RATE, 0)]),
        ("成交14857.81万元，增值278.69万元，溢价率2.91%。", [(Fault.RATE, 1)]),
        ("今年120宗，去年100宗，同比增长25%。", [(Fault.GROWTH, 5)]),
        ("今年120宗，去年100宗，同比下降20%。", [(Fault.GROWTH, 40)]),
        ("发布公告条，公开计 次。", [(Fault.BLANK, None), (Fault.BLANK, None)]),
        ("交易总额余万元，增长%，完成XX宗。", [(Fault.BLANK, None)] * 3),
    ],
)
def test_what_does_not_add_up_is_flagged_with_the_difference(
    text: str, flags: list[tuple[Fault, int | None]]
) -> None:
    assert said(text) == flags


def test_a_flag_says_what_is_wrong_in_the_units_of_the_sentence() -> None:
    texts = {
        "共1051项,85亿元:工程257项,55.97亿元;采购737项,39.1亿元": [
            "“1051项”与分项之和994项（257项＋737项）不符：分项少57项",
            "“85亿元”与分项之和95.07亿元（55.97亿元＋39.1亿元）不符：分项多10.07亿元",
        ],
        "节约100万元，成交900万元，节资率9%": ["节资率应为10%，写的是“9%”，相差1个百分点"],
        "公开信息  条": ["“公开信息  条”前面没有填数字"],
    }
    for text, sentences in texts.items():
        assert [str(flag) for flag in check(text)] == sentences


def test_a_declared_whole_takes_the_place_of_what_stands_before() -> None:
    assert check(SOURCE, {0: Whole("公告", "29条", Decimal(29))}) == []
    (flag,) = check(SOURCE, {0: Whole("公告", "33条", Decimal(33))})
    assert str(flag) == "“公告33条”与分项之和29条（8条＋21条）不符：分项少4条"
    assert check(SOURCE, {0: Whole(partial=True)}) != [], "13次 is less than its parts"
    assert check("共40条，其中招标公告8条、中标公告21条。", {0: Whole(partial=True)}) == []
    assert check("其中招标公告8条。") == []
    (flag,) = check("其中招标公告8条。", {0: Whole("公告", "29条", Decimal(29))})
    assert flag.by == -21


COUNTS = st.lists(st.integers(1, 10**6), min_size=2, max_size=6)
UNITS = st.sampled_from(["次", "条", "宗", "份", "件", "个", "项"])
SHAPES = st.sampled_from(
    [
        "共{whole}{unit}，其中{parts}。",
        "累计{whole}{unit}。其中{parts}。",
        "共{whole}{unit}（其中{parts}）。",
        "今年共{whole}{unit}，分别为{parts}。",
        "公开9999999次，共{whole}{unit}:其中{parts}；另有咨询若干",
    ]
)


def stated(shape: str, parts: list[int], whole: int, unit: str) -> str:
    listed = "、".join(f"类别{'甲乙丙丁戊己'[n]}{part}{unit}" for n, part in enumerate(parts))
    return shape.format(whole=whole, unit=unit, parts=listed)


@given(COUNTS, UNITS, SHAPES)
def test_parts_that_add_up_are_never_flagged(parts: list[int], unit: str, shape: str) -> None:
    assert check(stated(shape, parts, sum(parts), unit)) == []


@given(COUNTS, UNITS, SHAPES, st.integers(0, 5), st.integers(-(10**6), 10**6))
def test_one_changed_part_is_always_flagged_with_the_difference(
    parts: list[int], unit: str, shape: str, which: int, by: int
) -> None:
    assume(by != 0 and which < len(parts) and parts[which] + by >= 0)
    whole = sum(parts)
    changed = [part + by if place == which else part for place, part in enumerate(parts)]
    (flag,) = check(stated(shape, changed, whole, unit))
    assert (flag.fault, flag.by) == (Fault.COUNTS, by)


@given(st.lists(st.integers(1, 10**9), min_size=2, max_size=5), st.integers(-5, 5))
def test_amounts_add_up_to_the_last_digit(fen: list[int], by: int) -> None:
    """Amounts in 万元 with all their digits: nothing was rounded, so nothing may be off."""
    assume(fen[0] + by > 0)
    changed = [fen[0] + by, *fen[1:]]
    listed = "；".join(f"类别{n}共{one}宗,{one / 10**6:.6f}万元" for n, one in enumerate(changed))
    text = f"累计{sum(changed)}宗，交易额{sum(fen) / 10**6:.6f}万元。其中{listed}。"
    found = check(text)
    assert [flag.by for flag in found] == ([Decimal(by) / 100] if by else [])


@given(
    st.text(
        alphabet="其中分别为共累计公告次条宗万亿元余约%0123456789.,，、；。：（）() \n…去年增长率",
        max_size=120,
    )
)
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    for flag in check(text):
        assert isinstance(flag, Flag)
        assert 0 <= flag.start <= flag.end <= len(text)
        assert str(flag)


def test_a_long_text_is_read_in_time() -> None:
    assert check("其中（" * 1300 + "1条") == []
    check("共9条，其中1条、" * 500)
    check("(" * 2000 + ")" * 2000)
