"""An amount in capital Chinese numerals (大写), as it stands on cheques and contracts."""

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
SECTIONS = ("", "万", "亿", "万亿")
_WAN = 10_000


def words(fen: int) -> str:
    """Write an amount in fen as 大写, e.g. ``壹佰壹拾柒万壹仟零肆拾元整``; 0 is ``零元整``.

    Source: 支付结算办法 (银发〔1997〕393号), annex 1, rules 2 to 4. Where the rules leave a choice,
    this house writes 整 after 角 as well as after 元, never after 分, and bridges every gap of
    zeros before a further digit with exactly one 零.
    """
    if fen < 0:
        return "负" + words(-fen)
    yuan, rest = divmod(fen, 100)
    jiao, cents = divmod(rest, 10)
    whole = _yuan(yuan) + "元" if yuan or not rest else ""
    if not rest:
        return whole + "整"
    return whole + _small_change(jiao, cents, after_zero=yuan > 0 and (yuan % 10 == 0 or not jiao))


def _small_change(jiao: int, cents: int, *, after_zero: bool) -> str:
    text = "零" if after_zero else ""
    if jiao:
        text += DIGITS[jiao] + "角"
    return text + (DIGITS[cents] + "分" if cents else "整")


def _yuan(yuan: int) -> str:
    if yuan == 0:
        return DIGITS[0]
    sections = []
    while yuan:
        yuan, section = divmod(yuan, _WAN)
        sections.append(section)
    return _joined(sections[::-1])


def _joined(sections: list[int]) -> str:
    """Join sections of four digits, highest first, with one 零 across every gap."""
    text, gap = "", False
    for index, section in enumerate(sections):
        rank = len(sections) - 1 - index
        if section:
            gap = gap or (bool(text) and section < _WAN // 10)
            text += ("零" if gap else "") + _four(section) + SECTIONS[rank % 2]
        gap = bool(text) and section % 10 == 0
        if rank % 4 == 2:
            text += "亿" 
    return text


def _four(section: int) -> str:
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = section // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + PLACES[place]
        gap = digit == 0
    return text
