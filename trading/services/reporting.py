"""Reporting: the section of the disclosure report, filled from the year's figures."""

from dataclasses import dataclass

from trading.domain.calendar import SHANGHAI, check_year
from trading.domain.errors import RuleBroken
from trading.domain.figures import YearFigures
from trading.domain.money import write_wan
from trading.domain.site import Site
from trading.services.wording import PartsDiffer, Sentence, sentence
from trading.store.engine import Session
from trading.store.lists import NoticeFilter, notices_of_year
from trading.store.years import read_year

SHOWN = 20  # notices that a refusal names


@dataclass(frozen=True)
class Report:
    """A year's section: its figures, and the sentence made from them."""

    site: Site
    figures: YearFigures
    sentence: Sentence

    def placeholders(self) -> dict[str, object]:
        """What a Word template may name (interface.md §5)."""
        values: dict[str, object] = {one.name: one.value for one in self.figures.figures}
        total = self.figures.figure("trade_total")
        as_of = self.figures.as_of
        return values | {
            "year": self.figures.year,
            "organization": self.site.organization,
            "site_name": self.site.site_name,
            "trade_total_wan": write_wan(total.count),
            "trade_total_floor": total.floor_text,
            f"sentence_{self.sentence.style}": self.sentence.text,
            "note": self.sentence.note,
            "as_of": f"{as_of.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if as_of else "",
            "figures": [
                {"label": one.definition.label, "text": one.text, "definition": one.definition.zh}
                for one in self.figures.figures
            ],
        }


def report(session: Session, site: Site, year: int, *, style: str) -> Report:
    """The section of a year; RuleBroken, with the rows, when the sentence must not be printed."""
    figures = read_year(session, check_year(year), site)
    if figures.as_of is None:
        raise RuleBroken("还没有发布过公告")
    try:
        return Report(site, figures, sentence(figures, style))
    except PartsDiffer as refused:
        numbers = _numbers(session, year, refused)
        raise RuleBroken("%(why)s（%(numbers)s）", why=str(refused), numbers=numbers) from None


def _numbers(session: Session, year: int, refused: PartsDiffer) -> str:
    """The numbers of the notices that the sentence leaves out; of many, the first ones."""
    families = tuple(one.name.removesuffix("_notices") for one in refused.outside)
    rows = notices_of_year(session, NoticeFilter(year=year, family=families))
    shown = "、".join(row.number for row in rows[:SHOWN])
    return f"{shown}等" if len(rows) > SHOWN else shown
