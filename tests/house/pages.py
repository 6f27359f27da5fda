"""The house rules about what pages say and show: template arrows, markup, translation."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, nodes

BASE = "layouts/base.html"
RANKS = {"components": 0, "layouts": 2, "errors": 3, "public": 3, "staff": 3, "print": 3}
AMBIENT = {"request", "session", "g", "config", "current_user"}
GETTEXT = {"_", "_l", "gettext", "ngettext", "lazy_gettext", "lazy_ngettext", "pgettext"}
CHINESE = re.compile("[\u4e00-\u9fff]")


def source(path: Path) -> str:
    """A template's text."""
    return path.read_text(encoding="utf-8")


def environment() -> Environment:
    """Jinja as Flask-Babel sets it up, to read templates, never to render them."""
    return Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)


def rank(name: str) -> int:
    """How high a template stands; the base layout stands between components and layouts."""
    return 1 if name == BASE else RANKS[name.split("/")[0]]


def upward_templates(path: Path, name: str) -> Iterator[str]:
    """Pages use layouts, layouts the base, all use components; never back, never sideways in pages.

    A page may use another file of its own folder, as a part of itself.
    """
    own = name.removeprefix("templates/")
    for used in used_templates(environment().parse(source(path))):
        if used is None:
            yield "names a template only at run time"
        elif rank(used) >= rank(own) and folder(used) != folder(own):
            yield f"uses {used}"


def folder(name: str) -> str:
    """The folder of a template, or of the beginning of its name."""
    return name.rpartition("/")[0]


def used_templates(template: nodes.Template) -> Iterator[str | None]:
    """The names of other templates, or how they begin; None for one known only at run time."""
    kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    for node in template.find_all(kinds):
        named = node.template.nodes[0] if isinstance(node.template, nodes.Concat) else node.template
        yield named.value if isinstance(named, nodes.Const) else None


def ambient_names(path: Path, _: str) -> Iterator[str]:
    """A component gets everything as a parameter."""
    for found in environment().parse(source(path)).find_all(nodes.Name):
        if found.name in AMBIENT:
            yield f"line {found.lineno} uses {found.name}"


def trusted_texts(path: Path, _: str) -> Iterator[str]:
    """Escaping is never switched off."""
    template = environment().parse(source(path))
    for used in template.find_all(nodes.Filter):
        if used.name == "safe":
            yield f"line {used.lineno} trusts a text as HTML"
    for scope in template.find_all(nodes.ScopedEvalContextModifier):
        yield f"line {scope.lineno} switches escaping"


def inline_code(path: Path, _: str) -> Iterator[str]:
    """The content security policy would refuse it."""
    text = re.sub(r"\{#.*?#\}", "", source(path), flags=re.DOTALL)
    for sign in (
        r"<script(?![^>]*\bsrc=)",
        r"<style\b",
        r"\sstyle=",
        r"\son[a-z]+=",
        "javascript:",
    ):
        if re.search(sign, text, re.IGNORECASE):
            yield f"holds {sign}"


def untranslated_template(path: Path, _: str) -> Iterator[str]:
    """Chinese stands inside `_()` or `{% trans %}`, never bare."""
    template = environment().parse(source(path))
    translated = {
        id(inner)
        for call in template.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in GETTEXT
        for inner in call.find_all(nodes.Const)
    }
    for text in template.find_all(nodes.TemplateData):
        if CHINESE.search(text.data):
            yield f"line {text.lineno}: {text.data.strip()[:20]}"
    for constant in template.find_all(nodes.Const):
        is_text = isinstance(constant.value, str) and CHINESE.search(constant.value)
        if is_text and id(constant) not in translated:
            yield f"line {constant.lineno}: {constant.value[:20]}"


def untranslated_python(module: ast.Module) -> Iterator[str]:
    """Chinese literals of a module that no call for a translation encloses.

    Errors carry Chinese source texts with named values: whoever shows them translates.
    """
    excused: set[int] = set()
    for node in ast.walk(module):
        said_by_call = isinstance(node, ast.Call) and _called(node) in GETTEXT | {
            "RuleBroken",
            "BadQuery",
        }
        if said_by_call or isinstance(node, ast.Raise):
            excused |= {id(inner) for inner in ast.walk(node)}
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            excused.add(id(node.value))  # a docstring
    for node in ast.walk(module):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and CHINESE.search(node.value) and id(node) not in excused:
            yield f"line {node.lineno}: {node.value[:20]}"


def _called(call: ast.Call) -> str:
    """The last part of the name that is called."""
    return ast.unparse(call.func).split(".")[-1]
