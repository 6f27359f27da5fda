"""The secret key that signs form tokens: made once, readable by its owner alone."""

import os
import secrets

from trading.config import Settings


def read_secret(settings: Settings) -> str:
    """The key in the settings' file, which is made when it is not there."""
    path = settings.resolved_secret_key_file
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        key = secrets.token_hex(32)
        file.write(key)
    return key
