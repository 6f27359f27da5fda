"""`trading report`: the year's section on stdout, as HTML, as JSON; and when it is refused."""

import json
from pathlib import Path

import pytest
from sqlmodel import col, select

from tests.notices import NOON, TENDER, Press
from tests.services.test_demonstrating import SENTENCE
from trading import cli
from trading.config import Settings
from trading.config import load as load_settings
from trading.domain.errors import RuleBroken
from trading.services import documents, reporting, tallying
from trading.store import sites
from trading.store.engine import Store
from trading.store.tables import Notice, NoticeStanding

NOTE = "13次、共29条\n"


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
    pasted = capsys.readouterr().out
    assert pasted.startswith(f"<p>{SENTENCE}</p>\n<p>（13次、共29条）</p>\n<table>\n")
    assert "style" not in pasted and "class" not in pasted
    assert '<th scope="row">交易总额</th><td>73046.2989万元</td>' in pasted
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
    assert cli.main(["report", "2016", "--out", str(tmp_path / "absent" / "a.txt")]) == 1
    assert capsys.readouterr().err.startswith("trading: 写不了文件 ")


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


def test_every_style_can_be_asked_for_with_amounts_as_chosen(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = {
        "exact": "交易总额73046.2989万元",
        "floor": "交易总额73000余万元",
        "about": "交易总额约73000万元",
    }
    for amounts, text in said.items():
        assert cli.main(["report", "2016", "--style", "standard", "--amounts", amounts]) == 0
        told = capsys.readouterr()
        assert text in told.out and "13次、共29条" in told.out
        assert told.err == NOTE
    assert cli.main(["report", "2016", "--style", "2021"]) == 0
    assert "政府采购4宗、3548.77万元" in capsys.readouterr().out


def test_a_sentence_of_the_settings_is_the_own_one_and_is_checked(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = "招标公告{{ tender_notices }}条、其他%d条"
    own = f"公开{{{{ disclosures }}}}次、共{{{{ notices }}}}条，其中{parts}。"
    monkeypatch.setenv("TRADING_SENTENCE", own % 21)
    assert cli.main(["report", "2016", "--style", "own"]) == 0
    assert capsys.readouterr().out == "公开13次、共29条，其中招标公告8条、其他21条。\n"
    monkeypatch.setenv("TRADING_SENTENCE", own % 22)
    assert cli.main(["report", "2016", "--style", "own"]) == 1
    refused = capsys.readouterr()
    assert (refused.out, "“29条”与分项之和30条" in refused.err) == ("", True)
    monkeypatch.delenv("TRADING_SENTENCE")
    assert cli.main(["report", "2016", "--style", "own"]) == 1
    assert capsys.readouterr().err == "trading: 本单位还没有自己的句子\n"


def test_the_json_has_the_cells_of_2019_and_says_why_a_name_has_no_value(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["report", "2026", "--style", "standard", "--format", "json"]) == 0
    members = json.loads(capsys.readouterr().out)
    assert members["missing"]["sentence_2016"].startswith("句子里的分项（招标公告10条")
    assert members["missing"]["sentence_own"] == "本单位还没有自己的句子"
    assert members["sentence"] == members["sentence_standard"]
    assert cli.main(["report", "2016", "--format", "json"]) == 0
    cells = json.loads(capsys.readouterr().out)
    assert (cells["procurement_trades"], cells["procurement_total_wan"]) == (4, "3548.77")


def test_a_report_is_a_value_that_json_keeps_whole(here: Path) -> None:
    """What a snapshot of the report will hold: everything a template can name."""
    settings = load_settings()
    store = Store(settings.resolved_database_url)
    with store.reading() as session:
        site = sites.read_site(session, settings)
        made = reporting.report(session, site, 2016, style="2016")
    store.close()
    kept = json.loads(json.dumps(made.values))
    assert kept == made.values
    content = documents.read_template(documents.own_template())
    assert documents.docx(content, kept) == documents.docx(content, made.values, made.missing)
