"""Frozen reports: a year's figures and sentence as the members of a record that never changes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any  # JSON members

from trading.domain.calendar import SHANGHAI
from trading.domain.counting import Basis
from trading.domain.definitions import NOW
from trading.domain.figures import Bridge, Figure, Part, Share, YearFigures

VERSION = 1
# What differs between two records of the very same state.
_OF_THE_MOMENT = ("frozen_at", "serial", "as_of", "sequence", "document")


@dataclass(frozen=True, kw_only=True)
class FrozenFigure:
    """A figure as it was printed; `value` is None where there was nothing to work it out from.

    `is_of_now` is one that says how things stood at that moment, and is never restated.
    """

    name: str
    label: str
    text: str
    definition: str
    unit: str
    measure: str
    value: int | None
    is_of_now: bool
    excluded: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class FrozenShare:
    """What a group had of each figure."""

    key: str
    label: str
    values: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class FrozenReport:
    """A frozen report as pages show it; moments aware, hashes in hex."""

    year: int
    serial: int
    basis: Basis
    as_of: datetime
    frozen_at: datetime
    organization: str
    sentence: str
    note: str
    figures: tuple[FrozenFigure, ...]
    trades: int
    notices: int
    document_sha256: str
    categories: tuple[FrozenShare, ...]


def members_of(figures: YearFigures) -> dict[str, Any]:
    """Everything that was counted: figures, groups, bridges and identities."""
    return {
        "v": VERSION,
        "year": figures.year,
        "basis": figures.basis.value,
        "as_of": written(figures.as_of) if figures.as_of else "",
        "figures": [_figure(one) for one in figures.figures],
        "by": {name: [_share(name, one) for one in shares] for name, shares in figures.by.items()},
        "bridge": [_bridge(one) for one in figures.bridges],
        "identities": [
            {"name": one.name, "label": one.label, "holds": one.holds} for one in figures.identities
        ],
    }


def read_report(members: Mapping[str, Any]) -> FrozenReport:
    """The report that these members are."""
    return FrozenReport(
        year=members["year"],
        serial=members["serial"],
        basis=Basis(members["basis"]),
        as_of=datetime.fromisoformat(members["as_of"]),
        frozen_at=datetime.fromisoformat(members["frozen_at"]),
        organization=members["organization"],
        sentence=members["sentence"],
        note=members["note"],
        figures=tuple(_read_figure(one) for one in members["figures"]),
        trades=members["rows"]["trades"],
        notices=members["rows"]["notices"],
        document_sha256=members["document"]["sha256"],
        categories=tuple(
            FrozenShare(one["key"], one["label"], one["values"])
            for one in members["by"]["category"]
        ),
    )


def says_the_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two records differ in nothing but the moment at which they were made."""
    return _lasting(one) == _lasting(other)


def written(moment: datetime) -> str:
    """A moment as records carry it (RFC 3339, Asia/Shanghai)."""
    return moment.astimezone(SHANGHAI).isoformat()


def _lasting(members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: one for name, one in members.items() if name not in _OF_THE_MOMENT}


def _figure(figure: Figure) -> dict[str, Any]:
    definition = figure.definition
    members: dict[str, Any] = {
        "name": figure.name,
        "value": figure.value,
        "unit": definition.unit,
        "measure": definition.measure,
        "currency": definition.currency,
        "label": definition.label,
        "label_en": definition.label_en,
        "text": figure.text,
        "floor_text": figure.floor_text,
        "definition": definition.zh,
        "definition_en": definition.en,
        "dated": definition.dated,
        "excluded": {one.name: one.value for one in figure.exclusions} or dict(figure.excluded),
        "of_which": {one.name: one.value for one in figure.details},
        "flows": dict(figure.flows),
        "coverage": asdict(figure.coverage) if figure.coverage else None,
        "ratio": asdict(figure.ratio) if figure.ratio else None,
        "year_before": asdict(figure.compared) if figure.compared else None,
    }
    return {name: one for name, one in members.items() if one not in (None, "", {})}


def _share(dimension: str, share: Share) -> dict[str, Any]:
    """What a group had; a buyer may be a person, and is named by its address alone."""
    named = {} if dimension == "buyer" else {"label": share.label}
    return {"key": share.key, **named, "values": dict(share.values)}


def _read_figure(members: Mapping[str, Any]) -> FrozenFigure:
    return FrozenFigure(
        name=members["name"],
        label=members["label"],
        text=members.get("text", ""),
        definition=members["definition"],
        unit=members["unit"],
        measure=members["measure"],
        value=members.get("value"),
        is_of_now=members["dated"] == NOW,
        excluded=members.get("excluded", {}),
    )


def _bridge(bridge: Bridge) -> dict[str, Any]:
    return {
        "name": bridge.name,
        "whole": _part(bridge.whole),
        "parts": [_part(one) for one in bridge.parts],
        "holds": bridge.holds,
    }


def _part(part: Part) -> dict[str, Any]:
    return {"name": part.name, "label": part.label, "value": part.value}
