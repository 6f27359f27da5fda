#!/usr/bin/env python3
"""Check everything from a fresh clone: `python3 scripts/test.py [pytest arguments]`."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import bootstrap
from bootstrap import SetupError


class Stage(NamedTuple):
    """One kind of check; a quiet one shows its output only when it fails."""

    name: str
    command: list[str]
    quiet: bool = True


def stages(python: Path, arguments: list[str]) -> list[Stage]:
    """What is checked, the quickest first."""
    run = [str(python), "-m"]
    imports = (
        "import sys; from importlinter.cli import lint_imports_command as lint; sys.exit(lint())"
    )
    return [
        Stage("格式 format", [*run, "ruff", "format", "--check", "."]),
        Stage("写法 lint", [*run, "ruff", "check", "."]),
        Stage("类型 types", [*run, "mypy"]),
        Stage("引用方向 imports", [str(python), "-c", imports]),
        Stage("测试 tests", [*run, "pytest", "-q", "-n", "auto", *arguments], quiet=False),
    ]


def main(arguments: list[str]) -> int:
    """Run the stages in order and stop at the first that fails, with its exit status."""
    bootstrap.speak_utf8()
    try:
        python = bootstrap.ensure(bootstrap.DEVELOPMENT)
    except SetupError as error:
        bootstrap.fail(str(error))
    os.chdir(bootstrap.ROOT)
    for stage in stages(python, arguments):
        status = check(stage)
        if status:
            return status
    return 0


def check(stage: Stage) -> int:
    """Run one stage, end with its summary line, and answer its exit status."""
    began = time.monotonic()
    if stage.quiet:
        run = subprocess.run(
            stage.command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
        status, output = run.returncode, run.stdout
    else:
        status, output = subprocess.call(stage.command), ""
    if status:
        print(output, end="")
    verdict = f"✗ 未通过 failed ({status})" if status else "✓ 通过 passed"
    print(f"{stage.name}: {verdict}, {time.monotonic() - began:.1f} s", flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
