"""Figures for machines: the JSON of interface.md §5; what does not exist yet is left out."""

from typing import Any  # JSON members

from flask import url_for

from trading.domain.figures import Bridge, Figure, Part, Share, YearFigures
from trading.domain.site import Site
from trading.web.filters import machine


def year_json(figures: YearFigures, site: Site, *, note: str) -> dict[str, Any]:
    """The members of `/statistics/<year>.json`; addresses are absolute."""
    members: dict[str, Any] = {
        "year": figures.year,
        "basis": figures.basis.value,
        "revision": figures.revision,
        "figures": [_figure(one, figures.year, site) for one in figures.figures],
        "by": {name: [_share(one) for one in shares] for name, shares in figures.by.items()},
        "bridge": [_bridge(one) for one in figures.bridges],
        "identities": [{"name": one.name, "holds": one.holds} for one in figures.identities],
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
        "text": figure.text,
        "definition": figure.definition.zh,
        "definition_en": figure.definition.en,
        "rows": f"{site.site_url}{where}",
    }
    if figure.definition.unit == "fen":
        members |= {
            "currency": "CNY",
            "floor_text": figure.floor_text,
            "excluded": dict(figure.excluded),
        }
    return members


def _share(share: Share) -> dict[str, Any]:
    return {"key": share.key, "label": share.label, **share.values}


def _bridge(bridge: Bridge) -> dict[str, Any]:
    return {
        "name": bridge.name,
        "whole": _part(bridge.whole),
        "parts": [_part(one) for one in bridge.parts],
        "holds": bridge.holds,
    }


def _part(part: Part) -> dict[str, Any]:
    return {"name": part.name, "label": part.label, "value": part.value}
