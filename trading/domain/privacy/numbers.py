"""What a row of digits is: somebody's identity number, mobile telephone or bank card."""

import re
from enum import StrEnum

from stdnum import luhn
from stdnum.cn import ric, uscc


class Kind(StrEnum):
    """What sort of personal data it is."""

    IDENTITY = "identity"
    MOBILE = "mobile"
    CARD = "card"
    EMAIL = "email"

    @property
    def zh(self) -> str:
        """The kind in Chinese."""
        return _NAMES[self]

    @property
    def shown(self) -> tuple[int, int]:
        """How many characters stay at the beginning and at the end: 35*************123."""
        return _SHOWN[self]


_NAMES = {
    Kind.IDENTITY: "身份证号码",
    Kind.MOBILE: "手机号码",
    Kind.CARD: "银行卡号",
    Kind.EMAIL: "电子邮箱",
}
_SHOWN = {
    Kind.IDENTITY: (2, 3),
    Kind.MOBILE: (3, 4),
    Kind.CARD: (0, 4),
    Kind.EMAIL: (1, 0),
}
LONGEST = 19  # digits of the longest number that is looked for
# Not stdnum's whole check: it knows no county that was founded or abolished lately, and fails on
# some numbers whose province is not divided in its table.
_IDENTITY = re.compile(
    r"[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]"
)
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_CARD = re.compile(r"[3-6][0-9]{15,18}")


def kind_of(digits: str) -> Kind | None:
    """What these characters (digits, at the end perhaps X) are; None for a number like any."""
    if _IDENTITY.fullmatch(digits) and ric.calc_check_digit(digits) == digits[17].upper():
        return Kind.IDENTITY
    if _MOBILE.fullmatch(digits):
        return Kind.MOBILE
    is_card = _CARD.fullmatch(digits) and luhn.is_valid(digits) and not _is_credit_code(digits)
    return Kind.CARD if is_card else None


def _is_credit_code(digits: str) -> bool:
    """A 统一社会信用代码 may be digits alone; it is public."""
    return len(digits) == 18 and bool(uscc.calc_check_digit(digits[:17]) == digits[17])
