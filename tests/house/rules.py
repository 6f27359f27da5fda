"""The house rules that no other tool checks: each looks at some files and names every breach."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.house import pages, sources

TOP_LEVEL = {
    *("trading", "templates", "feeds", "scripts", "tests", "pyproject.toml", "README.md"),
    *("LICENSE", "CHANGELOG.md", "requirements.txt", "requirements-dev.txt"),
}
MADE_BY_RUNNING = {"instance", "build", "dist", "__pycache__"}
SET_UP = ("requirements*.txt", "scripts/*.py", ".ci/*")
SINGLE_ROOMS = ("argon2", "bleach", "docxtpl", "feedgen", "mammoth", "nh3", "rfc8785")
CLOCK_ROOMS = ("trading/web/clock.py", "trading/cli.py")
COMMITTING_ROOMS = ("trading/web/session.py",)


@dataclass(frozen=True)
class Rule:
    """What one rule looks at, and the breaches that it finds there."""

    name: str
    files: Callable[[Path], list[Path]]
    breaches: Callable[[Path, str], Iterable[str]]

    def check(self, root: Path) -> list[str]:
        """Every breach below `root` as `path: what is wrong`; nothing to look at is a failure."""
        seen = self.files(root)
        assert seen, f"{self.name}: nothing to look at, so the rule would pass by being blind"
        return [
            f"{path.relative_to(root).as_posix()}: {breach}"
            for path in seen
            for breach in self.breaches(path, path.relative_to(root).as_posix())
        ]


def below(*patterns: str, but: tuple[str, ...] = ()) -> Callable[[Path], list[Path]]:
    """The files that match one of the patterns, except those whose path begins so."""

    def found(root: Path) -> list[Path]:
        return sorted(
            path
            for pattern in patterns
            for path in root.glob(pattern)
            if path.is_file()
            and "__pycache__" not in path.parts
            and not path.relative_to(root).as_posix().startswith(but or "\0")
        )

    return found


PRODUCT = below(
    "trading/**/*.py", "feeds/**/*.py", "scripts/**/*.py", but=("trading/store/migrations",)
)
PACKAGES = below("trading/**/*.py", "feeds/**/*.py", but=("trading/store/migrations",))
EVERY_PYTHON = below("trading/**/*.py", "feeds/**/*.py", "scripts/**/*.py", "tests/**/*.py")
TEMPLATES = below("templates/**/*.html")


def addresses(path: Path, _: str) -> Iterator[str]:
    """No package index is written down."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        host = re.search(r"https?://(?!127\.0\.0\.1|localhost)", line)
        if host or re.search(r"--(extra-)?index-url[= ]|--find-links|--trusted-host", line):
            yield f"line {number} names a host"


def machine_paths(path: Path, _: str) -> Iterator[str]:
    """No path of one machine is written down."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if re.search(r"(^|[^\w.$}])/(work|farm|home|root|Users)/", line):
            yield f"line {number} holds a path of one machine"


def top_level(root: Path) -> list[Path]:
    """What lies at the top, except dotfiles and what running makes."""
    return sorted(
        path
        for path in root.iterdir()
        if not path.name.startswith(".")
        and path.name not in MADE_BY_RUNNING
        and path.suffix != ".egg-info"
    )


def new_top_level_names(_: Path, name: str) -> Iterator[str]:
    """The top level is the customer's."""
    if name not in TOP_LEVEL:
        yield "a new top-level name"


def imported(path: Path) -> set[str]:
    """The outside packages that a file imports."""
    names: set[str] = set()
    for node in ast.walk(sources.tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def second_importers(root: Path) -> list[str]:
    """Libraries that could be swapped and are imported in more than one room."""
    rooms: dict[str, list[str]] = {library: [] for library in SINGLE_ROOMS}
    for path in PACKAGES(root):
        for library in imported(path) & set(SINGLE_ROOMS):
            rooms[library].append(path.relative_to(root).as_posix())
    assert any(rooms.values()), "no room imports any of the libraries: the rule would be blind"
    return [f"{library}: {sorted(places)}" for library, places in rooms.items() if len(places) > 1]


OWN_CODE = ("trading/**/*.py", "feeds/**/*.py")
EVERY_TEXT = tuple(
    pattern
    for folder in ("trading", "feeds", "scripts", "tests", "templates")
    for pattern in (f"{folder}/**/*.py", f"{folder}/**/*.html", f"{folder}/**/*.md")
)

RULES = (
    Rule("a file fits its room", PRODUCT, sources.long_files),
    Rule("a function fits in the eye", PRODUCT, sources.long_functions),
    Rule("a room is one sentence", EVERY_PYTHON, sources.rooms_without_a_sentence),
    Rule("what others call is explained", PRODUCT, sources.unexplained_names),
    Rule("names carry the domain", PRODUCT, sources.patterns_in_names),
    Rule("only the edge asks the time", below(*OWN_CODE, but=CLOCK_ROOMS), sources.clocks),
    Rule(
        "views read and services write",
        below("trading/web/**/*.py", but=COMMITTING_ROOMS),
        sources.writes,
    ),
    Rule("views speak through gettext", below("trading/web/**/*.py"), sources.untranslated),
    Rule("a reason stands beside every ignore", PRODUCT, sources.bare_ignores),
    Rule("nothing is left for later", EVERY_PYTHON, sources.unfinished),
    Rule(
        "no test is skipped",
        below("tests/**/*.py", but=("tests/conftest.py",)),
        sources.skipped_tests,
    ),
    Rule(
        "one filter makes markup",
        below("trading/**/*.py", but=("trading/web/filters.py",)),
        sources.markup,
    ),
    Rule("no package index is written down", below(*SET_UP), addresses),
    Rule(
        "no path of one machine is written down",
        below(*EVERY_TEXT, *SET_UP, "*.md", "*.toml", but=("tests/house/",)),
        machine_paths,
    ),
    Rule("the top level is the customer's", top_level, new_top_level_names),
    Rule("templates look only down", TEMPLATES, pages.upward_templates),
    Rule(
        "components stand on their parameters",
        below("templates/components/**/*.html"),
        pages.ambient_names,
    ),
    Rule("no template trusts a text as HTML", TEMPLATES, pages.trusted_texts),
    Rule("no script or style inside a page", TEMPLATES, pages.inline_code),
    Rule("templates speak through gettext", TEMPLATES, pages.untranslated_template),
)
