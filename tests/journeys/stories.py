"""What happened in an office, kept whole and plainly: stories, their notices, awards and acts."""

from dataclasses import dataclass, field
from datetime import date, datetime

Limits = tuple[int | None, int | None]  # ceiling (start price) and estimate, in fen


@dataclass(eq=False)
class Won:
    """An award as it was announced, or corrected since, until its notice was withdrawn.

    `form` is amount, rate, unit_price or other.
    """

    lots: tuple[int, ...]
    announced: date
    decided: date | None
    form: str
    fen: int | None
    currency: str
    stands: bool = True
    taken_back: bool = False


@dataclass(eq=False)
class Said:
    """A published notice as it was corrected last; `ends` are the lots that it ended.

    `opening` is when its bids are opened, `until` the last day of its publicity, `corrects` the
    notice that a correction corrects; `buyer`, `region`, `method` and `limits` are what it says.
    """

    type: str
    family: str
    day: date
    lots: tuple[int, ...]
    awards: tuple[Won, ...] = ()
    ends: tuple[int, ...] = ()
    number: str = ""
    withdrawn: bool = False
    moved_in: bool = False
    opening: datetime | None = None
    until: date | None = None
    corrects: "Said | None" = None
    buyer: str = ""
    region: str = ""
    method: str = ""
    limits: dict[int, Limits] = field(default_factory=dict)


@dataclass
class Act:
    """One press of "publish", or everything that was moved in with one moment."""

    day: date
    numbers: list[str] = field(default_factory=list)


@dataclass
class Undone:
    """A result that is decided, and lies in a draft."""

    lots: tuple[int, ...]
    decided: date


@dataclass(eq=False)
class Story:
    """One process as the world saw it; lots count from 1, notices are in order of their days."""

    category: str
    method: str
    region: str
    buyer: str
    lots: int
    title: str = ""
    # Ceiling (start price) and estimate of each lot, as its newest offer states them.
    limits: dict[int, Limits] = field(default_factory=dict)
    notices: list[Said] = field(default_factory=list)
    failed: dict[int, date] = field(default_factory=dict)
    terminated: dict[int, date] = field(default_factory=dict)
    drafts: list[Undone] = field(default_factory=list)

    @property
    def awards(self) -> list[Won]:
        """Every award that was ever announced, oldest first."""
        return [award for said in self.notices for award in said.awards]

    def say(self, said: Said) -> Said:
        """One more notice takes its place among those of its day; what is moved in comes first."""
        said.buyer, said.region, said.method = self.buyer, self.region, self.method
        self.notices.append(said)
        self.notices.sort(key=lambda one: (one.day, not one.moved_in))
        return said

    def correct(
        self, said: Said, *, buyer: str, region: str, method: str, limits: dict[int, Limits]
    ) -> None:
        """A notice says something else now; so does the process, where it said the same."""
        self.buyer = buyer if self.buyer == said.buyer else self.buyer
        self.region = region if self.region == said.region else self.region
        self.method = method if self.method == said.method else self.method
        for lot, told in limits.items():
            was, now = said.limits.get(lot, (None, None)), self.limits.get(lot, (None, None))
            self.limits[lot] = (
                told[0] if now[0] == was[0] else now[0],
                told[1] if now[1] == was[1] else now[1],
            )
        said.buyer, said.region, said.method = buyer, region, method
        said.limits = {**said.limits, **limits}

    def withdraw(self, said: Said) -> None:
        """Rule 4: the notice stays, what it alone announced does not."""
        said.withdrawn = True
        for award in said.awards:
            award.stands, award.taken_back = False, True
        for lot in said.ends:
            self.failed.pop(lot, None)
            self.terminated.pop(lot, None)

    def winner(self, lot: int) -> Won | None:
        """The award of a lot that stands."""
        return next((one for one in self.awards if one.stands and lot in one.lots), None)

    def waited_for(self) -> list[Said]:
        """The notices that stand and name a lot which has no outcome yet."""
        waits = {n for n in range(1, self.lots + 1) if not self.winner(n) and not self.is_over(n)}
        return [one for one in self.notices if not one.withdrawn and waits & set(one.lots)]

    def offered(self) -> list[int]:
        """The lots that were offered, and have no outcome yet."""
        waits = [n for n in range(1, self.lots + 1) if not self.winner(n) and not self.is_over(n)]
        return [n for n in waits if self.offered_on(n)]

    def taken_back(self) -> list[int]:
        """The lots whose award was withdrawn, and that nothing has ended since."""
        lots = {lot for one in self.awards if one.taken_back for lot in one.lots}
        return sorted(n for n in lots if not self.winner(n) and not self.is_over(n))

    def awarded_anew(self) -> int:
        """How many lots have an award that stands, after one that was withdrawn."""
        lots = {lot for one in self.awards if one.taken_back for lot in one.lots}
        return sum(self.winner(n) is not None for n in lots)

    def is_over(self, lot: int) -> bool:
        """Whether it ended without an award."""
        return lot in self.failed or lot in self.terminated

    def offered_on(self, lot: int) -> date | None:
        """When a notice of the tender family first named the lot."""
        days = [one.day for one in self.notices if one.family == "tender" and lot in one.lots]
        return min(days, default=None)

    def traded_on(self, lot: int, basis: str) -> date | None:
        """Rule 2: the day of the lot's first award, if an award of the lot stands.

        One that was taken back with its notice was none.
        """
        if not self.winner(lot):
            return None
        first = next(one for one in self.awards if lot in one.lots and not one.taken_back)
        return first.decided if basis == "decided" and first.decided else first.announced
