"""The command as a person or a script meets it: one line of what is wrong, the right status."""

from pathlib import Path

import pytest

from trading import cli


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data directory."""
    monkeypatch.setenv("TRADING_DATA_DIR", str(tmp_path / "data"))
    return tmp_path


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """The exit status and what stands on stderr, which is one line, while stdout is empty."""
    try:
        status = cli.main(arguments)
    except SystemExit as end:  # so argparse ends
        status = int(end.code or 0)
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1 and said.err.startswith("trading"), said.err
    return status, said.err


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nothing",),
        ("report",),
        ("report", "x"),
        ("report", "2016", "--style", "nothing"),
        ("totals",),
        ("totals", "check", "--nothing"),
        ("staff", "add", "王"),
        ("serve", "--port", "x"),
        ("serve", "--port", "65536"),
        ("serve", "--port", "-1"),
        ("serve", "--workers", "0"),
    ],
)
def test_bad_use_is_said_in_one_line_with_status_2(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    assert refused(capsys, *arguments)[0] == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "mysql://u:geheim@127.0.0.1/x"),
        ("DATABASE_URL", "postgresql://u:geheim@127.0.0.1:port/x"),
        ("SITE_URL", "https://[::1"),
        ("SITE_URL", "ftp://ggzy.example"),
        ("AUTHORITY", "a b"),
        ("REGION_CODE", "xx"),
        ("INDEX_PREFIX", "<b>"),
        ("SESSION_IDLE_MINUTES", "0"),
    ],
)
def test_a_setting_that_no_page_could_bear_keeps_the_server_from_starting(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"TRADING_{name}", value)
    status, said = refused(capsys, "serve", "--port", "0")
    assert status == 2
    assert name.lower() in said and "geheim" not in said


def test_doctor_names_a_setting_that_is_wrong(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRADING_DATABASE_URL", "mysql://u:geheim@127.0.0.1/x")
    monkeypatch.setenv("TRADING_REGION_CODE", "xx")
    assert cli.main(["doctor"]) == 1
    said = capsys.readouterr().out
    assert "问题：database_url" in said and "问题：region_code" in said
    assert "geheim" not in said


def test_a_file_that_is_no_database_is_told_in_one_line(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "letter.db").write_text("Sehr geehrte Damen und Herren, " * 100)
    monkeypatch.setenv("TRADING_DATABASE_URL", f"sqlite:///{(here / 'letter.db').as_posix()}")
    status, said = refused(capsys, "totals", "check")
    assert (status, "数据库无法访问" in said) == (1, True)


@pytest.mark.parametrize("host", ["a..b", "nobody.invalid"])
def test_a_host_that_is_none_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str], host: str
) -> None:
    status, said = refused(capsys, "serve", "--host", host)
    assert (status, "--host" in said) == (1, True)


@pytest.mark.parametrize(
    "name", ["init", "serve", "demo", "doctor", "migrate", "staff", "report", "totals"]
)
def test_every_command_shows_an_example(capsys: pytest.CaptureFixture[str], name: str) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main([name, "--help"])
    assert end.value.code == 0
    assert f"例：TRADING_DATA_DIR=demo trading {name}" in (out := capsys.readouterr().out) or (
        f"例：trading {name}" in out
    )


def test_a_template_for_anything_but_a_word_file_is_bad_use(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status, said = refused(capsys, "report", "2016", "--template", "own.docx")
    assert status == 2
    assert "--format docx" in said
