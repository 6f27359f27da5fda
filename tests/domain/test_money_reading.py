"""What clerks type into an amount field, accepted as whole fen or refused with a sentence."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trading.domain.errors import RuleBroken
from trading.domain.money import (
    MAX_FEN,
    Unit,
    decimal_string,
    from_decimal_string,
    parse_amount,
    sum_fen,
    write_in,
    write_yuan,
)

YUAN, WAN, YI = Unit.YUAN, Unit.WAN, Unit.YI
amounts = st.integers(0, MAX_FEN)


@pytest.mark.parametrize(
    ("typed", "unit", "fen"),
    [
        ("0", YUAN, 0),
        ("0.00", YUAN, 0),
        ("0", WAN, 0),
        ("1170040", YUAN, 117_004_000),
        ("1,170,040.00", YUAN, 117_004_000),
        ("1 170 040.00", YUAN, 117_004_000),
        ("1，170，040．00", YUAN, 117_004_000),
        ("１１７００４０", YUAN, 117_004_000),
        ("2648814.00元", YUAN, 264_881_400),
        ("226477327.77 元", YUAN, 22_647_732_777),
        ("80,000元 人民币", YUAN, 8_000_000),
        ("￥ 1,170,040.00", YUAN, 117_004_000),
        ("¥1170040元整", YUAN, 117_004_000),
        ("RMB 1170040", YUAN, 117_004_000),
        ("rmb1170040", YUAN, 117_004_000),
        ("CNY 1170040", YUAN, 117_004_000),
        ("人民币：1,170,040.00元整", YUAN, 117_004_000),
        ("人民币¥1170040元正", YUAN, 117_004_000),
        ("100圆", YUAN, 10_000),
        ("\u00a01\u202f170\u00a0040\u3000元\ufeff", YUAN, 117_004_000),
        ("0.5", YUAN, 50),
        ("0.01", YUAN, 1),
        ("1.2", YUAN, 120),
        ("1,234.5万", WAN, 1_234_500_000),
        ("1,234.5", WAN, 1_234_500_000),
        ("244万元", WAN, 244_000_000),
        ("137.4 万元整", WAN, 137_400_000),
        ("0.000001", WAN, 1),
        ("73012.35", WAN, 73_012_350_000),
        ("7.301235亿元", YI, 73_012_350_000),
        ("7.301235亿", YI, 73_012_350_000),
        ("0.0000000001", YI, 1),
        ("10000000000000", YUAN, MAX_FEN),
        ("10000000000000.00", YUAN, MAX_FEN),
        ("1000000000", WAN, MAX_FEN),
        ("100000", YI, MAX_FEN),
    ],
)
def test_an_amount_as_people_write_it_becomes_whole_fen(typed, unit, fen):
    assert parse_amount(typed, unit) == fen


@pytest.mark.parametrize(
    ("typed", "unit", "reason"),
    [
        ("", YUAN, "请填写金额"),
        (" \u3000\u00a0\u200b", YUAN, "请填写金额"),
        ("98%", YUAN, "“98%”是比率，这里只填金额；以费率成交的，价款形式选“费率或下浮率”"),
        ("９８％", WAN, "“98%”是比率"),
        ("3‰", YUAN, "是比率"),
        ("下浮率5", YUAN, "是比率"),
        ("9.5折", YUAN, "是比率"),
        ("价格系数0.97", YUAN, "是比率"),
        ("104元/延米", YUAN, "是单价"),
        ("每吨41.5元", YUAN, "是单价"),
        ("2500 万元／年", WAN, "价款形式选“单价”，写在“费率、下浮率或单价”栏"),
        ("-5", YUAN, "金额不能是负数"),
        ("－５", YUAN, "金额不能是负数"),
        ("−5", YUAN, "金额不能是负数"),
        ("¥-5", YUAN, "金额不能是负数"),
        ("负5", YUAN, "金额不能是负数"),
        ("1e5", YUAN, "科学计数法"),
        ("1.2E+5", YUAN, "科学计数法"),
        ("１ｅ５", YUAN, "科学计数法"),
        ("100-200", YUAN, "不填区间"),
        ("100万～200万", WAN, "不填区间"),
        ("壹佰万元整", YUAN, "阿拉伯数字"),
        ("十二万", WAN, "阿拉伯数字"),
        ("12万元", YUAN, "金额里写的是“万元”，所选单位是“元”"),
        ("12万", YUAN, "金额里写的是“万”，所选单位是“元”"),
        ("12元", WAN, "金额里写的是“元”，所选单位是“万元”"),
        ("12亿元", WAN, "金额里写的是“亿元”，所选单位是“万元”"),
        ("12万元整", YI, "金额里写的是“万元”，所选单位是“亿元”"),
        ("5千元", YUAN, "不能以“千元”为单位"),
        ("5百万", WAN, "不能以“百万”为单位"),
        ("5万亿元", YI, "不能以“万亿元”为单位"),
        ("1亿2345万元", YI, "一个金额只用一个单位"),
        ("12万5千", WAN, "一个金额只用一个单位"),
        ("12元5角", YUAN, "一个金额只用一个单位"),
        ("5角", YUAN, "一个金额只用一个单位"),
        ("NaN", YUAN, "金额里不能有“N”"),
        ("Infinity", YUAN, "金额里不能有“I”"),
        ("1_000", YUAN, "金额里不能有“_”"),
        ("+5", YUAN, "金额里不能有“+”"),
        ("0x1F", YUAN, "金额里不能有“x”"),
        ("(5)", YUAN, "金额里不能有“(”"),
        ("约500", YUAN, "金额里不能有“约”"),
        ("12。5", YUAN, "金额里不能有“。”"),
        ("5²", YUAN, "金额里不能有“²”"),
        ("①", YUAN, "金额里不能有“①”"),
        ("١٢٣", YUAN, "金额里不能有“١”"),
        ("5\x00", YUAN, "金额里不能有“\x00”"),
        ("$5", YUAN, "金额里不能有“$”"),
        ("设计费：350000.00 元，施工费：10309139.71 元。", YUAN, "金额里不能有“设”"),
        ("元", YUAN, "金额里没有数字"),
        ("¥", YUAN, "金额里没有数字"),
        ("1,23,4", YUAN, "分隔符的位置不对"),
        ("1,234,56", YUAN, "分隔符的位置不对"),
        ("12,3456", YUAN, "分隔符的位置不对"),
        ("1234,567", YUAN, "分隔符的位置不对"),
        (",234", YUAN, "分隔符的位置不对"),
        ("1,,234", YUAN, "分隔符的位置不对"),
        ("12 34", YUAN, "分隔符的位置不对"),
        ("1,234 567", YUAN, "分隔符的位置不对"),
        ("1.234,56", YUAN, "分隔符的位置不对"),
        ("1.2 3", YUAN, "分隔符的位置不对"),
        ("1.234.567", YUAN, "两个小数点"),
        (".5", YUAN, "小数点前后都要有数字"),
        ("5.", YUAN, "小数点前后都要有数字"),
        ("007", YUAN, "多余的0"),
        ("0,123", YUAN, "多余的0"),
        ("1.234", YUAN, "以元为单位最多写2位小数"),
        ("1.000", YUAN, "以元为单位最多写2位小数"),
        ("0.0000001", WAN, "以万元为单位最多写6位小数"),
        ("0.00000000001", YI, "以亿元为单位最多写10位小数"),
        ("10000000000000.01", YUAN, "上限10万亿元"),
        ("1000000001", WAN, "上限10万亿元"),
        ("9" * 40, YUAN, "上限10万亿元"),
        ("9" * 100_000, YUAN, "上限10万亿元"),
    ],
)
def test_what_is_no_amount_is_refused_with_the_reason_at_its_field(typed, unit, reason):
    with pytest.raises(RuleBroken) as refused:
        parse_amount(typed, unit, field="lots.0.ceiling")
    assert reason in str(refused.value)
    assert refused.value.field == "lots.0.ceiling"
    assert len(str(refused.value)) < 120


@given(amounts, st.sampled_from(Unit))
def test_an_amount_written_into_a_form_is_read_back_unchanged(fen, unit):
    assert parse_amount(write_in(fen, unit), unit) == fen


@given(amounts)
def test_an_amount_copied_from_a_page_is_read_back_unchanged(fen):
    assert parse_amount(write_yuan(fen), YUAN) == fen
    assert parse_amount(write_yuan(fen) + "元", YUAN) == fen


@given(
    st.one_of(st.text(), st.text("0123456789.,， 万亿元整%-¥eE/")),
    st.sampled_from(Unit),
)
def test_any_text_is_an_amount_in_range_or_a_refusal(typed, unit):
    try:
        assert 0 <= parse_amount(typed, unit) <= MAX_FEN
    except RuleBroken as refused:
        assert str(refused)


def test_of_real_bid_prices_no_rate_is_taken_for_an_amount(shared: Path) -> None:
    prices = shared / "data" / "cn_notices" / "price_strings.txt"
    lines = prices.read_text(encoding="utf-8").splitlines()
    assert len(lines) > 100
    read = {}
    for line in lines:
        for unit in (YUAN, WAN):
            try:
                read[line, unit] = parse_amount(line, unit)
            except RuleBroken as refused:
                assert str(refused)
    assert len(read) > 40
    assert not [line for line, _ in read if "%" in line or "％" in line or "率" in line]
    assert read["2648814.00元", YUAN] == 264_881_400


@given(st.integers(-(10**20), 10**20))
def test_a_decimal_string_is_read_back_unchanged(fen):
    assert from_decimal_string(decimal_string(fen)) == fen


@pytest.mark.parametrize(
    "text", ["", "1", "1.0", "1.000", "01.00", "+1.00", "-0.00", "1e2", " 1.00", "1.00\n", "１.00"]
)
def test_a_decimal_string_has_one_spelling_only(text):
    with pytest.raises(RuleBroken, match="保留两位小数"):
        from_decimal_string(text)


def test_a_sum_takes_whole_fen_only():
    assert sum_fen([]) == 0
    assert sum_fen([1, 2, 10**15]) == 10**15 + 3
    for wrong in (1.0, None, True, "1"):
        with pytest.raises(TypeError):
            sum_fen([1, wrong])


def test_every_unit_has_its_name_and_its_worth():
    assert [(unit.value, unit.label, unit.fen) for unit in Unit] == [
        ("yuan", "元", 100),
        ("wan", "万元", 1_000_000),
        ("yi", "亿元", 10_000_000_000),
    ]
