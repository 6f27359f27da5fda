"""A pasted list of holidays: read as an office writes it, refused with the line that is wrong."""

from datetime import date

import pytest

from trading.domain.errors import RuleBroken, SeveralBroken
from trading.domain.holidays import read_days
from trading.domain.workdays import DayKind, NamedDay

OFF, WORK = DayKind.HOLIDAY, DayKind.WORKDAY


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2027-01-01,holiday,元旦", [NamedDay(date(2027, 1, 1), OFF, "元旦")]),
        ("day,kind,name\n2027-01-01,holiday,元旦\n", [NamedDay(date(2027, 1, 1), OFF, "元旦")]),
        ("2027年1月1日 放假 元旦", [NamedDay(date(2027, 1, 1), OFF, "元旦")]),
        ("2027/1/1\t元旦", [NamedDay(date(2027, 1, 1), OFF, "元旦")]),
        ("2027-01-02，上班，元旦", [NamedDay(date(2027, 1, 2), WORK, "元旦")]),
        (
            "2027-10-01至2027-10-03,放假,国庆节",
            [NamedDay(date(2027, 10, n), OFF, "国庆节") for n in (1, 2, 3)],
        ),
        ("2027-01-03\n\n2027-01-01", [NamedDay(date(2027, 1, n), OFF) for n in (1, 3)]),
    ],
)
def test_a_list_is_read_as_it_is_pasted(text: str, days: list[NamedDay]) -> None:
    assert read_days(text) == days


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2027-01-04,上班", "第1行：2027-01-04不是周末"),
        ("2027-01-01\n下周一,放假", "第2行"),
        ("2027-10-07至2027-10-01", "起止日期"),
        ("2027-01-01至2027-12-31", "最多31天"),
        ("2027-01-02,放假\n2027-01-02,上班", "第2行：2027-01-02既写了放假又写了上班"),
        ("2027-02-30", "第1行"),
    ],
)
def test_a_line_that_cannot_be_is_named(text: str, said: str) -> None:
    with pytest.raises(SeveralBroken) as refused:
        read_days(text)
    assert said in str(refused.value)
    assert {one.field for one in refused.value.broken} == {"days"}


def test_nothing_and_too_much_are_refused() -> None:
    for text in ("", "\n \n", "day,kind,name", "2027-01-01\n" * 401):
        with pytest.raises(RuleBroken):
            read_days(text)
