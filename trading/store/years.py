"""Years: the figures of one year, read from the roll-up; every page and report asks here."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import Session, col, select

from trading.domain.counting import Basis
from trading.domain.figures import YearFigures, year_figures
from trading.domain.loops import Loop
from trading.domain.site import Site
from trading.store.loops import count_loops, loops_since
from trading.store.tables import Organization
from trading.store.totals import last_publication, sums_of_year, totals_of_year


def read_year(
    session: Session,
    year: int,
    site: Site,
    *,
    basis: Basis | None = None,
    at: datetime | None = None,
) -> YearFigures:
    """The figures of a year on the site's basis, or on another one.

    `at` is the moment at which loops are open; without it nobody looks whether any are.
    """
    counted_on = basis or Basis(site.year_basis)
    counted = totals_of_year(session, year, counted_on)
    return year_figures(
        counted,
        year=year,
        basis=counted_on,
        as_of=last_publication(session),
        revision=site.revision,
        buyers=names_of_buyers(
            session, {int(one.key) for one in counted if one.dimension == "buyer"}
        ),
        before=sums_of_year(session, year - 1, counted_on),
        open_loops=count_loops(session, at, by=date(year, 12, 31)) if at else None,
    )


def loops_of_year(session: Session, year: int, *, at: datetime) -> tuple[Loop, ...]:
    """What began to be open by the end of a year and is still open at a moment, oldest first."""
    return loops_since(session, at, by=date(year, 12, 31))


def names_of_buyers(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Organizations by id."""
    named = select(Organization.id, Organization.name).where(col(Organization.id).in_(set(ids)))
    return {id_: name for id_, name in session.exec(named) if id_ is not None}
