"""Servers of the benchmark: the product as it is served, and bare applications served alike."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from benching.reader import Reader, request

PATIENCE = 120.0  # seconds


class Server:
    """A server on a free port of loopback, from `with` to its end."""

    def __init__(self, command: list[str], *, place: Mapping[str, str], alive: str) -> None:
        self.port = free_port()
        self._command = [*command, "--port", str(self.port)]
        self._place, self._alive = {**os.environ, **place}, alive
        self.started_in = 0.0

    def __enter__(self) -> "Server":
        began = time.perf_counter()
        self._process = subprocess.Popen(
            self._command, env=self._place, stdout=subprocess.DEVNULL, start_new_session=True
        )
        while not self._answers():
            if self._process.poll() is not None or time.perf_counter() - began > PATIENCE:
                raise RuntimeError("a server of the benchmark did not start: see above")
            time.sleep(0.005)
        self.started_in = time.perf_counter() - began
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def _answers(self) -> bool:
        reader = Reader("127.0.0.1", self.port)
        try:
            return reader.ask(request(self._alive))[0] == 200
        except (OSError, ValueError):
            return False
        finally:
            reader.close()

    def reader(self) -> Reader:
        """A connection to it."""
        return Reader("127.0.0.1", self.port)

    def workers(self) -> list[int]:
        """The processes that answer."""
        out = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self._process.pid)], capture_output=True, text=True
        ).stdout
        return [int(one) for one in out.split()] or [self._process.pid]

    def memory_mib(self) -> float | None:
        """The largest resident memory of a worker; None where this system does not tell."""
        found = [resident_mib(pid) for pid in self.workers()]
        return max((one for one in found if one is not None), default=None)

    def cpu_seconds(self) -> float | None:
        """What its workers have worked so far; None where this system does not tell."""
        found = [_worked(pid) for pid in self.workers()]
        return None if None in found else sum(one for one in found if one is not None)


def product(folder: Path, *, edge: bool = True, workers: int = 1) -> Server:
    """The product with its data in this folder, as `trading serve` serves it."""
    place = {"TRADING_DATA_DIR": str(folder), "TRADING_EDGE": "on" if edge else "off"}
    command = [sys.executable, "-m", "trading", "serve", "--workers", str(workers)]
    return Server(command, place=place, alive="/healthz")


def bare(answers: Path, *, alive: str) -> Server:
    """The baselines of `bare.py` on the same server with the same settings."""
    command = [sys.executable, "-m", "benching.serve_bare"]
    return Server(command, place={"BENCH_BARE": str(answers)}, alive=alive)


def free_port() -> int:
    """A port of loopback where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def resident_mib(pid: int) -> float | None:
    """The resident memory of a process."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    for line in lines.splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return None


def _worked(pid: int) -> float | None:
    try:
        parts = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return None
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")
