#!/usr/bin/env python3
"""Start the site from a fresh clone: `python3 scripts/serve.py [--demo] [--host H] [--port P]`."""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import bootstrap
from bootstrap import SetupError


def main(arguments: list[str]) -> int:
    """Prepare the machine, then become the server; the exit status is the server's."""
    bootstrap.speak_utf8()
    options = read_options(arguments)
    try:
        bootstrap.check_python(sys.version_info[:2])
        folder = data_dir()
        check_data_dir(folder)
        check_port(options.host, options.port)
        python = bootstrap.ensure(bootstrap.RUNTIME)
    except SetupError as error:
        bootstrap.fail(str(error))
    os.environ["TRADING_DATA_DIR"] = str(folder)
    os.chdir(bootstrap.ROOT)
    return become([str(python), "-m", "trading", "serve", *arguments])


def read_options(arguments: list[str]) -> argparse.Namespace:
    """What this script itself must know; `trading serve` reads the same arguments again."""
    parser = argparse.ArgumentParser(
        description="启动公告网站；第一次运行会自动准备好一切。(start the site)",
        epilog="例 (example): python3 scripts/serve.py --demo --port 8080",
    )
    parser.add_argument("--demo", action="store_true", help="建一个示例县 (example county)")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址，默认 127.0.0.1 (address)")
    parser.add_argument("--port", type=int, default=8000, help="端口，默认 8000 (port)")
    return parser.parse_args(arguments)


def data_dir() -> Path:
    """Where this installation's data live: `TRADING_DATA_DIR`, or `instance/` in the checkout."""
    return Path(os.environ.get("TRADING_DATA_DIR") or bootstrap.ROOT / "instance").absolute()


def check_data_dir(folder: Path) -> None:
    """Raises `SetupError` when nothing can be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return
    except OSError as error:
        raise SetupError(
            f"数据目录 {folder} 不能写入（{error.strerror}）：请改目录权限，"
            "或把 TRADING_DATA_DIR 设为一个可写的目录。(data directory not writable)"
        ) from error


def check_port(host: str, port: int) -> None:
    """Raises `SetupError` when the server could not listen there."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM) if 0 <= port < 65536 else []
    except OSError:
        found = []
    if not found:
        raise SetupError(
            f"监听地址 {host}:{port} 不对：--host 写本机地址，--port 写 0 到 65535。(bad address)"
        )
    family, kind, protocol, _, address = found[0]
    try:
        with socket.socket(family, kind, protocol) as probe:
            if os.name == "posix":  # else a port that was in use a moment ago counts as taken
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise SetupError(port_advice(host, port, error)) from error


def port_advice(host: str, port: int, error: OSError) -> str:
    """What to do when the address cannot be bound."""
    if isinstance(error, PermissionError):
        return (
            f"没有权限使用端口 {port}：请换成 1024 以上的端口，例如 --port 8080，"
            "由前置的网页服务器转发。(permission denied)"
        )
    return (
        f"不能在 {host}:{port} 上监听（{error.strerror}）：可能已有程序占用这个端口。"
        f"请先停掉它，或换一个端口，例如 --port {port + 1 if port < 65535 else 8080}。(port taken)"
    )


def become(command: list[str]) -> int:
    """Run the server in place of this script, so that signals reach it."""
    if os.name == "posix":
        os.execv(command[0], command)  # noqa: S606  # our own .venv, no shell
    try:
        return subprocess.call(command)
    except KeyboardInterrupt:  # Windows: the server has had Ctrl+C as well, and has stopped
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
