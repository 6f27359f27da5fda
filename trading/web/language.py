"""The language of the pages: one for every reader, so that it is not sought for every word."""

from functools import cached_property
from typing import Any

from flask import Flask
from flask_babel import Babel, Domain


class _Words(Domain):  # type: ignore[misc] # the library has no types
    """The words of the one language, found once: a feed asks for thousands."""

    _found: Any = None

    def get_translations(self) -> Any:
        """The same for each request; the library would look up its language every time."""
        # Any: the library's translations, which have no types.
        if self._found is None:
            self._found = super().get_translations()
        return self._found


class _OneLanguage(Babel):  # type: ignore[misc] # the library has no types
    @cached_property
    def domain_instance(self) -> _Words:
        """Where gettext looks."""
        return _Words(domain=self.domain)


def speak(app: Flask) -> None:
    """Give the application its words."""
    _OneLanguage(app)
