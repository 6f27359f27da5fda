"""Years: the figures of one year, read from the roll-up; every page and report asks here."""

from sqlmodel import Session, col, select

from trading.domain.counting import Basis
from trading.domain.figures import YearFigures, year_figures
from trading.domain.site import Site
from trading.store.tables import Organization
from trading.store.totals import last_publication, totals_of_year


def read_year(
    session: Session, year: int, site: Site, *, basis: Basis | None = None
) -> YearFigures:
    """The figures of a year on the site's basis, or on another one."""
    counted_on = basis or Basis(site.year_basis)
    counted = totals_of_year(session, year, counted_on)
    ids = {int(cell.key) for cell in counted if cell.dimension == "buyer"}
    named = select(Organization.id, Organization.name).where(col(Organization.id).in_(ids))
    return year_figures(
        counted,
        year=year,
        basis=counted_on,
        as_of=last_publication(session),
        revision=site.revision,
        buyers={id_: name for id_, name in session.exec(named) if id_ is not None},
    )
