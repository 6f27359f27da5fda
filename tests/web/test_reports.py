"""The report at the clerk's desk: sentences, files to take away, the own sentence, templates."""

import html
import io
import re
from dataclasses import replace

import docx
import pytest

from tests.notices import TENDER, Press
from tests.services.test_documents import changed, template
from tests.web.clerks import Clerk, Page
from trading.store.own_sentences import newest_sentence
from trading.store.report_templates import kept_templates

OWN = (
    "公开计{{ disclosures }}次，其中招标公告{{ tender_notices }}条、中标公告{{ award_notices }}条。"
)


@pytest.fixture
def published(press: Press) -> str:
    """The number of a tender announcement of March 2026."""
    return press(TENDER).numbers[0]


def upload(clerk: Clerk, content: bytes, name: str = "年报.docx") -> Page:
    address = "/staff/reports/templates/"
    sent = {
        "template": (io.BytesIO(content), name),
        **clerk.open(address).forms["template-form"].fields,
    }
    sent["template"] = (io.BytesIO(content), name)
    return clerk.read(clerk.client.post(address, data=sent), address)


def text_of(content: bytes) -> str:
    return "\n".join(one.text for one in docx.Document(io.BytesIO(content)).paragraphs)


def plain(page: Page) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", page.text))


def test_before_anything_is_published_there_is_no_report(clerk: Clerk) -> None:
    assert "还没有发布过公告" in clerk.open("/staff/reports/").text
    assert "还没有发布过公告" in clerk.open("/staff/reports/2026").text
    answer = clerk.client.get("/staff/reports/2026/section.docx")
    assert answer.status_code == 422


def test_the_section_stands_in_every_style_and_can_be_taken_away(
    clerk: Clerk, published: str
) -> None:
    page = clerk.open("/staff/reports/2026?style=standard")
    said = "网络平台公开交易信息1次、共1条，均为招标公告。"
    assert said in plain(page)
    for kind in ("html", "txt", "json"):
        answer = clerk.client.get(f"/staff/reports/2026/section.{kind}?style=standard")
        assert said in answer.get_data(as_text=True), kind
        assert answer.headers["Cache-Control"] == "no-store"
    word = clerk.client.get("/staff/reports/2026/section.docx?style=standard")
    assert said in text_of(word.data)
    assert "filename*=UTF-8''2026" in word.headers["Content-Disposition"]
    assert clerk.client.get("/staff/reports/2026/section.docx?style=haiku").status_code == 422


def test_an_amount_is_written_as_asked(clerk: Clerk, published: str) -> None:
    for amounts in ("exact", "floor", "about", "nonsense"):
        assert clerk.open(f"/staff/reports/2026?amounts={amounts}").status == 200


def test_the_own_sentence_is_kept_with_its_whole_and_printed(clerk: Clerk, published: str) -> None:
    page = clerk.open("/staff/reports/sentence/")
    seen = clerk.send(page, "sentence-form", text=OWN, do="preview")
    assert seen.status == 200 and "2026年的数" in seen.text and "2025年的数" in seen.text
    assert "第1处“其中”是谁的分项" in seen.text
    chosen = {"wholes-0": "notices"}
    assert clerk.send(seen, "sentence-form", do="save", **chosen).status == 303
    with clerk.store.reading() as session:
        kept = newest_sentence(session)
    assert kept and (kept.text, kept.wholes, kept.saved_by) == (OWN, ("notices",), "王")
    said = "公开计1次，其中招标公告1条、中标公告0条。"
    assert said in plain(clerk.open("/staff/reports/2026"))
    assert said in clerk.open("/staff/reports/sentence/").text
    assert said in plain(clerk.open("/help"))
    filled = clerk.client.get("/staff/reports/2026/section.txt?style=own")
    assert filled.get_data(as_text=True) == f"{said}\n"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{{ trade }}次", "不认识的占位符 {{ trade }}，是不是 {{ trades }}？"),
        (
            "公开计13次,其中招标公告8条、中标公告21条",
            "“13次”与分项之和29条（8条＋21条）不符：分项多16条",
        ),
        ("发布公告条。", "“发布公告条”前面没有填数字"),
        ("", "请写出句子"),
        ("进场\x07{{ trades }}宗", "“进场”之后有不能使用的字符（U+0007）"),
        ("进场\u202e{{ trades }}宗", "“进场”之后有不能使用的字符（U+202E）"),
        ("字" * 2001, "最多2000个字，现在有2001个"),
    ],
)
def test_a_refused_sentence_stays_as_typed_with_the_reason_at_its_field(
    clerk: Clerk, published: str, text: str, why: str
) -> None:
    page = clerk.open("/staff/reports/sentence/")
    refused = clerk.send(page, "sentence-form", text=text, do="save")
    assert refused.status == 422
    at = "wholes-0" if "其中" in text else "text"
    assert why in refused.error_at(at)
    assert refused.forms["sentence-form"].fields["text"] == text
    with clerk.store.reading() as session:
        assert newest_sentence(session) is None


def test_parts_that_are_not_their_whole_are_refused_with_links_to_the_rows(
    clerk: Clerk, published: str
) -> None:
    page = clerk.open("/staff/reports/sentence/")
    text = (
        "共{{ notices }}条，其中更正公告{{ correction_notices }}条、中标公告{{ award_notices }}条。"
    )
    seen = clerk.send(page, "sentence-form", text=text, do="preview")
    refused = clerk.send(seen, "sentence-form", do="save", **{"wholes-0": "notices"})
    assert refused.status == 422
    assert "“公告1条”与分项之和0条（0条＋0条）不符：分项少1条" in refused.error_at("wholes-0")
    assert 'href="/statistics/2026/tender_notices"' in refused.text
    assert f'href="/notices/{published}"' in refused.text
    assert refused.forms["sentence-form"].fields["wholes-0"] == "notices"


def test_a_template_is_kept_filled_and_taken_out_of_use(clerk: Clerk, published: str) -> None:
    assert upload(clerk, template("共{{ notices }}条。{{ sentence_standard }}")).status == 303
    with clerk.store.reading() as session:
        (kept,) = kept_templates(session)
    assert kept.name == "年报.docx"
    assert clerk.client.get(f"/staff/reports/templates/{kept.id}").data
    page = clerk.open("/staff/reports/2026")
    assert "年报.docx" in page.text
    filled = clerk.client.get(f"/staff/reports/2026/section.docx?template={kept.id}")
    assert text_of(filled.data).startswith("共1条。2026年，")
    shown = clerk.open("/staff/reports/templates/")
    assert clerk.send(shown, f"retire-{kept.id}").status == 303
    with clerk.store.reading() as session:
        assert kept_templates(session) == []
    gone = clerk.client.get(f"/staff/reports/2026/section.docx?template={kept.id}")
    assert gone.status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (template("{{ ''.__class__ }}"), "a.docx", "“{{ ''.__class__ }}”不是可以填数的占位符"),
        (template("{{ tredes }}"), "a.docx", "不认识的占位符 {{ tredes }}，是不是 {{ trades }}？"),
        (template("{{ trades"), "a.docx", "没有写完整"),
        (template("{% for x in figures %}"), "a.docx", "每个 for 要有 endfor"),
        (changed(template("a"), "word/vbaProject.bin", lambda _: "x"), "a.docx", "模板里有宏"),
        (template("a"), "a.docm", "模板里有宏：请另存为不带宏的 .docx 再上传"),
        (template("a"), "a.exe", "模板须是 Word 文件（.docx）"),
        (b"x", "a.docx", "文件已经损坏或不是办公文件"),
        (template("进场交易16宗"), "a.docx", "模板里没有占位符：要填数的地方请写 {{ 名称 }}"),
        (b"", "", "请先选择文件"),
    ],
)
def test_a_template_that_cannot_be_used_is_refused_in_plain_words(
    clerk: Clerk, published: str, content: bytes, name: str, why: str
) -> None:
    refused = upload(clerk, content, name)
    assert refused.status == 422
    assert why in plain(refused)
    with clerk.store.reading() as session:
        assert kept_templates(session) == []


def test_a_value_that_only_this_year_lacks_refuses_the_filling_and_not_the_template(
    clerk: Clerk, published: str
) -> None:
    assert upload(clerk, template("{{ sentence_own }}")).status == 303
    with clerk.store.reading() as session:
        (kept,) = kept_templates(session)
    answer = clerk.client.get(f"/staff/reports/2026/section.docx?template={kept.id}")
    refused = clerk.read(answer, "/staff/reports/2026")
    assert refused.status == 422
    assert "占位符 {{ sentence_own }} 没有数：本单位还没有自己的句子" in plain(refused)


def test_all_placeholders_are_listed_with_the_values_of_today(clerk: Clerk, published: str) -> None:
    for address in ("/staff/reports/placeholders", "/help"):
        said = plain(clerk.open(address))
        for name in ("trades", "trade_total_wan", "trade_total_floor", "sentence_2016", "year"):
            assert f"{{{{ {name} }}}}" in said, (address, name)
        assert "公共资源交易信息" not in said or "2026" in said


def test_what_is_open_today_is_a_value_like_any_other(clerk: Clerk, published: str) -> None:
    """Loops are open at a moment: everything that fills a name must know which."""
    text = "未办结{{ open_loops }}项。"
    seen = clerk.send(
        clerk.open("/staff/reports/sentence/"), "sentence-form", text=text, do="preview"
    )
    assert "未办结0项。" in plain(seen)
    assert clerk.send(seen, "sentence-form", do="save").status == 303
    assert upload(clerk, template(text)).status == 303
    with clerk.store.reading() as session:
        (kept,) = kept_templates(session)
    asked = f"style=own&template={kept.id}"
    filled = clerk.client.get(f"/staff/reports/2026/section.docx?{asked}")
    assert text_of(filled.data) == "未办结0项。"
    for address in ("/staff/reports/placeholders", "/help", "/staff/reports/2026"):
        assert "未办结事项没有可计算的依据" not in plain(clerk.open(address)), address


def test_lines_of_the_own_sentence_are_lines_in_every_file(clerk: Clerk, published: str) -> None:
    page = clerk.open("/staff/reports/sentence/")
    typed = "共{{ notices }}条。\r\n进场\u200b{{ trades }}宗。\x0b"
    assert clerk.send(page, "sentence-form", text=typed, do="save").status == 303
    with clerk.store.reading() as session:
        kept = newest_sentence(session)
    assert kept is not None and kept.text == "共{{ notices }}条。\n进场{{ trades }}宗。"
    address = "/staff/reports/2026/section"
    files = {kind: clerk.client.get(f"{address}.{kind}?style=own").data for kind in ("txt", "html")}
    assert files["txt"].decode() == "共1条。\n进场0宗。\n"
    assert files["html"].decode().startswith("<p>共1条。<br>进场0宗。</p>")
    word = clerk.client.get(f"{address}.docx?style=own").data
    assert "共1条。\n进场0宗。" in text_of(word)


def test_a_request_that_is_far_too_large_is_read_to_its_end_before_it_is_answered(
    clerk: Clerk,
) -> None:
    """A browser reads no answer while it is sending: it would show a broken connection."""
    sent = io.BytesIO(b"x" * (9 * 1024 * 1024))
    answer = clerk.client.post(
        "/staff/reports/templates/",
        input_stream=sent,
        content_length=9 * 1024 * 1024,
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.location == "/staff/reports/templates/?refused=size"
    assert sent.read() == b""
    assert "模板太大：最多5 MB" in clerk.open(answer.location).text


def test_notices_that_a_sentence_names_are_not_said_to_be_left_out(
    clerk: Clerk, press: Press
) -> None:
    """Two notices in one act: the sentence counts both, and calls the act their whole."""
    press(TENDER, replace(TENDER, title="河西路"))
    refused = clerk.send(
        clerk.open("/staff/reports/sentence/"), "sentence-form", text=OWN, do="save"
    )
    said = plain(refused)
    assert refused.status == 422
    assert "“其中”的分项：" in said and "Wholes" not in said
    assert "有关的公告：" in said and "没有写进句子的公告" not in said


def test_a_reviewer_reads_the_report_but_changes_neither_sentence_nor_template(
    reviewer: Clerk, published: str
) -> None:
    assert reviewer.open("/staff/reports/2026").status == 200
    assert reviewer.open("/staff/reports/sentence/").status == 403
    assert reviewer.open("/staff/reports/templates/").status == 403
