"""What a fresh machine needs before anything runs: `.venv` with the locked packages in it.

Standard library only, and readable by any Python from 3.7 on: an old one hears what is wrong.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[1]
OLDEST = (3, 11)
RUNTIME = "requirements.txt"
DEVELOPMENT = "requirements-dev.txt"
# What pip says → what to do. The first that occurs in its output is the one that is told.
PIP_FAULTS = (
    (
        "DO NOT MATCH THE HASHES",
        "下载到的组件与锁定文件的校验值不一致：可能是软件源或缓存里的文件坏了。"
        "先运行 python3 -m pip cache purge 再试；仍然如此就换一个软件源，不要跳过校验。"
        "(hash mismatch: clear pip's cache, or use another index)",
    ),
    ("No space left on device", "磁盘满了：腾出约 1 GB 空间后再运行。(disk full)"),
    ("Permission denied", "没有写入权限：请用拥有本目录的账号运行。(permission denied)"),
    (
        "CERTIFICATE_VERIFY_FAILED",
        "软件源的证书无法验证：请检查系统时间；单位内网请让管理员把内网证书配置给 pip"
        "（pip config set global.cert 证书文件）。(certificate not trusted)",
    ),
    (
        r"NewConnectionError|ConnectionError|Max retries|timed out|Temporary failure|ProxyError"
        r"|Connection refused|Could not find a version|No matching distribution",
        "从软件源取不到组件：请检查网络；不能直接上网时，把 pip 指向单位的镜像"
        "（pip config set global.index-url 镜像地址）或设置代理（HTTPS_PROXY），然后再运行一次。"
        "(no network, or the package index lacks a file)",
    ),
)
UNKNOWN_PIP_FAULT = "安装组件失败，原因见上面 pip 的输出。(pip failed: see its output above)"


class SetupError(Exception):
    """A step of the set-up that failed; the sentence says what to do."""


def fail(message: str) -> NoReturn:
    """End the program with a sentence for the person at the terminal."""
    print(f"\n✗ {message}", file=sys.stderr)
    raise SystemExit(1)


def speak_utf8() -> None:
    """Chinese comes out whole on every console, in pipes and in the programs we start."""
    os.environ["PYTHONUTF8"] = "1"
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def interpreter(root: Path) -> Path:
    """The Python of `.venv`."""
    inside = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return root.joinpath(".venv", *inside)


def ensure(lock_name: str, *, root: Path = ROOT) -> Path:
    """Make `.venv` hold what the lock file names, and answer its Python.

    Does nothing when it was done before for the same locks; raises `SetupError`.
    """
    check_python(sys.version_info[:2])
    python = interpreter(root)
    stamp = root / ".venv" / ".installed"
    wanted = fingerprint(root, lock_name)
    if wanted in read(stamp).split() and python.exists():
        return python
    make_venv(root)
    print("安装组件，第一次约需一两分钟 (installing packages) …", flush=True)
    install(python, root, lock_name)
    names = [RUNTIME, lock_name]  # the development set holds the runtime set
    stamp.write_text("\n".join({fingerprint(root, name) for name in names}), encoding="utf-8")
    return python


def fingerprint(root: Path, lock_name: str) -> str:
    """Changes when the lock, the project's own description or the Python changes."""
    parts = [root / lock_name, root / "pyproject.toml"]
    text = b"\0".join(path.read_bytes() for path in parts)
    return hashlib.sha256(text + repr((lock_name, sys.version_info[:2])).encode()).hexdigest()


def check_python(version: tuple[int, ...]) -> None:
    """Raises `SetupError` for a Python that cannot run the product."""
    if version < OLDEST:
        need, have = (".".join(map(str, v)) for v in (OLDEST, version))
        raise SetupError(
            f"需要 Python {need} 或更高版本，现在用的是 {have}。请安装新版 Python，"
            f"再用它运行，例如 python{need} scripts/serve.py。(Python too old)"
        )


def make_venv(root: Path) -> None:
    """A whole `.venv` of the running Python's version; a broken or older one is made anew."""
    python = interpreter(root)
    if same_version(root) and succeeds([str(python), "-m", "pip", "--version"]):
        return
    print("建立运行环境 .venv (creating the environment) …", flush=True)
    run = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(root / ".venv")],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    if run.returncode:
        shutil.rmtree(root / ".venv", ignore_errors=True)
        raise SetupError(venv_advice(run.stdout))


def same_version(root: Path) -> bool:
    """Whether `.venv` was made by a Python of the running version (3.11, 3.12 …)."""
    config = root / ".venv" / "pyvenv.cfg"
    found = re.search(r"^version\S* = (\d+)\.(\d+)", read(config), re.MULTILINE)
    return found is not None and tuple(map(int, found.groups())) == sys.version_info[:2]


def venv_advice(output: str) -> str:
    """What to do when Python could not make an environment and said this."""
    if re.search("ensurepip|No module named '?venv", output):
        version = "{}.{}".format(*sys.version_info)
        return (
            "这个 Python 缺少 venv 模块。Debian、Ubuntu、统信 UOS、麒麟请先运行 "
            f"sudo apt install python{version}-venv，再运行一次。(the venv module is missing)"
        )
    if re.search("Permission denied|Read-only file system|Errno 13|Errno 30|WinError 5", output):
        return (
            "不能在本目录里建立 .venv：请用拥有本目录的账号运行，"
            "或把程序放到可写的目录。(directory not writable)"
        )
    return f"建立 .venv 失败：\n{tail(output)}\n(could not create the environment)"


def install(python: Path, root: Path, lock_name: str) -> None:
    """Install the locked set, then this tree itself, which puts `trading` beside that Python.

    What builds the one package that is published as source only comes first, from the same lock;
    so nothing is fetched unchecked.
    """
    lock = root / lock_name
    with tempfile.TemporaryDirectory() as folder:
        builder = Path(folder) / "builder.txt"
        builder.write_text(entry(lock.read_text(encoding="utf-8"), "setuptools"), encoding="utf-8")
        pip(python, "--require-hashes", "-r", str(builder))
    pip(python, "--require-hashes", "--no-build-isolation", "--use-pep517", "-r", str(lock))
    pip(python, "--no-deps", "--no-build-isolation", "--no-index", "--editable", str(root))


def entry(lock: str, name: str) -> str:
    """What a lock file says about one package, hashes and all."""
    found = re.search(rf"^{name}==.*(?:\n .*)*\n?", lock, re.MULTILINE)
    if not found:
        raise SetupError(f"锁定文件里没有 {name}：请恢复仓库里原来的文件。(damaged lock file)")
    return found[0]


def pip(python: Path, *arguments: str) -> None:
    """Run pip's install with the machine's own pip settings; raises `SetupError`."""
    run = subprocess.run(
        [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    if run.returncode:
        raise SetupError(f"{tail(run.stdout)}\n\n{pip_advice(run.stdout)}")


def pip_advice(output: str) -> str:
    """What to do when pip said this."""
    known = (advice for sign, advice in PIP_FAULTS if re.search(sign, output))
    return next(known, UNKNOWN_PIP_FAULT)


def tail(output: str, lines: int = 15) -> str:
    """The last lines of a program's output."""
    return "\n".join(output.strip().splitlines()[-lines:])


def read(path: Path) -> str:
    """The text of a small file; empty when there is none."""
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def succeeds(command: list[str]) -> bool:
    """Whether a command ends well; its output is nobody's business."""
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False
