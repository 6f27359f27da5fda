"""Names given once and kept: numbers, tag URIs, credit codes and the addresses behind them."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.cn import uscc

from trading.domain.errors import RuleBroken
from trading.domain.identifiers import (
    check_authority,
    check_authority_year,
    check_index_prefix,
    check_ocid_prefix,
    check_site_url,
    check_uscc,
    feed_tag_uri,
    index_number,
    notice_number,
    parse_notice_number,
    tag_uri,
)

LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize(
    ("day", "serial", "number"),
    [
        (date(2016, 3, 15), 1, "201603150001"),
        (date(2016, 12, 31), 9999, "201612319999"),
        (date(2016, 12, 31), 10_000, "2016123110000"),
    ],
)
def test_a_notice_number_is_the_day_and_at_least_four_digits(day, serial, number):
    assert notice_number(day, serial) == number
    read = parse_notice_number(number)
    assert (read.day, read.serial) == (day, serial)


@given(st.dates(date(1949, 1, 1), date(2199, 12, 31)), st.integers(1, 10**9 - 1))
def test_a_notice_number_taken_apart_gives_its_day_and_serial(day, serial):
    read = parse_notice_number(notice_number(day, serial))
    assert (read.day, read.serial) == (day, serial)


@given(st.one_of(st.text(), st.text("0123456789", min_size=10, max_size=18)))
def test_a_notice_number_has_one_spelling_only(text):
    try:
        read = parse_notice_number(text)
    except RuleBroken as refused:
        assert "不是公告编号" in str(refused)
        return
    assert notice_number(read.day, read.serial) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "20160315001",
        "201603150000",
        "2016031500001",
        "201602300001",
        "000001010001",
        "201603150001\n",
        "２０１６０３１５０００１",
        "201603150001x",
        "0" * 5000,
    ],
)
def test_what_is_no_notice_number_is_refused(text):
    with pytest.raises(RuleBroken, match="不是公告编号"):
        parse_notice_number(text)


@pytest.mark.parametrize(("day", "serial"), [(date(2016, 3, 15), 0), (date(2200, 1, 1), 1)])
def test_a_number_outside_the_scheme_is_a_mistake_of_the_caller(day, serial):
    with pytest.raises(ValueError, match="no notice number"):
        notice_number(day, serial)


def test_index_numbers_and_tag_uris_are_made_from_the_number():
    assert index_number("ZWGK", "201703262740") == "ZWGK/201703262740"
    assert tag_uri("demo.example", 2016, "201603150001") == (
        "tag:demo.example,2016:notice:201603150001"
    )
    assert feed_tag_uri("demo.example", 2016, "all") == "tag:demo.example,2016:feed:all"


@pytest.mark.parametrize(
    ("typed", "authority"),
    [
        ("demo.example", "demo.example"),
        (" GGZY.TangYuan.gov.cn ", "ggzy.tangyuan.gov.cn"),
        ("xn--fiqs8s.cn", "xn--fiqs8s.cn"),
        ("ggzy@tangyuan.gov.cn", "ggzy@tangyuan.gov.cn"),
        ("ｄｅｍｏ．ｅｘａｍｐｌｅ", "demo.example"),
        ("a-1.b2.cn", "a-1.b2.cn"),
    ],
)
def test_an_authority_is_a_domain_or_mailbox_in_lower_case(typed, authority):
    assert check_authority(typed) == authority


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "localhost",
        "汤原.cn",
        "10.0.0.1",
        "-a.cn",
        "a-.cn",
        "a..cn",
        "a.cn.",
        "a_b.cn",
        "https://a.cn",
        "a.cn:80",
        "a.cn/x",
        "a.cn,2016",
        "@a.cn",
        "a@",
        "a@b@c.cn",
        "a b.cn",
        "a" * 64 + ".cn",
        "a." * 130 + "cn",
        "a.cn\n.b",
    ],
)
def test_an_authority_that_no_tag_uri_may_carry_is_refused(typed):
    with pytest.raises(RuleBroken, match="不能作标识机构") as refused:
        check_authority(typed)
    assert refused.value.field == "authority"


def test_the_year_of_an_authority_is_a_plausible_year():
    assert check_authority_year(2016) == 2016
    with pytest.raises(RuleBroken, match="年份应在"):
        check_authority_year(216)


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("https://ggzy.example.gov.cn", "https://ggzy.example.gov.cn"),
        (" HTTPS://GGZY.Example.gov.cn/ ", "https://ggzy.example.gov.cn"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://localhost:8000/", "http://localhost:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("http://[::1]", "http://[::1]"),
        ("http://intranet", "http://intranet"),
        ("http：／／ggzy.example", "http://ggzy.example"),
    ],
)
def test_a_site_address_is_scheme_host_and_port(typed, url):
    assert check_site_url(typed) == url
    assert check_site_url(url) == url


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "http:// 或 https://"),
        ("ggzy.example.gov.cn", "http:// 或 https://"),
        ("ftp://a.cn", "http:// 或 https://"),
        ("javascript:alert(1)", "http:// 或 https://"),
        ("//a.cn", "http:// 或 https://"),
        ("http://a.cn/ggzy", "只写到域名和端口"),
        ("http://a.cn?x=1", "只写到域名和端口"),
        ("http://a.cn?", "只写到域名和端口"),
        ("http://a.cn#x", "只写到域名和端口"),
        ("http://a.cn#", "只写到域名和端口"),
        ("http://u:p@a.cn", "只写到域名和端口"),
        ("http://", "不是域名和端口"),
        ("http://:80", "不是域名和端口"),
        ("http://a.cn:", "不是域名和端口"),
        ("http://a.cn:0", "不是域名和端口"),
        ("http://a.cn:99999", "不是域名和端口"),
        ("http://a.cn:80x", "不是域名和端口"),
        ("http://汤原.cn", "xn--"),
        ("http://a b.cn", "不是域名和端口"),
        ("http://a.cn\\b", "不是域名和端口"),
        ("http://[::1", "http:// 或 https://"),
        ("http://a_b.cn", "不是域名和端口"),
    ],
)
def test_a_site_address_with_anything_else_is_refused(typed, reason):
    with pytest.raises(RuleBroken) as refused:
        check_site_url(typed)
    assert reason in str(refused.value)
    assert refused.value.field == "site_url"


@given(st.one_of(st.text(), st.text().map("http://{}".format)))
def test_any_text_is_a_site_address_of_one_spelling_or_a_refusal(typed):
    try:
        url = check_site_url(typed)
    except RuleBroken:
        return
    assert check_site_url(url) == url
    assert url.isascii()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("91110000600037341L", "91110000600037341L"),
        (" 9111 0000 6000 3734 1l ", "91110000600037341L"),
        ("９１１１００００６０００３７３４１Ｌ", "91110000600037341L"),
    ],
)
def test_a_credit_code_is_tidied_and_checked(typed, code):
    assert check_uscc(typed) == code


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "18位，现在有0位"),
        ("91110000600037341", "18位，现在有17位"),
        ("91110000600037341LL", "18位，现在有19位"),
        ("9111000060003734IL", "没有 I、O、S、V、Z"),
        ("0111000060003734L1", "第3至8位是数字"),
        ("91110000600037342L", "校验位不对"),
        ("91110000600037341M", "校验位不对"),
        ("统一社会信用代码统一社会信用代码是的", "只含数字和大写字母"),
    ],
)
def test_a_wrong_credit_code_is_refused_with_what_is_wrong(typed, reason):
    with pytest.raises(RuleBroken) as refused:
        check_uscc(typed, field="awards.0.suppliers.0.uscc")
    assert reason in str(refused.value)
    assert refused.value.field == "awards.0.suppliers.0.uscc"


@given(
    st.tuples(
        st.sampled_from("1345789ANY"),
        st.sampled_from("12359"),
        st.text("0123456789", min_size=6, max_size=6),
        st.text(LETTERS, min_size=9, max_size=9),
    ).map("".join)
)
def test_every_registry_letter_of_the_standard_may_begin_a_credit_code(body):
    code = body + uscc.calc_check_digit(body)
    assert check_uscc(code) == code
    assert uscc.is_valid(code) == body[0].isdigit()


@given(st.text(LETTERS, min_size=9, max_size=9), st.integers(0, 17), st.sampled_from(LETTERS))
def test_one_wrong_character_in_a_credit_code_is_always_found(body, place, wrong):
    start = "12230828" + body
    code = start + uscc.calc_check_digit(start)
    other = code[:place] + wrong + code[place + 1 :]
    assume(other != code)
    with pytest.raises(RuleBroken):
        check_uscc(other)


def test_prefixes_have_their_shape():
    assert check_ocid_prefix(" OCDS-213czf ") == "ocds-213czf"
    assert check_index_prefix("ZWGK") == "ZWGK"
    for wrong in ("", "213czf", "ocds-213cz", "ocds-213czff", "ocds-213cz_"):
        with pytest.raises(RuleBroken, match="OCDS"):
            check_ocid_prefix(wrong)
    for wrong in ("", "ZW/GK", "政务公开", "-ZWGK", "Z" * 21, "ZW GK"):
        with pytest.raises(RuleBroken, match="索引号前缀"):
            check_index_prefix(wrong)
