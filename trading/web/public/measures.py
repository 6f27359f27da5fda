"""Measures: how a figure, or a line beside one, is printed with the unit of its rows."""

from flask_babel import gettext

from trading.domain.counting import Basis
from trading.domain.definitions import definition_of
from trading.domain.errors import NotFound
from trading.domain.figures import RATES, percent_text
from trading.domain.money import decimal_string, write_wan
from trading.store.choices import Choice, selection


def unit_of(name: str) -> str:
    """The unit of a figure or a line beside one, as in `Definition.unit`; empty for neither."""
    if known := definition_of(name):
        return known.unit
    try:
        found = selection(Choice(year=2000, basis=Basis.DECIDED, name=name))  # as in any year
    except NotFound:
        return ""
    if found.value:
        return "fen"
    return "lot" if found.kind == "lots" else "notice"


def measure_of(name: str) -> str:
    """Its counting word: a lot beside a figure is a 宗, also where trades are counted in 次."""
    if known := definition_of(name):
        return known.measure
    words = {"fen": gettext("万元"), "lot": gettext("宗"), "notice": gettext("条")}
    return str(words.get(unit_of(name), ""))


def write(name: str, value: int | None) -> str:
    """Its value with its unit; a rate of nothing is empty."""
    if name in RATES:
        return percent_text(value)
    if unit_of(name) == "fen":
        return write_money(name, value or 0)
    return f"{value or 0}{measure_of(name)}"


def write_money(name: str, fen: int) -> str:
    """What its rows add up to, with the unit; those of a rate add up in CNY."""
    known = definition_of(name)
    if known and known.currency not in ("", "CNY"):
        return f"{decimal_string(fen)}{known.measure}"
    return f"{write_wan(fen)}{gettext('万元')}"
