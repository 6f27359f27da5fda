"""The house rules about Python sources: size, names, clocks, writes, what is left open."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house import pages

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
# path:function → why it may be longer
LONGER_FOR_A_REASON = {
    "trading/services/demonstrating/year_2016.py:_first_half": "a list: one line a notice",
    "trading/services/demonstrating/year_2016.py:_second_half": "a list: one line a notice",
}
NAMES_OF_PATTERNS = re.compile(r"(Manager|Helper|Handler|Utils?|Data|Info)$|^handle_")
# What html.parser calls its visitors is not ours to choose.
NAMES_OF_OTHERS = {"handle_starttag", "handle_endtag", "handle_startendtag", "handle_data"}


def tree(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file, nested ones too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def long_files(path: Path, _: str) -> Iterator[str]:
    """A file fits its room."""
    lines = path.read_text(encoding="utf-8").count("\n")
    if lines > LONGEST_FILE:
        yield f"{lines} lines"


def long_functions(path: Path, name: str) -> Iterator[str]:
    """A function fits in the eye."""
    for node in functions(path):
        lines = (node.end_lineno or 0) - node.lineno + 1
        if lines > LONGEST_FUNCTION and f"{name}:{node.name}" not in LONGER_FOR_A_REASON:
            yield f"{node.name} has {lines} lines"


def rooms_without_a_sentence(path: Path, _: str) -> Iterator[str]:
    """A room says in one sentence what it is."""
    first = (ast.get_docstring(tree(path)) or "").split("\n\n")[0]
    if not first.rstrip(")").endswith((".", "。", "?", "`")):
        yield "its docstring does not begin with a sentence"


def unexplained_names(path: Path, name: str) -> Iterator[str]:
    """What others call is explained; a view is explained by its address."""
    if name.startswith(("trading/web/public/", "trading/web/staff/")):
        return
    for node in tree(path).body:
        public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        if public and not ast.get_docstring(node):
            yield f"{node.name} has no docstring"


def patterns_in_names(path: Path, _: str) -> Iterator[str]:
    """Names carry the domain, never the pattern."""
    for node in ast.walk(tree(path)):
        named = isinstance(node, ast.FunctionDef | ast.ClassDef)
        if named and NAMES_OF_PATTERNS.search(node.name) and node.name not in NAMES_OF_OTHERS:
            yield f"{node.name} is named after a pattern"


def clocks(path: Path, _: str) -> Iterator[str]:
    """Time comes in as an argument."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            asked = node.func.attr
            of_time = isinstance(node.func.value, ast.Name) and node.func.value.id == "time"
            if asked in {"now", "today", "utcnow"} or (of_time and asked in {"time", "time_ns"}):
                yield f"line {node.lineno} asks the time"


def writes(path: Path, _: str) -> Iterator[str]:
    """Views read and services write."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            target = ast.unparse(node.func.value)
            if "session" in target and node.func.attr in {"add", "add_all", "delete", "execute"}:
                yield f"line {node.lineno} writes through {target}"
            if node.func.attr in {"flush", "commit", "rollback"}:
                yield f"line {node.lineno} calls {node.func.attr}"


def untranslated(path: Path, _: str) -> Iterator[str]:
    """What a view or a form says passes through gettext; sentences of errors do it later."""
    yield from pages.untranslated_python(tree(path))


def bare_ignores(path: Path, _: str) -> Iterator[str]:
    """A reason stands beside every ignore."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if re.search(r"# (noqa|type: ignore|pragma: no cover)[^#]*$", line):
            yield f"line {number} ignores without a reason"


def unfinished(path: Path, _: str) -> Iterator[str]:
    """Nothing is left for later."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if re.search(r"\b(TO" r"DO|FIX" r"ME)\b", line):
            yield f"line {number} is unfinished"


def skipped_tests(path: Path, _: str) -> Iterator[str]:
    """A test runs; what a machine may lack is a fixture's affair."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute) and node.attr in {"skip", "skipif", "xfail"}:
            yield f"line {node.lineno} uses {node.attr}"


def markup(path: Path, _: str) -> Iterator[str]:
    """One filter alone says that a text is HTML."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Name) and node.id in {"Markup", "render_template_string"}:
            yield f"line {node.lineno} uses {node.id}"
