"""What is locked and what is shipped: hashes for everything, no address, templates in the wheel."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import bootstrap
import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = (bootstrap.RUNTIME, bootstrap.DEVELOPMENT)


def locked(name: str) -> dict[str, list[str]]:
    """The pins of a lock file, each with its hashes."""
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    return {entry.splitlines()[0].rstrip(" \\"): entry.splitlines()[1:] for entry in entries}


def plain(requirement: str) -> str:
    """A requirement's name as lock files write it."""
    return re.split(r"[\[<>=; ]", requirement)[0].lower().replace("_", "-")


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_one_version_and_its_hashes(name: str) -> None:
    pins = locked(name)
    assert len(pins) > 30
    for pin, hashes in pins.items():
        assert re.match(r"[a-z0-9.-]+==[^ ]+( ; .+)?$", pin), pin
        assert hashes, pin
        assert all(re.fullmatch(r" +--hash=sha256:[0-9a-f]{64}( \\)?", one) for one in hashes), pin


def test_the_development_set_holds_the_runtime_set() -> None:
    assert set(locked(bootstrap.RUNTIME)) <= set(locked(bootstrap.DEVELOPMENT))


def test_everything_the_project_asks_for_is_locked() -> None:
    groups = PROJECT["dependency-groups"]
    runtime = {pin.split("==")[0] for pin in locked(bootstrap.RUNTIME)}
    development = {pin.split("==")[0] for pin in locked(bootstrap.DEVELOPMENT)}
    asked = {plain(one) for one in PROJECT["project"]["dependencies"] + groups["build"]}
    assert asked
    assert asked <= runtime
    assert {plain(one) for one in groups["dev"]} <= development - runtime


def test_a_wheel_carries_templates_migrations_static_files_and_feeds(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        archive.extractall(tmp_path / "site")
    for folder, inside in (
        ("templates", "trading/_templates"),
        ("trading/static", "trading/static"),
        ("trading/store/migrations", "trading/store/migrations"),
        ("feeds", "feeds"),
    ):
        files = [path for path in (ROOT / folder).rglob("*.*") if "__pycache__" not in path.parts]
        assert files, folder
        for path in files:
            assert f"{inside}/{path.relative_to(ROOT / folder).as_posix()}" in names
    assert not [name for name in names if name.startswith(("tests", "scripts", "templates"))]
    code = "import trading.paths as p; print(*p.templates_dir().glob('*/'))"
    run = [sys.executable, "-c", code]
    out = subprocess.check_output(run, cwd=tmp_path / "site", text=True)
    assert str(tmp_path / "site" / "trading" / "_templates") in out
