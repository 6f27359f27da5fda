"""Feed and Item: frozen values that can always be rendered, because bad ones cannot be made.

Constructors put text right (a character that XML cannot carry becomes U+FFFD, moments go to +08:00
in whole seconds, addresses are percent-encoded) and raise ValueError for what cannot be put right:
moments without a zone, relative addresses, empty ids and titles, relative links in content.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from feeds import links, wellformed

_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_AMOUNT = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]{1,2})?")
_CURRENCY = re.compile("[A-Z]{3}")

DATA_FAULTS = (
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    RecursionError,  # endlessly nested JSON
)
"""What one entry's data can provoke; a database that is away is none of them and is not hidden."""


@dataclass(frozen=True, kw_only=True)
class Category:
    """A term of a code list; `scheme` is the URI of the list (RSS: domain), `label` for people."""

    term: str
    scheme: str | None = None
    label: str | None = None

    def __post_init__(self) -> None:
        wellformed.settle(
            self,
            term=wellformed.required_line(self.term, "category term"),
            scheme=None if self.scheme is None else wellformed.identifier(self.scheme),
            label=_line_or_none(self.label),
        )


@dataclass(frozen=True, kw_only=True)
class Enclosure:
    """An attached file: `length` in bytes, `type` its media type, `title` its name for people."""

    url: str
    length: int
    type: str
    title: str | None = None

    def __post_init__(self) -> None:
        if self.length < 0:
            raise ValueError(f"length is bytes, not {self.length}")
        _match(_MEDIA_TYPE, self.type, "media type")
        wellformed.settle(self, url=wellformed.address(self.url), title=_line_or_none(self.title))


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What programs read in the `trading:` namespace (urn:uuid:0afcfde1-…, interface.md §4).

    `amount` is a decimal string in whole units of `currency` (yuan, not fen) such as "1171040.00".
    `sequence` is the entry's place in the order of publication, which JSON Feed alone tells.
    """

    number: str
    process: str
    lots: int
    amount: str | None = None
    currency: str | None = None
    deadline: datetime | None = None
    sequence: int | None = None

    def __post_init__(self) -> None:
        if self.lots < 0:
            raise ValueError(f"lots are counted, not {self.lots}")
        if self.amount is not None:
            _match(_AMOUNT, self.amount, "amount")
            if self.currency is None:
                raise ValueError("an amount needs its currency")
        if self.currency is not None:
            _match(_CURRENCY, self.currency, "currency")
        wellformed.settle(
            self,
            number=wellformed.required_line(self.number, "number"),
            process=wellformed.required_line(self.process, "process"),
            deadline=None if self.deadline is None else wellformed.moment(self.deadline),
        )


@dataclass(frozen=True, kw_only=True)
class Item:
    """One entry. `id` is a tag URI that never changes; `title` and `summary` are plain text;
    `content_html` is sanitised HTML whose addresses are absolute; `creator` is the buyer's name.

    `updated` is never before `published`: an entry cannot change before it appears.
    """

    id: str
    title: str
    url: str
    published: datetime
    updated: datetime
    summary: str = ""
    content_html: str = ""
    creator: str | None = None
    categories: tuple[Category, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    facts: Facts | None = None

    def __post_init__(self) -> None:
        published = wellformed.moment(self.published)
        content = wellformed.text(self.content_html)
        if relative := links.relative(content):
            raise ValueError(f"content has a relative link: {relative[0]!r}")
        wellformed.settle(
            self,
            id=wellformed.identifier(self.id),
            title=wellformed.required_line(self.title, "title"),
            url=wellformed.address(self.url),
            published=published,
            updated=max(published, wellformed.moment(self.updated)),
            summary=wellformed.text(self.summary).strip(),
            content_html=content,
            creator=_line_or_none(self.creator),
        )

    @property
    def is_changed(self) -> bool:
        """Whether it changed after it was published (by a second or more)."""
        return self.updated != self.published


@dataclass(frozen=True, kw_only=True)
class Feed:
    """One document: its items newest first, in the order given, no id twice.

    `home_url` is the page for people, `self_url` this document's one canonical address, `updated`
    the last change of this feed (never before that of an item), `ttl` minutes between visits.
    Archive links and flags are RFC 5005: `current_url` is the subscription document that an archive
    belongs to. `hub_url` is its WebSub hub.
    """

    id: str
    title: str
    subtitle: str
    home_url: str
    self_url: str
    updated: datetime
    author: str
    items: tuple[Item, ...] = ()
    language: str = "zh-CN"
    rights: str | None = None
    generator: str | None = None
    ttl: int = 15
    prev_archive_url: str | None = None
    next_archive_url: str | None = None
    current_url: str | None = None
    hub_url: str | None = None
    is_archive: bool = False
    is_complete: bool = False

    def __post_init__(self) -> None:
        self._refuse_contradictions()
        _match(_LANGUAGE, self.language, "language")
        wellformed.settle(
            self,
            id=wellformed.identifier(self.id),
            title=wellformed.required_line(self.title, "title"),
            subtitle=wellformed.required_line(self.subtitle, "subtitle"),
            home_url=wellformed.address(self.home_url),
            self_url=wellformed.address(self.self_url),
            updated=max([wellformed.moment(self.updated), *(item.updated for item in self.items)]),
            author=wellformed.required_line(self.author, "author"),
            rights=_line_or_none(self.rights),
            generator=_line_or_none(self.generator),
            prev_archive_url=_address_or_none(self.prev_archive_url),
            next_archive_url=_address_or_none(self.next_archive_url),
            current_url=_address_or_none(self.current_url),
            hub_url=_address_or_none(self.hub_url),
        )

    def _refuse_contradictions(self) -> None:
        ids = [item.id for item in self.items]
        if len(set(ids)) < len(ids):
            raise ValueError("an id occurs twice; skip_bad() drops repeats")
        if self.ttl < 1:
            raise ValueError(f"ttl is minutes, not {self.ttl}")
        if self.is_complete and (self.is_archive or self.prev_archive_url):
            raise ValueError("a complete feed has no archives (RFC 5005 §2)")


@dataclass(frozen=True)
class BadItem:
    """An entry that was left out: its place among those offered (from 0) and the fault."""

    position: int
    error: Exception


def skip_bad(build: Iterable[Callable[[], Item]]) -> tuple[tuple[Item, ...], tuple[BadItem, ...]]:
    """Make each item; one that cannot be made, or repeats an id, is reported and left out.

    Only faults of data are caught (DATA_FAULTS); anything else, such as a lost database, rises.
    """
    good: dict[str, Item] = {}
    bad: list[BadItem] = []
    for position, make in enumerate(build):
        try:
            item = make()
            if item.id in good:
                raise ValueError(f"id occurs twice: {item.id}")
        except DATA_FAULTS as error:
            bad.append(BadItem(position, error))
        else:
            good[item.id] = item
    return tuple(good.values()), tuple(bad)


def _match(pattern: re.Pattern[str], value: str, name: str) -> None:
    if not pattern.fullmatch(value):
        raise ValueError(f"not a {name}: {value!r}")


def _line_or_none(value: str | None) -> str | None:
    return None if value is None else wellformed.line(value) or None


def _address_or_none(value: str | None) -> str | None:
    return None if value is None else wellformed.address(value)
