"""Readers: a load on one address, by wrk where there is one, else by several of `reader.py`."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from benching import reader as bundled

READERS = 4


@dataclass(frozen=True)
class Load:
    """What came of a load: answers per second, and the statuses that came."""

    rate: float
    statuses: dict[str, int]


def generator() -> str:
    """What makes the load on this machine."""
    return "wrk" if shutil.which("wrk") else "bundled"


def load(port: int, path: str, *, seconds: float, headers: dict[str, str] | None = None) -> Load:
    """Four readers at one address for so many seconds."""
    if generator() == "wrk":
        return _wrk(port, path, seconds=seconds, headers=headers or {})
    asked = bundled.request(path, headers).decode()
    found = [json.loads(_said(one)) for one in start(port, [asked], seconds=seconds)]
    statuses: dict[str, int] = {}
    for one in found:
        for status, count in one["statuses"].items():
            statuses[status] = statuses.get(status, 0) + count
    return Load(sum(one["count"] / one["seconds"] for one in found), statuses)


def start(
    port: int, requests: Sequence[str], *, seconds: float, readers: int = READERS
) -> list["subprocess.Popen[str]"]:
    """Readers who have begun, each with these requests in turn; they end by themselves."""
    command = [sys.executable, bundled.__file__, "127.0.0.1", str(port), str(seconds), *requests]
    return [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ))
        for _ in range(readers)
    ]


def _said(process: "subprocess.Popen[str]") -> str:
    out, _ = process.communicate()
    if process.returncode:
        raise RuntimeError("a reader of the benchmark failed: see above")
    return out


def _wrk(port: int, path: str, *, seconds: float, headers: dict[str, str]) -> Load:
    said = {"Accept-Encoding": "gzip", "User-Agent": "bench", **headers}
    given = [part for name, value in said.items() for part in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t2", f"-c{READERS}", f"-d{max(1, round(seconds))}s", *given]
    command.append(f"http://127.0.0.1:{port}{path}")
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", out)
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    if rate is None:
        raise RuntimeError(f"wrk said something unexpected:\n{out}")
    return Load(float(rate[1]), {"wrong": int(wrong[1])} if wrong else {})
