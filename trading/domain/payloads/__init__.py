"""The frozen form of a notice: its content and stamp as JSON members, and back again.

Members are those of interface.md §7. Amounts are yuan as decimal strings, times are RFC 3339 in
Asia/Shanghai, absent values are left out. Canonical bytes (RFC 8785) are made by the service.
"""

from trading.domain.payloads.members import freeze
from trading.domain.payloads.reading import thaw
from trading.domain.payloads.stamps import VERSION, FrozenNotice, Stamp

__all__ = ["VERSION", "FrozenNotice", "Stamp", "freeze", "thaw"]
