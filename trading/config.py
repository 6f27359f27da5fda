"""Settings of one installation: defaults, then `site.toml`, then `TRADING_*` variables."""

import dataclasses
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

YEAR_BASES = ("decided", "published")
MAX_UPLOAD_BYTES = 4 * 1024 * 1024


class SettingsError(Exception):
    """A setting that cannot be used; the sentence names it, its source and the remedy."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Every setting of interface.md §2, typed; empty text, or None, means "not set".

    Texts that staff administrators edit in the browser (site name and the like) live in the
    database; a value given here wins over the one there. `sources` says where each came from.
    """

    data_dir: Path
    site_name: str = ""
    organization: str = ""
    site_url: str = ""
    authority: str = ""
    region_code: str = ""
    index_prefix: str = "ZWGK"
    year_basis: str = "decided"
    contact_name: str = ""
    contact_phone: str = ""
    contact_address: str = ""
    contact_email: str = ""
    undertaker: str = ""
    site_id_code: str = ""
    icp: str = ""
    police_record: str = ""
    sentence: str = ""
    database_url: str = ""
    secret_key_file: str = ""
    websub_hub: str = ""
    trusted_proxies: int = 0
    review_required: bool | None = None
    session_idle_minutes: int = 30
    session_hours: int = 10
    ocid_prefix: str = ""
    sources: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    @property
    def resolved_database_url(self) -> str:
        """`database_url`, or the embedded SQLite file in the data directory."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'trading.db').as_posix()}"

    @property
    def resolved_secret_key_file(self) -> Path:
        """The file that holds the secret key of cookies and CSRF tokens."""
        given = self.secret_key_file
        return Path(given) if given else self.data_dir / "secret.key"


KEYS = tuple(f.name for f in dataclasses.fields(Settings) if f.name not in {"data_dir", "sources"})
# The least that each whole number may be: a session that ends at once lets nobody in.
_WHOLE_NUMBERS = {"trusted_proxies": 0, "session_idle_minutes": 1, "session_hours": 1}
_YES_OR_NO = {"review_required"}


def load(environ: Mapping[str, str] = os.environ, *, data_dir: Path | None = None) -> Settings:
    """Read the settings of the data directory (default `instance/`, or `TRADING_DATA_DIR`).

    Raises `SettingsError` for an unreadable file, an unknown key or a value of the wrong kind.
    """
    folder = data_dir or Path(environ.get("TRADING_DATA_DIR") or "instance")
    folder = folder.absolute()
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for key, value in _read_toml(folder / "site.toml").items():
        if key not in KEYS:
            raise SettingsError(f"site.toml 里有不认识的设置 {key}；可用的是：{'、'.join(KEYS)}")
        values[key], sources[key] = _typed(key, value, "site.toml"), "site.toml"
    for key in KEYS:
        name = f"TRADING_{key.upper()}"
        if name in environ:
            values[key], sources[key] = _typed(key, environ[name], name), name
    if values.get("year_basis", "decided") not in YEAR_BASES:
        raise SettingsError(f"year_basis 只能是 {' 或 '.join(YEAR_BASES)}")
    return Settings(data_dir=folder, sources=sources, **values)


def _read_toml(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"读不了 {path.name}：{error}") from error


def _typed(key: str, value: Any, source: str) -> str | int | bool:
    """A TOML value or an environment text as the setting's own kind."""
    if key in _YES_OR_NO:
        said = str(value).strip().lower()
        if said not in ("true", "false"):
            raise SettingsError(f"{source}：{key} 应是 true 或 false，写的是 {value!r}")
        return said == "true"
    if key not in _WHOLE_NUMBERS:
        if not isinstance(value, str):
            raise SettingsError(f"{source}：{key} 应是文字（加引号）")
        return value.strip()
    try:
        number = int(value)
    except (TypeError, ValueError):
        number = -1
    least = _WHOLE_NUMBERS[key]
    if isinstance(value, bool) or number < least:
        raise SettingsError(f"{source}：{key} 应是不小于 {least} 的整数，写的是 {value!r}")
    return number
