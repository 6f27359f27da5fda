"""`python -m benching`: fill, serve and measure each size, then tell what grew."""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from benching import loading, readers, sizes, tables
from trading.domain.calendar import SHANGHAI

MILLION = 1_000_000


def main(arguments: list[str]) -> int:
    """Measure what is asked for and tell it: a table, or JSON on the standard output."""
    options = read_options(arguments)
    wanted = [int(one) for one in options.sizes.split(",")] + [MILLION] * options.million
    report: dict[str, Any] = {"about": about(), "sizes": {}}
    with tempfile.TemporaryDirectory(prefix="bench") as made:
        folder = options.folder or Path(made)
        for size in wanted:
            report["sizes"][str(size)] = _one_size(folder / str(size), size, options)
    report["growth"] = sizes.growth(report["sizes"])
    if options.json:
        print(json.dumps(report, ensure_ascii=False, indent=1))
    else:
        print(tables.report(report))
    return 0


def read_options(arguments: list[str]) -> argparse.Namespace:
    """Sizes, how long, and where the data are made; data in a given folder are used again."""
    parser = argparse.ArgumentParser(
        prog="scripts/bench.py",
        description="测量网站的速度和内存，并与同一次运行里的基线比较。(the benchmark)",
        epilog="例 (example): python3 scripts/bench.py --sizes 10000,100000 --json > bench.json",
    )
    add = parser.add_argument
    add("--sizes", default="10000", metavar="N,…", help="公告数量，默认 10000 (notices)")
    add("--million", action="store_true", help="再测一百万条 (and a million)")
    add("--seconds", type=float, default=2.0, help="每次加压的秒数 (seconds of each load)")
    add("--repeats", type=int, default=3, help="每项重复的次数，取中位数 (repeats; medians)")
    add("--presses", type=int, default=100, help="发布的次数 (publications)")
    add("--folder", type=Path, help="数据放在哪里；已有的会再用 (where the data are kept)")
    add("--json", action="store_true", help="输出 JSON (JSON on standard output)")
    return parser.parse_args(arguments)


def about() -> dict[str, Any]:
    """What was measured, on what: figures without it say nothing."""
    said = subprocess.run(
        ["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False
    )
    return {
        "commit": said.stdout.strip(),
        "python": platform.python_version(),
        "system": platform.platform(),
        "cpus": os.cpu_count(),
        "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        "generator": readers.generator(),
    }


def _one_size(folder: Path, size: int, options: argparse.Namespace) -> dict[str, Any]:
    if not (folder / "filled").exists():
        began = time.perf_counter()
        count = loading.fill(folder, size, now=datetime.now(SHANGHAI), say=_say)
        (folder / "filled").write_text(str(count), encoding="ascii")
        _say(f"{count} 条公告已建好，用时 {time.perf_counter() - began:.0f} 秒 (filled)")
    return sizes.measure(
        folder, seconds=options.seconds, repeats=options.repeats, presses=options.presses, say=_say
    )


def _say(what: str) -> None:
    """Progress for who waits at a terminal; none in a pipe."""
    if sys.stderr.isatty():
        print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
