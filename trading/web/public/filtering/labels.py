"""What each value of a list's query is called."""

from flask_babel import lazy_gettext as _l

from trading.domain.codes import CATEGORIES, Family, Method, NoticeType

CATEGORY_LABELS = {one.slug: one.zh for one in CATEGORIES}
FAMILY_LABELS = {one.value: one.zh for one in Family}
TYPE_LABELS = {one.value: one.zh for one in NoticeType}
METHOD_LABELS = {one.value: one.zh for one in Method}
SORT_LABELS = {
    "-published": _l("最新发布在前"),
    "deadline": _l("截止早的在前"),
    "-amount": _l("金额大的在前"),
}
