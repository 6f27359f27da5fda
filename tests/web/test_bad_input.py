"""Bad input: each kind has its answer, at its field, with everything that was typed kept."""

import pytest

from tests.web.clerks import Clerk, Page

NEW = "/staff/notices/new/tender?category=construction"
TYPED = {
    "title": "河东路改造招标公告",
    "process_title": "河东路改造",
    "project_code": "HD-001",
    "method": "open",
    "buyer-name": "某局",
    "lots-0-title": "一标段",
}


def typed(clerk: Clerk, do: str = "save", **more: str) -> Page:
    """A new tender with the fields above, and these."""
    return clerk.send(clerk.open(NEW), **{**TYPED, **more, "do": do})


AMOUNTS = {
    "12万元": "请改选单位",
    "1,234.5亿": "请改选单位",
    "-5": "不能是负数",
    "1e5": "不要用科学计数法",
    "98%": "是比率",
    "9" * 40: "超过上限",
    "12,3456": "三位一节",
    "约100": "不能有",
    "1.234": "最多写2位小数",
    "NaN": "",
}


@pytest.mark.parametrize(("text", "said"), AMOUNTS.items())
def test_an_amount_that_is_none_is_refused_at_its_field_and_kept(
    clerk: Clerk, text: str, said: str
) -> None:
    page = typed(clerk, **{"lots-0-ceiling": text, "lots-0-ceiling-unit": "yuan"})
    assert page.status == 422
    assert said in page.error_at("lots-0-ceiling") != ""
    kept = page.forms["notice-form"].fields
    assert (kept["lots-0-ceiling"], kept["lots-0-ceiling-unit"]) == (text, "yuan")
    assert {name: kept[name] for name in TYPED} == TYPED
    assert clerk.open("/staff/").text.count("河东路") == 0


def test_an_amount_without_a_unit_is_asked_about_not_guessed(clerk: Clerk) -> None:
    page = typed(clerk, **{"lots-0-ceiling": "100"})
    assert page.status == 422
    assert "请选择单位" in page.error_at("lots-0-ceiling")


@pytest.mark.parametrize("text", ["", "   ", "　"])
def test_a_blank_amount_is_no_amount_and_not_nought(clerk: Clerk, text: str) -> None:
    saved = typed(clerk, **{"lots-0-ceiling": text, "lots-0-ceiling-unit": "yuan"})
    page = clerk.follow(saved)
    assert page.forms["notice-form"].fields["lots-0-ceiling"] == ""


@pytest.mark.parametrize("text", ["1,234.5万", "１，２３４．５万元", "1234.5"])
def test_an_amount_written_in_its_own_unit_is_understood(clerk: Clerk, text: str) -> None:
    saved = typed(clerk, **{"lots-0-ceiling": text, "lots-0-ceiling-unit": "wan"})
    page = clerk.follow(saved)
    assert "12,345,000.00元（壹仟贰佰叁拾肆万伍仟元整）" in page.text


DATES = {
    "2016-02-30 09:00": "不是一个日期",
    "2026-13-01 09:00": "不是一个日期",
    "2026-3-30": "还缺时间",
    "明天": "看不懂",
    "2026-3-30 25:00": "不是一个时间",
    "0001-01-01 00:00": "年份",
}


@pytest.mark.parametrize(("text", "said"), DATES.items())
def test_a_moment_that_is_none_is_refused_at_its_field_and_kept(
    clerk: Clerk, text: str, said: str
) -> None:
    page = typed(clerk, **{"tender-deadline": text})
    assert page.status == 422
    assert said in page.error_at("tender-deadline")
    assert page.forms["notice-form"].fields["tender-deadline"] == text


@pytest.mark.parametrize(
    "text", ["2030-3-2 9:00", "2030年3月2日上午9时", "２０３０／３／２　９：００", "2030.3.2 09:00"]
)
def test_moments_are_understood_as_offices_write_them(clerk: Clerk, text: str) -> None:
    page = clerk.follow(typed(clerk, **{"tender-deadline": text}))
    assert page.forms["notice-form"].fields["tender-deadline"] == "2030-03-02 09:00"


def test_a_deadline_before_publication_is_refused_when_checked_and_kept_in_a_draft(
    clerk: Clerk,
) -> None:
    page = typed(clerk, do="check", **{"tender-deadline": "2016-03-22 09:00"})
    assert page.status == 422
    assert "投标截止须晚于发布时间" in page.error_at("tender-deadline")
    assert typed(clerk, **{"tender-deadline": "2016-03-22 09:00"}).status == 303


@pytest.mark.parametrize("body", ["公" * 200_000, "<b>" * 40_000, "<p " + "a=1 " * 20_000 + ">"])
def test_a_monstrous_body_is_refused_and_kept(clerk: Clerk, body: str) -> None:
    page = typed(clerk, body_html=body)
    assert page.status == 422
    assert len(page.faults) == 1
    assert page.forms["notice-form"].fields["body_html"] == body
    assert clerk.open("/staff/").text.count("河东路") == 0


def test_a_title_with_markup_is_shown_as_the_text_it_is(clerk: Clerk) -> None:
    text = "<script>alert(1)</script>改造"
    page = clerk.follow(typed(clerk, title=text))
    assert page.forms["notice-form"].fields["title"] == text
    assert "<script>alert" not in page.text


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x1b", "\u202e", "\ufffe"])
def test_a_title_with_a_control_character_is_refused_and_says_where(
    clerk: Clerk, char: str
) -> None:
    page = typed(clerk, title=f"河东{char}路")
    assert page.status == 422
    assert f"“河东”之后有不能使用的字符（U+{ord(char):04X}）" in page.error_at("title")


def test_everything_that_is_missing_is_said_at_once(clerk: Clerk) -> None:
    page = clerk.send(clerk.open(NEW), do="check")
    assert page.status == 422
    assert len(page.faults) > 15
    assert page.error_at("title") == "请填写公告标题"
    assert page.error_at("tender-documents_from") == "请填写文件获取开始时间"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("category", "bread"),
        ("type", "bread"),
        ("method", "listing"),
        ("region", "123"),
        ("buyer-uscc", "91350100M000100Y44"),
        ("lots-0-number", "-1"),
        ("lots-0-ceiling-unit", "bread"),
        ("tender-consortium", "bread"),
        ("revision", "9" * 40),
        ("do", "remove:lots:bread"),
        ("do", "add:bread"),
        ("do", "bread"),
    ],
)
def test_no_forged_value_is_an_error_of_the_server(clerk: Clerk, name: str, value: str) -> None:
    page = clerk.open(NEW)
    answer = clerk.send(page, **{"lots-0-ceiling": "1", "do": "check", name: value})
    assert answer.status in (200, 422)


@pytest.mark.parametrize("name", ["published_number", "lots-9999-title-x", "agency-role", "id"])
def test_a_field_that_the_form_does_not_have_is_refused_not_dropped(
    clerk: Clerk, name: str
) -> None:
    page = typed(clerk, **{name: "1"})
    assert page.status == 422
    assert any(name in fault for fault in page.faults)


def test_rows_beyond_the_last_allowed_one_are_refused_not_dropped(clerk: Clerk) -> None:
    rows = {f"lots-{n}-title": f"第{n}标段" for n in range(201)}
    page = typed(clerk, **rows)
    assert page.status == 422
    assert any("行数太多" in fault for fault in page.faults)
