"""The feeds with short stable names: all, families, categories, families within categories."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from flask_babel import gettext
from werkzeug.exceptions import NotFound as NoSuchPage

from trading.domain.codes import CATEGORIES, Family
from trading.store.lists import NoticeFilter


@dataclass(frozen=True)
class Named:
    """A feed with a short stable name."""

    name: str
    title: str
    wanted: NoticeFilter


def named_feeds() -> Iterator[Named]:
    """Every feed with a short name (interface.md §3)."""
    return chain([everything()], by_family(), by_category(), by_both())


def find_named(name: str) -> Named:
    """The feed with this name; a page that is not there without one."""
    found = next((one for one in named_feeds() if one.name == name), None)
    if found is None:
        raise NoSuchPage
    return found


def everything() -> Named:
    """The feed of all notices."""
    return Named("all", gettext("全部公告"), NoticeFilter())


def by_family() -> Iterator[Named]:
    """A feed for each family of notices."""
    for family in Family:
        yield Named(family.value, family.zh, NoticeFilter(family=(family.value,)))


def by_category() -> Iterator[Named]:
    """A feed for each trade category."""
    for one in CATEGORIES:
        yield Named(one.slug, one.zh, NoticeFilter(category=(one.slug,)))


def by_both() -> Iterator[Named]:
    """A feed for each family within each category."""
    for one in CATEGORIES:
        for family in Family:
            wanted = NoticeFilter(family=(family.value,), category=(one.slug,))
            yield Named(f"{family.value}-{one.slug}", f"{one.zh}{family.zh}", wanted)
