"""The language of templates: placeholders, a list, a condition; everything else is refused.

jinja2's sandbox stands behind it, but what a template may hold is an allow-list of its syntax:
no calls, no arithmetic, no attributes of values, no loop within a loop, so that filling one takes
as long as the template is large.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from trading.domain.errors import RuleBroken
from trading.services.placeholders import NONE
from trading.services.wording.own import unknown

LISTS: Mapping[str, tuple[str, ...]] = {
    "figures": ("name", "label", "text", "definition", "value", "unit")
}
_STATEMENT = re.compile(r"\{%[-+]?(?:tr|tc|p|r)?\s*(\w+)")  # docxtpl's letters: for which element
_STATEMENTS = ("for", "endfor", "if", "elif", "else", "endif")
_LOOP = ("index", "first", "last", "length")
_FILTERS = ("default", "trim")
_TESTS = ("defined",)
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.Getattr,
    nodes.For,
    nodes.If,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Filter,
    nodes.Test,
)


class TemplateLanguage(ImmutableSandboxedEnvironment):
    """An environment for one filling: `values` can be named, `missing` says why others cannot."""

    def __init__(self, values: Mapping[str, object], missing: Mapping[str, str]) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=_written)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in _FILTERS}
        self.tests = {name: self.tests[name] for name in _TESTS}
        self.known, self.missing = values, missing

    def compile(self, source: Any, *arguments: Any, **named: Any) -> Any:
        # Any: the signature is jinja2's own. Everything that is rendered comes through here.
        tree = self.parse(source) if isinstance(source, str) else source
        check_syntax(tree)
        for broken in self.faults(tree):
            raise broken
        return super().compile(tree, *arguments, **named)

    def faults(self, tree: nodes.Template) -> Iterator[RuleBroken]:
        """Names that do not exist, and names that have no value and are used unasked."""
        local = {name for loop in tree.find_all(nodes.For) for name in _targets(loop)}
        asked = {
            one.node.name
            for one in (*tree.find_all(nodes.Test), *tree.find_all(nodes.Filter))
            if isinstance(one.node, nodes.Name) and one.name in ("defined", "default")
        }
        names = dict.fromkeys(one.name for one in tree.find_all(nodes.Name))
        for name in names:
            if name in local or name in self.known or name == "loop" or name in asked:
                continue
            if name in self.missing:
                yield RuleBroken(
                    "占位符 {{ %(name)s }} 没有数：%(why)s",
                    field="template",
                    name=name,
                    why=self.missing[name],
                )
            else:
                yield unknown(name, {**self.known, **self.missing}, field="template")
        yield from _unlisted(tree)


def _written(value: object) -> object:
    """What a figure without a value looks like on paper."""
    return NONE if value is None else value


def check_statement(text: str) -> None:
    """RuleBroken for a `{% … %}` that is neither a list nor a condition."""
    found = _STATEMENT.match(text)
    if found is None or found[1] not in _STATEMENTS:
        raise _not_allowed()


def check_expression(language: TemplateLanguage, text: str) -> None:
    """RuleBroken for one placeholder, as it was typed, that is none."""
    try:
        check_syntax(language.parse(text))
    except (TemplateSyntaxError, RuleBroken):
        raise _no_placeholder(text) from None


def check_syntax(tree: nodes.Template) -> None:
    """RuleBroken for anything that is not on the list of what a template may hold."""
    for one in tree.find_all(nodes.Node):
        if not isinstance(one, _ALLOWED):
            raise _not_allowed()
        if isinstance(one, nodes.Getattr):
            of_name = isinstance(one.node, nodes.Name)
            if not of_name or one.attr not in {*_LOOP, *(f for fs in LISTS.values() for f in fs)}:
                raise _not_allowed()
        if isinstance(one, nodes.Filter) and one.name not in _FILTERS:
            raise _not_allowed()
        if isinstance(one, nodes.Test) and one.name not in _TESTS:
            raise _not_allowed()
        if isinstance(one, nodes.For):
            _check_loop(one)


def _check_loop(loop: nodes.For) -> None:
    over_list = isinstance(loop.iter, nodes.Name) and loop.iter.name in LISTS
    nested = any(True for part in loop.body for _ in _loops(part))
    if not over_list or nested or loop.recursive or not isinstance(loop.target, nodes.Name):
        raise RuleBroken(
            "模板里的循环只能写作 %(loop)s，循环里不能再有循环",
            field="template",
            loop="{% for one in figures %}…{% endfor %}",
        )


def _loops(node: nodes.Node) -> Iterator[nodes.Node]:
    if isinstance(node, nodes.For):
        yield node
    yield from node.find_all(nodes.For)


def _targets(loop: nodes.For) -> list[str]:
    return [loop.target.name] if isinstance(loop.target, nodes.Name) else []


def _unlisted(tree: nodes.Template) -> Iterator[RuleBroken]:
    """A list by itself is no text, and a member belongs to the name of a loop."""
    loops = list(tree.find_all(nodes.For))
    local = {name for loop in loops for name in _targets(loop)}
    iterated = {id(loop.iter) for loop in loops}
    for name in tree.find_all(nodes.Name):
        if name.name in LISTS and name.ctx == "load" and id(name) not in iterated:
            yield RuleBroken(
                "{{ %(name)s }} 是一张表，要写在 %(loop)s 里",
                field="template",
                name=name.name,
                loop=f"{{% for one in {name.name} %}}",
            )
    for member in tree.find_all(nodes.Getattr):
        if isinstance(member.node, nodes.Name) and member.node.name not in {*local, "loop"}:
            yield _no_placeholder(f"{{{{ {member.node.name}.{member.attr} }}}}")


def _no_placeholder(text: str) -> RuleBroken:
    return RuleBroken(
        "模板里的“%(text)s”不是可以填数的占位符：请只写 {{ 名称 }}，例如 {{ trades }}",
        field="template",
        text=text[:80],
    )


def _not_allowed() -> RuleBroken:
    return RuleBroken(
        "模板里有不能使用的写法：只能用占位符 {{ 名称 }}、%(loop)s 和 %(choice)s",
        field="template",
        loop="{% for one in figures %}",
        choice="{% if %}",
    )
