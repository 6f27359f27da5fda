"""Choices: which lots, notices, results or acts stand behind a figure, a line or a group."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import and_, col, not_

from trading.domain.codes import Family, NoticeType, Outcome
from trading.domain.counting import FLOW_OF, MEASURE_OF, Basis, Punctual
from trading.domain.definitions import EXCLUSIONS, definition_of
from trading.domain.errors import NotFound
from trading.store.tables import Act, Notice, Process, ResultRow, StandingRow, Withdrawal

# Any: conditions and columns are of many types.
Condition = Any
GROUPS = ("month", "category", "type", "buyer", "method", "region")
GROUP_COLUMNS: Mapping[str, Any] = {
    "category": col(Process.category),
    "method": col(Process.method),
    "region": col(Process.region),
    "buyer": col(Process.buyer_id),
}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The rows of a figure of a year, or of a line beside it (`name`), whole or of one group.

    `dimension` and `key` are a group as in `YearFigures.by`; `at` is when loops are open.
    """

    year: int
    basis: Basis
    name: str
    dimension: str = ""
    key: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Selection:
    """What a choice comes to: the kind of row, the day that dates it, and its conditions.

    `notice` names the column with the notice behind a lot; `value` what its rows add up by:
    amount_fen, foreign_fen, limit_fen, saved, gained or nothing.
    """

    kind: str
    dated: Any
    conditions: tuple[Condition, ...]
    notice: str = ""
    value: str = ""


def selection(choice: Choice) -> Selection:
    """The rows of a choice; NotFound for a name or a group that does not exist."""
    found = _lots(choice) or _results(choice) or _notices(choice)
    if choice.name == "disclosures":
        found = Selection("acts", col(Act.published_on), ())
    if choice.name == "open_loops":
        return Selection("loops", None, ())
    if found is None:
        raise NotFound("没有这项统计：%(name)s", name=choice.name[:40])
    grouped = (_within(found.dated, choice), *_group(found, choice))
    conditions = (*grouped, *found.conditions)
    return Selection(found.kind, found.dated, conditions, found.notice, found.value)


def _within(dated: Any, choice: Choice) -> Condition:
    first, last = date(choice.year, 1, 1), date(choice.year, 12, 31)
    if choice.dimension == "month":
        month = int(choice.key) if choice.key.isdecimal() and len(choice.key) == 2 else 0
        if not 1 <= month <= 12:
            raise _no_group(choice)
        first = date(choice.year, month, 1)
        last = date(choice.year, month, calendar.monthrange(choice.year, month)[1])
    return and_(dated >= first, dated <= last)


def _group(found: Selection, choice: Choice) -> tuple[Condition, ...]:
    if choice.dimension in ("", "month"):
        return ()
    if choice.dimension == "type" and found.kind == "notices":
        return (col(Notice.type) == choice.key,)
    column = GROUP_COLUMNS.get(choice.dimension)
    if column is None or found.kind == "acts":
        raise _no_group(choice)
    if choice.dimension != "buyer":
        return (column == choice.key,)
    if not choice.key.isdecimal() or len(choice.key) > 18:
        raise _no_group(choice)
    return (column == int(choice.key),)


def _no_group(choice: Choice) -> NotFound:
    return NotFound("没有这一组：%(key)s", key=f"{choice.dimension}={choice.key}"[:60])


def _lots(choice: Choice) -> Selection | None:
    decided = choice.basis is Basis.DECIDED
    traded = col(StandingRow.decided_on if decided else StandingRow.announced_on)
    outcome, offered = col(StandingRow.outcome), col(StandingRow.offered_on)
    in_year = _year(offered, choice.year)
    same = _year(traded, choice.year)
    awarded = outcome == Outcome.AWARDED.value
    became: dict[str, tuple[Condition, ...]] = {
        "lots_offered": (),
        "offered_awarded": (awarded, same),
        "offered_awarded_later": (awarded, not_(same)),
    }
    became |= {f"offered_{one}": (outcome == one,) for one in ("failed", "terminated", "pending")}
    if choice.name in became:
        return Selection("lots", offered, became[choice.name], "offered_notice_id")
    if choice.name in ("lots_failed", "lots_terminated"):
        ended = outcome == choice.name.removeprefix("lots_")
        return Selection("lots", col(StandingRow.exited_on), (ended,), "exit_notice_id")
    parts: dict[str, tuple[Condition, ...]] = {
        "trades": (),
        "trades_of_year": (in_year,),
        "trades_of_earlier": (offered.is_not(None), not_(in_year)),
        "trades_untendered": (offered.is_(None),),
        **_priced(),
        **_measured(),
    }
    found = parts.get(choice.name, _foreign(choice.name))
    if found is None:
        return None
    value = _value(choice.name)
    return Selection("lots", traded, (awarded, *found), "award_notice_id", value)


def _year(column: Any, year: int) -> Condition:
    return and_(column >= date(year, 1, 1), column <= date(year, 12, 31))


def _priced() -> dict[str, tuple[Condition, ...]]:
    form, excluded = col(StandingRow.price_form), col(StandingRow.excluded)
    found: dict[str, tuple[Condition, ...]] = {"trade_total": ()}
    found |= {f"excluded_{why}": (excluded == why,) for why in EXCLUSIONS}
    found |= {f"trades_{one}": (form == one,) for one in ("rate", "unit_price", "other")}
    return found


def _measured() -> dict[str, tuple[Condition, ...]]:
    """Money that goes out or comes in, and what is saved or gained of it."""
    compared, excluded = col(StandingRow.measure), col(StandingRow.excluded)
    found: dict[str, tuple[Condition, ...]] = {}
    for flow, measure in MEASURE_OF.items():
        flowing = col(Process.category).in_([slug for slug, one in FLOW_OF.items() if one == flow])
        covered = compared == measure
        found |= dict.fromkeys((f"trades_{flow}", f"trade_total_{flow}"), (flowing,))
        found |= dict.fromkeys((measure, f"{measure}_rate", f"{measure}_lots"), (covered,))
        carried = covered, col(StandingRow.carries_amount).is_(True)
        found |= dict.fromkeys((f"{measure}_awards", f"{measure}_limit"), carried)
        found |= {f"{measure}_{why}": (flowing, excluded == why) for why in EXCLUSIONS}
        found[f"{measure}_no_limit"] = flowing, compared == "", excluded == ""
    return found


def _foreign(name: str) -> tuple[Condition, ...] | None:
    letters = name.removeprefix("trade_total_").removeprefix("trades_")
    if letters == name or definition_of(f"trade_total_{letters}") is None:
        return None
    foreign = col(StandingRow.excluded) == "foreign_currency"
    return foreign, col(StandingRow.currency) == letters.upper()


def _value(name: str) -> str:
    if name in ("savings", "savings_rate"):
        return "saved"
    if name in ("premium", "premium_rate"):
        return "gained"
    if name in ("savings_limit", "premium_limit"):
        return "limit_fen"
    if not name.startswith("trade_total"):
        return ""
    is_cny = name in ("trade_total", "trade_total_spending", "trade_total_income")
    return "amount_fen" if is_cny else "foreign_fen"


def _results(choice: Choice) -> Selection | None:
    decided = choice.basis is Basis.DECIDED
    carries = col(ResultRow.class_decided if decided else ResultRow.class_published)
    punctual = col(ResultRow.punctual)
    measured = punctual.in_([one.value for one in Punctual if one.has_period])
    parts: dict[str, Condition] = {"on_time_rate": measured, "results_measured": measured}
    parts |= {f"results_{one.value}": punctual == one.value for one in Punctual}
    for name in ("trading", "other_years", "replaced", "unsuccessful"):
        parts[f"award_notices_{name}"] = carries == f"award_notices_{name}"
    if choice.name not in parts:
        return None
    return Selection("results", col(ResultRow.published_on), (parts[choice.name],))


def _notices(choice: Choice) -> Selection | None:
    parts: dict[str, tuple[Condition, ...]] = {"notices": (), "channel_web": ()}
    parts["withdrawn"] = (col(Withdrawal.sequence) > 0,)
    for family in Family:
        types = [one.value for one in NoticeType if one.family is family]
        parts[f"{family.value}_notices"] = (col(Notice.type).in_(types),)
    if choice.name not in parts:
        return None
    return Selection("notices", col(Notice.published_on), parts[choice.name])
