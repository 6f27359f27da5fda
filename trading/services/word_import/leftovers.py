"""What of a Word document did not come along, counted while it is read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

MOST_NAMES = 5


class LeftOutKind(StrEnum):
    """What a document may hold that the body of a notice does not."""

    IMAGE = "image"
    SHAPE = "shape"
    TEXT_BOX = "text_box"
    OBJECT = "object"
    EQUATION = "equation"
    COMMENT = "comment"
    DELETION = "deletion"
    INSERTION = "insertion"
    HIDDEN = "hidden"
    HEADER = "header"
    FOOTER = "footer"
    NOTE = "note"
    STYLE = "style"
    NUMBERING = "numbering"


@dataclass(frozen=True)
class LeftOut:
    """How many of a kind, and the names of the first five where they have any.

    Insertions are kept and notes moved to the end; the clerk is told of them all the same.
    """

    kind: LeftOutKind
    count: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Imported:
    """The body as safe HTML, and what is not in it."""

    html: str
    left_out: tuple[LeftOut, ...]


@dataclass
class Tally:
    """Counts kinds, and keeps the names that belong to some."""

    counts: dict[LeftOutKind, int] = field(default_factory=dict)
    names: dict[LeftOutKind, list[str]] = field(default_factory=dict)

    def add(self, kind: LeftOutKind, count: int = 1, *, name: str = "") -> None:
        """So many more of a kind; a name counts once."""
        known = self.names.setdefault(kind, [])
        if name in known or not count:
            return
        if name:
            known.append(name)
        self.counts[kind] = self.counts.get(kind, 0) + count

    def __iter__(self) -> Iterator[LeftOut]:
        for kind in LeftOutKind:
            if kind in self.counts:
                names = tuple(self.names.get(kind, ())[:MOST_NAMES])
                yield LeftOut(kind, self.counts[kind], names)
