"""A broken rule as a sentence in the reader's language."""

from flask_babel import gettext

from trading.domain.errors import TradingError


def say(error: TradingError) -> str:
    """The sentence with its values; only web translates."""
    return str(gettext(error.message, **error.values))
