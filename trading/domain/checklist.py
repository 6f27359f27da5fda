"""The checklist: what a reviewer confirms, point by point, before a notice may go out."""

from enum import StrEnum


class Check(StrEnum):
    """One point of the review (domain.md §7); `zh` is what staff call it."""

    SECRECY = "secrecy"
    PERSONAL = "personal"
    WORDING = "wording"
    MONEY = "money"
    PERIODS = "periods"

    @property
    def zh(self) -> str:
        """Its name on the reviewer's page."""
        return _ZH[self]


_ZH = {
    Check.SECRECY: "保密审查",
    Check.PERSONAL: "个人信息",
    Check.WORDING: "错敏字词",
    Check.MONEY: "金额与单位",
    Check.PERIODS: "时限",
}
