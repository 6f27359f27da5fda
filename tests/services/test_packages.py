"""Office packages: what a hostile ZIP costs before it is refused."""

import io
import struct
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest

from tests.uploads import docx, lying, package, with_flag
from trading.domain.errors import RuleBroken
from trading.services import packages
from trading.services.packages import MOST_PARTS, check_whole, open_package

MB = 1024 * 1024


class Counting(io.BytesIO):
    """A file that counts the bytes which are read from it."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        """As any file, and counted."""
        found = super().read(size)
        self.taken += len(found)
        return found


def zipped(*parts: tuple[str | ZipInfo, bytes], how: int = ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w", how) as archive:
        for name, content in parts:
            archive.writestr(name, content, how)
    return made.getvalue()


def refusal(archive: bytes) -> tuple[str, Counting]:
    """What is said of a package that is refused by its directory, and the file after it."""
    file = Counting(archive)
    with pytest.raises(RuleBroken) as refused:
        open_package(file)
    assert refused.value.field == "file"
    return str(refused.value), file


def test_a_plain_package_is_read_part_by_part_and_counted() -> None:
    package = open_package(io.BytesIO(docx(more=b"x" * 1000)))
    assert package.inflated == 0
    assert package.read("more", most=1000) == b"x" * 1000
    assert package.inflated == 1000
    check_whole(package)
    with pytest.raises(RuleBroken, match="太大"):
        package.read("more", most=999)
    with pytest.raises(KeyError):
        package.read("nothing", most=1)


def test_a_zip_bomb_is_refused_from_its_directory_alone() -> None:
    bomb = zipped(("word/document.xml", b"\0" * (50 * MB)))
    said, file = refusal(bomb)
    assert "解压后过大" in said
    assert file.taken < 4096, "only the directory was read"


def test_many_middling_parts_that_swell_together_are_refused_from_the_directory_alone() -> None:
    bomb = zipped(*((f"{n}.xml", b"\0" * 900_000) for n in range(120)))
    said, file = refusal(bomb)
    assert "解压后过大" in said
    assert file.taken < 64 * 1024


def test_a_picture_that_says_it_is_100_megabytes_is_refused() -> None:
    said, file = refusal(zipped(("word/media/image1.png", b"\0" * (101 * MB))))
    assert "解压后过大" in said
    assert file.taken < 4096


def test_too_many_parts_are_refused_before_the_directory_is_read() -> None:
    said, file = refusal(zipped(*((f"{n}", b"") for n in range(MOST_PARTS + 1))))
    assert "部件太多" in said
    assert file.taken < 64


def test_a_directory_of_many_megabytes_is_refused_before_it_is_read() -> None:
    long_names = zipped(*((f"{n}{'x' * 60_000}", b"") for n in range(20)))
    said, file = refusal(long_names)
    assert "部件太多" in said
    assert file.taken < 64


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../x",
        "word/../../x",
        "C:\\x",
        "c:/x",
        "word\\x",
        "word//x",
        "./x",
        "a\\..\\b",
    ],
)
def test_a_part_that_would_land_elsewhere_is_refused(name: str) -> None:
    assert "部件名" in refusal(package({name: "x"}))[0]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("second", ["word/document.xml", "Word/Document.XML"])
def test_two_parts_of_one_name_are_refused(second: str) -> None:
    parts = (("word/document.xml", b"<a/>"), (second, b"<b/>"))
    assert "部件名" in refusal(zipped(*parts))[0]


def test_an_encrypted_part_is_refused() -> None:
    assert "去掉密码" in refusal(with_flag(docx(), 0x1))[0]


def test_a_symbolic_link_is_refused() -> None:
    link = ZipInfo("word/link")
    link.external_attr = 0o120777 << 16
    assert "链接" in refusal(zipped((link, b"/etc/passwd")))[0]


def test_another_compression_is_refused() -> None:
    assert "损坏" in refusal(zipped(("a", b"x"), how=ZIP_BZIP2))[0]


def test_what_stands_before_or_behind_the_package_is_refused() -> None:
    whole = docx()
    assert "损坏" in refusal(b"%PDF-1.7\n" + whole)[0]
    assert "损坏" in refusal(whole + b"x")[0]
    assert "损坏" in refusal(whole[:-1])[0]
    assert "损坏" in refusal(b"PK\x03\x04")[0]
    assert "损坏" in refusal(b"")[0]
    commented = bytearray(whole)
    commented[-2:] = struct.pack("<H", 3)
    assert "损坏" in refusal(bytes(commented) + b"abc")[0]


def test_bytes_that_two_parts_share_are_refused() -> None:
    """Both directory entries point at the same packed bytes, as in the flat bombs."""
    twice = bytearray(zipped(("a", b"x" * 100), ("b", b"y" * 100), how=ZIP_STORED))
    second = twice.rfind(b"PK\x01\x02")
    twice[second + 42 : second + 46] = struct.pack("<L", 0)
    assert "损坏" in refusal(bytes(twice))[0]


@pytest.mark.parametrize("size", [999, 1001, 5000])
def test_a_part_that_lies_about_its_size_is_refused_within_what_it_claimed(size: int) -> None:
    liar = open_package(io.BytesIO(lying(docx(more=b"x" * 1000), "more", size)))
    with pytest.raises(RuleBroken, match="损坏"):
        check_whole(liar)
    assert liar.inflated <= 3000, "never more than was claimed, and the other parts"


def test_a_part_that_is_damaged_is_refused() -> None:
    spoilt = bytearray(docx(more=bytes(range(256)) * 8))
    spoilt[spoilt.find(b"more") + 40] ^= 0xFF
    with pytest.raises(RuleBroken, match="损坏"):
        check_whole(open_package(io.BytesIO(bytes(spoilt))))


def test_the_caps_are_those_that_the_office_was_promised() -> None:
    caps = (packages.MOST_PARTS, packages.MOST_INFLATED, packages.MOST_RATIO)
    assert caps == (2000, 100 * MB, 100)
