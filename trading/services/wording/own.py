"""The centre's own sentence: words with placeholders, and what each 其中 in it divides."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import get_close_matches

from trading.domain import claims
from trading.domain.errors import RuleBroken, SeveralBroken
from trading.domain.figures import Figure, YearFigures
from trading.domain.text import clean_block
from trading.services.wording.exclusions import note
from trading.services.wording.refusals import PartsDiffer
from trading.services.wording.sentences import Sentence
from trading.services.wording.styles import check_year_holds, families

OWN = "own"
PARTIAL = "partial"  # instead of a whole: the parts are only some of it
AS_WRITTEN = ""  # no declaration: the words themselves are read
DIVIDES = "其中"
MOST_WHOLES = 9
LONGEST = 2000  # characters

_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_BRACES = re.compile(r"[{}]")
_FULL_WIDTH = str.maketrans("｛｝", "{}")  # noqa: RUF001 # an input method's braces mean the same
_WAN = "_wan"


@dataclass(frozen=True)
class OwnSentence:
    """A template with `{{ name }}`; `wholes` gives for each 其中, in order, the name of the figure
    that it divides, PARTIAL, or AS_WRITTEN."""

    text: str
    wholes: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The placeholders in order."""
        return tuple(_PLACEHOLDER.findall(self.text.translate(_FULL_WIDTH)))

    def filled(self, values: Mapping[str, object]) -> str:
        """The text with these values; KeyError for a name that has none."""
        plain = self.text.translate(_FULL_WIDTH)
        return _PLACEHOLDER.sub(lambda one: str(values[one[1]]), plain)


def is_partial(whole: str) -> bool:
    """Whether a declaration says that not everything is listed."""
    return whole == PARTIAL


def tidied(own: OwnSentence) -> OwnSentence:
    """The same in characters that can stand in every file; SeveralBroken for others."""
    try:
        return replace(own, text=clean_block(own.text, field="text", limit=LONGEST))
    except RuleBroken as broken:
        raise SeveralBroken([broken]) from broken


def check_own(
    own: OwnSentence,
    figures: YearFigures,
    values: Mapping[str, object],
    missing: Mapping[str, str],
) -> Sentence:
    """The sentence with the values of a year.

    SeveralBroken with everything that is wrong: names that do not exist, values that the year
    does not have, parts that are not their whole (PartsDiffer), numbers that contradict each
    other. Their fields are `text` and `wholes-<n>`.
    """
    own = tidied(own)
    broken = list(_unreadable(own, values, missing))
    if broken:
        raise SeveralBroken(broken)
    check_year_holds(figures)
    text = own.filled(values)
    declared = dict(_declared(own, figures))
    broken = [*_units(own, figures), *_faults(own, figures, text, declared)]
    if broken:
        raise SeveralBroken(broken)
    return Sentence(OWN, text, note(figures))


def _unreadable(
    own: OwnSentence, values: Mapping[str, object], missing: Mapping[str, str]
) -> Iterator[RuleBroken]:
    if not own.text.strip():
        yield RuleBroken("请写出句子", field="text")
    if own.text.count(DIVIDES) > MOST_WHOLES:
        yield RuleBroken("句子里最多%(most)d处“其中”", field="text", most=MOST_WHOLES)
        return
    if _BRACES.search(_PLACEHOLDER.sub("", own.text.translate(_FULL_WIDTH))):
        yield RuleBroken("花括号没有配对：占位符写作 {{ trades }}", field="text")
    for name in dict.fromkeys(own.names):
        if name in missing:
            why = missing[name]
            yield RuleBroken("{{ %(name)s }} 没有数：%(why)s", field="text", name=name, why=why)
        elif name not in values or not isinstance(values[name], str | int):
            yield unknown(name, values, field="text")


def unknown(name: str, known: Mapping[str, object], *, field: str) -> RuleBroken:
    """That there is no such placeholder, with the nearest one that there is."""
    close = get_close_matches(name, [one for one in known if one != name], 1, 0.6)
    if close:
        return RuleBroken(
            "不认识的占位符 {{ %(name)s }}，是不是 {{ %(close)s }}？",
            field=field,
            name=name[:60],
            close=close[0],
        )
    return RuleBroken("不认识的占位符 {{ %(name)s }}", field=field, name=name[:60])


def _declared(own: OwnSentence, figures: YearFigures) -> Iterator[tuple[int, claims.Whole]]:
    """What was declared, as the checker wants it."""
    for place, name in enumerate(own.wholes):
        if is_partial(name):
            yield place, claims.Whole(partial=True)
        elif name:
            one = figures.figure(name)
            money = _is_money(one)
            value = Decimal(one.count) / (100 if money else 1)
            yield place, claims.Whole(one.definition.label, one.text, value, money=money)


def _is_money(figure: Figure) -> bool:
    return figure.definition.unit == "fen"


def _parts(own: OwnSentence, place: int, figures: YearFigures) -> tuple[Figure, ...]:
    """The figures whose placeholders stand behind a 其中, up to the end of its sentence."""
    behind = own.text.translate(_FULL_WIDTH).split(DIVIDES)[place + 1 :]
    names = _PLACEHOLDER.findall(re.split("[。！？]", behind[0])[0]) if behind else []
    known = {one.name: one for one in figures.figures}
    plain = (name.removesuffix(_WAN) for name in names)
    return tuple(known[name] for name in plain if name in known)


def _units(own: OwnSentence, figures: YearFigures) -> Iterator[RuleBroken]:
    """Parts are compared with a whole of the same unit (domain.md §4.12)."""
    for place, name in enumerate(own.wholes):
        if not name or is_partial(name):
            continue
        whole = figures.figure(name)
        named = _parts(own, place, figures)
        parts = tuple(one for one in named if _is_money(one) == _is_money(whole))
        if parts and not any(one.definition.unit == whole.definition.unit for one in parts):
            yield PartsDiffer(
                "第%(n)d处“其中”的分项（%(parts)s）与总数%(whole)s的单位不同",
                field=f"wholes-{place}",
                outside=(whole, *parts),
                n=place + 1,
                parts="、".join(f"{one.definition.label}{one.text}" for one in parts),
                whole=f"{whole.definition.label}{whole.text}",
            )


def _faults(
    own: OwnSentence,
    figures: YearFigures,
    text: str,
    declared: Mapping[int, claims.Whole],
) -> Iterator[RuleBroken]:
    for flag in claims.check(text, declared):
        place = flag.whole
        if place is None:
            yield RuleBroken(flag.broken.message, field="text", **flag.broken.values)
            continue
        name = own.wholes[place] if place < len(own.wholes) else AS_WRITTEN
        left_out = _left_out(own, place, name, figures)
        yield PartsDiffer(
            flag.broken.message,
            field=f"wholes-{place}",
            outside=left_out or _to_look_at(own, place, name, figures),
            left_out=bool(left_out),
            **flag.broken.values,
        )


def _to_look_at(
    own: OwnSentence, place: int, whole: str, figures: YearFigures
) -> tuple[Figure, ...]:
    """The whole, where it was declared, and its parts."""
    known = {one.name: one for one in figures.figures}
    return (*((known[whole],) if whole in known else ()), *_parts(own, place, figures))


def _left_out(own: OwnSentence, place: int, whole: str, figures: YearFigures) -> tuple[Figure, ...]:
    """The families that a sentence leaves out of all notices; none for another whole."""
    parts = _parts(own, place, figures)
    of_notices = whole == "notices" or (not whole and parts)
    if not of_notices or not all(one.name.endswith("_notices") for one in parts):
        return ()
    return tuple(one for one in families(figures) if one not in parts)
