"""How this house writes an amount: exact for records, rounded for sentences."""

from trading.domain.money.units import Unit

_HUNDRED_WAN = 100 * Unit.WAN.fen


def write_yuan(fen: int) -> str:
    """An amount in yuan with separators and two decimals: ``1,170,040.00``."""
    return f"{_sign(fen)}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def write_wan(fen: int) -> str:
    """An amount in 万元, exact, without needless zeros: ``73012.35``."""
    return _trimmed(fen, Unit.WAN)


def write_in(fen: int, unit: Unit) -> str:
    """An amount as editable text in `unit`: `parse_amount` of it gives the same fen again."""
    return decimal_string(fen) if unit is Unit.YUAN else _trimmed(fen, unit)


def decimal_string(fen: int) -> str:
    """An amount in yuan for payloads and feeds, always with two decimals: ``1170040.00``."""
    return f"{_sign(fen)}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def floor_text(fen: int) -> str:
    """An amount cut to three significant digits: ``73000余万元`` (domain.md §4.10).

    In 万元 from 100万元 up, so that the three digits are whole 万; below that in 元. 余 stands
    only when something was cut, so the text never states more than the amount. Of a negative
    amount the size is cut.
    """
    size, unit = abs(fen), _unit_of(fen)
    kept = size - size % _step(size)
    return f"{_sign(fen)}{_trimmed(kept, unit)}{'余' if kept != size else ''}{unit.label}"


def round_text(fen: int) -> str:
    """An amount rounded half up to three significant digits: ``约73000万元``.

    约 stands only when rounding changed it; units as in `floor_text`.
    """
    size, unit = abs(fen), _unit_of(fen)
    step = _step(size)
    rounded = (size + step // 2) // step * step
    return f"{'约' if rounded != size else ''}{_sign(fen)}{_trimmed(rounded, unit)}{unit.label}"


def _unit_of(fen: int) -> Unit:
    return Unit.WAN if abs(fen) >= _HUNDRED_WAN else Unit.YUAN


def _step(size: int) -> int:
    """The fen value of the third significant digit, at least 1."""
    return int(10 ** max(len(str(size)) - 3, 0))


def _trimmed(fen: int, unit: Unit) -> str:
    whole, rest = divmod(abs(fen), unit.fen)
    decimals = f"{rest:0{unit.decimals}d}".rstrip("0")
    return f"{_sign(fen)}{whole}{'.' if decimals else ''}{decimals}"


def _sign(fen: int) -> str:
    return "-" if fen < 0 else ""
