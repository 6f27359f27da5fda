"""The public site: a file per column, each with its own blueprint."""

from trading.web.public import (
    downloads,
    files,
    home,
    leading,
    notices,
    organizations,
    pages,
    processes,
    reports,
    statistics,
    views,
    year_files,
)
from trading.web.public.feeds import bp as feeds_bp

PUBLIC = (
    home.bp,
    notices.bp,
    views.bp,
    processes.bp,
    files.bp,
    organizations.bp,  # before the feeds: it says what the number of one looks like
    feeds_bp,
    downloads.bp,
    statistics.bp,
    leading.bp,
    year_files.bp,
    reports.bp,
    pages.bp,
)
