"""An amount in capital Chinese numerals (大写), as it stands on cheques and contracts."""

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾"))


def words(fen: int) -> str:
    """Write an amount in fen as 大写: 117,104,000 fen is ``壹佰壹拾柒万壹仟零肆拾元整``.

    Source: 支付结算办法 (银发〔1997〕393号), annex 1. 整 follows 元, never 分. Where the rules
    leave a choice the shorter form is written: no 整 after 角, and no 零 where only 万 or 元 ends
    in zero (``壹拾万柒仟元``, ``壹仟陆佰捌拾元叁角贰分``); ``贰亿零肆仟元`` keeps its 零 for the
    missing 万, lest it be heard as 贰亿肆仟万. 0 is ``零元整``; a negative amount,
    which only a difference can be, begins with 负.
    """
    if fen < 0:
        return "负" + words(-fen)
    yuan, change = divmod(fen, 100)
    if not change:
        return _whole(yuan) + "元整"
    return (_whole(yuan) + "元" if yuan else "") + _change(change, after_yuan=yuan > 0)


def _change(change: int, *, after_yuan: bool) -> str:
    jiao, cents = divmod(change, 10)
    text = _DIGITS[jiao] + "角" if jiao else "零" * after_yuan
    return text + (_DIGITS[cents] + "分" if cents else "")


def _whole(number: int) -> str:
    """A whole number; one 零 stands for a gap of zeros before a lower digit."""
    for size, name in _PLACES:
        if number >= size:
            high, low = divmod(number, size)
            gap = "零" if 0 < low < size // 10 else ""
            return _whole(high) + name + gap + (_whole(low) if low else "")
    return _DIGITS[number]
