"""The pulse of a database: whether anything was committed since, told without a query where we can.

The edge asks before every answer that it gives from memory, so asking must cost next to nothing.
"""

import ctypes
import itertools
import sys
import threading
import time
from pathlib import Path
from typing import Protocol

import pysqlite3.dbapi2 as sqlite
from sqlalchemy.exc import OperationalError

SERVER_SECONDS = 0.2  # how old an answer may be that knows nothing of another worker's commit
_HEADER_BYTES = 48  # a WAL-index header (sqlite.org/walformat.html); a copy of it follows
_VERSION = 3_007_000
_ASK = "PRAGMA data_version"


class Pulse(Protocol):
    """What tells two moments apart when something was committed between them."""

    def beat(self) -> object:
        """A value that is equal to the one before only if nothing was committed since."""

    def close(self) -> None:
        """Ask no more."""


class OwnWrites:
    """Counts what this process committed: another one does not share this database, or is asked."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self.last = 0

    def note(self, *_session: object) -> None:
        """Something was committed."""
        self.last = next(self._numbers)

    def beat(self) -> object:
        """The number of the last commit."""
        return self.last

    def close(self) -> None:
        """Nothing is held."""


class ServerPulse:
    """PostgreSQL: own commits count at once, those of other workers after at most 0.2 seconds.

    The beat goes on with the clock, and whoever notices a beat reads the revision.
    """

    def __init__(self, own: OwnWrites) -> None:
        self._own = own

    def beat(self) -> object:
        """The last own commit, and the slice of time."""
        return self._own.last, int(time.monotonic() / SERVER_SECONDS)

    def close(self) -> None:
        """Nothing is held."""


class FilePulse:
    """SQLite: `PRAGMA data_version`, on a connection that never writes, changes with any commit."""

    def __init__(self, path: str) -> None:
        self._asking = threading.Lock()
        self._connection = sqlite.connect(
            Path(path).absolute().as_uri() + "?mode=rw",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
        )
        # Until something is read the file is not even open.
        self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()

    def beat(self) -> object:
        """SQLite's own count; fails as every query does, such as while a writer locks the file."""
        try:
            with self._asking:
                return self._connection.execute(_ASK).fetchone()
        except sqlite.Error as error:
            raise OperationalError(_ASK, {}, error) from error

    def close(self) -> None:
        """Close the connection."""
        with self._asking:
            self._connection.close()


class SharedPulse(FilePulse):
    """SQLite in WAL on Linux: the header of the WAL-index, which every commit changes.

    SQLite maps this file into the memory of every process that has the database open, and writes
    its header before COMMIT returns. Equal bytes mean the same log with the same salts, the same
    last frame and its checksum, so that nothing was committed in between. Reading them costs
    0.05 µs and leaves other threads alone; the pragma 3 µs, two system calls and the GIL. The
    mapping is SQLite's own, found by its name and kept by the connection beside it: a file that we
    opened ourselves would, when closed, drop SQLite's locks on it (POSIX).
    """

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._header = _header_of(Path(f"{path}-shm"))

    def beat(self) -> object:
        """The header's bytes; one that is just being written equals none before and none after."""
        header = self._header
        return header.raw if header is not None else super().beat()

    def close(self) -> None:
        """Look no more before the mapping goes."""
        self._header = None
        super().close()


def file_pulse(path: str) -> Pulse:
    """The best pulse for a SQLite file on this machine."""
    return SharedPulse(path) if sys.platform == "linux" else FilePulse(path)


def _header_of(shared: Path) -> "ctypes.Array[ctypes.c_char] | None":
    """The WAL-index header where SQLite has mapped it; None where there is none to be sure of."""
    try:
        inode = shared.stat().st_ino
        maps = Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace")
    except OSError:  # another journal than WAL, or a machine that hides its maps
        return None
    for line in maps.splitlines():
        span, _, offset, _, number, *name = line.split(maxsplit=5)
        if int(number) == inode and int(offset, 16) == 0 and name == [str(shared.absolute())]:
            start = int(span.partition("-")[0], 16)
            return _trusted((ctypes.c_char * _HEADER_BYTES).from_address(start))
    return None


def _trusted(
    header: "ctypes.Array[ctypes.c_char]",
) -> "ctypes.Array[ctypes.c_char] | None":
    """The header, if it is of the version that we know and in use."""
    version = int.from_bytes(header.raw[:4], sys.byteorder)
    return header if version == _VERSION and header.raw[12] == 1 else None
