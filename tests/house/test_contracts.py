"""Every import contract has been seen to fail: a forbidden import breaks it, by its name."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = "from importlinter.cli import lint_imports_command as lint; lint(['--no-cache'])"

# contract → file, the import that it forbids
BREACHES = {
    "Arrows only go down": ("trading/store/__init__.py", "import trading.services"),
    "feeds is pure: it knows neither the application nor a web framework nor a database": (
        "feeds/model.py",
        "import flask",
    ),
    "domain is the standard library and python-stdnum": ("trading/domain/text.py", "import nh3"),
    "Only web speaks HTTP": ("trading/services/publishing.py", "import werkzeug"),
    "Only the store speaks SQL": ("trading/web/session.py", "import sqlalchemy"),
    "feedgen and icalendar are met in one room each": ("feeds/model.py", "import feedgen.feed"),
    "The sanitiser is the only importer of bleach and nh3": (
        "trading/services/publishing.py",
        "import bleach",
    ),
    "openpyxl is met in one room": ("trading/web/public/downloads.py", "import openpyxl"),
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources and the contracts, to break."""
    copy = tmp_path_factory.mktemp("house")
    for package in ("trading", "feeds"):
        shutil.copytree(
            ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def lint(house: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter as `lint-imports` does, in the copy."""
    return subprocess.run(
        [sys.executable, "-c", LINT], cwd=house, capture_output=True, text=True, check=False
    )


def test_every_contract_is_shown_to_fail() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(BREACHES) == {one["name"] for one in settings["tool"]["importlinter"]["contracts"]}


@pytest.mark.parametrize("contract", BREACHES)
def test_a_forbidden_import_breaks_its_contract(contract: str, house: Path) -> None:
    name, line = BREACHES[contract]
    file = house / name
    before = file.read_text(encoding="utf-8")
    file.write_text(f"{before}\n{line}\n", encoding="utf-8")
    try:
        said = lint(house)
    finally:
        file.write_text(before, encoding="utf-8")
    assert said.returncode == 1
    assert f"{contract} BROKEN" in " ".join(said.stdout.split())


def test_a_room_that_no_layer_names_breaks_the_arrows(house: Path) -> None:
    room = house / "trading" / "utils.py"
    room.write_text('"""Anything."""\n', encoding="utf-8")
    try:
        said = lint(house)
    finally:
        room.unlink()
    assert said.returncode == 1
    assert "trading.utils" in said.stdout + said.stderr
