"""Where the files that are not Python live: in the checkout, or inside the installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def templates_dir() -> Path:
    """The templates: beside the package in a checkout, inside it when installed from a wheel."""
    inside = _PACKAGE / "_templates"
    return inside if inside.is_dir() else _PACKAGE.parent / "templates"


def static_dir() -> Path:
    """Style sheets and scripts of our own."""
    return _PACKAGE / "static"


def translations_dir() -> Path:
    """Catalogues of texts; the source texts are Chinese."""
    return _PACKAGE / "translations"


def migrations_dir() -> Path:
    """Alembic's environment and versions."""
    return _PACKAGE / "store" / "migrations"


def package_parent() -> Path:
    """The folder from which `python -m trading` finds this very package."""
    return _PACKAGE.parent
