"""The edge: finished answers kept in front of Flask; every ETag, 304 and gzip is made here."""

from trading.web.edge.edge import Edge
from trading.web.edge.lasting import keep_until

__all__ = ["Edge", "keep_until"]
