"""`trading holidays import` and `trading calendar show`, as an administrator meets them."""

from pathlib import Path

import pytest

from trading import cli

YEAR = (
    "day,kind,name\n2027-01-01,holiday,元旦\n2027-05-01,holiday,劳动节\n2027-10-01,holiday,国庆节\n"
)


@pytest.fixture(autouse=True)
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new installation."""
    monkeypatch.setenv("TRADING_DATA_DIR", str(tmp_path / "data"))
    assert cli.main(["init"]) == 0
    return tmp_path


def test_a_year_is_imported_and_shown(installed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = installed / "2027.csv"
    file.write_text(YEAR, encoding="utf-8-sig")
    capsys.readouterr()
    assert cli.main(["calendar", "show", "2027"]) == 1
    assert "2027年的放假安排还没有录入" in capsys.readouterr().err
    assert cli.main(["holidays", "import", str(file)]) == 0
    assert capsys.readouterr().out == "2027年：放假3天，调休上班0天\n"
    assert cli.main(["calendar", "show", "2027"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "2027-01-01\tholiday\t元旦"


def test_a_part_of_a_year_and_an_old_encoding_are_told(
    installed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = installed / "part.csv"
    file.write_text("2028-01-01,放假,元旦\n", encoding="gb18030")
    capsys.readouterr()
    assert cli.main(["holidays", "import", str(file)]) == 0
    assert "还没有录全" in capsys.readouterr().out
    file.write_text("2028-13-01", encoding="utf-8")
    assert cli.main(["holidays", "import", str(file)]) == 1
    assert "第1行" in capsys.readouterr().err
    assert cli.main(["holidays", "import", str(installed / "none.csv")]) == 1


def test_what_came_with_the_product_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert cli.main(["calendar", "show", "2016"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 30
    assert "2016-10-08\tworkday\t国庆节" in lines
