"""The secret key that signs form tokens: made once, readable by its owner alone."""

import os
import secrets
from pathlib import Path

from trading.config import Settings, SettingsError

SHORTEST = 32  # characters


def read_secret(settings: Settings) -> str:
    """The key in the settings' file, which is made when it is not there (security.md R52).

    SettingsError for a file that everybody can read, or with a key that is too short.
    """
    path = settings.resolved_secret_key_file
    if not path.exists():
        _make(path)
    if os.name == "posix" and path.stat().st_mode & 0o007:
        raise SettingsError(f"secret_key_file：{path} 人人可读，请改为只有本人可读（chmod 600）")
    key = path.read_text(encoding="utf-8").strip()
    if len(key) < SHORTEST:
        raise SettingsError(f"secret_key_file：{path} 里的密钥太短，删掉它再启动会生成新的")
    return key


def _make(path: Path) -> None:
    """Write a new key; of workers that start together, all read the one that came first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(secrets.token_hex(32))
    try:
        os.link(fresh, path)
    except FileExistsError:
        return
    except OSError:  # a file system without links
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
