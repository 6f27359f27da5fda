"""Snapshots: a year's report is frozen, once and for all, and made public."""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any  # JSON members

from trading.domain.calendar import year_span
from trading.domain.errors import Conflict, RuleBroken
from trading.domain.figures import YearFigures
from trading.domain.frozen_reports import (
    FrozenReport,
    members_of,
    read_report,
    says_the_same,
    written,
)
from trading.domain.site import Site
from trading.services import documents, freezing, reporting
from trading.services.freezing import Record
from trading.services.reporting import Report
from trading.services.wording import Amounts
from trading.store import publications, snapshots
from trading.store.engine import Session
from trading.store.report_templates import template_content
from trading.store.sites import raise_revision
from trading.store.snapshots import Snapshot
from trading.store.year_rows import year_rows

OWN_NAME = "section.docx"


@dataclass(frozen=True)
class Wish:
    """How the report is to be written: its style, its amounts, a template's id (0: our own)."""

    style: str
    amounts: Amounts = Amounts.EXACT
    template: int = 0


def freeze(
    session: Session, site: Site, year: int, wish: Wish, *, by: int, now: datetime
) -> Snapshot:
    """Freeze the report of a year that is over, with its rows and its Word file.

    RuleBroken for a year that goes on, figures that do not agree, a sentence or a template that
    is refused; Conflict when the newest frozen report says the very same.
    """
    check_over(year, now=now)
    counters = publications.lock_site(session)
    made = reporting.report(session, site, year, style=wish.style, amounts=wish.amounts, at=now)
    check_agrees(made.figures)
    rows = _rows(session, made.figures)
    name, document = _document(session, made, wish)
    serial = snapshots.next_serial(session, year)
    told = _told(made, site, wish) | {"rows": _counted(rows)}
    told |= {"serial": serial, "frozen_at": written(now), "sequence": counters.sequence}
    told["document"] = {"name": name, "sha256": sha256(document).hexdigest()}
    _check_new(session, year, told)
    record = freezing.canonical(told)
    snapshots.add_snapshot(
        session,
        year=year,
        serial=serial,
        basis=made.figures.basis.value,
        as_of=made.figures.as_of,
        frozen_at=now,
        sequence=counters.sequence,
        staff_id=by,
        style=wish.style,
        amounts=wish.amounts.value,
        payload=record.payload,
        payload_sha256=record.sha256,
        rows=rows.payload,
        rows_sha256=rows.sha256,
        document=document,
        document_name=name,
    )
    return snapshots.find_snapshot(session, year, serial)


def make_public(session: Session, year: int, serial: int, *, by: int, now: datetime) -> None:
    """Put a frozen report on the public site; Conflict when it is there already."""
    publications.lock_site(session)
    found = snapshots.find_snapshot(session, year, serial)
    if found.published_at is not None:
        raise Conflict("这份报告已经公开")
    snapshots.set_published(session, found.id, by=by, now=now)
    raise_revision(session)


def read(session: Session, snapshot: Snapshot) -> FrozenReport:
    """A frozen report as it was frozen."""
    return read_report(json.loads(snapshots.payload_of(session, snapshot.id)))


def check_over(year: int, *, now: datetime) -> None:
    """RuleBroken for a year (Asia/Shanghai) that is not over yet."""
    if now < year_span(year)[1]:
        raise RuleBroken("%(year)d年还没有过完，不能冻结", year=year)


def check_agrees(figures: YearFigures) -> None:
    """RuleBroken, naming what is false, where the sums of the year do not agree."""
    false = [one.label for one in figures.identities if not one.holds]
    false += [one.name for one in figures.bridges if not one.holds]
    if false:
        raise RuleBroken("统计数不能互相印证，不能冻结：%(false)s", false="、".join(false))


def _rows(session: Session, figures: YearFigures) -> Record:
    """The rows of the year, which must come to the figures that are printed."""
    rows = year_rows(session, figures.year, figures.basis)
    total = sum(one.get("amount_fen", 0) for one in rows["trades"])
    found = len(rows["trades"]), total, len(rows["notices"])
    said = tuple(figures.figure(name).count for name in ("trades", "trade_total", "notices"))
    if found != said:
        raise RuleBroken("明细与统计数不一致，不能冻结：请先运行 trading totals check")
    return freezing.canonical(rows)


def _counted(rows: Record) -> dict[str, Any]:
    members = json.loads(rows.payload)
    counts = {name: len(members[name]) for name in ("trades", "notices")}
    return {**counts, "sha256": rows.sha256}


def _document(session: Session, made: Report, wish: Wish) -> tuple[str, bytes]:
    if wish.template:
        name, template = template_content(session, wish.template)
    else:
        name, template = OWN_NAME, documents.read_template(documents.own_template())
    return name, documents.docx(template, made.values, made.missing)


def _told(made: Report, site: Site, wish: Wish) -> dict[str, Any]:
    return {
        **members_of(made.figures),
        "organization": site.organization,
        "site_name": site.site_name,
        "style": wish.style,
        "amounts": wish.amounts.value,
        "template": wish.template,
        "sentence": made.sentence.text,
        "note": made.sentence.note,
    }


def _check_new(session: Session, year: int, told: dict[str, Any]) -> None:
    kept = snapshots.snapshots_of(session, year)
    if kept and says_the_same(json.loads(snapshots.payload_of(session, kept[0].id)), told):
        raise Conflict("自上一次冻结以来没有变化，不需要再冻结一份")
