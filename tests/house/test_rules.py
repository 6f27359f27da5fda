"""Every house rule has been seen to fail: it finds the breach planted for it, and nothing else."""

from pathlib import Path

import pytest

from tests.house.rules import RULES, second_importers

LONG = '"""A room."""\n' + "x = 1\n" * 300
LONG_FUNCTION = '"""A room."""\n\n\ndef run():\n    """Run."""\n' + "    x = 1\n" * 39
TITLE = '"""A room."""\n\n'

# rule → file, its content with a breach, what the rule says; and a content that keeps the rule
PLANTED = {
    "a file fits its room": ("trading/a.py", LONG, "301 lines", TITLE),
    "a function fits in the eye": ("trading/a.py", LONG_FUNCTION, "run has 41 lines", TITLE),
    "a room is one sentence": ("tests/a.py", "x = 1\n", "sentence", TITLE),
    "what others call is explained": (
        "trading/services/a.py",
        TITLE + "def publish(): ...\n",
        "publish has no docstring",
        TITLE + 'def publish():\n    """Publish."""\n\n\ndef _own(): ...\n',
    ),
    "names carry the domain": (
        "feeds/a.py",
        TITLE + "class FeedManager: ...\n",
        "FeedManager is named after a pattern",
        TITLE + "class Manage: ...\n",
    ),
    "only the edge asks the time": (
        "trading/domain/a.py",
        TITLE + "moment = datetime.now(SHANGHAI)\n",
        "line 3 asks the time",
        TITLE + "moment = later(now)\n",
    ),
    "views read and services write": (
        "trading/web/public/a.py",
        TITLE + "get_session().add(row)\nsession.commit()\n",
        "line 3 writes through get_session()",
        TITLE + "names.add(name)\n",
    ),
    "views speak through gettext": (
        "trading/web/a.py",
        TITLE + 'flash("已发布")\n',
        "line 3: 已发布",
        TITLE + 'flash(_("已发布"))\nraise RuleBroken("请填写")\n',
    ),
    "a reason stands beside every ignore": (
        "scripts/a.py",
        TITLE + "x: int = y  # type: ignore[assignment]\n",
        "line 3 ignores without a reason",
        TITLE + "x: int = y  # type: ignore[assignment]  # y is untyped there\n",
    ),
    "nothing is left for later": (
        "feeds/a.py",
        TITLE + "# TO" + "DO: the rest\n",
        "line 3 is unfinished",
        TITLE + "# The rest is done\n",
    ),
    "no test is skipped": (
        "tests/test_a.py",
        TITLE + "@pytest.mark.skip\ndef test_it(): ...\n",
        "line 3 uses skip",
        TITLE + "def test_it(): ...\n",
    ),
    "one filter makes markup": (
        "trading/web/a.py",
        TITLE + "html = Markup(text)\n",
        "line 3 uses Markup",
        TITLE + "html = escape(text)\n",
    ),
    "no package index is written down": (
        "requirements.txt",
        "--index-url https://index.example/simple\n",
        "line 1 names a host",
        "flask==3.1.3 \\\n    --hash=sha256:00\n",
    ),
    "no path of one machine is written down": (
        "README.md",
        "Open /home/li/trading in a terminal.\n",
        "line 1 holds a path of one machine",
        "Open `templates/public/home/show.html`.\n",
    ),
    "the top level is the customer's": ("utils.py", TITLE, "a new top-level name", None),
    "templates look only down": (
        "templates/components/a.html",
        '{% extends "layouts/base.html" %}',
        "uses layouts/base.html",
        "{% macro fact(name) %}{{ name }}{% endmacro %}",
    ),
    "components stand on their parameters": (
        "templates/components/a.html",
        "{% macro here() %}{{ request.path }}{% endmacro %}",
        "line 1 uses request",
        "{% macro here(path) %}{{ path }}{% endmacro %}",
    ),
    "no template trusts a text as HTML": (
        "templates/public/a.html",
        "{{ body|safe }}",
        "line 1 trusts a text as HTML",
        "{{ body }}",
    ),
    "no script or style inside a page": (
        "templates/public/a.html",
        '<p onclick="go()">',
        "holds",
        '<script src="{{ rows }}" defer></script>',
    ),
    "templates speak through gettext": (
        "templates/public/a.html",
        "<h1>公告</h1>",
        "line 1: <h1>公告</h1>",
        '<h1>{{ _("公告") }}</h1>{% trans %}公告{% endtrans %}',
    ),
}

# More breaches of rules that look for several things.
ALSO = (
    ("only the edge asks the time", "feeds/a.py", TITLE + "x = time.time()\n"),
    ("only the edge asks the time", "trading/a.py", TITLE + "x = date.today()\n"),
    ("views read and services write", "trading/web/a.py", TITLE + "s.rollback()\n"),
    ("no test is skipped", "tests/a.py", TITLE + 'pytest.skip("later")\n'),
    ("no package index is written down", ".ci/run", "pip install --find-links wheels\n"),
    ("templates look only down", "templates/layouts/a.html", '{% include "public/a.html" %}'),
    ("templates look only down", "templates/public/x/a.html", '{% extends "staff/y/b.html" %}'),
    ("templates look only down", "templates/public/a.html", "{% include name %}"),
    ("templates look only down", "templates/public/a.html", '{% include "staff/" ~ name %}'),
    (
        "no template trusts a text as HTML",
        "templates/a.html",
        "{% autoescape false %}{% endautoescape %}",
    ),
    ("no script or style inside a page", "templates/a.html", "<script>go()</script>"),
    ("no script or style inside a page", "templates/a.html", "<style>p {}</style>"),
    ("no script or style inside a page", "templates/a.html", '<p style="color: red">'),
    ("no script or style inside a page", "templates/a.html", '<a href="javascript:go()">'),
    ("templates speak through gettext", "templates/a.html", '{{ field(label="标题") }}'),
)
BY_NAME = {rule.name: rule for rule in RULES}


def plant(root: Path, name: str, content: str) -> None:
    """Put a file into an otherwise empty tree."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def test_every_rule_is_shown_to_fail() -> None:
    assert list(PLANTED) == [rule.name for rule in RULES]


@pytest.mark.parametrize("name", PLANTED)
def test_a_rule_finds_the_breach_planted_for_it(name: str, tmp_path: Path) -> None:
    path, bad, message, _ = PLANTED[name]
    plant(tmp_path, path, bad)
    found = BY_NAME[name].check(tmp_path)
    assert found
    assert found[0].startswith(f"{path}: ")
    assert message in found[0]


@pytest.mark.parametrize("name", [name for name, planted in PLANTED.items() if planted[3]])
def test_a_rule_lets_a_good_file_pass(name: str, tmp_path: Path) -> None:
    path, _, _, good = PLANTED[name]
    assert good is not None
    plant(tmp_path, path, good)
    assert BY_NAME[name].check(tmp_path) == []


@pytest.mark.parametrize(("name", "path", "bad"), ALSO)
def test_a_rule_finds_its_other_breaches(name: str, path: str, bad: str, tmp_path: Path) -> None:
    plant(tmp_path, path, bad)
    assert len(BY_NAME[name].check(tmp_path)) == 1


@pytest.mark.parametrize("name", BY_NAME)
def test_a_rule_that_sees_nothing_fails(name: str, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="blind"):
        BY_NAME[name].check(tmp_path)


def test_a_second_importer_of_a_library_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "feeds/adapter.py", "from feedgen.feed import FeedGenerator\n")
    assert second_importers(tmp_path) == []
    plant(tmp_path, "trading/web/feeds.py", "import feedgen.feed\n")
    assert second_importers(tmp_path) == ["feedgen: ['feeds/adapter.py', 'trading/web/feeds.py']"]
