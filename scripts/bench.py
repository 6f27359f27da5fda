#!/usr/bin/env python3
"""Measure against named baselines: `python3 scripts/bench.py [--sizes N,…] [--json]`."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import redirect_stdout

import bootstrap
from bootstrap import SetupError


def main(arguments: list[str]) -> int:
    """Prepare the machine as serve.py does, then measure; the exit status is the benchmark's."""
    bootstrap.speak_utf8()
    try:
        with redirect_stdout(sys.stderr):  # what `--json` prints is for a program
            python = bootstrap.ensure(bootstrap.RUNTIME)
    except SetupError as error:
        bootstrap.fail(str(error))
    known = os.environ.get("PYTHONPATH")
    path = [str(bootstrap.ROOT / "scripts"), *([known] if known else [])]
    os.environ["PYTHONPATH"] = os.pathsep.join(path)
    try:
        return subprocess.call([str(python), "-m", "benching", *arguments], cwd=bootstrap.ROOT)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
