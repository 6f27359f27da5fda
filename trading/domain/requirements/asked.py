"""Which facts a notice is asked for: the same answer for the form, the check and the page."""

from trading.domain.codes import Category, Family, NoticeType
from trading.domain.errors import RuleBroken


def is_offering(type_: NoticeType) -> bool:
    """Whether notices of this type offer lots (family tender)."""
    return type_.family is Family.TENDER


def is_result(type_: NoticeType) -> bool:
    """Whether notices of this type state outcomes of lots (family award)."""
    return type_.family is Family.AWARD


def asks_bidding(type_: NoticeType) -> bool:
    """Whether somebody may answer this notice, so that it needs terms and a deadline.

    A single-source publicity (单一来源公示) invites objections, not bids.
    """
    return is_offering(type_) and type_ is not NoticeType.SINGLE_SOURCE


def asks_land(category: Category, type_: NoticeType) -> bool:
    """Whether each lot is a parcel with its area, use, term, step and deposit."""
    return category.slug == "land" and is_offering(type_)


def required(value: str, message: str, field: str) -> list[RuleBroken]:
    """The one fault of an empty text, or none."""
    return [] if value else [RuleBroken(message, field=field)]
