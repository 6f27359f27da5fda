"""Cells: how each value of a county's row becomes that of a copy, worked out once per row."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from benching.copies import GROUPS, Copies, group, moved, salt
from benching.county import County
from trading.store.tables import metadata

Cell = Callable[[int], Any]  # of the number of the copy; Any: what SQLite stores
# Ids that the tables do not declare as foreign keys.
_IDS = {"offered_notice_id": "notices", "award_notice_id": "notices", "exit_notice_id": "notices"}
_IDS["award_id"] = "awards"
_KEPT = ("staff", "schedules", "files")


class Cells:
    """Makes the cells of a county's rows."""

    def __init__(self, county: County, copies: Copies) -> None:
        self._county, self._copies = county, copies
        self._tokens = county.tokens()
        notices = county.notices
        self._by_id = {row["id"]: at for at, row in enumerate(notices)}
        self._by_number = {row["number"]: at for at, row in enumerate(notices)}
        self._names = {row["name"] for row in county.rows["organizations"]}
        self._slots: dict[tuple[int, str], Cell] = {}

    def rows(self, table: str) -> list[Callable[[int], tuple[Any, ...]]]:
        """For each row of a table in the county, what makes the row of a copy."""
        return [self._row(table, row) for row in self._county.rows[table]]

    def _row(self, table: str, row: Mapping[str, Any]) -> Callable[[int], tuple[Any, ...]]:
        at = self._by_id[row["id"]] if table == "notices" else -1
        cells = [self._cell(table, name, value, at) for name, value in row.items()]
        if table != "notices":
            return lambda copy: tuple([cell(copy) for cell in cells])
        names = list(row)
        payload, digest = names.index("payload"), names.index("payload_sha256")

        def hashed(copy: int) -> tuple[Any, ...]:
            made = [cell(copy) for cell in cells]
            made[digest] = hashlib.sha256(made[payload].encode()).hexdigest()
            return tuple(made)

        return hashed

    def _cell(self, table: str, name: str, value: Any, at: int) -> Cell:
        column = metadata.tables[table].columns[name]
        if value is None:
            return lambda _copy: None
        if isinstance(value, str):
            return self._uscc(value) if name == "uscc" else self._text(value, at)
        for key in column.foreign_keys:
            return self._id(key.column.table.name, value)
        if name in ("id", "sequence"):
            return self._id(table, value)
        return self._id(_IDS[name], value) if name in _IDS else lambda _copy: value

    def _id(self, table: str, value: int) -> Cell:
        copies = self._copies
        if table in _KEPT:
            return lambda _copy: value
        if table == "notices":
            at = self._by_id[value]
            return lambda copy: copies.sequence(copy, at)
        if table == "acts":
            return lambda copy: copies.act(copy, value)
        step = self._county.highest(table)
        if table == "organizations":
            return lambda copy: value + group(copy) * step
        return lambda copy: value + copy * step

    def _text(self, text: str, at: int) -> Cell:
        """Every other piece stays, the ones between are made anew."""
        pieces = self._tokens.split(text)
        if len(pieces) == 1:
            return lambda _copy: text
        made = [self._slot(piece, at) for piece in pieces[1::2]]
        kept = pieces[::2]

        def joined(copy: int) -> str:
            out = [kept[0]]
            for slot, piece in zip(made, kept[1:], strict=True):
                out.append(slot(copy))
                out.append(piece)
            return "".join(out)

        return joined

    def _slot(self, token: str, at: int) -> Cell:
        copies = self._copies
        if token in self._by_number:
            number = self._by_number[token]
            return lambda copy: copies.number(copy, number)
        if token in self._names:
            return lambda copy: _named(token, group(copy))
        if token.startswith('"act":'):
            return lambda copy: f'"act":{copies.act(copy, int(token[6:]))}'
        if token.startswith('"sequence":'):
            return lambda copy: f'"sequence":{copies.sequence(copy, at)}'
        if token.startswith('"salt":'):
            return lambda copy: f'"salt":"{salt(copy, at)}"'
        if token[:4].isdigit():
            return lambda copy: moved(token, copies.days(copy))
        return lambda copy: f"{token}-{copy}"

    @staticmethod
    def _uscc(code: str) -> Cell:
        return lambda copy: f"{code[:8]}{group(copy):02}{code[10:]}" if group(copy) else code


def _named(name: str, number: int) -> str:
    return f"{name}{number}" if number else name


def in_copies(
    rows: Sequence[Callable[[int], tuple[Any, ...]]], copies: int, *, table: str
) -> Iterator[tuple[Any, ...]]:
    """Every row of every copy; organizations only as often as there are different ones."""
    for copy in range(min(copies, GROUPS) if table == "organizations" else copies):
        for row in rows:
            yield row(copy)
