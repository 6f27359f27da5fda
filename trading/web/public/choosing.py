"""Choosing: which rows a passport's query asks for, read strictly and written in one order."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import url_for
from werkzeug.datastructures import MultiDict

from trading.domain.codes import CATEGORIES, Method, NoticeType
from trading.domain.definitions import BRIDGES, DEFINITIONS, definition_of
from trading.domain.figures import DIMENSIONS, YearFigures
from trading.web.public.filtering import HIGHEST_PAGE, BadQuery

# What else a figure is worked out from, besides what stands beside it.
_BASES: Mapping[str, tuple[str, ...]] = {
    "savings": ("savings_awards", "savings_limit"),
    "savings_rate": ("savings_lots", "savings_awards", "savings_limit"),
    "premium": ("premium_awards", "premium_limit"),
    "premium_rate": ("premium_lots", "premium_awards", "premium_limit"),
    "on_time_rate": ("results_measured",),
}
_KNOWN: Mapping[str, tuple[str, ...]] = {
    "month": tuple(f"{month:02d}" for month in range(1, 13)),
    "category": tuple(one.slug for one in CATEGORIES),
    "type": tuple(one.value for one in NoticeType),
    "method": tuple(one.value for one in Method),
}
_PAGE = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)


@dataclass(frozen=True)
class Asked:
    """The rows of a figure that somebody wants: of a part beside it, of one group, one page."""

    figure: str
    part: str = ""
    dimension: str = ""
    key: str = ""
    page: int = 1

    @property
    def name(self) -> str:
        """The figure or line whose rows these are."""
        return self.part or self.figure

    @property
    def query(self) -> dict[str, str]:
        """The query, in its one order."""
        page = str(self.page) if self.page > 1 else ""
        pairs = (("part", self.part), (self.dimension, self.key), ("page", page))
        return {name: value for name, value in pairs if value}


def read_asked(
    args: MultiDict[str, str], figures: YearFigures, figure: str, *, paged: bool
) -> Asked:
    """What a query asks for; BadQuery, with what is allowed, for anything else."""
    groups, parts = groups_of(figure), parts_of(figures, figure)
    allowed = (*(["part"] if parts else []), *groups, *(["page"] if paged else []))
    for name in args:
        if name not in allowed:
            raise _refused("不认识的参数 %(name)s；可用：%(names)s", name, allowed)
        if len(args.getlist(name)) > 1:
            raise BadQuery("参数 %(name)s 只能写一次", name=name)
    part = args.get("part", "")
    if "part" in args and part not in parts:
        raise _refused("part 不能是 %(name)s；可用：%(names)s", part, parts)
    chosen = [name for name in groups if name in args]
    if len(chosen) > 1:
        raise _refused("一次只能选一种分组，不能是 %(name)s；可用：%(names)s", chosen[1], groups)
    dimension = chosen[0] if chosen else ""
    key = _key(args[dimension], figures, dimension) if dimension else ""
    return Asked(figure, part, dimension, key, _page(args))


def parts_of(figures: YearFigures, figure: str) -> tuple[str, ...]:
    """The lines of a figure that open to rows of their own at its address."""
    found = figures.figure(figure)
    lines = [one.name for one in (*found.exclusions, *found.details)] + list(found.flows)
    bridged = [name for _, whole, parts in BRIDGES if whole[0] == figure for name, _ in parts]
    named = dict.fromkeys((*lines, *_BASES.get(figure, ()), *bridged))
    return tuple(name for name in named if name not in DEFINITIONS)


def groups_of(figure: str) -> tuple[str, ...]:
    """The groups into which the rows of a figure can be divided."""
    if figure == "open_loops":
        return ()
    if figure == "disclosures":
        return ("month",)
    typed = figure.endswith("_notices") or figure in ("notices", "withdrawn", "channel_web")
    return tuple(one for one in DIMENSIONS if typed or one != "type")


def known_keys(figures: YearFigures, dimension: str) -> tuple[str, ...]:
    """The groups along a dimension: those of the codes, and those with something in the year."""
    present = [share.key for share in figures.by[dimension]]
    return tuple(dict.fromkeys((*_KNOWN.get(dimension, ()), *present)))


def address_of(
    figures: YearFigures, name: str, *, dimension: str = "", key: str = ""
) -> str | None:
    """Where a figure, or a line beside one, opens to its rows; None where nothing does."""
    figure, part = (name, "") if definition_of(name) else (_home(figures, name), name)
    if not figure or (dimension and dimension not in groups_of(figure)):
        return None
    return opened(figures.year, Asked(figure, part, dimension, key))


def opened(year: int, asked: Asked, *, endpoint: str = "figure") -> str:
    """The address of these rows: a page, or `figure_as_csv`, or `figure_digest`."""
    path = url_for(f"statistics.{endpoint}", year=year, figure=asked.figure)
    return f"{path}?{urlencode(asked.query)}" if asked.query else path


def _home(figures: YearFigures, name: str) -> str:
    """The figure at whose address a line opens; empty when there is none."""
    of = (one.name for one in figures.figures if name in parts_of(figures, one.name))
    return next(of, "")


def _key(key: str, figures: YearFigures, dimension: str) -> str:
    """A group by its key: any that the codes know, or one that has something in the year."""
    known = known_keys(figures, dimension)
    if key not in known:
        raise BadQuery(
            "%(dimension)s 不能是 %(name)s；可用：%(names)s",
            dimension=dimension,
            name=key[:40],
            names="、".join(known[:40]) or "—",
        )
    return key


def _page(args: MultiDict[str, str]) -> int:
    text = args.get("page", "1")
    if not _PAGE.fullmatch(text) or int(text) > HIGHEST_PAGE:
        raise BadQuery("page 应为 1 到 %(most)d 的整数", most=HIGHEST_PAGE)
    return int(text)


def _refused(message: str, name: str, allowed: tuple[str, ...]) -> BadQuery:
    return BadQuery(message, name=name[:40], names="、".join(allowed) or "—")
