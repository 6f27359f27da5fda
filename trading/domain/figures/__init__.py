"""Figures of a year: printed numbers as objects, how they are made, and how they add up."""

from trading.domain.definitions import EXCLUSIONS
from trading.domain.figures.making import FLOWS, figure_of, year_figures
from trading.domain.figures.rounding import Rounded, percent_text, ratio, rounded
from trading.domain.figures.shares import DIMENSIONS, FOLDED, RATES, label_of
from trading.domain.figures.values import (
    Bridge,
    Comparison,
    Coverage,
    Fault,
    Figure,
    Identity,
    Part,
    Ratio,
    Share,
    YearFigures,
)

__all__ = [
    "DIMENSIONS",
    "EXCLUSIONS",
    "FLOWS",
    "FOLDED",
    "RATES",
    "Bridge",
    "Comparison",
    "Coverage",
    "Fault",
    "Figure",
    "Identity",
    "Part",
    "Ratio",
    "Rounded",
    "Share",
    "YearFigures",
    "figure_of",
    "label_of",
    "percent_text",
    "ratio",
    "rounded",
    "year_figures",
]
