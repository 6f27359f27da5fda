"""Charts: bars are as high as their values, inside the picture, under a scale that people read."""

from hypothesis import given
from hypothesis import strategies as st

from trading.web.public.charts import HEIGHT, WIDTH, Point, ceiling, columns, lying
from trading.web.public.drawn import drawn_years

VALUES = st.lists(st.integers(0, 10**15), min_size=1, max_size=12)


def points(values: list[int]) -> list[Point]:
    return [Point(f"{place}月", value, str(value)) for place, value in enumerate(values, start=1)]


def test_the_scale_ends_at_a_round_number() -> None:
    assert [ceiling(one) for one in (0, 1, 2, 3, 6, 16, 29, 50, 51)] == [
        *(1, 1, 2, 4, 6, 20, 40, 60, 60)
    ]
    assert ceiling(73_012_350_000, unit=1_000_000) == 80_000 * 1_000_000
    assert ceiling(0, unit=1_000_000) == 1_000_000


def test_a_bar_of_half_the_scale_is_half_as_high() -> None:
    chart = columns(points([20, 10, 0]), name="months", title="各月", write=str)
    full, half, none = chart.bars
    assert (half.height, none.height) == (full.height / 2, 0)
    assert full.y + full.height == half.y + half.height
    assert [one.text for one in chart.grid] == ["0", "10", "20"]
    assert [one.text for one in columns(points([1]), name="", title="", write=str).grid] == [
        *("0", "1")
    ]


def test_a_chart_says_in_words_what_it_shows() -> None:
    chart = columns(points([3, 0, 4]), name="months", title="各月", write=str)
    assert chart.summary == "1月 3；3月 4"
    assert columns(points([0]), name="", title="", write=str).summary == "—"


@given(VALUES)
def test_every_bar_lies_inside_the_picture(values: list[int]) -> None:
    standing = columns(points(values), name="", title="", write=str)
    for one in standing.bars:
        assert 0 <= one.x
        assert one.x + one.width <= WIDTH
        assert 0 <= one.y
        assert one.y + one.height <= HEIGHT - 20
    for one in lying(points(values), name="", title="").bars:
        assert 0 <= one.width <= WIDTH


def test_a_scale_of_long_numbers_is_written_in_yi() -> None:
    small = drawn_years({2025: {"trades": 1, "trade_total": 100}, 2026: {"trades": 1}})
    large = drawn_years({2025: {"trades": 1, "trade_total": 3_000_000 * 10**6}, 2026: {}})
    assert small is not None and large is not None
    assert [one.text for one in small.charts[1].grid] == ["0", "1"]
    assert [one.text for one in large.charts[1].grid] == ["0", "200亿元", "400亿元"]


@given(VALUES)
def test_no_number_of_a_scale_is_longer_than_its_place(values: list[int]) -> None:
    sums = {2000 + n: {"trades": 1, "trade_total": value} for n, value in enumerate(values)}
    drawn = drawn_years(sums)
    for line in drawn.charts[1].grid if drawn else ():
        assert sum(11 if one in "万亿元" else 6.2 for one in line.text) <= 47, line.text
