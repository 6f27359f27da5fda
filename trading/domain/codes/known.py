"""A typed code looked up in its list, or refused with what the list holds."""

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from trading.domain.errors import RuleBroken

_SHOWN = 40  # characters of the typed text that a sentence repeats

Listed = TypeVar("Listed", bound=StrEnum)


def known(kind: type[Listed], slug: str, field: str) -> Listed:
    """The member of `kind` spelt `slug`; RuleBroken(field) names what would be allowed."""
    try:
        return kind(slug)
    except ValueError:
        raise unknown(slug, kind, field) from None


def unknown(slug: str, allowed: Iterable[str], field: str) -> RuleBroken:
    """The refusal of a code that is in no list."""
    return RuleBroken(
        "没有代码“%(slug)s”，可用的是：%(allowed)s",
        field=field,
        slug=slug[:_SHOWN],
        allowed="、".join(allowed),
    )
