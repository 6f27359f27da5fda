"""The code lists of public trading as data: what exists, what it is called, its foreign codes."""

from trading.domain.codes.categories import CATEGORIES, Category, Kind, category
from trading.domain.codes.corrections import CorrectionReason, Extension, correction_reason
from trading.domain.codes.methods import Method, allowed_methods, method
from trading.domain.codes.names import allowed_types, notice_name
from trading.domain.codes.prices import Currency, Outcome, PriceForm, currency, price_form
from trading.domain.codes.regions import check_region, region_name, region_path
from trading.domain.codes.types import Family, NoticeType, family, family_name, notice_type

__all__ = [
    "CATEGORIES",
    "Category",
    "CorrectionReason",
    "Extension",
    "Currency",
    "Family",
    "Kind",
    "Method",
    "NoticeType",
    "Outcome",
    "PriceForm",
    "allowed_methods",
    "allowed_types",
    "category",
    "check_region",
    "correction_reason",
    "currency",
    "family",
    "family_name",
    "method",
    "notice_name",
    "notice_type",
    "price_form",
    "region_name",
    "region_path",
]
