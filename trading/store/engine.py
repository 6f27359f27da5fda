"""Opens the database: SQLite through pysqlite3 or PostgreSQL; read and write sessions apart."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pysqlite3.dbapi2 as sqlite
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.exc import DatabaseError as DatabaseFailed
from sqlalchemy.exc import DataError as UnstorableValue
from sqlalchemy.exc import OperationalError as DatabaseAway
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from trading.config import SettingsError
from trading.store.pulses import OwnWrites, Pulse, ServerPulse, file_pulse

# Services and web name the session type through this room: only store imports sqlmodel.
__all__ = [
    "DatabaseAway",
    "DatabaseFailed",
    "Session",
    "Store",
    "UnstorableValue",
    "sqlite_version_is_safe",
    "wal_is_safe",
]

BUSY_MILLISECONDS = 10_000
_NEITHER = "database_url 应写成 sqlite:///路径 或 postgresql://用户:密码@主机/库名"
_SAFE_WAL = ((3, 51, 3), (3, 50, 7), (3, 44, 6))


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite is free of the WAL-reset bug (fixed in 3.51.3, 3.50.7 and 3.44.6)."""
    return version >= _SAFE_WAL[0] or any(
        version[:2] == fixed[:2] and version >= fixed for fixed in _SAFE_WAL[1:]
    )


def sqlite_version_is_safe() -> bool:
    """Whether the SQLite in use may run in WAL; with another one the store uses TRUNCATE."""
    return wal_is_safe(sqlite.sqlite_version_info)


class Store:
    """One database. `reading()` and `writing()` give sessions; writing commits, or rolls back.

    On SQLite a write session begins with BEGIN IMMEDIATE (default transactions lost writes), in
    WAL with `synchronous=FULL` (a published notice survives a power cut). A read session sees
    one moment, whatever is published meanwhile: SQLite by itself, PostgreSQL because it is asked.
    """

    def __init__(self, url: str) -> None:
        self.url = _normal(url)
        self.is_sqlite = self.url.startswith("sqlite")
        self._own_writes = OwnWrites()
        self._pulse: Pulse | None = None
        if self.is_sqlite:
            self._reader = _sqlite_engine(self.url, "BEGIN")
            self._writer = _sqlite_engine(self.url, "BEGIN IMMEDIATE")
        else:
            self._writer = create_engine(self.url, pool_pre_ping=True, hide_parameters=True)
            self._reader = self._writer.execution_options(isolation_level="REPEATABLE READ")

    @property
    def engine(self) -> Engine:
        """The engine for writing, for migrations and tools."""
        return self._writer

    def read_session(self) -> Session:
        """A session for reading; the caller closes it."""
        return Session(self._reader, expire_on_commit=False)

    def write_session(self) -> Session:
        """A session for writing; the caller commits or rolls back, and closes it."""
        session = Session(self._writer, expire_on_commit=False)
        event.listen(session, "after_commit", self._own_writes.note)
        return session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A read session for the length of a `with` block."""
        with self.read_session() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A write transaction for the length of a `with` block: all or nothing."""
        with self.write_session() as session, session.begin():
            yield session

    def is_ready(self) -> bool:
        """Whether the database answers; raises what the driver raises when it does not."""
        with self.reading() as session:
            return session.connection().execute(text("SELECT 1")).scalar() == 1

    def pulse(self) -> Pulse:
        """What tells cheaply whether anything was committed: the same one for all who ask.

        DatabaseAway while a file is not there.
        """
        if self._pulse is None:
            self._pulse = self._feel_pulse()
        return self._pulse

    def _feel_pulse(self) -> Pulse:
        if not self.is_sqlite:
            return ServerPulse(self._own_writes)
        path = make_url(self.url).database
        if _is_in_memory(path):
            return self._own_writes
        self.is_ready()  # fails as every session does, and puts the file into WAL
        return file_pulse(str(path))

    def close(self) -> None:
        """Give every connection back."""
        if self._pulse is not None:
            self._pulse.close()
            self._pulse = None
        self._reader.dispose()
        self._writer.dispose()


def _normal(url: str) -> str:
    """PostgreSQL is always spoken through psycopg, however the address spells it.

    SettingsError, without the address and its password, for one of neither kind.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # ValueError: a port that is no number
        raise SettingsError(_NEITHER) from None
    if parsed.get_backend_name() not in {"sqlite", "postgresql", "postgres"}:
        raise SettingsError(_NEITHER)
    if parsed.drivername in {"postgresql", "postgres"}:
        parsed = parsed.set(drivername="postgresql+psycopg")
    return parsed.render_as_string(hide_password=False)


def _sqlite_engine(url: str, begin: str) -> Engine:
    engine = create_engine(
        url,
        module=sqlite,
        poolclass=StaticPool if _is_in_memory(make_url(url).database) else None,
        connect_args={"timeout": BUSY_MILLISECONDS / 1000, "check_same_thread": False},
        hide_parameters=True,  # drafts and hashes are not for the log
    )
    event.listen(engine, "connect", _on_sqlite_connect)

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _is_in_memory(database: str | None) -> bool:
    return database in {None, "", ":memory:"}


def _on_sqlite_connect(connection: Any, _record: object) -> None:
    """Turn off the driver's own transactions and set every pragma of security.md R62."""
    connection.isolation_level = None
    journal = "WAL" if sqlite_version_is_safe() else "TRUNCATE"
    for pragma in (
        f"busy_timeout={BUSY_MILLISECONDS}",
        f"journal_mode={journal}",
        "synchronous=FULL",
        "foreign_keys=ON",
        "mmap_size=0",
    ):
        connection.execute(f"PRAGMA {pragma}")
