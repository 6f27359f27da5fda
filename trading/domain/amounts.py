"""Amounts that are possible but more often a slip: asked about before they are frozen."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from trading.domain.calendar import day_of
from trading.domain.codes import Category
from trading.domain.drafts import Entered, LotDraft, NoticeDraft, Party
from trading.domain.errors import RuleBroken
from trading.domain.findings import Finding, Severity
from trading.domain.money import write_in, write_wan, write_yuan
from trading.domain.requirements import candidate_path

_SLIPS = ((10**4, "一万倍"), (10**8, "一亿倍"))
_NEAR = 10  # a ratio within this factor of a unit's size looks like that unit's slip
_FEWEST_DIGITS = 6  # a shorter number is equal to another by chance


@dataclass(frozen=True)
class Limit:
    """What a lot was expected to cost, or its start price where money comes in; whole fen."""

    ceiling: int | None = None
    estimate: int | None = None

    @property
    def expected(self) -> int | None:
        """The ceiling, or the estimate where there is none."""
        return self.ceiling if self.ceiling is not None else self.estimate


@dataclass(frozen=True, kw_only=True)
class Priced:
    """Anything of a notice with a price: an award, a candidate or a contract, at its field."""

    kind: str
    path: str
    lots: tuple[int, ...]
    suppliers: tuple[Party, ...]
    amount: Entered
    day: date | None = None


def priced(content: NoticeDraft) -> list[Priced]:
    """Every award, candidate and contract of a notice that has an amount in 元."""
    found = [
        Priced(
            kind="awards",
            path=f"awards.{at}.amount",
            lots=award.lots,
            suppliers=award.suppliers,
            amount=award.amount,
            day=award.decided_on,
        )
        for at, award in enumerate(content.awards)
        if award.amount is not None and award.currency == "CNY"
    ]
    found += [
        Priced(
            kind="candidates",
            path=candidate_path(content, at, "amount"),
            lots=(candidate.lot,),
            suppliers=candidate.suppliers,
            amount=candidate.amount,
        )
        for at, candidate in enumerate(content.candidates)
        if candidate.amount is not None and candidate.currency == "CNY"
    ]
    return found + [
        Priced(
            kind="contracts",
            path=f"contracts.{at}.amount",
            lots=contract.lots,
            suppliers=contract.suppliers,
            amount=contract.amount,
            day=contract.signed_on,
        )
        for at, contract in enumerate(content.contracts)
        if contract.amount is not None and contract.currency == "CNY"
    ]


def amount_findings(
    content: NoticeDraft, category: Category, limits: Mapping[int, Limit]
) -> list[Finding]:
    """What a careful colleague would ask about the amounts (domain.md §3), each at its field.

    `limits` are those of the lots by number. The clerk may be right, so each wants a reason.
    """
    found: list[Finding] = []
    for at, lot in enumerate(content.lots):
        found += _lot(lot, f"lots.{at}", category)
        found += _borrowed_lot(content, lot, f"lots.{at}")
    everything = priced(content)
    for one in everything:
        found += _against_limits(one, category, limits)
        found += _borrowed(content, one.amount, one.path)
    return found + _split(everything)


def _lot(lot: LotDraft, path: str, category: Category) -> Iterator[Finding]:
    """The estimate and the ceiling of one lot, measured against each other."""
    if lot.estimate is None or lot.ceiling is None or not lot.estimate.fen:
        return
    estimate, ceiling = lot.estimate.fen, lot.ceiling.fen
    times = _slip(ceiling, estimate)
    facts = (estimate, ceiling)
    field = f"{path}.ceiling"
    if times:
        said = (
            "标段%(number)d的两个金额（%(estimate)s万元、%(ceiling)s万元）相差约%(times)s，"
            "单位选对了吗？"
        )
        both = {"estimate": write_wan(estimate), "ceiling": write_wan(ceiling), "times": times}
        yield _question("amount.lot-unit", said, field, facts, number=lot.number, **both)
    elif ceiling > 10 * estimate or ceiling * 10 < estimate:
        said = "与预算（估价）%(limit)s万元相差10倍以上"
        yield _question("amount.lot-ratio", said, field, facts, limit=write_wan(estimate))
    elif category.spending and ceiling > estimate:
        said = "最高限价高于预算（%(limit)s万元）"
        yield _question("amount.lot-over", said, field, facts, limit=write_wan(estimate))


def _against_limits(
    one: Priced, category: Category, limits: Mapping[int, Limit]
) -> Iterator[Finding]:
    """One question at most: the most telling one."""
    known = [limits.get(number, Limit()) for number in one.lots]
    expected = [limit.expected for limit in known]
    if not known or not all(expected):
        return
    won, asked = one.amount.fen, sum(fen for fen in expected if fen)
    told = _telling(won, asked, known, category)
    if told:
        rule, said = told
        values = {"limit": write_wan(asked), "times": _slip(won, asked)}
        used = {name: value for name, value in values.items() if f"%({name})s" in said}
        yield _question(rule, said, one.path, (won, asked), **used)


def _telling(
    won: int, asked: int, known: Sequence[Limit], category: Category
) -> tuple[str, str] | None:
    """The rule and the sentence of what is odd about an amount, if anything is."""
    if _slip(won, asked):
        said = "金额与预算、限价或起始价（%(limit)s万元）相差约%(times)s，单位选对了吗？"
        return "amount.unit", said
    if won > 10 * asked:
        return "amount.tenfold", "金额超过预算、限价或起始价（%(limit)s万元）的10倍"
    if not category.income and won * 10 < asked:
        return "amount.saving", "节约超过90%%：预算或限价是%(limit)s万元"
    if won * 10 < asked:
        return "amount.tenth", "金额不到预算、限价或起始价（%(limit)s万元）的十分之一"
    return _beside_ceiling(won, known, category)


def odd_amount(won: int, limit: int, category: Category) -> RuleBroken | None:
    """What is odd about an award (fen) beside the limit of its lots: for a look back on a year.

    `limit` is the sum of ceilings, of estimates where there is no ceiling, or of start prices.
    """
    told = _telling(won, limit, [Limit(estimate=limit)], category)
    if told is None and category.spending and won > limit:
        told = "amount.ceiling", "金额高于限价或预算（%(limit)s万元）"
    if told is None and category.income and won < limit:
        told = "amount.start", "成交金额低于起始价（%(limit)s万元）"
    if told is None:
        return None
    return RuleBroken(told[1], limit=write_wan(limit), times=_slip(won, limit))


def _beside_ceiling(won: int, known: Sequence[Limit], category: Category) -> tuple[str, str] | None:
    """Above what may be paid, or below what must be reached."""
    ceilings = [limit.ceiling for limit in known]
    if not all(ceilings):
        return None
    total = sum(fen for fen in ceilings if fen)
    if category.spending and won > total:
        return "amount.ceiling", "金额高于最高限价（%(limit)s万元）"
    if category.income and won < total:
        return "amount.start", "成交金额低于起始价（%(limit)s万元）"
    return None


def _slip(won: int, asked: int) -> str:
    """How far apart the two are, when it is about the size of a unit; blank when not."""
    if not won or not asked:
        return ""
    high, low = max(won, asked), min(won, asked)
    for size, times in _SLIPS:
        if size <= high * _NEAR // low and high < low * size * _NEAR:
            return times
    return ""


def _borrowed_lot(content: NoticeDraft, lot: LotDraft, path: str) -> Iterator[Finding]:
    for name in ("estimate", "ceiling", "bid_step", "deposit"):
        amount = getattr(lot, name)
        if amount is not None:
            yield from _borrowed(content, amount, f"{path}.{name}")


def _borrowed(content: NoticeDraft, amount: Entered, path: str) -> Iterator[Finding]:
    """An amount that is the digits of a telephone, a code or a date of the same notice."""
    numbers = _numbers(amount)
    for said, text in _other_digits(content) if numbers else ():
        if numbers & _readings(text):
            message = "金额与本公告的%(said)s数字相同，填错栏了吗？"
            yield _question("amount.borrowed", message, path, (amount.fen, said), said=said)
            return


def _numbers(amount: Entered) -> set[str]:
    """The amount as digits: in 元 and as it was typed; none when it has decimals or is short."""
    texts = {write_yuan(amount.fen).replace(",", "").removesuffix(".00")}
    texts.add(write_in(amount.fen, amount.unit).removesuffix(".00"))
    return {text for text in texts if text.isdecimal() and len(text) >= _FEWEST_DIGITS}


def _readings(text: str) -> set[str]:
    """The digits of a number however it is broken up; a telephone also without its area."""
    whole = [re.sub(r"[^0-9]", "", one) for one in [text, *re.split(r"[^0-9 ()-]+", text)]]
    parts = [*re.split(r"[^0-9]+", text), *whole]
    return {part.lstrip("0") for part in parts if len(part) >= _FEWEST_DIGITS}


def _other_digits(content: NoticeDraft) -> Iterator[tuple[str, str]]:
    yield "项目编号", content.project_code
    for lot in content.lots:
        yield "标段编号", lot.code
        yield "宗地编号", lot.parcel
    for day in _days(content):
        yield "日期", f"{day:%Y%m%d}"
    parties = [content.buyer, *((content.agency,) if content.agency else ())]
    for award in content.awards:
        parties += award.suppliers
    for candidate in content.candidates:
        parties += candidate.suppliers
    for contract in content.contracts:
        parties += contract.suppliers
    for party in parties:
        yield "电话", party.phone
        yield "信用代码", party.uscc


def _days(content: NoticeDraft) -> Iterator[date]:
    """Every day that the facts of a notice name."""
    holders: list[object] = [content.plan, content.tender, content.candidate]
    holders += [*content.awards, *content.contracts]
    for holder in holders:
        for value in vars(holder).values() if holder is not None else ():
            if isinstance(value, datetime):
                yield day_of(value)
            elif isinstance(value, date):
                yield value


def _split(everything: Sequence[Priced]) -> list[Finding]:
    """The same suppliers with the same amount twice in a notice: one award split in two?"""
    found = []
    seen: set[tuple[str, int, frozenset[str]]] = set()
    for one in everything:
        if not one.amount.fen:
            continue
        mark = (one.kind, one.amount.fen, frozenset(party.name for party in one.suppliers))
        if mark in seen:
            said = "同一单位、同一金额出现两次：如是几个标段合计的金额，请合为一个"
            found.append(_question("amount.split", said, one.path, (one.amount.fen,)))
        seen.add(mark)
    return found


def _question(
    rule: str, message: str, field: str, about: tuple[object, ...], **values: object
) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.EXPLAIN,
        message=message,
        values=values,
        field=field,
        about=about,
    )
