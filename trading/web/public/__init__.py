"""The public site: a file per column, each with its own blueprint."""

from trading.web.public import feeds, home, notices, pages, statistics

PUBLIC = (home.bp, notices.bp, feeds.bp, statistics.bp, pages.bp)
