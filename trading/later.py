"""Later: a module that takes long to load, and that few runs need, is loaded when first used.

The one exception to imports at the top, for start-up alone: `if TYPE_CHECKING` imports the module
as any other, so that types and the contracts between rooms are checked as everywhere.
"""

from importlib import import_module
from typing import Any


class Later:
    """Stands for a module until something of it is asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:  # Any: whatever the module has
        return getattr(import_module(self._name), name)
