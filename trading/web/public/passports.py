"""Passports: one figure with everything that explains it, finished before a page shows it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext

from trading.domain.definitions import part_label
from trading.domain.figures import (
    FLOWS,
    Figure,
    Part,
    YearFigures,
    figure_of,
    label_of,
    percent_text,
)
from trading.domain.lines import LABELS
from trading.store.choices import Choice, selection
from trading.store.engine import Session
from trading.store.figure_rows import LotRow
from trading.web.public.behind import Rows, chosen, csv_lines, rows_behind, sha256_of
from trading.web.public.choosing import Asked, address_of, opened
from trading.web.public.measures import measure_of, unit_of, write, write_money

# Up to so many rows the page computes the hash of the CSV itself; above, its own address does.
MOST_HASHED = 1000


@dataclass(frozen=True)
class Line:
    """A line beside a figure, as it is printed, and where it opens; `english` says it again."""

    label: str
    text: str
    href: str | None = None
    english: str = ""


@dataclass(frozen=True, kw_only=True)
class Passport:
    """A figure, part or group with its definition, what is left out, its rows and their hash.

    `expected` is what the roll-up says the rows come to; `sha256` is empty where hashing them
    takes long: then `digest` is the address that tells it.
    """

    asked: Asked
    figure: Figure
    label: str
    part: str
    english: str
    unit: str
    measure: str
    text: str
    rows: Rows
    total: str
    expected: int
    excluded: tuple[Line, ...]
    beside: tuple[Line, ...]
    compared: tuple[Line, ...]
    sha256: str
    csv: str
    digest: str

    @property
    def agrees(self) -> bool:
        """Whether the rows are what the roll-up says."""
        return self.expected == (self.rows.amount_fen if self.total else self.rows.count)

    @property
    def stored(self) -> str:
        """What the roll-up says, as it is printed."""
        return self._written(self.expected)

    @property
    def counted(self) -> str:
        """What the rows come to, as it is printed."""
        return self._written(self.rows.amount_fen if self.total else self.rows.count)

    def _written(self, value: int) -> str:
        name = self.asked.name
        return write_money(name, value) if self.total else write(_counted(name), value)

    @property
    def traded(self) -> bool:
        """Whether the rows are lots that somebody won."""
        return any(isinstance(row, LotRow) and row.winners for row in self.rows.lots)

    @property
    def own(self) -> bool:
        """Whether the rows add up by something else than what the trade total counts."""
        return bool(self.total) and self.asked.name not in ("trade_total", *FLOWS)


def passport(session: Session, figures: YearFigures, asked: Asked, *, at: datetime) -> Passport:
    """The passport of these rows; NotFound for a page behind the last."""
    choice = choice_of(figures, asked, at=at)
    rows = rows_behind(session, choice, page=asked.page)
    figure, sums = _figure(figures, asked), _sums(figures, asked)
    adds = bool(selection(choice).value)
    whole = Asked(asked.figure, asked.part, asked.dimension, asked.key)
    return Passport(
        asked=asked,
        figure=figure,
        label=_label(figures, asked),
        part=part_label(asked.part) if asked.part else "",
        english=LABELS[asked.part][1] if asked.part in LABELS else "",
        unit=unit_of(asked.name),
        measure=measure_of(asked.name),
        text=_text(figure, asked, sums),
        rows=rows,
        total=write_money(asked.name, rows.amount_fen) if adds else "",
        expected=sums.get(_counted(asked.name), 0),
        excluded=() if asked.part else tuple(lines_beside(figures, figure.exclusions, asked)),
        beside=() if asked.part else tuple(lines_beside(figures, figure.details, asked)),
        compared=() if asked.part or asked.dimension else tuple(_compared(figures, figure)),
        sha256=sha256_of(csv_lines(session, choice)) if rows.count <= MOST_HASHED else "",
        csv=opened(figures.year, whole, endpoint="figure_as_csv"),
        digest=opened(figures.year, whole, endpoint="figure_digest"),
    )


def choice_of(figures: YearFigures, asked: Asked, *, at: datetime) -> Choice:
    """The rows that are asked for."""
    return chosen(figures, asked.figure, part=asked.part, group=(asked.dimension, asked.key), at=at)


def change_text(figures: YearFigures, figure: Figure) -> str:
    """A figure against the year before; empty where there is nothing to compare."""
    compared = figure.compared
    if compared is None:
        return ""
    if figure.definition.unit == "basis_point":
        return f"{_sign(compared.difference)}{_percent(compared.difference)}{gettext('个百分点')}"
    if compared.percent is None:
        return str(gettext("%(year)d年为0", year=figures.year - 1))
    return f"{_sign(compared.percent)}{percent_text(abs(compared.percent))}"


def _counted(name: str) -> str:
    """The sum that the rows of a rate add up to, or come to in number."""
    if name in ("savings_rate", "premium_rate"):
        return name.removesuffix("_rate")
    return "results_measured" if name == "on_time_rate" else name


def _figure(figures: YearFigures, asked: Asked) -> Figure:
    """The figure of the year, or of the group: what stands beside it is of the same rows."""
    figure = figures.figure(asked.figure)
    return figure_of(figure.definition, _sums(figures, asked)) if asked.dimension else figure


def _sums(figures: YearFigures, asked: Asked) -> dict[str, int]:
    if not asked.dimension:
        return dict(figures.whole)
    shares = (one for one in figures.by[asked.dimension] if one.key == asked.key)
    return next((dict(one.values) for one in shares), {})


def _label(figures: YearFigures, asked: Asked) -> str:
    figure = figures.figure(asked.figure).definition.label
    named = [figure, part_label(asked.part)] if asked.part else [figure]
    if asked.dimension:
        shares = (one.label for one in figures.by[asked.dimension] if one.key == asked.key)
        named.append(next(shares, label_of(asked.dimension, asked.key)))
    return " · ".join(named)


def _text(figure: Figure, asked: Asked, sums: dict[str, int]) -> str:
    if asked.name == figure.name and not asked.dimension:
        return figure.text
    return write(asked.name, sums.get(asked.name))


def lines_beside(
    figures: YearFigures, parts: Iterable[Part], group: Asked | None = None
) -> Iterator[Line]:
    """Lines with what they come to, and where each opens: in the same group as `group`."""
    dimension, key = (group.dimension, group.key) if group else ("", "")
    for one in parts:
        english = LABELS[one.name][1] if one.name in LABELS else ""
        href = address_of(figures, one.name, dimension=dimension, key=key)
        yield Line(one.label, write(one.name, one.value), href, english)


def _compared(figures: YearFigures, figure: Figure) -> Iterator[Line]:
    if figure.compared is None:
        return
    before = figure.compared.before
    text = write(figure.name, before)
    where = opened(figures.year - 1, Asked(figure.name))
    yield Line(gettext("%(year)d年", year=figures.year - 1), text, where)
    yield Line(gettext("增减"), change_text(figures, figure))


def _percent(hundredths: int) -> str:
    return percent_text(abs(hundredths)).removesuffix("%")


def _sign(value: int) -> str:
    return "−" if value < 0 else "+" if value else ""
