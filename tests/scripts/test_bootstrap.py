"""A step of the set-up that fails says what to do; none of this needs a network."""

import ast
import hashlib
import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import bootstrap
import pytest
import serve
from bootstrap import SetupError

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A tree with lock files, in which nothing has been set up."""
    for name in (bootstrap.RUNTIME, bootstrap.DEVELOPMENT, "pyproject.toml"):
        (tmp_path / name).write_text(f"# {name}\nsetuptools==80 \\\n    --hash=sha256:00\n")
    return tmp_path


@pytest.fixture
def installed(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lock files installed so far, in place of real installations."""
    done: list[str] = []

    def make(root: Path) -> None:
        python = bootstrap.interpreter(root)
        python.parent.mkdir(parents=True, exist_ok=True)
        python.touch()

    monkeypatch.setattr(bootstrap, "make_venv", make)
    monkeypatch.setattr(bootstrap, "install", lambda _python, _root, name: done.append(name))
    return done


@pytest.mark.parametrize(
    ("output", "advice"),
    [
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS", "校验值不一致"),
        ("NewConnectionError: [Errno -3] Temporary failure in name resolution", "检查网络"),
        ("ReadTimeoutError: Read timed out.", "检查网络"),
        ("ERROR: No matching distribution found for flask==3.1.3", "检查网络"),
        ("ProxyError('Cannot connect to proxy.')", "检查网络"),
        ("SSLError: CERTIFICATE_VERIFY_FAILED; Max retries exceeded", "证书"),
        ("OSError: [Errno 28] No space left on device", "磁盘满了"),
        ("error: [Errno 13] Permission denied: '.venv'", "没有写入权限"),
        ("Segmentation fault", "见上面 pip 的输出"),
    ],
)
def test_what_pip_says_becomes_what_to_do(output: str, advice: str) -> None:
    assert advice in bootstrap.pip_advice(output)


@pytest.mark.parametrize(
    ("output", "advice"),
    [
        ("ensurepip is not available. On Debian/Ubuntu systems …", "-venv"),
        ("/usr/bin/python3: No module named venv", "-venv"),
        ("PermissionError: [Errno 13] Permission denied: '/srv/x/.venv'", "可写的目录"),
        ("OSError: [Errno 30] Read-only file system", "可写的目录"),
        ("something else\nlast line", "last line"),
    ],
)
def test_what_venv_says_becomes_what_to_do(output: str, advice: str) -> None:
    assert advice in bootstrap.venv_advice(output)


@pytest.mark.parametrize("version", [(3, 7), (3, 10)])
def test_an_old_python_is_told_which_one_is_needed(version: tuple[int, int]) -> None:
    with pytest.raises(SetupError, match=r"需要 Python 3\.11 或更高版本，现在用的是 3\.\d+"):
        bootstrap.check_python(version)


@pytest.mark.parametrize("name", ["bootstrap.py", "serve.py", "test.py"])
def test_an_old_python_can_read_the_scripts_far_enough_to_say_so(name: str) -> None:
    source = (SCRIPTS / name).read_text(encoding="utf-8")
    assert "from __future__ import annotations" in source
    ast.parse(source, feature_version=(3, 7))


@pytest.mark.parametrize("name", ["bootstrap.py", "serve.py", "test.py"])
def test_the_scripts_need_the_standard_library_only(name: str) -> None:
    module = ast.parse((SCRIPTS / name).read_text(encoding="utf-8"))
    imported = {
        alias.name.split(".")[0]
        for node in ast.walk(module)
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {
        (node.module or "").split(".")[0]
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom)
    }
    assert imported
    assert imported <= sys.stdlib_module_names | {"bootstrap"}


def test_a_failed_pip_shows_its_last_lines_and_what_to_do(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\nseq 1 40\necho 'Connection refused'\nexit 1\n")
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    with pytest.raises(SetupError) as caught:
        bootstrap.pip(python, "flask")
    message = str(caught.value)
    assert "\n40\nConnection refused\n" in message
    assert "\n10\n" not in message
    assert "检查网络" in message


def test_what_is_installed_is_not_installed_again(checkout: Path, installed: list[str]) -> None:
    for _ in range(2):
        python = bootstrap.ensure(bootstrap.RUNTIME, root=checkout)
    assert installed == ["requirements.txt"]
    assert python == bootstrap.interpreter(checkout)


def test_the_development_set_holds_the_runtime_set(checkout: Path, installed: list[str]) -> None:
    bootstrap.ensure(bootstrap.DEVELOPMENT, root=checkout)
    bootstrap.ensure(bootstrap.RUNTIME, root=checkout)
    assert installed == ["requirements-dev.txt"]


@pytest.mark.parametrize("changed", ["requirements.txt", "pyproject.toml"])
def test_a_new_lock_is_installed(checkout: Path, installed: list[str], changed: str) -> None:
    bootstrap.ensure(bootstrap.RUNTIME, root=checkout)
    (checkout / changed).write_text("# changed\n")
    bootstrap.ensure(bootstrap.RUNTIME, root=checkout)
    assert installed == ["requirements.txt"] * 2


def test_an_interrupted_installation_begins_again(
    checkout: Path, installed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as during:
        during.setattr(bootstrap, "install", stop)
        with pytest.raises(KeyboardInterrupt):
            bootstrap.ensure(bootstrap.RUNTIME, root=checkout)
    bootstrap.ensure(bootstrap.RUNTIME, root=checkout)
    assert installed == ["requirements.txt"]


def test_an_environment_of_another_python_is_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / ".venv"
    folder.mkdir()
    assert not bootstrap.same_version(tmp_path)
    (folder / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.9.2\n")
    assert not bootstrap.same_version(tmp_path)
    running = "version = {}.{}.1\n".format(*sys.version_info)
    (folder / "pyvenv.cfg").write_text(f"home = /usr/bin\n{running}")
    assert bootstrap.same_version(tmp_path)


def test_one_package_of_a_lock_is_found_with_its_hashes() -> None:
    lock = "a==1 \\\n    --hash=sha256:01\nb==2 \\\n    --hash=sha256:02 \\\n    --hash=sha256:03\n"
    assert bootstrap.entry(lock, "b") == lock[lock.index("b==") :]
    assert bootstrap.entry(lock, "a") == "a==1 \\\n    --hash=sha256:01\n"
    with pytest.raises(SetupError, match="恢复仓库里原来的文件"):
        bootstrap.entry(lock, "c")


def test_a_taken_port_is_told_with_another_one_to_try() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SetupError, match=f"--port {port + 1 if port < 65535 else 8080}"):
            serve.check_port("127.0.0.1", port)


def test_a_free_port_is_fine() -> None:
    serve.check_port("127.0.0.1", 0)


@pytest.mark.parametrize(
    ("host", "port"), [("127.0.0.1", 70000), ("127.0.0.1", -1), ("no such host", 8000)]
)
def test_an_address_that_cannot_be_is_told(host: str, port: int) -> None:
    with pytest.raises(SetupError, match="监听地址"):
        serve.check_port(host, port)


def test_a_port_without_permission_is_told_with_one_that_needs_none() -> None:
    assert "--port 8080" in serve.port_advice("127.0.0.1", 80, PermissionError(13, "denied"))


def test_a_data_directory_is_made_and_left_empty(tmp_path: Path) -> None:
    serve.check_data_dir(tmp_path / "new" / "data")
    assert list((tmp_path / "new" / "data").iterdir()) == []


def test_a_data_directory_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SetupError, match="TRADING_DATA_DIR"):
        serve.check_data_dir(tmp_path / "file")


@pytest.mark.parametrize("arguments", [[], ["--demo", "--host", "127.0.0.1", "--port", "0"]])
def test_the_server_gets_the_arguments_and_the_data_directory(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    became: list[list[str]] = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRADING_DATA_DIR", "data")
    monkeypatch.setattr(bootstrap, "speak_utf8", lambda: None)
    monkeypatch.setattr(bootstrap, "ensure", lambda _name: Path("python"))
    monkeypatch.setattr(serve, "check_port", lambda _host, _port: None)
    monkeypatch.setattr(serve, "become", lambda command: became.append(command) or 0)
    assert serve.main(arguments) == 0
    assert became == [["python", "-m", "trading", "serve", *arguments]]
    assert os.environ["TRADING_DATA_DIR"] == str(tmp_path / "data")


def test_a_failed_step_ends_with_one_sentence_and_status_1(tmp_path: Path) -> None:
    environment = {**os.environ, "TRADING_DATA_DIR": str(tmp_path / "file")}
    (tmp_path / "file").touch()
    run = subprocess.run(
        [sys.executable, str(SCRIPTS / "serve.py")],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 1
    assert run.stdout == ""
    assert run.stderr.startswith("\n✗ 数据目录")
    assert "Traceback" not in run.stderr


def test_the_stamp_depends_on_the_locked_versions(checkout: Path) -> None:
    first = bootstrap.fingerprint(checkout, bootstrap.RUNTIME)
    assert len(first) == hashlib.sha256().digest_size * 2
    assert first == bootstrap.fingerprint(checkout, bootstrap.RUNTIME)
    assert first != bootstrap.fingerprint(checkout, bootstrap.DEVELOPMENT)
