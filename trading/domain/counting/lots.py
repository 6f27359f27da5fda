"""Where each lot of a process stands: a trade or not, dated when, worth what, saved how much."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any  # members of a value, by name

from trading.domain.codes import CATEGORIES, Family, Outcome, PriceForm
from trading.domain.counting.facts import (
    CNY,
    AwardFact,
    Basis,
    ExitFact,
    Limit,
    NoticeFact,
    ProcessFacts,
)

# Which way the money of a category goes (domain.md §2); of `other` neither can be said.
FLOW_OF = {one.slug: "spending" for one in CATEGORIES if one.spending}
FLOW_OF |= {one.slug: "income" for one in CATEGORIES if one.income}
# What a result is measured by (domain.md §4.7).
MEASURE_OF = {"spending": "savings", "income": "premium"}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where one lot stands; it is a trade when its outcome is awarded.

    `decided_on` and `announced_on` date the lot's first award on the two bases, where its notice
    was not withdrawn: an award that was taken back dates nothing; the value is
    that of its active award, counted at the lowest-numbered lot only (`carries_amount`);
    `excluded` says why the award adds nothing to the total, `foreign_fen` is its amount
    (hundredths) in another currency. `measure` is savings or premium where its award is compared
    with the limits of all its lots, whose sum is `limit_fen` at the lot that carries the amount.
    `opening_at` and `publicity_until` are those of its newest tender and publicity, while it is
    pending: open loops follow from them (domain.md §4.13).
    """

    lot_id: int
    process_id: int
    outcome: Outcome
    offered_on: date | None = None
    offered_notice_id: int | None = None
    award_id: int | None = None
    award_notice_id: int | None = None
    decided_on: date | None = None
    decision_stated: bool = False
    announced_on: date | None = None
    exited_on: date | None = None
    exit_notice_id: int | None = None
    price_form: PriceForm | None = None
    currency: str | None = None
    carries_amount: bool = False
    amount_fen: int | None = None
    excluded: str = ""
    foreign_fen: int | None = None
    measure: str = ""
    limit_fen: int | None = None
    opening_at: datetime | None = None
    publicity_until: date | None = None

    def traded_on(self, basis: Basis) -> date | None:
        """The day on which this lot counts as a trade; None when it is none."""
        if self.outcome is not Outcome.AWARDED:
            return None
        return self.decided_on if basis is Basis.DECIDED else self.announced_on

    @property
    def gain_fen(self) -> int | None:
        """What its award saved, or brought in above the start price; at the carrying lot only."""
        if self.limit_fen is None or self.amount_fen is None:
            return None
        more = self.amount_fen - self.limit_fen
        return more if self.measure == "premium" else -more


def standings(facts: ProcessFacts) -> tuple[Standing, ...]:
    """Where every lot of the process stands, in order of the lots' numbers."""
    notices = {notice.id: notice for notice in facts.notices}
    exits = {one.lot_id: one for one in facts.exits}
    return tuple(_standing(facts, lot, notices, exits.get(lot)) for lot in facts.lots)


def _standing(
    facts: ProcessFacts, lot: int, notices: Mapping[int, NoticeFact], exit_: ExitFact | None
) -> Standing:
    offered = next(
        (n for n in facts.notices if n.type.family is Family.TENDER and lot in n.lots), None
    )
    awards = [award for award in facts.awards if lot in award.lots]
    awards = [award for award in awards if not notices[award.notice_id].withdrawn]
    active = next((award for award in reversed(awards) if award.active), None)
    first = awards[0] if awards else None
    announced = notices[first.notice_id].published_on if first else None
    if active:
        outcome = Outcome.AWARDED
    else:
        outcome = exit_.outcome if exit_ else Outcome.PENDING
    value = _value(facts, active, lot) if active else {}
    if outcome is Outcome.PENDING:
        value = _waiting(facts, lot)
    return Standing(
        lot_id=lot,
        process_id=facts.id,
        outcome=outcome,
        offered_on=offered.published_on if offered else None,
        offered_notice_id=offered.id if offered else None,
        award_id=active.id if active else None,
        award_notice_id=active.notice_id if active else None,
        decided_on=(first.decided_on or announced) if first else None,
        decision_stated=bool(first and first.decided_on),
        announced_on=announced,
        exited_on=notices[exit_.notice_id].published_on if exit_ else None,
        exit_notice_id=exit_.notice_id if exit_ else None,
        price_form=active.price_form if active else None,
        currency=active.currency if active else None,
        **value,
    )


def _waiting(facts: ProcessFacts, lot: int) -> dict[str, Any]:
    """What a lot without an outcome waits for, as the newest notices that were not withdrawn say.

    A later tender that names no moment leaves the one before.
    """
    stand = [one for one in facts.notices if lot in one.lots and not one.withdrawn]
    tenders = [one.opening_at for one in stand if one.type.family is Family.TENDER]
    publicities = [one.publicity_until for one in stand if one.type.family is Family.CANDIDATE]
    return {
        "opening_at": next((one for one in reversed(tenders) if one), None),
        "publicity_until": publicities[-1] if publicities else None,
    }


def _value(facts: ProcessFacts, award: AwardFact, lot: int) -> dict[str, Any]:
    """What an active award is worth at one of its lots."""
    carries, excluded = award.lots[0] == lot, _excluded(award)
    measure, limit = _measured(facts, award) if not excluded else ("", None)
    return {
        "carries_amount": carries,
        "amount_fen": award.amount_fen if carries and not excluded else None,
        "excluded": excluded,
        "foreign_fen": award.amount_fen if carries and excluded == "foreign_currency" else None,
        "measure": measure,
        "limit_fen": limit if carries else None,
    }


def _excluded(award: AwardFact) -> str:
    """Why an award adds nothing to the trade total (domain.md §4.6); empty when it does."""
    if award.price_form is not PriceForm.AMOUNT:
        return "rate_or_unit_price"
    if award.amount_fen is None:
        return "no_amount"
    return "" if award.currency == CNY else "foreign_currency"


def _measured(facts: ProcessFacts, award: AwardFact) -> tuple[str, int | None]:
    """What the award is measured by, and against what, if all its lots have a limit."""
    flow = FLOW_OF.get(facts.category)
    if flow is None:
        return "", None
    limits = [_limit(facts.limits.get(lot, Limit()), flow) for lot in award.lots]
    known = [limit for limit in limits if limit is not None]
    if len(known) < len(limits):
        return "", None
    return MEASURE_OF[flow], sum(known)


def _limit(limit: Limit, flow: str) -> int | None:
    """The ceiling, or the estimate where there is none; where money comes in the start price."""
    if flow == "spending" and limit.ceiling is None:
        return limit.estimate
    return limit.ceiling
