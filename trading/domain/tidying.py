"""Every text of a notice in normal form and within its limit, every typed code checked."""

import dataclasses
from collections.abc import Callable, Sized
from typing import TypeVar

from trading.domain.codes import category, check_region, method
from trading.domain.drafts import FailedLot, NoticeDraft
from trading.domain.errors import RuleBroken, SeveralBroken
from trading.domain.identifiers import check_uscc
from trading.domain.requirements import candidate_path, lot_path
from trading.domain.text import clean_block, clean_line

MOST_LOTS, MOST_SUPPLIERS, MOST_CANDIDATES = 200, 20, 20

_LINE = 200  # characters of a one-line text that is not listed below
_LINES = {
    "project_code": 50,
    "code": 50,
    "address": 300,
    "contact": 100,
    "phone": 100,
    "opening_place": 300,
    "agency_fee": 500,
    "rate_text": 600,
    "source_url": 2000,
    "leader": 100,
    "corrects": 20,
    "retender_of": 20,
    "path": 200,
}
_BLOCKS = {
    "content": 5000,
    "qualification": 5000,
    "documents_how": 2000,
    "main_items": 5000,
    "experts": 1000,
    "reason": 1000,
    "replace_reason": 1000,
    "amount_note": 1000,
    "objections": 2000,
    "note": 2000,
    "old": 20_000,  # of all winners together
    "new": 20_000,
}
_CODES: dict[str, Callable[..., str]] = {
    "category": lambda slug, field: category(slug, field=field).slug,
    "method": method,
    "region": check_region,
    "uscc": check_uscc,
}
# The rich text has a pipeline of its own; the faults of the others stand at their lot.
_LEFT = {"body_html", "failed", "candidates", "attachments"}

_Value = TypeVar("_Value")


def tidied(content: NoticeDraft) -> NoticeDraft:
    """The same content with clean texts; SeveralBroken names every text that cannot stand.

    What is missing is no fault here: a draft may be incomplete, but never malformed.
    """
    broken = _too_many(content)
    tidy = _tidy(content, "", broken)
    failed = tuple(_failed(content, one, broken) for one in content.failed)
    candidates = tuple(
        _tidy(one, f"{candidate_path(content, index)}.", broken)
        for index, one in enumerate(content.candidates)
    )
    if broken:
        raise SeveralBroken(broken)
    return dataclasses.replace(tidy, failed=failed, candidates=candidates)


def _too_many(content: NoticeDraft) -> list[RuleBroken]:
    counted: list[tuple[str, Sized, int]] = [
        ("lots", content.lots, MOST_LOTS),
        ("lots", content.candidates, MOST_LOTS * MOST_CANDIDATES),
        ("awards", content.awards, MOST_LOTS),
        ("contracts", content.contracts, MOST_LOTS),
    ]
    counted += [
        (f"awards.{index}.suppliers", one.suppliers, MOST_SUPPLIERS)
        for index, one in enumerate(content.awards)
    ]
    counted += [
        (f"contracts.{index}.suppliers", one.suppliers, MOST_SUPPLIERS)
        for index, one in enumerate(content.contracts)
    ]
    counted += [
        (candidate_path(content, index, "suppliers"), one.suppliers, MOST_SUPPLIERS)
        for index, one in enumerate(content.candidates)
    ]
    return [
        RuleBroken("最多%(most)d行", field=path, most=most)
        for path, rows, most in counted
        if len(rows) > most
    ]


def _failed(content: NoticeDraft, failed: FailedLot, broken: list[RuleBroken]) -> FailedLot:
    """A failure is stated at its lot, so its faults are shown there."""
    found: list[RuleBroken] = []
    tidy = _tidy(failed, "", found)
    for one in found:
        name = "failed_reason" if one.field == "reason" else one.field
        one.field = lot_path(content, failed.lot, name)
    broken += found
    return tidy


def _tidy(value: _Value, path: str, broken: list[RuleBroken]) -> _Value:
    """A dataclass with every text in it tidied, at any depth; faults are added to `broken`."""
    changes: dict[str, object] = {}
    for field in dataclasses.fields(value):  # type: ignore[arg-type]  # only dataclasses come here
        if field.name in _LEFT:
            continue
        here = f"{path}{field.name}"
        found = getattr(value, field.name)
        if type(found) is str:
            changes[field.name] = _text(found, field.name, here, broken)
        elif isinstance(found, tuple):
            changes[field.name] = tuple(
                _tidy(one, f"{here}.{index}.", broken) if dataclasses.is_dataclass(one) else one
                for index, one in enumerate(found)
            )
        elif dataclasses.is_dataclass(found):
            changes[field.name] = _tidy(found, f"{here}.", broken)
    return dataclasses.replace(value, **changes)  # type: ignore[type-var]  # as above


def _text(text: str, name: str, path: str, broken: list[RuleBroken]) -> str:
    try:
        if name in _BLOCKS:
            return clean_block(text, field=path, limit=_BLOCKS[name])
        clean = clean_line(text, field=path, limit=_LINES.get(name, _LINE))
        return str(_CODES[name](clean, field=path)) if clean and name in _CODES else clean
    except RuleBroken as fault:
        broken.append(fault)
        return text
