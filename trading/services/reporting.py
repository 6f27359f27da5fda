"""Reporting: the section of the disclosure report, filled from the year's figures."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from trading.domain.calendar import check_year
from trading.domain.errors import RuleBroken, SeveralBroken
from trading.domain.figures import Figure, YearFigures
from trading.domain.site import Site
from trading.services.placeholders import NONE, Placeholder, missing_of, placeholders, values_of
from trading.services.wording import (
    OWN,
    STYLES,
    Amounts,
    OwnSentence,
    PartsDiffer,
    Sentence,
    check_own,
    exclusions_note,
    sentence,
)
from trading.store.engine import Session
from trading.store.left_out import first_numbers
from trading.store.own_sentences import newest_sentence
from trading.store.years import read_year

SHOWN = 20  # notices that a refusal names
_NO_OWN = "本单位还没有自己的句子"


@dataclass(frozen=True)
class Refused:
    """Why a style writes no sentence for the year, and the figures and notices to look at."""

    style: str
    broken: tuple[RuleBroken, ...]
    outside: tuple[Figure, ...] = ()
    numbers: tuple[str, ...] = ()
    more: bool = False  # of the notices only the first are named
    left_out: bool = False  # the notices are those that the sentence leaves out

    @property
    def why(self) -> RuleBroken:
        """All of it in one sentence, with the numbers of the notices."""
        why = "；".join(str(one) for one in self.broken)
        if not self.numbers:
            return RuleBroken("%(why)s", field=self.broken[0].field, why=why)
        numbers = "、".join(self.numbers) + ("等" if self.more else "")
        return RuleBroken("%(why)s（%(numbers)s）", why=why, numbers=numbers)


@dataclass(frozen=True)
class Report:
    """A year's section as it can be printed and kept: every text and figure is in `values`.

    `missing` says of each name without a value why there is none; `known` lists all names.
    """

    figures: YearFigures
    sentence: Sentence
    sentences: Mapping[str, Sentence]
    values: Mapping[str, object]
    missing: Mapping[str, str]
    known: tuple[Placeholder, ...] = field(default=())


@dataclass(frozen=True)
class Section:
    """All that can be said of a year: a sentence in each style that has one, and why not."""

    figures: YearFigures
    known: tuple[Placeholder, ...]
    sentences: Mapping[str, Sentence]
    refused: Mapping[str, Refused]

    def report(self, style: str) -> Report:
        """The section in one style; RuleBroken, with the rows, when it has no sentence."""
        if style in self.refused:
            raise self.refused[style].why
        if style not in self.sentences:
            raise RuleBroken(_NO_OWN, field="style")
        chosen = self.sentences[style]
        values = values_of(self.known) | self._texts() | {"note": chosen.note}
        values["sentence"] = chosen.text
        missing = dict(missing_of(self.known))
        for name in (*STYLES, OWN):
            if name not in self.sentences:
                missing[f"sentence_{name}"] = self.why_not(name)
        return Report(self.figures, chosen, self.sentences, values, missing, self.known)

    def why_not(self, style: str) -> str:
        """Why a style has no sentence; empty when it has one."""
        if style in self.sentences:
            return ""
        refused = self.refused.get(style)
        return str(refused.why) if refused else _NO_OWN

    def _texts(self) -> dict[str, object]:
        told = {f"sentence_{name}": one.text for name, one in self.sentences.items()}
        rows = [
            {
                "name": one.name,
                "label": one.definition.label,
                "text": one.text or NONE,
                "definition": one.definition.zh,
                "value": one.value,
                "unit": one.definition.unit,
            }
            for one in self.figures.figures
        ]
        return {**told, "figures": rows}


def report(
    session: Session,
    site: Site,
    year: int,
    *,
    style: str,
    amounts: Amounts = Amounts.EXACT,
    at: datetime | None = None,
) -> Report:
    """The section of a year; RuleBroken, with the rows, when the sentence must not be printed.

    `at` is the moment at which loops are open; without it nobody looks whether any are.
    """
    return section(session, site, year, amounts=amounts, at=at).report(_checked(style))


def section(
    session: Session,
    site: Site,
    year: int,
    *,
    amounts: Amounts = Amounts.EXACT,
    at: datetime | None = None,
) -> Section:
    """Every sentence of a year; RuleBroken for a year that cannot be, or before anything was
    published."""
    made = _section(session, site, year, amounts, at)
    if made.figures.as_of is None:
        raise RuleBroken("还没有发布过公告")
    return made


def catalogue(
    session: Session, site: Site, year: int, *, at: datetime | None = None
) -> tuple[Placeholder, ...]:
    """Every name that a template may use, with its value for the year at this moment."""
    made = _section(session, site, year, Amounts.EXACT, at)
    said = {style: one.text for style, one in made.sentences.items()}
    labels = {style: one.label for style, one in STYLES.items()} | {OWN: "本单位自己的句子"}
    sentences = (
        Placeholder(f"sentence_{style}", label, said.get(style), made.why_not(style))
        for style, label in labels.items()
    )
    return (
        *made.known,
        Placeholder("sentence", "填写时选定的句子", None, "填写时选定"),
        Placeholder("note", "句子旁的说明（次、条和未计入总额的）", exclusions_note(made.figures)),
        *sentences,
    )


def _section(
    session: Session, site: Site, year: int, amounts: Amounts, at: datetime | None = None
) -> Section:
    figures = read_year(session, check_year(year), site, at=at)
    known = placeholders(figures, site)
    sentences: dict[str, Sentence] = {}
    refused: dict[str, Refused] = {}
    own = own_sentence(session, site)
    for style in (*STYLES, *([OWN] if own else [])):
        try:
            sentences[style] = _say(figures, known, style, own, amounts)
        except (RuleBroken, SeveralBroken) as broken:
            refused[style] = refusal(session, figures.year, broken, style=style)
    return Section(figures, known, sentences, refused)


def own_sentence(session: Session, site: Site) -> OwnSentence | None:
    """The centre's own sentence: the setting wins over what staff saved."""
    if site.sentence:
        return OwnSentence(site.sentence)
    kept = newest_sentence(session)
    return OwnSentence(kept.text, kept.wholes) if kept else None


def _checked(style: str) -> str:
    if style != OWN and style not in STYLES:
        raise RuleBroken(
            "没有“%(style)s”这种句式；可用：%(styles)s",
            field="style",
            style=style,
            styles="、".join((*STYLES, OWN)),
        )
    return style


def _say(
    figures: YearFigures,
    known: Iterable[Placeholder],
    style: str,
    own: OwnSentence | None,
    amounts: Amounts,
) -> Sentence:
    if style == OWN and own:
        return check_own(own, figures, values_of(known), missing_of(known))
    return sentence(figures, style, amounts=amounts)


def refusal(
    session: Session, year: int, broken: RuleBroken | SeveralBroken, *, style: str = OWN
) -> Refused:
    """What stands behind a refusal: the figures and the notices that it is about."""
    each = tuple(broken.broken) if isinstance(broken, SeveralBroken) else (broken,)
    outside = tuple(_outside(each))
    numbers = _numbers(session, year, outside)
    differ = [one for one in each if isinstance(one, PartsDiffer)]
    return Refused(
        style,
        each,
        outside,
        numbers=tuple(numbers[:SHOWN]),
        more=len(numbers) > SHOWN,
        left_out=all(one.left_out for one in differ),
    )


def _outside(broken: Iterable[RuleBroken]) -> Iterator[Figure]:
    seen = set()
    for one in broken:
        for figure in one.outside if isinstance(one, PartsDiffer) else ():
            if figure.name not in seen:
                seen.add(figure.name)
                yield figure


def _numbers(session: Session, year: int, outside: Iterable[Figure]) -> list[str]:
    """The numbers of the notices that a sentence leaves out."""
    families = tuple(
        one.name.removesuffix("_notices") for one in outside if one.name.endswith("_notices")
    )
    if not families:
        return []
    return first_numbers(session, year, families, most=SHOWN + 1)
