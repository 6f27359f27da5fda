"""Serving: the WSGI server, and what could keep it from starting."""

import errno
import os
import socket
from collections.abc import Iterator

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from trading.config import Settings, SettingsError
from trading.domain.errors import NotReady, TradingError
from trading.services import initialising
from trading.store import migrate
from trading.store.engine import DatabaseFailed, Store, sqlite_version_is_safe
from trading.store.sites import read_site
from trading.web.secret import read_secret

THREADS = 4


class CannotServe(TradingError):
    """Why the server cannot start, and what to do."""


def check_start(settings: Settings, host: str, port: int, *, workers: int) -> None:
    """CannotServe or SettingsError when the server could not answer."""
    if not 0 <= port < 65536:
        raise SettingsError(f"--port 应在0到65535之间，写的是 {port}")
    if workers < 1:
        raise SettingsError(f"--workers 至少是1，写的是 {workers}")
    initialising.check_settings(settings)
    check_port(host, port)
    read_secret(settings)


def check_port(host: str, port: int) -> None:
    """CannotServe when something else listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, UnicodeError) as error:  # UnicodeError: a host that is no name
            if getattr(error, "errno", None) in (errno.EADDRINUSE, errno.EACCES):
                raise CannotServe(
                    "端口 %(port)d 已被占用或不允许使用：请用 --port 换一个，例如 --port 8080",
                    port=port,
                ) from error
            raise CannotServe("不能在 %(host)s 上提供服务：请检查 --host", host=host) from error


def check_database(settings: Settings, store: Store) -> None:
    """CannotServe when there is no database of this version; a command that only reads makes none.

    A command run in the wrong folder looks in another data directory, so its name is told.
    """
    file = settings.data_dir / "trading.db"
    made = bool(settings.database_url) or file.exists()
    if not made or migrate.current(store) != migrate.newest():
        raise CannotServe(
            "数据库还没有建好或版本不对（数据目录 %(folder)s）：请先运行 trading init 或 trading "
            "migrate；数据在别处时，用 TRADING_DATA_DIR 指明",
            folder=settings.data_dir,
        )


def serve(host: str, port: int, *, workers: int) -> None:
    """Answer requests until the process is told to stop."""
    Granian(
        "trading.wsgi:app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


def problems(settings: Settings) -> Iterator[tuple[str, str]]:
    """What is wrong with an installation, by setting; nothing when all is well."""
    yield from initialising.wrong_settings(settings)
    if settings.resolved_secret_key_file.exists():
        try:
            read_secret(settings)
        except (SettingsError, OSError) as error:
            yield "secret_key_file", str(error)
    if settings.site_url.startswith("http://") and "127.0.0.1" not in settings.site_url:
        yield "site_url", "不是 https：登录密码会以明文在网络上传送"
    if not sqlite_version_is_safe():
        yield "database_url", "SQLite 版本过旧，已改用较慢的安全模式：请升级 pysqlite3"
    yield from _database_problems(settings)


def _database_problems(settings: Settings) -> Iterator[tuple[str, str]]:
    if not settings.database_url and not settings.data_dir.is_dir():
        yield "database_url", "还没有数据库：请先运行 trading init"
        return
    try:
        store = Store(settings.resolved_database_url)
    except SettingsError as error:
        yield "database_url", str(error)
        return
    try:
        if migrate.current(store) != migrate.newest():
            yield "database_url", "数据库版本不对：请运行 trading migrate"
    except DatabaseFailed as error:
        yield "database_url", f"连接不上：{error.orig}"
    finally:
        store.close()


def remarks(settings: Settings) -> Iterator[str]:
    """What is no fault but should be known: whether a second person reads what goes out."""
    if list(_database_problems(settings)):
        return
    store = Store(settings.resolved_database_url)
    try:
        with store.reading() as session:
            site = read_site(session, settings)
    except NotReady:
        return
    finally:
        store.close()
    decided = "由设置决定" if site.review_fixed else "可在“网站信息”里更改"
    if site.review_required:
        yield f"先审后发已启用（{decided}）"
    else:
        yield f"先审后发未启用：公告不经第二人审核即可发布（{decided}）"


def without_password(url: str) -> str:
    """A database address that may be shown."""
    head, at, tail = url.rpartition("@")
    return f"{head.rpartition(':')[0]}:***@{tail}" if at and ":" in head else url
