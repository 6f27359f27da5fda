"""Passwords: which may be chosen, and how they rest; the only importer of argon2."""

import base64
import re
import secrets
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from trading.domain.errors import RuleBroken, TooManyAttempts
from trading.domain.site import Site

SHORTEST, LONGEST = 12, 128
_AT_ONCE = 2  # each takes 64 MiB, and a thread that readers of public pages wait for
_PATIENCE = 5.0  # seconds that a sign-in waits for its turn before it is sent away
_ROWS = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_COMMON = (
    "password passw0rd admin administrator welcome letmein iloveyou woaini mima root test "
    "user guest login abc qwe asd zxc aa 123 520 1314 888 666 000 111"
).split()


class Hasher:
    """Argon2id with 64 MiB, 3 passes and 4 lanes (security.md R02); few run at the same time.

    Whoever would wait too long for their turn is sent away: TooManyAttempts. Nothing here belongs
    into a write transaction, since everybody else's writing would wait for it.
    """

    def __init__(self, *, memory_kib: int = 65_536, passes: int = 3, lanes: int = 4) -> None:
        self._argon = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=lanes)
        self._gate = threading.BoundedSemaphore(_AT_ONCE)
        work = f"m={memory_kib},t={passes},p={lanes}"
        # What no password gives, and is as much work to compare with as what one gave.
        self._nobody = f"$argon2id$v=19${work}${_random(16)}${_random(32)}"

    def hash(self, password: str) -> str:
        """The password as it may be stored."""
        with self._turn():
            return self._argon.hash(normal(password))

    def verify(self, stored: str | None, password: str) -> bool:
        """Whether the password is right; without a stored one the same work is done in vain."""
        with self._turn():
            try:
                right = self._argon.verify(stored or self._nobody, normal(password))
            except (VerificationError, InvalidHashError):
                return False
        return right and stored is not None

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._gate.acquire(timeout=_PATIENCE):
            raise TooManyAttempts("同时登录的人太多，请稍后再试", seconds=int(_PATIENCE))
        try:
            yield
        finally:
            self._gate.release()

    def is_outdated(self, stored: str) -> bool:
        """Whether it was hashed with other parameters, and should be hashed anew at sign-in."""
        return self._argon.check_needs_rehash(stored)


def _random(size: int) -> str:
    """So many random bytes as argon2 writes them."""
    return base64.b64encode(secrets.token_bytes(size)).decode().rstrip("=")


def normal(password: str) -> str:
    """NFC, so that the same password typed on another keyboard is the same."""
    return unicodedata.normalize("NFC", password)


def words_of(site: Site) -> tuple[str, ...]:
    """The office's own words, which are guessed first."""
    return (site.site_name, site.organization, site.authority)


def check_password(password: str, *, field: str, own_words: Iterable[str] = ()) -> str:
    """A password that may be chosen: 12 to 128 characters of any kind (security.md R01).

    RuleBroken(field) for one that is too short or long, or that a list of common passwords or
    the office's own words would guess.
    """
    chosen = normal(password)
    if len(chosen) < SHORTEST:
        raise RuleBroken("密码至少%(least)d个字符，可以用一句话", field=field, least=SHORTEST)
    if len(chosen) > LONGEST:
        raise RuleBroken("密码最多%(most)d个字符", field=field, most=LONGEST)
    if _guessable(chosen.lower(), own_words):
        raise RuleBroken("这个密码太容易被猜到，请换一个", field=field)
    return chosen


def _guessable(password: str, own_words: Iterable[str]) -> bool:
    """Whether little is left of it without common pieces, rows of keys, years and own words."""
    rest = password
    for word in sorted({w.lower() for w in own_words if len(w) > 1}, key=len, reverse=True):
        rest = rest.replace(word, "")
    for word in sorted(_COMMON, key=len, reverse=True):
        rest = rest.replace(word, "")
    for row in _ROWS:
        for keys in (row, row[::-1]):
            for length in range(len(keys), 2, -1):
                for start in range(len(keys) - length + 1):
                    rest = rest.replace(keys[start : start + length], "")
    rest = re.sub(r"(?:19|20)[0-9]{2}", "", rest)
    return len(set(re.sub(r"[\W_]", "", rest))) < 5
