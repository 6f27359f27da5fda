"""Whether the product agrees with a plain recount: every figure, every group, every row of it."""

import csv
import io
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from tests.journeys.desks import START
from tests.journeys.offices import Office
from tests.journeys.recount import RATES, Counted, Line, all_lines, count, rows
from tests.journeys.waiting import waiting
from trading.domain.counting import Basis
from trading.domain.figures import DIMENSIONS, Figure, YearFigures
from trading.store.engine import Session
from trading.store.row_sums import sum_of_rows
from trading.store.years import read_year
from trading.web.public.behind import chosen, csv_lines

# Interface.md §5, and what stands beside them as figures of their own.
NAMES = {
    *("trades", "trade_total", "disclosures", "notices", "plan_notices", "tender_notices"),
    *("candidate_notices", "award_notices", "correction_notices", "termination_notices"),
    *("contract_notices", "lots_offered", "lots_failed", "savings", "savings_rate", "premium"),
    *("premium_rate", "on_time_rate", "open_loops", "channel_web", "lots_terminated", "withdrawn"),
}
MONEY = ("savings", "savings_limit", "premium", "premium_limit")
COVERED = {
    "savings": ("savings_lots", "trades_spending", "savings_awards"),
    "savings_rate": ("savings_lots", "trades_spending", "savings_awards"),
    "premium": ("premium_lots", "trades_income", "premium_awards"),
    "premium_rate": ("premium_lots", "trades_income", "premium_awards"),
    "on_time_rate": ("results_measured", "award_notices", ""),
}
# One at a time, by the year: reading them all would take as long as all the rest.
TURNS = ("", *DIMENSIONS)


@dataclass
class Agreement:
    """Compares an office with its stories at a moment, and says how much was compared."""

    office: Office
    at: datetime
    compared: Counter[str] = field(default_factory=Counter)

    def check(self, *, opened: bool) -> None:
        """Every year on both bases; `opened`: also the rows behind each figure."""
        stories, acts = self.office.stories, self.office.acts
        years = range(min(START.year, *(act.day.year for act in acts)) - 1, self.at.year + 1)
        for basis in Basis:
            lines = all_lines(stories, acts, basis.value)
            earlier: Counted = Counter()
            for year in years:
                figures = read_year(
                    self.office.session, year, self.office.site, basis=basis, at=self.at
                )
                expected = count(lines, year)
                waits = len(waiting(stories, self.at, year))
                if waits:
                    expected["year", "", "open_loops"] = waits
                check_same(said_by(figures), expected, year)
                check_printed(figures, _whole(expected), _whole(earlier))
                self.compared["figures"] += len(expected)
                earlier = expected
                if opened:
                    self._check_rows(figures, lines)
                    self._check_group(figures, TURNS[year % len(TURNS)])

    def _check_rows(self, figures: YearFigures, lines: list[Line]) -> None:
        """The CSV of each figure and line has the rows of the recount, each with its amount."""
        known = {line.figure for line in lines if line.day.year == figures.year}
        for name in sorted(known | figures.whole.keys()):
            if _is_dated_by_publication(name) and figures.basis is Basis.PUBLISHED:
                continue  # the same rows, whatever the basis
            found = read_rows(self.office.session, figures, name, self.at)
            self.compared["files"] += 1
            self.compared["rows"] += sum(found.values())
            if name == "open_loops":
                waits = waiting(self.office.stories, self.at, figures.year)
                # Of a result that lies in a draft the public learns no day.
                dated = ((kind, "" if kind == "award" else since) for kind, _, _, since in waits)
                assert found == Counter((f"{kind} {since}", 1) for kind, since in dated)
            else:
                check_same(found, rows(lines, figures.year, name), (figures.year, name))

    def _check_group(self, figures: YearFigures, dimension: str) -> None:
        """The rows of every group along a dimension are as many as it says, or add up to it."""
        groups = (
            [(share.key, share.values) for share in figures.by[dimension]]
            if dimension
            else [("", figures.whole)]
        )
        for key, values in groups:
            for name, value in values.items():
                if name in RATES:
                    continue
                choice = chosen(figures, name, group=(dimension, key), at=self.at)
                whole = sum_of_rows(self.office.session, choice)
                self.compared["groups"] += 1
                assert (whole.fen if is_money(name) else whole.count) == value, (key, name)


def check_same(said: Counter[Any], expected: Counter[Any], of: object) -> None:
    """Both are the same; if not, the difference alone is told. Any: keys of many shapes."""
    wrong = {
        key: (said[key], expected[key])
        for key in said.keys() | expected.keys()
        if said[key] != expected[key]
    }
    assert not wrong, f"{of}: {wrong}"


def said_by(figures: YearFigures) -> Counted:
    """What the product says of a year, wherever it says it."""
    said: Counted = Counter({("year", "", name): value for name, value in figures.whole.items()})
    for dimension, shares in figures.by.items():
        for share in shares:
            key = share.label if dimension == "buyer" else share.key
            for name, value in share.values.items():
                said[dimension, key, name] += value
    return Counter({key: value for key, value in said.items() if value})


def check_printed(figures: YearFigures, whole: Counter[str], earlier: Counter[str]) -> None:
    """What stands on the page and in the JSON of each figure is what the recount says."""
    foreign = {name for name in whole if is_money(name) and len(name) == len("trade_total_usd")}
    names = {one.name for one in figures.figures}
    assert foreign <= names and NAMES <= names, names ^ NAMES
    assert [one.name for one in (*figures.bridges, *figures.identities) if not one.holds] == []
    for bridge in figures.bridges:
        for part in (bridge.whole, *bridge.parts):
            assert part.value == whole[part.name], part.name
    for figure in figures.figures:
        assert (figure.value or 0) == whole[figure.name], figure.name
        _check_lines(figure, whole)
        _check_worked_out(figure, whole)
        if figure.compared:
            assert figure.compared.before == earlier[figure.name], figure.name
            assert figure.compared.difference == whole[figure.name] - earlier[figure.name]
        if figure.definition.unit == "fen" and figure.definition.currency == "CNY":
            wan = Decimal(figure.text.removesuffix("万元"))
            assert wan * 1_000_000 == figure.value, figure.text


def _check_lines(figure: Figure, whole: Counter[str]) -> None:
    """The lines beside a figure: what it leaves out, and what it is made of."""
    for line in (*figure.exclusions, *figure.details):
        assert line.value == whole[line.name], line.name
    for why, lots in figure.excluded.items():
        assert lots == whole[f"excluded_{why}"], why
    for flow, fen in figure.flows.items():
        assert fen == whole[flow], flow


def _check_worked_out(figure: Figure, whole: Counter[str]) -> None:
    """Over what a figure is worked out, and a rate from which sums."""
    name = figure.name
    if name in RATES:
        part, of = RATES[name]
        assert (figure.value is None) == (not whole[of]), name
        assert figure.ratio
        assert (figure.ratio.part, figure.ratio.whole) == (whole[part], whole[of]), name
    if name in COVERED:
        assert figure.coverage
        covered = figure.coverage.covered, figure.coverage.of, figure.coverage.awards or 0
        assert covered == tuple(whole[one] for one in COVERED[name]), name


def read_rows(
    session: Session, figures: YearFigures, name: str, at: datetime
) -> Counter[tuple[str, int]]:
    """The rows of the CSV of a figure: what each is of, and what it adds to the figure."""
    text = b"".join(csv_lines(session, chosen(figures, name, at=at))).decode("utf-8-sig")
    found: Counter[tuple[str, int]] = Counter()
    for row in csv.DictReader(io.StringIO(text)):
        if "since" in row:
            of, adds = f"{row['kind']} {row['since']}", 1
        elif "lot" in row:
            of = f"{row['title']} {row['lot']}"
            adds = int(100 * Decimal(row["value"] or 0)) if is_money(name) else 1
        else:
            of, adds = row.get("number") or " ".join(sorted(row["numbers"].split())), 1
        found[of, adds] += 1
    return found


def is_money(name: str) -> bool:
    """Whether the rows of a figure or line add up to it; of others they are as many."""
    return name.startswith("trade_total") or name in (*MONEY, "savings_rate", "premium_rate")


def _is_dated_by_publication(name: str) -> bool:
    kinds = ("notices", "lots_offered", "lots_failed", "lots_terminated", "disclosures")
    named = name in kinds or name.endswith("_notices") or name.startswith("results_")
    return named or name in ("withdrawn", "channel_web", "open_loops", "on_time_rate")


def _whole(counted: Counted) -> Counter[str]:
    return Counter(
        {name: value for (dimension, _, name), value in counted.items() if dimension == "year"}
    )
