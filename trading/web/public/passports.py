"""Passports: one figure with everything that explains it, finished before a page shows it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext

from trading.domain.definitions import part_label
from trading.domain.figures import FLOWS, Figure, Part, YearFigures, percent_text
from trading.domain.lines import LABELS
from trading.domain.money import decimal_string, write_wan
from trading.store.choices import Choice, selection
from trading.store.engine import Session
from trading.store.figure_rows import LotRow
from trading.web.public.behind import Rows, chosen, csv_lines, rows_behind, sha256_of
from trading.web.public.choosing import Asked, address_of, opened

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
    english: str
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
    figure, sums = figures.figure(asked.figure), _sums(figures, asked)
    adds = bool(selection(choice).value)
    whole = Asked(asked.figure, asked.part, asked.dimension, asked.key)
    return Passport(
        asked=asked,
        figure=figure,
        label=_label(figures, asked),
        english=LABELS[asked.part][1] if asked.part in LABELS else "",
        text=_text(figure, asked, sums, adds=adds),
        rows=rows,
        total=_money(figure, asked.name, rows.amount_fen) if adds else "",
        expected=sums.get(_counted(figure, asked.name), 0),
        excluded=() if asked.part else tuple(lines_beside(figures, figure.exclusions)),
        beside=() if asked.part else tuple(lines_beside(figures, figure.details)),
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


def _counted(figure: Figure, name: str) -> str:
    """The sum that the rows of a rate add up to, or come to in number."""
    if name in ("savings_rate", "premium_rate"):
        return name.removesuffix("_rate")
    return "results_measured" if name == "on_time_rate" else name


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
        named.append(next(shares, asked.key))
    return " · ".join(named)


def _text(figure: Figure, asked: Asked, sums: dict[str, int], *, adds: bool) -> str:
    if not asked.part and not asked.dimension:
        return figure.text
    if asked.name.endswith("_rate"):
        return percent_text(sums.get(asked.name))
    value = sums.get(asked.name, 0)
    if adds:
        return _money(figure, asked.name, value)
    lots = figure.definition.unit in ("fen", "basis_point") and "results" not in asked.name
    measure = figure.definition.measure if not (asked.part and lots) else gettext("宗")
    return f"{value}{gettext('条') if measure == '%' else measure}"


def _money(figure: Figure, name: str, fen: int) -> str:
    """An amount with its unit; a rate's rows add up in CNY."""
    currency = figure.definition.currency or "CNY"
    if currency == "CNY":
        return f"{write_wan(fen)}{gettext('万元')}"
    return f"{decimal_string(fen)}{figure.definition.measure}"


def lines_beside(figures: YearFigures, parts: Iterable[Part]) -> Iterator[Line]:
    """Lines with what they come to, and where each opens."""
    for one in parts:
        english = LABELS[one.name][1] if one.name in LABELS else ""
        noticed = one.name.startswith(("results_", "award_notices", "withdrawn"))
        measure = gettext("条") if noticed else gettext("宗")
        href = address_of(figures, one.name)
        yield Line(one.label, f"{one.value}{measure}", href, english)


def _compared(figures: YearFigures, figure: Figure) -> Iterator[Line]:
    if figure.compared is None:
        return
    before = figure.compared.before
    rate = figure.definition.unit == "basis_point"
    money = bool(figure.definition.currency)
    earlier = percent_text(before) if rate else f"{before}{figure.definition.measure}"
    text = _money(figure, figure.name, before) if money else earlier
    where = opened(figures.year - 1, Asked(figure.name))
    yield Line(gettext("%(year)d年", year=figures.year - 1), text, where)
    yield Line(gettext("增减"), change_text(figures, figure))


def _percent(hundredths: int) -> str:
    return percent_text(abs(hundredths)).removesuffix("%")


def _sign(value: int) -> str:
    return "−" if value < 0 else "+" if value else ""
