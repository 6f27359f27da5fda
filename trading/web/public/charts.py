"""Charts: the geometry of bars, finished before a template draws them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 360, 180
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 6, 12, 24
_ROW, _BAR = 34, 12


@dataclass(frozen=True)
class Point:
    """What one bar stands for, its value, and how that is written."""

    label: str
    value: int
    text: str


@dataclass(frozen=True)
class Bar:
    """A bar where it is drawn, with the middle (columns) or the base line (rows) of its label."""

    point: Point
    x: float
    y: float
    width: float
    height: float
    label_x: float
    label_y: float


@dataclass(frozen=True)
class Grid:
    """A line of the scale: how high it lies, and what it says."""

    y: float
    text: str


@dataclass(frozen=True)
class Chart:
    """A finished chart; `summary` says for those who do not see it what it shows."""

    name: str
    title: str
    summary: str
    width: int
    height: int
    bars: tuple[Bar, ...]
    grid: tuple[Grid, ...] = ()


def columns(
    points: Sequence[Point], *, name: str, title: str, write: Callable[[int], str], unit: int = 1
) -> Chart:
    """A standing bar for each point, over a scale from 0 that `write` labels in `unit`."""
    top = ceiling(max((one.value for one in points), default=0), unit=unit)
    tall, wide = HEIGHT - _TOP - _BOTTOM, WIDTH - _LEFT - _RIGHT
    step = wide / max(len(points), 1)
    breadth = min(step * 0.68, 40)
    bars = []
    for place, one in enumerate(points):
        middle, height = _LEFT + step * (place + 0.5), tall * max(one.value, 0) / top
        left, upper = round(middle - breadth / 2, 1), round(_TOP + tall - height, 1)
        at = round(middle, 1), HEIGHT - 8
        bars.append(Bar(one, left, upper, round(breadth, 1), round(height, 1), *at))
    steps = (0, top // 2, top) if top // 2 % unit == 0 and top > unit else (0, top)
    grid = tuple(Grid(round(_TOP + tall * (1 - one / top), 1), write(one)) for one in steps)
    return Chart(name, title, summary(points), WIDTH, HEIGHT, tuple(bars), grid)


def lying(points: Sequence[Point], *, name: str, title: str) -> Chart:
    """A lying bar for each point, under its label: for labels that are long."""
    longest = max((one.value for one in points), default=0) or 1
    bars = tuple(
        Bar(
            one,
            0,
            _ROW * place + 18,
            round(WIDTH * max(one.value, 0) / longest, 1),
            _BAR,
            0,
            _ROW * place + 13,
        )
        for place, one in enumerate(points)
    )
    return Chart(name, title, summary(points), WIDTH, _ROW * len(points), bars)


def ceiling(value: int, *, unit: int = 1) -> int:
    """The least 1, 2, 4, 6 or 8 times a power of ten of units that no bar is higher than.

    Above 1 its half is whole, so that the line in the middle says a number that stands there.
    """
    size = unit
    while True:
        for one in (1, 2, 4, 6, 8):
            if one * size >= value:
                return one * size
        size *= 10


def summary(points: Sequence[Point]) -> str:
    """Every point in words; what is 0 is not named."""
    named = [f"{one.label} {one.text}" for one in points if one.value]
    return "；".join(named) or "—"
