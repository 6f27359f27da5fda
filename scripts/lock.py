#!/usr/bin/env python3
"""Write the two hash-locked requirement files: `python3 scripts/lock.py [--upgrade]`.

One resolution serves every platform and every Python from 3.11 on. The resolver is uv: the one on
PATH, or else one that pip installs for the moment. No address of a package index is written down.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

import bootstrap
from bootstrap import SetupError

OPTIONS = (
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-header",
    "--no-annotate",
    "--quiet",
)


def main(arguments: list[str]) -> int:
    """Resolve the runtime set, then the development set with the same versions in it."""
    bootstrap.speak_utf8()
    with tempfile.TemporaryDirectory() as folder:
        try:
            uv = shutil.which("uv") or install_uv(Path(folder))
        except SetupError as error:
            bootstrap.fail(str(error))
        runtime = ["pyproject.toml", "--group=build"]
        lock(uv, bootstrap.RUNTIME, [*runtime, *arguments])
        pinned = f"--constraints={bootstrap.RUNTIME}"
        lock(uv, bootstrap.DEVELOPMENT, [*runtime, "--group=dev", pinned, *arguments])
    return 0


def install_uv(folder: Path) -> str:
    """Put uv into an environment of its own and answer its path; raises `SetupError`."""
    venv.create(folder, with_pip=True)
    binaries = folder / ("Scripts" if sys.platform == "win32" else "bin")
    bootstrap.pip(binaries / "python", "uv")
    return str(binaries / "uv")


def lock(uv: str, name: str, sources: list[str]) -> None:
    """Write one lock file; versions in it stay as they are where they still fit."""
    command = [uv, "pip", "compile", *OPTIONS, f"--output-file={name}", *sources]
    if subprocess.call(command, cwd=bootstrap.ROOT, stdout=subprocess.DEVNULL):
        bootstrap.fail(
            "解析依赖失败，原因见上面的输出。uv 不读 pip 的配置：用镜像时请设置 UV_DEFAULT_INDEX。"
            "(resolution failed; uv does not read pip's settings)"
        )
    print(f"✓ {name}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
