"""Filing: what a draft carries, in what order, and what does not fit."""

import hashlib
import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.notices import TENDER, Press
from tests.staffed import NOW
from tests.uploads import docx, pdf
from trading.config import Settings
from trading.domain.drafts import Attachment
from trading.domain.errors import Conflict, RuleBroken
from trading.services import autosaving, beginning, drafting, filing
from trading.services.autosaving import Typed
from trading.services.drafting import StaleDraft
from trading.services.filing import MEGABYTE, Attached
from trading.services.publishing import publish
from trading.services.shelves import Shelf
from trading.store import autosaves, files, people, sites
from trading.store.drafts import find_draft, open_drafts
from trading.store.engine import Store
from trading.store.files import find_draft_file, find_public_file
from trading.store.notices import find_notice
from trading.store.sites import read_site


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "files")


@pytest.fixture
def clerk(store: Store) -> int:
    with store.writing() as session:
        sites.add_site(session, authority_year=2026, now=NOW)
        return people.add_staff(session, "王", "editor", now=NOW)


@pytest.fixture
def draft(store: Store, clerk: int) -> int:
    with store.writing() as session:
        return drafting.start(session, TENDER, by=clerk, now=NOW)


def made(name: str, size: int = 10) -> Attachment:
    """A file that lies on the disk already, as far as the database is told."""
    return Attachment(name=name, size=size, sha256=hashlib.sha256(name.encode()).hexdigest())


def attach(store: Store, draft: int, clerk: int, *files: Attachment, revision: int = 1) -> Attached:
    with store.writing() as session:
        return filing.attach(session, draft, files, revision=revision, by=clerk, now=NOW)


def carried(store: Store, draft: int) -> list[str]:
    with store.reading() as session:
        return [one.name for one in find_draft(session, draft).content.attachments]


def test_a_file_lies_on_the_disk_before_any_row_names_it(shelf: Shelf) -> None:
    taken = filing.take_in(shelf, io.BytesIO(pdf()), "C:\\桌面\\招标文件.pdf")
    assert taken.name == "招标文件.pdf"
    assert taken.size == len(pdf())
    assert shelf.holds(taken.sha256, taken.size)


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (docx(), "a.pdf", "不符"),
        (pdf(), "a.exe", "只能是"),
        (b"", "a.pdf", "空的"),
        (pdf() * 2_000_000, "a.pdf", "最多20 MB"),
        (pdf(), "", "没有名称"),
    ],
)
def test_what_is_not_taken_in_is_refused_at_the_file_field(
    shelf: Shelf, content: bytes, name: str, said: str
) -> None:
    with pytest.raises(RuleBroken, match=said) as refused:
        filing.take_in(shelf, io.BytesIO(content), name)
    assert refused.value.field == "file"
    assert not [path for path in shelf.folder.rglob("*") if path.is_file()]


def test_files_belong_to_the_content_of_a_draft_and_raise_its_revision(
    store: Store, draft: int, clerk: int
) -> None:
    assert attach(store, draft, clerk, made("一.pdf"), made("二.docx")) == Attached(2, ())
    with store.reading() as session:
        found = find_draft(session, draft)
        (listed,) = open_drafts(session)
    assert found.revision == 2
    assert found.content.attachments == (made("一.pdf"), made("二.docx"))
    assert listed.content == found.content
    assert replace(found.content, attachments=()) == drafting.clean_content(TENDER)


def test_files_stay_when_the_text_is_saved(store: Store, draft: int, clerk: int) -> None:
    attach(store, draft, clerk, made("一.pdf"))
    with store.writing() as session:
        changed = replace(TENDER, title="改过的标题")
        drafting.revise(session, draft, changed, revision=2, by=clerk, now=NOW)
    assert carried(store, draft) == ["一.pdf"]


def test_files_are_put_in_order_and_taken_off(store: Store, draft: int, clerk: int) -> None:
    attach(store, draft, clerk, made("一.pdf"), made("二.pdf"), made("三.pdf"))
    with store.writing() as session:
        filing.move_up(session, draft, 3, revision=2, by=clerk, now=NOW)
    assert carried(store, draft) == ["一.pdf", "三.pdf", "二.pdf"]
    with store.writing() as session:
        filing.move_up(session, draft, 1, revision=3, by=clerk, now=NOW)
        filing.detach(session, draft, 2, revision=3, by=clerk, now=NOW)
    assert carried(store, draft) == ["一.pdf", "二.pdf"]
    with store.writing() as session, pytest.raises(Conflict, match="已经不在"):
        filing.detach(session, draft, 3, revision=4, by=clerk, now=NOW)


def test_a_change_over_a_draft_that_was_saved_meanwhile_is_refused(
    store: Store, draft: int, clerk: int
) -> None:
    attach(store, draft, clerk, made("一.pdf"), made("二.pdf"))
    for change in (filing.detach, filing.move_up):
        with store.writing() as session, pytest.raises(StaleDraft):
            change(session, draft, 2, revision=1, by=clerk, now=NOW)
    with pytest.raises(StaleDraft):
        attach(store, draft, clerk, made("三.pdf"), revision=1)
    assert carried(store, draft) == ["一.pdf", "二.pdf"]


def test_what_does_not_fit_is_refused_one_by_one_and_the_rest_is_added(
    store: Store, draft: int, clerk: int
) -> None:
    attach(store, draft, clerk, made("一.pdf"))
    same_bytes = replace(made("一.pdf"), name="又一.pdf")
    same_name = replace(made("乙.pdf"), name="一.PDF")
    told = attach(store, draft, clerk, same_bytes, same_name, made("二.pdf"), revision=2)
    assert told.added == 1
    assert "没有重复添加" in str(told.refused[0])
    assert "请改名" in str(told.refused[1])
    assert carried(store, draft) == ["一.pdf", "二.pdf"]


def test_a_notice_carries_twenty_files_and_a_hundred_megabytes(
    store: Store, draft: int, clerk: int
) -> None:
    told = attach(store, draft, clerk, *(made(f"{n}.pdf") for n in range(21)))
    assert told.added == 20
    assert "最多20个附件" in str(told.refused[0])
    with store.writing() as session:
        other = drafting.start(session, replace(TENDER, title="另一条"), by=clerk, now=NOW)
    large = [made(f"大{n}.pdf", 20 * MEGABYTE) for n in range(6)]
    told = attach(store, other, clerk, *large)
    assert told.added == 5
    assert "合计最多100 MB" in str(told.refused[0])


def test_nobody_fills_the_disk_in_one_day(store: Store, clerk: int) -> None:
    def fill(draft: int, name: str, moment: timedelta) -> Attached:
        with store.writing() as session:
            files = [made(f"{name}{n}.pdf", 20 * MEGABYTE) for n in range(5)]
            at = NOW + moment
            return filing.attach(session, draft, files, revision=1, by=clerk, now=at)

    with store.writing() as session:
        drafts = [
            drafting.start(session, replace(TENDER, title=str(n)), by=clerk, now=NOW)
            for n in range(12)
        ]
    told = [fill(draft, f"{draft}-", timedelta()) for draft in drafts[:11]]
    assert sum(one.added for one in told) == 51, "1024 MB"
    assert "每人每天最多上传1024 MB" in str(told[-1].refused[0])
    assert fill(drafts[11], "次日", timedelta(days=1, seconds=1)).added == 5


def test_a_published_or_discarded_draft_takes_no_file_and_gives_none_back(
    store: Store, draft: int, clerk: int
) -> None:
    attach(store, draft, clerk, made("一.pdf"))
    with store.writing() as session:
        drafting.discard(session, draft, by=clerk, now=NOW)
    with pytest.raises(Conflict, match="已经删除"):
        attach(store, draft, clerk, made("二.pdf"), revision=2)
    with store.writing() as session, pytest.raises(Conflict, match="已经删除"):
        filing.detach(session, draft, 1, revision=2, by=clerk, now=NOW)
    assert carried(store, draft) == ["一.pdf"]


def test_publication_freezes_the_files_in_the_record_and_lets_them_out(
    store: Store, settings: Settings, clerk: int
) -> None:
    press = Press(store, replace(settings, **SITE))
    with store.writing() as session:
        draft = drafting.start(session, TENDER, by=clerk, now=NOW)
    attach(store, draft, clerk, made("清单.xlsx", 7), made("图纸.png", 8))
    with store.reading() as session:
        assert find_public_file(session, made("清单.xlsx").sha256, "清单.xlsx") is None
        assert find_draft_file(session, draft, made("清单.xlsx").sha256, "清单.xlsx") is not None
    with store.writing() as session:
        site = read_site(session, press.settings)
        (number,) = publish(session, [draft], by=clerk, now=NOW, site=site).numbers
    with store.reading() as session:
        notice = find_notice(session, number)
        public = find_public_file(session, made("清单.xlsx").sha256, "清单.xlsx")
        renamed = find_public_file(session, made("清单.xlsx").sha256, "别名.xlsx")
        again = beginning.begin(session, notice.row.process_id, TENDER.type)
    assert notice.frozen.content.attachments == (made("清单.xlsx", 7), made("图纸.png", 8))
    assert f'"sha256":"{made("图纸.png").sha256}","size":8' in notice.payload
    assert public is not None and not public.withdrawn and public.file.size == 7
    assert renamed is None
    assert again is not None and again.attachments == (), "a new notice begins without files"
    with pytest.raises(Conflict, match="已经发布"):
        attach(store, draft, clerk, made("迟到.pdf"), revision=2)


SITE = {
    "site_name": "某县公共资源交易网",
    "organization": "某县公共资源交易中心",
    "region_code": "230828",
    "site_url": "https://ggzy.example",
    "authority": "ggzy.example",
}


def test_a_draft_that_was_submitted_keeps_the_files_that_the_reviewer_sees(
    store: Store, settings: Settings, draft: int, clerk: int
) -> None:
    attach(store, draft, clerk, made("一.pdf"))
    with store.writing() as session:
        session.connection().exec_driver_sql("UPDATE drafts SET state = 'submitted'")
    with pytest.raises(Conflict):
        attach(store, draft, clerk, made("二.pdf"), revision=2)
    assert carried(store, draft) == ["一.pdf"]


def test_a_file_added_beside_the_form_leaves_what_is_typed_there(
    store: Store, draft: int, clerk: int
) -> None:
    fields = (("title", "打到一半"),)
    typed = Typed(family="tender", title="打到一半", address="/", fields=fields, revision=1)
    with store.writing() as session:
        autosaving.keep_for_draft(session, draft, typed, by=clerk, now=NOW)
    attach(store, draft, clerk, made("一.pdf"))
    with store.reading() as session:
        assert autosaves.find_autosave(session, autosaving.draft_key(draft), of=clerk) is not None


def test_two_clerks_may_add_the_same_file_at_the_same_moment(
    store: Store, draft: int, clerk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second one looked for it before the first one's transaction ended."""
    form = made("投标文件格式.pdf")
    with store.writing() as session:
        other = drafting.start(session, TENDER, by=clerk, now=NOW)
    attach(store, other, clerk, form)
    with store.writing() as session:
        monkeypatch.setattr(session, "get", lambda *_, **__: None)
        files.enter_file(session, form, media_type="application/pdf", by=clerk, now=NOW)
        monkeypatch.undo()
        filing.attach(session, draft, [form], revision=1, by=clerk, now=NOW)
    assert carried(store, draft) == carried(store, other) == [form.name]
