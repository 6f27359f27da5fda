"""The test command: its stages, their one line each, and where it stops."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "test.py"


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """scripts/test.py, which shares its name with a package of the standard library."""
    spec = importlib.util.spec_from_file_location("test_command", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "test_command", module)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module.bootstrap, "speak_utf8", lambda: None)
    monkeypatch.setattr(module.bootstrap, "ensure", lambda _name: Path(sys.executable))
    return module


def test_it_checks_format_lint_types_imports_and_tests(command: ModuleType) -> None:
    stages = command.stages(Path("python"), ["-k", "money"])
    assert [stage.name.split()[1] for stage in stages] == (
        ["format", "lint", "types", "imports", "tests"]
    )
    assert stages[-1].command[-2:] == ["-k", "money"]


def test_it_stops_at_the_first_stage_that_fails(
    command: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    def stage(name: str, code: str) -> object:
        return command.Stage(name, [sys.executable, "-c", code])

    third = tmp_path / "third"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        command,
        "stages",
        lambda _python, _arguments: [
            stage("one", "print('unseen')"),
            stage("two", "print('why'); raise SystemExit(3)"),
            stage("three", f"open({str(third)!r}, 'w')"),
        ],
    )
    assert command.main([]) == 3
    shown = capfd.readouterr().out.splitlines()
    assert [line.split(",")[0] for line in shown] == [
        "one: ✓ 通过 passed",
        "why",
        "two: ✗ 未通过 failed (3)",
    ]
    assert not third.exists()
