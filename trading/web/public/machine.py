"""Figures for machines: the JSON of interface.md §5; what does not exist yet is left out."""

import dataclasses
from collections.abc import Sequence
from typing import Any  # JSON members

from flask import url_for

from trading.domain.figures import Bridge, Figure, Identity, Part, Share, YearFigures
from trading.domain.site import Site
from trading.web.filters import machine


def year_json(
    figures: YearFigures, site: Site, *, note: str, restated: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """The members of `/statistics/<year>.json`; addresses are absolute."""
    members: dict[str, Any] = {
        "year": figures.year,
        "basis": figures.basis.value,
        "revision": figures.revision,
        "figures": [_figure(one, figures.year, site) for one in figures.figures],
        "by": {name: [_share(one) for one in shares] for name, shares in figures.by.items()},
        "bridge": [_bridge(one) for one in figures.bridges],
        "restated": list(restated),
        "identities": [_identity(one) for one in figures.identities],
    }
    if figures.as_of is not None:
        members["as_of"] = machine(figures.as_of)
    if note:
        members["note"] = note
    return members


def _figure(figure: Figure, year: int, site: Site) -> dict[str, Any]:
    where = url_for("statistics.figure", year=year, figure=figure.name)
    members: dict[str, Any] = {
        "name": figure.name,
        "value": figure.value,
        "unit": figure.definition.unit,
        "label": figure.definition.label,
        "label_en": figure.definition.label_en,
        "text": figure.text,
        "definition": figure.definition.zh,
        "definition_en": figure.definition.en,
        "dated": figure.definition.dated,
        "rows": f"{site.site_url}{where}",
    }
    if figure.definition.currency:
        members["currency"] = figure.definition.currency
    if figure.definition.currency == "CNY":
        members["floor_text"] = figure.floor_text
    return members | _beside(figure)


def _beside(figure: Figure) -> dict[str, Any]:
    """What stands beside a figure, where there is any of it."""
    members: dict[str, Any] = {}
    left_out = dict(figure.excluded) or {one.name: one.value for one in figure.exclusions}
    if left_out:
        members["excluded"] = left_out
    if figure.details:
        members["of_which"] = {one.name: one.value for one in figure.details}
    for name, value in (
        ("coverage", figure.coverage),
        ("ratio", figure.ratio),
        ("year_before", figure.compared),
    ):
        if value is not None:
            found = dataclasses.asdict(value)
            members[name] = {key: one for key, one in found.items() if one is not None}
    return members


def _share(share: Share) -> dict[str, Any]:
    return {"key": share.key, "label": share.label, **share.values}


def _identity(identity: Identity) -> dict[str, Any]:
    """A false one says which figures do not add up, and what both ways come to."""
    members: dict[str, Any] = {"name": identity.name, "holds": identity.holds}
    if identity.faults:
        members["faults"] = [dataclasses.asdict(one) for one in identity.faults]
    return members


def _bridge(bridge: Bridge) -> dict[str, Any]:
    return {
        "name": bridge.name,
        "whole": _part(bridge.whole),
        "parts": [_part(one) for one in bridge.parts],
        "holds": bridge.holds,
    }


def _part(part: Part) -> dict[str, Any]:
    return {"name": part.name, "label": part.label, "value": part.value}
