"""The trade categories: what is traded, and which way the money goes (domain.md §2)."""

from dataclasses import dataclass
from enum import StrEnum

from trading.domain.codes.known import unknown


class Kind(StrEnum):
    """What sort of trade a category is; notice types, names and methods depend on it."""

    WORKS = "works"
    PROCUREMENT = "procurement"
    SALE = "sale"


@dataclass(frozen=True)
class Category:
    """A trade category with its code in the national list; `income` says that money comes in."""

    slug: str
    code: str
    zh: str
    en: str
    kind: Kind
    income: bool

    @property
    def spending(self) -> bool:
        """Whether money goes out; of `other` neither can be said."""
        return self.kind is not Kind.SALE


CATEGORIES: tuple[Category, ...] = (
    Category("construction", "01", "工程建设", "Construction works", Kind.WORKS, income=False),
    Category(
        "procurement", "02", "政府采购", "Government procurement", Kind.PROCUREMENT, income=False
    ),
    Category("land", "03", "土地使用权", "Land-use rights", Kind.SALE, income=True),
    Category("mineral", "04", "矿业权", "Mining rights", Kind.SALE, income=True),
    Category("property", "05", "国有产权", "State-owned property", Kind.SALE, income=True),
    # Leases and forest rights bring money in, small purchases take it out: neither can be said.
    Category("other", "90", "其他", "Other", Kind.SALE, income=False),
)

_BY_SLUG = {one.slug: one for one in CATEGORIES}


def category(slug: str, *, field: str = "category") -> Category:
    """The category spelt `slug`; an unknown one is RuleBroken(field)."""
    try:
        return _BY_SLUG[slug]
    except KeyError:
        raise unknown(slug, _BY_SLUG, field) from None
