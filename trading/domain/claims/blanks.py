"""Blanks: a unit in front of which nobody wrote the number."""

import re
from collections.abc import Iterator

from trading.domain.claims.flags import Fault, Flag
from trading.domain.errors import RuleBroken

_UNITS = "标段|条|次|宗|份|件|个|项|万元|亿元|元|%"
_ENDS = r"(?=\s*(?:[,，、;。!?！？:…)]|其中|$))"
# Where a number should be: a gap, a line, crosses, an empty bracket.
_GAP = r"(?:[ \t\u3000\u00a0]+|_+|[Xx×*□〇?]{1,8}|\(\s*\)|\[\s*\]|余)+"
_HAN = r"(?<=[\u4e00-\u9fff])"
# Words behind which a unit without a number can only be one that was left out.
_COUNTED = "公告|公示|信息|通知|公开|公开计|交易|成交|项目|共计|累计|总计|合计|完成|发布|中标|文件"
_SUMMED = "总额|交易额|成交额|金额|资金|总价|合计|共计|节约|溢价"
_CHANGED = "增长|下降|增加|减少|提高|降低|节约率|节资率|溢价率|及时率|率"
_BREAK = re.compile(r"[,，、;。!?！？:\n…]|\d年")
_BLANKS = (
    re.compile(rf"{_HAN}{_GAP}(?:{_UNITS}){_ENDS}"),
    re.compile(rf"(?:{_COUNTED})(?:条|次|宗|份|件|个|项){_ENDS}"),
    re.compile(rf"(?:{_SUMMED})余?(?:万元|亿元|元){_ENDS}"),
    re.compile(rf"(?:{_CHANGED})(?:了|为)?%"),
)


def blanks(text: str) -> Iterator[Flag]:
    """Every number that is missing in a text that went through `normal`."""
    seen = 0
    found = (match for pattern in _BLANKS for match in pattern.finditer(text))
    for match in sorted(found, key=lambda one: one.start()):
        if match.start() < seen:
            continue
        seen = match.end()
        said = _BREAK.split(text[max(0, match.start() - 12) : match.end()])[-1].strip()
        yield Flag(
            fault=Fault.BLANK,
            broken=RuleBroken("“%(said)s”前面没有填数字", said=said),
            start=match.start(),
            end=match.end(),
        )
