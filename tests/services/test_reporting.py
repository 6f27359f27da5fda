"""`trading report`: the year's section on stdout, as JSON, or in the office's own Word template."""

import io
import json
import shutil
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from sqlmodel import col, select

from tests.notices import NOON, TENDER, Press
from tests.services.test_demonstrating import SENTENCE, fill
from trading import cli
from trading.config import Settings
from trading.domain.errors import RuleBroken
from trading.services import reporting, tallying
from trading.services.documents import own_template
from trading.store import sites
from trading.store.engine import Store
from trading.store.tables import Notice, NoticeStanding

NOTE = "13次、共29条\n"


@pytest.fixture(scope="module")
def county(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the example county, not to be written to."""
    folder = tmp_path_factory.mktemp("county")
    shutil.copy(sqlite_template, folder / "trading.db")
    settings = Settings(data_dir=folder)
    store = Store(settings.resolved_database_url)
    fill(store, settings)
    store.close()
    return folder


@pytest.fixture
def here(county: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The county is what the command works on."""
    monkeypatch.setenv("TRADING_DATA_DIR", str(county))
    return county


@pytest.fixture
def site_store(sqlite_store: Store) -> Store:
    """A site that may publish."""
    identity = sites.Identity(
        site_name="某县公共资源交易网",
        organization="某县公共资源交易中心",
        region_code="230828",
        site_url="https://ggzy.example",
        authority="ggzy.example",
    )
    with sqlite_store.writing() as session:
        sites.add_site(session, authority_year=2026, now=NOON)
        sites.save_identity(session, identity)
    return sqlite_store


def template_of(folder: Path, *paragraphs: str) -> Path:
    """A Word file with these paragraphs."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(folder / "own.docx"))
    return folder / "own.docx"


def filled_from(folder: Path, template: Path | None = None) -> list[str]:
    """What the command writes into a Word file: its paragraphs, then its table's rows."""
    out = folder / "report.docx"
    chosen = ["--template", str(template)] if template else []
    assert cli.main(["report", "2016", "--format", "docx", *chosen, "--out", str(out)]) == 0
    document = docx.Document(io.BytesIO(out.read_bytes()))
    rows = [row for table in document.tables for row in table.rows]
    return [one.text for one in document.paragraphs] + [
        " | ".join(cell.text for cell in row.cells) for row in rows
    ]


def test_stdout_is_the_sentence_alone_and_the_note_is_on_stderr(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["report", "2016", "--style", "2016"]) == 0
    said = capsys.readouterr()
    assert said.out == f"{SENTENCE}\n"
    assert said.err == NOTE


def test_a_report_asked_for_in_the_wrong_folder_names_the_folder_and_makes_nothing_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("TRADING_DATA_DIR", raising=False)
    monkeypatch.chdir(tmp_path)
    assert cli.main(["report", "2016"]) == 1
    said = capsys.readouterr()
    assert str(tmp_path / "instance") in said.err
    assert "TRADING_DATA_DIR" in said.err
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert list(tmp_path.iterdir()) == []


def test_the_report_comes_as_html_and_as_json_too(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["report", "2016", "--format", "html"]) == 0
    assert capsys.readouterr().out == f"<p>{SENTENCE}</p>\n"
    assert cli.main(["report", "2016", "--format", "json"]) == 0
    members = json.loads(capsys.readouterr().out)
    assert members["sentence_2016"] == SENTENCE
    assert members["note"] == NOTE.strip()
    assert (members["year"], members["trades"], members["trade_total_wan"]) == (
        2016,
        16,
        "73046.2989",
    )
    assert members["as_of"] == "2026-11-21 09:00"


def test_the_report_goes_to_a_file_when_asked(
    here: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "2016.txt"
    assert cli.main(["report", "2016", "--out", str(out)]) == 0
    assert out.read_bytes() == f"{SENTENCE}\n".encode()
    assert capsys.readouterr().out == ""


def test_our_template_holds_the_sentence_the_note_and_every_figure(
    here: Path, tmp_path: Path
) -> None:
    texts = filled_from(tmp_path)
    assert texts[:3] == [
        "青禾县公共资源交易中心2016年公共资源交易信息公开情况",
        SENTENCE,
        "（13次、共29条）",
    ]
    assert "统计截至2026-11-21 09:00。" in texts
    assert any(text.startswith("交易总额 | 73046.2989万元 | ") for text in texts)
    assert any(text.startswith("流标（废标）标段 | 1宗 | ") for text in texts)
    assert sum(" | " in text for text in texts) == 1 + 14
    assert not [text for text in texts if "{" in text]


def test_the_same_report_is_the_same_file_to_the_byte(here: Path, tmp_path: Path) -> None:
    """A ZIP file dates its parts by the clock; here every part is as old as the format."""
    filled_from(tmp_path)
    first = (tmp_path / "report.docx").read_bytes()
    filled_from(tmp_path)
    assert (tmp_path / "report.docx").read_bytes() == first
    with ZipFile(io.BytesIO(first)) as file:
        assert file.testzip() is None
        assert {part.date_time for part in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_office_fills_its_own_template(here: Path, tmp_path: Path) -> None:
    own = template_of(
        tmp_path,
        "{{ organization }}：{{ trades }}次，{{ trade_total_wan }}万元（{{ trade_total_floor }}）",
        "{% for one in figures if one.label == '公开' %}{{ one.text }}{% endfor %}",
    )
    assert filled_from(tmp_path, own) == [
        "青禾县公共资源交易中心：16次，73046.2989万元（73000余万元）",
        "13次",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ ''.__class__ }}", "own.docx 里有不能使用的内容：access to attribute '__class__'"),
        ("{{ figures.__class__.__mro__ }}", "不能使用的内容"),
        ("{{ figures.append(1) }}", "不能使用的内容"),
        ("{{ figures[0].prise }}", "不能使用的内容"),
        ("{{ trades / 0 }}", "不能使用的内容"),
        ("{% include 'secret' %}", "不能使用的内容"),
        ("{% for one in figures %}", "不能使用的内容"),
        ("{{ fortune }}{{ fame }}", "里有不认识的占位符：fame、fortune；可用的有：trades、"),
        ("{{ cycler.__init__.__globals__ }}", "不能使用的内容：access to attribute '__init__'"),
        ("{% if false %}{{ fortune }}{% endif %}", "里有不认识的占位符：fortune；"),
    ],
)
def test_a_template_that_asks_for_more_than_values_is_refused_in_one_line(
    here: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    own, out = template_of(tmp_path, text), tmp_path / "report.docx"
    command = ["report", "2016", "--format", "docx", "--template", str(own), "--out", str(out)]
    assert cli.main(command) == 1
    lines = capsys.readouterr()
    assert (lines.out, lines.err.count("\n")) == ("", 1)
    assert said in lines.err
    assert not out.exists()


def test_a_file_that_is_no_word_document_is_refused_in_one_line(
    here: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = own_template().read_bytes()
    other = io.BytesIO()
    shutil.make_archive(str(tmp_path / "other"), "zip", here)
    other.write((tmp_path / "other.zip").read_bytes())
    broken = {
        "empty.docx": b"",
        "text.docx": "不是文档".encode(),
        "half.docx": whole[: len(whole) // 2],
        "zip.docx": other.getvalue(),
    }
    for name, content in broken.items():
        (tmp_path / name).write_bytes(content)
    for name in (*broken, "absent.docx", "."):
        command = ["report", "2016", "--format", "docx", "--template", str(tmp_path / name)]
        assert cli.main(command) == 1, name
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.startswith("trading: 读不了模板"), name
        assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    ("year", "said"),
    [
        ("2014", "2014年没有发布过公告，写不出这句话"),
        ("1900", "年份应在1949年至2199年之间"),
    ],
)
def test_a_year_without_a_sentence_is_refused_in_one_line(
    here: Path, capsys: pytest.CaptureFixture[str], year: str, said: str
) -> None:
    assert cli.main(["report", year]) == 1
    lines = capsys.readouterr()
    assert (lines.out, lines.err) == ("", f"trading: {said}\n")


@pytest.mark.parametrize(
    "arguments", [["report"], ["report", "x"], ["report", "2016", "--style", "haiku"]]
)
def test_bad_use_is_status_2(here: Path, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 2


def test_a_site_that_has_published_nothing_has_no_report(
    site_store: Store, settings: Settings
) -> None:
    with site_store.reading() as session:
        site = sites.read_site(session, settings)
        with pytest.raises(RuleBroken, match="还没有发布过公告"):
            reporting.report(session, site, 2026, style="2016")


def test_the_basis_of_the_settings_decides_the_year(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two lots decided in 2015 were announced in 2016, each for a known amount."""
    monkeypatch.setenv("TRADING_YEAR_BASIS", "published")
    assert cli.main(["report", "2016", "--format", "json"]) == 0
    members = json.loads(capsys.readouterr().out)
    assert members["trades"] == 16 + 2
    assert members["trade_total"] == 73_046_2989_00 + 503_6102_00 + 279_8800_00


def test_a_refused_sentence_names_the_notices_that_it_leaves_out(
    site_store: Store, settings: Settings
) -> None:
    """Other families cannot be published yet, so one is put where history will bring it."""
    (number,) = Press(site_store, settings)(TENDER).numbers
    with site_store.writing() as session:
        tender = session.exec(select(Notice).where(col(Notice.number) == number)).one()
        members = tender.model_dump(exclude={"id"}) | {"type": "correction", "family": "correction"}
        for serial in range(2, 24):
            again = {"number": f"{number[:8]}{serial:04d}", "sequence": serial}
            notice = Notice(**members | again)
            session.add(notice)
            session.flush()
            assert notice.id is not None
            session.add(NoticeStanding(notice_id=notice.id))
        session.flush()
        tallying.rebuild(session)
    with site_store.reading() as session:
        site = sites.read_site(session, settings)
        with pytest.raises(RuleBroken) as refused:
            reporting.report(session, site, 2026, style="2016")
    said = str(refused.value)
    assert said.startswith(
        "句子里的分项（招标公告1条、中标公告0条）加起来不等于全年公告23条：还有更正公告22条，"
    )
    numbers = "、".join(f"{number[:8]}{serial:04d}" for serial in range(2, 22))
    assert said.endswith(f"（{numbers}等）")
