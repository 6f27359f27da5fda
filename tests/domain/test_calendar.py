"""Days, years and typed moments: always Asia/Shanghai, whatever the server's clock says."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trading.domain.calendar import (
    SHANGHAI,
    check_year,
    day_of,
    day_start,
    month_of,
    parse_day,
    parse_moment,
    reporting_year,
    write_moment,
    year_span,
)
from trading.domain.errors import RuleBroken

# Since 1992: before it Shanghai had summer time, whose lost hour no clerk can type back.
days = st.dates(date(1992, 1, 1), date(2199, 12, 31))
moments = st.datetimes(
    datetime(1992, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds
    datetime(2199, 12, 30),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SHANGHAI)


LAST_OF_2016 = at(2016, 12, 31, 23, 59, 59, 999_999)
FIRST_OF_2017 = at(2017, 1, 1)


@pytest.mark.parametrize(
    ("moment", "day", "year", "month"),
    [
        (LAST_OF_2016, date(2016, 12, 31), 2016, 12),
        (datetime(2016, 12, 31, 15, 59, 59, 999_999, UTC), date(2016, 12, 31), 2016, 12),
        (FIRST_OF_2017, date(2017, 1, 1), 2017, 1),
        (datetime(2016, 12, 31, 16, 0, tzinfo=UTC), date(2017, 1, 1), 2017, 1),
        (datetime(2016, 12, 31, 16, 0, tzinfo=timezone(timedelta(0))), date(2017, 1, 1), 2017, 1),
        (
            datetime(2017, 1, 1, 3, tzinfo=timezone(timedelta(hours=14))),
            date(2016, 12, 31),
            2016,
            12,
        ),
        (at(2016, 2, 29), date(2016, 2, 29), 2016, 2),
    ],
)
def test_a_moment_counts_on_its_shanghai_day(moment, day, year, month):
    assert (day_of(moment), reporting_year(moment), month_of(moment)) == (day, year, month)
    assert (reporting_year(day), month_of(day)) == (year, month)


def test_a_moment_without_a_time_zone_is_a_mistake_of_the_caller():
    naive = datetime(2016, 3, 15, 9)  # noqa: DTZ001 - the naive value is the subject
    for ask in (day_of, reporting_year, month_of, write_moment):
        with pytest.raises(TypeError, match="time zone"):
            ask(naive)


def test_a_reporting_year_begins_and_ends_at_midnight_in_shanghai():
    start, end = year_span(2016)
    assert (start, end) == (
        datetime(2015, 12, 31, 16, tzinfo=UTC),
        datetime(2016, 12, 31, 16, tzinfo=UTC),
    )
    assert start <= LAST_OF_2016 < end == FIRST_OF_2017
    assert (start.utcoffset(), end.utcoffset()) == (timedelta(hours=8), timedelta(hours=8))
    assert day_start(date(2016, 1, 1)) == start


@given(moments)
def test_every_moment_lies_in_the_span_of_exactly_its_reporting_year(moment):
    year = reporting_year(moment)
    spans = {one: year_span(one) for one in (year - 1, year, min(year + 1, 2199))}
    assert [one for one, (start, end) in spans.items() if start <= moment < end] == [year]


@pytest.mark.parametrize("year", [0, 1, 1948, 2200, 9999, 10**9, -5])
def test_a_year_far_from_any_notice_is_refused_as_a_slip(year):
    for ask in (check_year, year_span):
        with pytest.raises(RuleBroken, match="年份应在1949年至2199年之间"):
            ask(year)


@pytest.mark.parametrize(
    "typed",
    [
        "2016-02-29",
        "2016-2-29",
        " 2016-02-29 ",
        "2016/02/29",
        "2016.2.29",
        "2016年2月29日",
        "2016 年 2 月 29 日",
        "2016年2月29号",
        "２０１６－０２－２９",
        "２０１６年２月２９日",
        "20160229",
        "2016年2月29日（星期一）",
        "2016-02-29 周一",
    ],
)
def test_a_day_is_read_in_every_usual_spelling(typed):
    assert parse_day(typed) == date(2016, 2, 29)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "请填写日期"),
        ("\u3000", "请填写日期"),
        ("2016-02-30", "2016-02-30 不是一个日期"),
        ("2015-02-29", "2015-02-29 不是一个日期"),
        ("2016年13月1日", "2016年13月1日 不是一个日期"),
        ("20160230", "20160230 不是一个日期"),
        ("0000-01-01", "年份应在1949年至2199年之间"),
        ("9999-12-31", "年份应在1949年至2199年之间"),
        ("2016-02", "“2016-02”不是一个日期"),
        ("16-02-29", "“16-02-29”不是一个日期"),
        ("29/02/2016", "“29/02/2016”不是一个日期"),
        ("2016-02/29", "“2016-02/29”不是一个日期"),
        ("2月29日", "“2月29日”不是一个日期"),
        ("明天", "“明天”不是一个日期"),
        ("2016年2月29日至3月5日", "“2016年2月29日至3月5日”不是一个日期"),
        ("2016-02-29 09:00", "这里只填日期，不填时间"),
        ("2016年2月29日（星期二）", "2016-02-29是星期一，不是星期二：请核对日期"),
        ("٢٠١٦-٠٢-٢٩", "不是一个日期"),
        ("2016-02-29" * 1000, "不是一个日期"),
    ],
)
def test_what_is_no_day_is_refused_at_its_field(typed, reason):
    with pytest.raises(RuleBroken) as refused:
        parse_day(typed, field="decided_on")
    assert reason in str(refused.value)
    assert refused.value.field == "decided_on"
    assert len(str(refused.value)) < 100


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2016-03-22 09:00", at(2016, 3, 22, 9)),
        ("2016年3月22日（星期二）上午9时", at(2016, 3, 22, 9)),
        ("2016年3月27日星期天9时00分", at(2016, 3, 27, 9)),
        ("2016-03-22 (周二) 9:00", at(2016, 3, 22, 9)),
        ("2016-03-22T09:00", at(2016, 3, 22, 9)),
        ("2016-03-22t09:00:30", at(2016, 3, 22, 9, 0, 30)),
        ("2016-03-22T01:00:00Z", at(2016, 3, 22, 9)),
        ("2016-03-22T09:00+08:00", at(2016, 3, 22, 9)),
        ("2016-12-31T23:00-05:00", at(2017, 1, 1, 12)),
        ("2016/3/22 9:00", at(2016, 3, 22, 9)),
        ("2016.3.22 9:00", at(2016, 3, 22, 9)),
        ("20160322 09:00", at(2016, 3, 22, 9)),
        ("２０１６－０３－２２　０９：００", at(2016, 3, 22, 9)),
        ("2016年3月22日9时30分", at(2016, 3, 22, 9, 30)),
        ("2016年3月22日 9时30分15秒", at(2016, 3, 22, 9, 30, 15)),
        ("2016 年 3 月 22 日 9 时 30 分", at(2016, 3, 22, 9, 30)),
        ("2016年3月22日上午9时", at(2016, 3, 22, 9)),
        ("2016年3月22日上午9时整", at(2016, 3, 22, 9)),
        ("2016年3月22日上午9点半", at(2016, 3, 22, 9, 30)),
        ("2016年3月22日下午3:30", at(2016, 3, 22, 15, 30)),
        ("2016年3月22日下午15时", at(2016, 3, 22, 15)),
        ("2016年3月22日下午12时30分", at(2016, 3, 22, 12, 30)),
        ("2016年3月22日09:00", at(2016, 3, 22, 9)),
        ("2016-03-22 00:00", at(2016, 3, 22)),
        ("2016-03-22 24:00", at(2016, 3, 23)),
        ("2016年12月31日24时", at(2017, 1, 1)),
    ],
)
def test_a_moment_is_read_in_every_usual_spelling(typed, moment):
    read = parse_moment(typed)
    assert read == moment
    assert read.tzinfo is SHANGHAI


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "请填写日期和时间"),
        ("2016-03-22", "还缺时间"),
        ("2016年3月22日", "还缺时间"),
        ("2016-02-30 09:00", "2016-02-30 不是一个日期"),
        ("2016-03-22 25:00", "25:00 不是一个时间"),
        ("2016-03-22 24:01", "24:01 不是一个时间"),
        ("2016-03-22 09:60", "09:60 不是一个时间"),
        ("2016-03-22 09:00:61", "09:00:61 不是一个时间"),
        ("2016年3月22日上午12时", "上午12时 不是一个时间"),
        ("2016年3月22日下午24时", "下午24时 不是一个时间"),
        ("2016-03-22 09:00+99:00", "不是一个时间"),
        ("2016-03-22 9", "看不懂"),
        ("2016-03-22 9:5", "看不懂"),
        ("2016-03-2209:00", "看不懂"),
        ("2016-03-22 09:00 2016-03-29 09:00", "看不懂"),
        ("09:00", "看不懂"),
        ("9999-12-31 24:00", "年份应在"),
        ("2016-03-22 09:00\x00", "看不懂"),
    ],
)
def test_what_is_no_moment_is_refused_at_its_field(typed, reason):
    with pytest.raises(RuleBroken) as refused:
        parse_moment(typed, field="tender.deadline")
    assert reason in str(refused.value)
    assert refused.value.field == "tender.deadline"


@given(days)
def test_a_day_written_by_us_is_read_back_unchanged(day):
    assert parse_day(day.isoformat()) == day


@given(moments)
def test_a_moment_written_by_us_is_read_back_to_the_minute(moment):
    minute = moment.replace(second=0, microsecond=0)
    assert parse_moment(write_moment(moment)) == minute
    assert parse_moment(moment.replace(microsecond=0).isoformat()) == moment.replace(microsecond=0)


@given(st.one_of(st.text(), st.text("0123456789-/.: T年月日时分秒点半整上午下Z+")))
def test_any_text_is_a_moment_of_shanghai_or_a_refusal(typed):
    for parse in (parse_day, parse_moment):
        try:
            parse(typed)
        except RuleBroken as refused:
            assert str(refused)
