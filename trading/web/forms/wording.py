"""What a form calls things in each category, so that staff read the words they know."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from trading.domain.codes import Category
from trading.domain.words import words_of


@dataclass(frozen=True, kw_only=True)
class Wording:
    """The names of parties, lots, amounts and moments in one category."""

    buyer: LazyString
    supplier: LazyString
    lot: LazyString
    estimate: LazyString
    ceiling: LazyString
    method: LazyString
    deadline: LazyString
    opening_at: LazyString
    opening_place: LazyString
    documents: LazyString
    awarded: LazyString
    failed: LazyString


def wording(category: Category) -> Wording:
    """The words of a category; land has its own."""
    return Wording(**{name: _l(word) for name, word in vars(words_of(category)).items()})
