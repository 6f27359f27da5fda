"""Administrative divisions (行政区划, GB/T 2260) by their six digits."""

import re
from functools import lru_cache

from stdnum import numdb

from trading.domain.errors import RuleBroken

_CODE = re.compile(r"[0-9]{6}")
_PERIOD = re.compile(r"\[([0-9]*)-([0-9]*)\]")
_PLACEHOLDER = re.compile("^(?:市辖区|县)$|直辖")


def region_name(code: str) -> str:
    """The name of a division: ``230828`` is 汤原县. An unknown code is RuleBroken("region").

    A code that had several names in time gives the newest; abolished divisions keep theirs, for
    notices moved in from years past; a code for all districts of a city (市辖区) gives the city.
    Source: python-stdnum's table, which grows with it.
    """
    return region_path(code)[-1]


def region_path(code: str) -> tuple[str, ...]:
    """The division below those above it, widest first: 黑龙江省, 佳木斯市, 汤原县."""
    if _name(code) is None:
        raise RuleBroken("行政区划代码“%(code)s”不在国家代码表中", field="region", code=code[:40])
    names = (_name(code[:2] + "0000"), _name(code[:4] + "00"), _name(code))
    return tuple(dict.fromkeys(name for name in names if name and not _PLACEHOLDER.search(name)))


def check_region(code: str, *, field: str = "region") -> str:
    """A typed region code, tidied; one that is not in the table is RuleBroken(field)."""
    typed = code.strip()
    if not _CODE.fullmatch(typed):
        raise RuleBroken("行政区划代码是六位数字，例如 230828", field=field)
    try:
        region_name(typed)
    except RuleBroken as broken:
        broken.field = field
        raise
    return typed


@lru_cache(maxsize=4096)
def _name(code: str) -> str | None:
    if not _CODE.fullmatch(code):
        return None
    found = numdb.get("cn/loc").info(code)
    names = found[-1][1].get("county") if len(found) == 2 else None
    return _newest(names) if names else None


def _newest(names: str) -> str:
    """The newest of names such as ``[1997-1997]万县区,[1998-]万州区``."""
    return max(names.split(","), key=_since).rpartition("]")[2]


def _since(name: str) -> tuple[int, int]:
    period = _PERIOD.match(name)
    if period is None:
        return (9999, 9999)
    return int(period[2] or 9999), int(period[1] or 0)
