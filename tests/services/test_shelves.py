"""Shelves: bytes are kept whole under their hash, or not at all."""

import hashlib
import io
import os
import shutil
import stat
import tracemalloc
from pathlib import Path

import pytest

from trading.domain.errors import RuleBroken
from trading.services import shelves
from trading.services.shelves import FORGOTTEN, LOW_WATER, Shelf

MB = 1024 * 1024


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "files")


def kept(shelf: Shelf) -> list[Path]:
    """Every file below the shelf, those on their way in too."""
    return [path for path in shelf.folder.rglob("*") if path.is_file()]


def put(shelf: Shelf, content: bytes, most: int = MB) -> str:
    return shelf.put(io.BytesIO(content), most=most, check=lambda copy: None).sha256


def test_bytes_lie_once_under_their_hash_where_only_the_server_reads_them(shelf: Shelf) -> None:
    sha256 = put(shelf, b"abc")
    assert sha256 == hashlib.sha256(b"abc").hexdigest()
    assert put(shelf, b"abc") == sha256
    (path,) = kept(shelf)
    assert path == shelf.path_of(sha256) == shelf.folder / sha256[:2] / sha256[2:4] / sha256
    assert path.read_bytes() == b"abc"
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert shelf.holds(sha256, 3)
    assert not shelf.holds(sha256, 4)
    assert not shelf.holds("0" * 64, 3)


def test_what_is_refused_leaves_nothing_behind(shelf: Shelf) -> None:
    def refuse(copy: object) -> None:
        raise RuleBroken("不行", field="file")

    with pytest.raises(RuleBroken, match="不行"):
        shelf.put(io.BytesIO(b"abc"), most=MB, check=refuse)
    with pytest.raises(RuleBroken, match="最多1 MB"):
        put(shelf, b"x" * (MB + 1))
    with pytest.raises(RuleBroken, match="空的"):
        put(shelf, b"")
    assert kept(shelf) == []


def test_a_file_that_is_too_large_is_not_read_to_its_end(shelf: Shelf) -> None:
    endless = io.BytesIO(b"x" * (8 * MB))
    with pytest.raises(RuleBroken, match="太大"):
        shelf.put(endless, most=MB, check=lambda copy: None)
    assert endless.tell() <= MB + MB // 2


def test_a_large_file_never_lies_in_memory_whole(shelf: Shelf, tmp_path: Path) -> None:
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(100 * MB)
    tracemalloc.start()
    with large.open("rb") as file:
        shelf.put(file, most=100 * MB, check=lambda copy: None)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 4 * MB


def test_files_stop_before_the_database_has_no_room(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = shutil.disk_usage(shelf.folder.parent)
    nearly_full = real._replace(free=LOW_WATER + 2)
    monkeypatch.setattr(shelves.shutil, "disk_usage", lambda _: nearly_full)
    put(shelf, b"ab")
    with pytest.raises(RuleBroken, match="磁盘快满了"):
        put(shelf, b"abc")


def test_a_name_appears_only_once_the_bytes_are_on_the_disk(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    real_sync, real_replace = os.fsync, Path.replace

    def sync(descriptor: int) -> None:
        done.append("sync")
        real_sync(descriptor)

    def replace(self: Path, target: Path) -> Path:
        done.append("name")
        return real_replace(self, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", replace)
    put(shelf, b"abc")
    assert done[:2] == ["sync", "name"]


def test_a_power_cut_before_the_name_leaves_no_file_under_it(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Path, target: Path) -> Path:
        raise OSError("power is gone")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="power"):
        put(shelf, b"abc")
    assert kept(shelf) == []


def test_a_second_upload_heals_a_damaged_file(shelf: Shelf) -> None:
    sha256 = put(shelf, b"abc")
    shelf.path_of(sha256).write_bytes(b"ab")
    assert not shelf.holds(sha256, 3)
    put(shelf, b"abc")
    assert shelf.holds(sha256, 3)


def test_what_a_killed_server_left_half_way_is_taken_away_a_day_later(shelf: Shelf) -> None:
    incoming = shelf.folder / "incoming"
    incoming.mkdir(parents=True)
    old, fresh = incoming / "old", incoming / "fresh"
    for path in (old, fresh):
        path.write_bytes(b"half")
    long_ago = fresh.stat().st_mtime - FORGOTTEN - 60
    os.utime(old, (long_ago, long_ago))
    put(shelf, b"abc")
    assert not old.exists()
    assert fresh.exists()


@pytest.mark.parametrize("name", ["", "..", "../../secret.key", "A" * 64, "0" * 63, "0" * 65])
def test_no_name_but_a_hash_leads_to_a_place(shelf: Shelf, name: str) -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        shelf.path_of(name)
