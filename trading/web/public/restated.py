"""Restatements (自年报以来) for readers: as values of a page, and as members of the JSON."""

from typing import Any  # JSON members

from flask import url_for

from trading.services import restating
from trading.services.restating import Restated
from trading.web.session import get_read_session, get_site


def restated_since_report(year: int) -> Restated | None:
    """What changed since the year's newest public report; None where there is none."""
    return restating.since_report(get_read_session(), get_site(), year)


def restated_json(found: Restated | None) -> list[dict[str, Any]]:
    """Each figure that has moved since the report, with the notices that moved the year."""
    if found is None:
        return []
    year, serial = found.snapshot.year, found.snapshot.serial
    report = f"{get_site().site_url}{url_for('reports.numbered', year=year, serial=serial)}"
    return [
        {
            "name": one.name,
            "label": one.label,
            "unit": one.unit,
            "before": one.before,
            "after": one.after,
            "difference": one.difference,
            "text": one.difference_text,
            "report": report,
            "notices": [cause.number for cause in found.causes],
        }
        for one in found.figures
    ]
