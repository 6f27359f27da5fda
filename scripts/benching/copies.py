"""Copies of the county: the same life on other days, under its own ids, numbers and names."""

import hashlib
from array import array
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from benching.county import County
from trading.domain.identifiers import notice_number

YEAR = 365  # days over which the copies are spread
GROUPS = 50  # how often each organization exists


class Copies:
    """So many copies of a county, brought into one order of publication.

    A notice of a copy is at `copy * len(county.notices) + its place in the county`.
    """

    def __init__(self, county: County, copies: int) -> None:
        self.county, self.copies = county, copies
        self._notices = len(county.notices)
        self._acts = county.highest("acts")
        size = copies * self._notices
        self.order = array("Q", [0]) * 0
        self.sequences = array("Q", [0]) * size
        self.act_ids = array("Q", [0]) * (copies * self._acts)
        self.numbers = [""] * size
        self.serials: Counter[str] = Counter()
        self._arrange()

    def _arrange(self) -> None:
        """First to last by the moment of publication, as the site would have published them."""
        events = sorted(
            (moved(row["published_at"], self.days(copy)), copy, at)
            for copy in range(self.copies)
            for at, row in enumerate(self.county.notices)
        )
        acts = 0
        for sequence, (_, copy, at) in enumerate(events, start=1):
            place, row = copy * self._notices + at, self.county.notices[at]
            day = moved(row["published_on"], self.days(copy))
            self.serials[day] += 1
            self.order.append(place)
            self.sequences[place] = sequence
            self.numbers[place] = notice_number(date.fromisoformat(day), self.serials[day])
            act = copy * self._acts + row["act_id"] - 1
            if not self.act_ids[act]:
                acts += 1
                self.act_ids[act] = acts

    def days(self, copy: int) -> int:
        """By how many days a copy lies before the county."""
        return copy * YEAR // self.copies

    def sequence(self, copy: int, at: int) -> int:
        """The place in the order of publication, which is also the id of the notice's row."""
        return self.sequences[copy * self._notices + at]

    def number(self, copy: int, at: int) -> str:
        """The number of a notice."""
        return self.numbers[copy * self._notices + at]

    def act(self, copy: int, id_: int) -> int:
        """The id of the act that is `id_` in the county."""
        return self.act_ids[copy * self._acts + id_ - 1]

    def in_order(self) -> Iterator[tuple[int, int]]:
        """Copy and place in the county of each notice, in the order of publication."""
        return (divmod(place, self._notices) for place in self.order)


def group(copy: int) -> int:
    """Which of the sets of organizations a copy deals with."""
    return copy % GROUPS


def salt(copy: int, at: int) -> str:
    """64 hex digits for a notice; the same in every run."""
    return hashlib.sha256(f"{copy} {at}".encode()).hexdigest()


@cache
def _day(day: str, days: int) -> str:
    return (date.fromisoformat(day) - timedelta(days=days)).isoformat()


def moved(moment: str, days: int) -> str:
    """A day or a moment, so many days earlier at the same time of day."""
    return _day(moment[:10], days) + moment[10:]
