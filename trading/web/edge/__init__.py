"""The edge: finished answers kept in front of Flask, and every ETag, 304 and gzip of the product."""

from trading.web.edge.lasting import keep_until

__all__ = ["keep_until"]
