"""Exclusions: what the total leaves out, said in words wherever the total is printed."""

from collections.abc import Mapping

from trading.domain.figures import YearFigures

# Inside a sentence (domain.md §4.6), and beside one.
INSIDE: Mapping[str, str] = {
    "rate_or_unit_price": "其中%d宗以费率、单价成交，未计入总额",
    "no_amount": "其中%d宗未填金额",
    "foreign_currency": "其中%d宗以外币成交，未计入总额",
}
_BESIDE: Mapping[str, str] = {
    "rate_or_unit_price": "进场交易中有%d宗以费率、单价成交，未计入总额",
    "no_amount": "进场交易中有%d宗未填金额",
    "foreign_currency": "进场交易中有%d宗以外币成交，未计入总额",
}


def exclusions(figures: YearFigures, *, inside: bool = False) -> list[str]:
    """A clause for everything that the year's total leaves out."""
    excluded = figures.figure("trade_total").excluded
    words = INSIDE if inside else _BESIDE
    return [words[name] % excluded[name] for name in words if excluded.get(name)]


def note(figures: YearFigures) -> str:
    """What stands beside a sentence: so many notices in so many acts, and what is not in it."""
    acts, notices = figures.figure("disclosures"), figures.figure("notices")
    said = [f"{acts.text}、共{notices.text}", *exclusions(figures)]
    withdrawn = figures.figure("withdrawn").value
    if withdrawn:
        said.append(f"公告中有{withdrawn}条后来撤销")
    return "；".join(said)
