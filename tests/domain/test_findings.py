"""A finding keeps its key as long as its facts stand, and a list begins with what is worst."""

from trading.domain.errors import RuleBroken
from trading.domain.findings import Finding, Severity, in_order, stop, to_explain, unexplained

ASKED = Finding(
    rule="amount.ceiling",
    severity=Severity.EXPLAIN,
    message="金额高于最高限价（%(limit)s万元）",
    values={"limit": "100"},
    field="awards.0.amount",
    about=(101, 100),
)


def about(*facts: object, severity: Severity = Severity.EXPLAIN, field: str = "") -> Finding:
    return Finding(rule="a.rule", severity=severity, message="怪", field=field, about=facts)


def test_a_reason_is_asked_for_again_when_the_facts_change() -> None:
    assert about(1).key == about(1).key
    assert len({about(1).key, about(2).key, about(1, field="lots.0").key, ASKED.key}) == 4


def test_a_finding_is_a_sentence_at_a_field() -> None:
    assert str(ASKED) == "金额高于最高限价（100万元）"
    assert ASKED.broken.field == "awards.0.amount"


def test_what_forbids_comes_first_and_nothing_twice() -> None:
    note, wrong = about(severity=Severity.NOTE), stop(RuleBroken("请填写标题", field="title"))
    found = in_order([note, ASKED, wrong, ASKED])
    assert found == [wrong, ASKED, note]
    assert to_explain(found) == [ASKED]


def test_a_blank_or_a_single_character_explains_nothing() -> None:
    for reason in ("", "  ", "好"):
        assert unexplained([ASKED], {ASKED.key: reason}) == [ASKED]
    assert unexplained([ASKED], {ASKED.key: "已核实"}) == []
    assert unexplained([about(severity=Severity.NOTE)], {}) == []
