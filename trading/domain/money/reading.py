"""What people type as an amount, read into whole fen or refused with the reason."""

import re

from trading.domain.errors import RuleBroken
from trading.domain.money.units import MAX_FEN, Unit

_SHOWN = 40  # characters of the typed text that a sentence repeats

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_ALIKE = {ord("￥"): "¥", ord("−"): "-", ord("–"): "-", ord("—"): "-", ord("～"): "~"}
_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
_PLAIN = {**_FULL_WIDTH, **_ALIKE, **_INVISIBLE}

_LOOSE_SPACE = re.compile(r"(?<![0-9]) | (?![0-9])")
_PREFIX = re.compile(r"^(?:人民币|RMB|CNY)?:?¥?", re.IGNORECASE)
_GROUPED = re.compile(r"[0-9]{1,3}(?:(?:,[0-9]{3})+|(?: [0-9]{3})+)")
_DECIMAL = re.compile(r"(-?)(0|[1-9][0-9]{0,18})\.([0-9]{2})")
_UNITS = {
    **dict.fromkeys(("元", "圆"), Unit.YUAN),
    **dict.fromkeys(("万", "万元", "万圆"), Unit.WAN),
    **dict.fromkeys(("亿", "亿元", "亿圆"), Unit.YI),
}
_NOT_AN_AMOUNT = (
    (r"^$", "请填写金额"),
    (
        r"[%‰]|百分|费率|下浮|上浮|折扣|[0-9] ?折|系数|比例",
        "“%(text)s”是比率，这里只填金额；以费率成交的，价款形式选“费率或下浮率”，"
        "写在“费率、下浮率或单价”栏",
    ),
    (
        r"/|每",
        "“%(text)s”是单价，这里只填总金额；以单价成交的，价款形式选“单价”，"
        "写在“费率、下浮率或单价”栏",
    ),
    (r"^(?:人民币|RMB|CNY)?:?¥? ?[-负]", "金额不能是负数：“%(text)s”"),
    (r"[0-9] ?e ?[-+]?[0-9]", "请写出全部数字，不要用科学计数法：“%(text)s”"),
    (r"[0-9元万亿] ?[-~至到]", "这里只填一个确定的金额，不填区间：“%(text)s”"),
    (r"[〇零一二两三四五六七八九壹贰叁肆伍陆柒捌玖拾佰仟]", "请用阿拉伯数字填写金额：“%(text)s”"),
)
_FAULTS = tuple((re.compile(mark, re.IGNORECASE), sentence) for mark, sentence in _NOT_AN_AMOUNT)


def parse_amount(text: str, unit: Unit, *, field: str = "") -> int:
    """Read an amount typed beside the chosen `unit` into whole fen, from 0 to `MAX_FEN`.

    Tolerated: full-width characters, spaces, ``¥``/``RMB``/``人民币`` in front, 整 behind, and
    the chosen unit written out (``1,234.5万`` beside 万元). Separators are commas or spaces,
    in groups of three only: a group of four (``12,3456``) is more often a slip than Chinese
    grouping. Everything else, blank included, is RuleBroken(field) with the reason. ``0`` is an
    amount; asking for its reason is left to the caller.
    """
    try:
        return _read(text, unit)
    except RuleBroken as broken:
        broken.field = field
        raise


def from_decimal_string(text: str) -> int:
    """Read back what `decimal_string` wrote, in fen; anything else is RuleBroken."""
    match = _DECIMAL.fullmatch(text)
    if match is None or text == "-0.00":
        raise RuleBroken("“%(text)s”不是以元为单位、保留两位小数的金额", text=text[:_SHOWN])
    fen = int(match[2]) * 100 + int(match[3])
    return -fen if match[1] else fen


def _read(text: str, unit: Unit) -> int:
    typed = " ".join(text.translate(_PLAIN).split())
    for mark, sentence in _FAULTS:
        if mark.search(typed):
            raise RuleBroken(sentence, text=typed[:_SHOWN])
    amount = _PREFIX.sub("", _LOOSE_SPACE.sub("", typed))
    behind = amount.lstrip("0123456789., ")
    _check_unit(behind, unit)
    whole, decimals = _digits(amount.removesuffix(behind))
    return _fen(whole, decimals, unit)


def _check_unit(behind: str, unit: Unit) -> None:
    """Refuse whatever stands behind the number, unless it is the chosen unit."""
    written = behind.removesuffix("人民币").removesuffix("整").removesuffix("正")
    if not written or _UNITS.get(written) is unit:
        return
    if written in _UNITS:
        raise RuleBroken(
            "金额里写的是“%(written)s”，所选单位是“%(unit)s”：请改选单位，或只填数字",
            written=written,
            unit=unit.label,
        )
    if written in ("角", "分") or re.search(r"^[元圆万亿][0-9]", written):
        raise RuleBroken("一个金额只用一个单位：请换算后写成小数，例如 12.34")
    if re.match(r"[十百千]+[万亿]*[元圆]?$|万亿[元圆]?$", written):
        raise RuleBroken("不能以“%(written)s”为单位：请换算成元、万元或亿元", written=written)
    raise RuleBroken("金额里不能有“%(char)s”：请只填数字", char=written[0])


def _digits(number: str) -> tuple[str, str]:
    """The digits before and after the decimal point, separators taken out."""
    if not number:
        raise RuleBroken("金额里没有数字")
    whole, point, decimals = number.partition(".")
    if "." in decimals:
        raise RuleBroken("金额里有两个小数点：“%(text)s”", text=number[:_SHOWN])
    if point and not (whole and decimals):
        raise RuleBroken("小数点前后都要有数字：“%(text)s”", text=number[:_SHOWN])
    if not whole.isdigit() and not _GROUPED.fullmatch(whole) or (point and not decimals.isdigit()):
        raise RuleBroken(
            "分隔符的位置不对：“%(text)s”，请三位一节，例如 1,234,567.00，或不写分隔符",
            text=number[:_SHOWN],
        )
    whole = whole.replace(",", "").replace(" ", "")
    if len(whole) > 1 and whole.startswith("0"):
        raise RuleBroken("数字开头有多余的0：“%(text)s”", text=number[:_SHOWN])
    return whole, decimals


def _fen(whole: str, decimals: str, unit: Unit) -> int:
    if len(decimals) > unit.decimals:
        raise RuleBroken(
            "以%(unit)s为单位最多写%(count)d位小数（精确到分）",
            unit=unit.label,
            count=unit.decimals,
        )
    if len(whole) <= len(str(MAX_FEN)):
        fen = int(whole) * unit.fen + int(decimals.ljust(unit.decimals, "0"))
        if fen <= MAX_FEN:
            return fen
    raise RuleBroken("金额超过上限10万亿元：请检查数字和单位")
