"""The secret key: made once, the same for every worker, and refused when others can read it."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from trading.config import Settings, SettingsError
from trading.web.secret import read_secret


def test_the_first_start_makes_a_key_that_only_its_owner_reads(settings: Settings) -> None:
    key = read_secret(settings)
    assert len(key) == 64
    assert read_secret(settings) == key
    path = settings.resolved_secret_key_file
    assert [one.name for one in path.parent.glob("secret.key*")] == [path.name]
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600


def test_workers_that_start_together_have_the_same_key(settings: Settings) -> None:
    with ThreadPoolExecutor(8) as workers:
        assert len(set(workers.map(read_secret, [settings] * 16))) == 1


@pytest.mark.parametrize("key", ["", "secret", "x" * 31])
def test_a_short_key_is_refused_with_what_to_do(settings: Settings, key: str) -> None:
    path = settings.resolved_secret_key_file
    path.write_text(key)
    path.chmod(0o600)
    with pytest.raises(SettingsError, match="太短"):
        read_secret(settings)


def test_a_key_that_everybody_can_read_is_refused(settings: Settings) -> None:
    path = settings.data_dir / "given.key"
    path.write_text("k" * 64)
    path.chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        read_secret(replace(settings, secret_key_file=str(path)))
    path.chmod(0o600)
    assert read_secret(replace(settings, secret_key_file=str(path))) == "k" * 64
