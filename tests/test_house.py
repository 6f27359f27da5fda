"""The house rules, checked on the house itself; arrows between rooms are for lint-imports."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.rules import RULES, Rule, second_importers

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_house_keeps_its_rules(rule: Rule) -> None:
    assert rule.check(ROOT) == []


def test_a_library_that_could_be_swapped_is_met_in_one_room() -> None:
    assert second_importers(ROOT) == []


@pytest.mark.parametrize("module", ["feeds.rss", "feeds.atom"])
def test_feeds_can_be_lifted_out(module: str) -> None:
    others = "{'flask', 'jinja2', 'sqlmodel', 'sqlalchemy', 'trading'}"
    code = f"import sys, {module}; print(*({others} & set(sys.modules)))"
    out = subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True)
    assert out.strip() == ""
