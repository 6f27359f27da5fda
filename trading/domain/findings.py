"""Findings: what stands out in a notice before it is public, and what is asked about it."""

import dataclasses
import hashlib
from collections.abc import Iterable, Mapping
from enum import StrEnum

from trading.domain.errors import RuleBroken

SHORTEST_REASON, LONGEST_REASON = 2, 500  # characters


class Severity(StrEnum):
    """What a finding asks for: to be put right, to be explained, or only to be seen."""

    STOP = "stop"
    EXPLAIN = "explain"
    NOTE = "note"

    @property
    def zh(self) -> str:
        """The severity in Chinese, as a heading over its findings."""
        return _NAMES[self]

    @property
    def rank(self) -> int:
        """Its place in a list: what forbids publication comes first."""
        return list(Severity).index(self)


_NAMES = {
    Severity.STOP: "必须改正",
    Severity.EXPLAIN: "须说明理由",
    Severity.NOTE: "提示",
}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Finding:
    """One finding: a Chinese source text with named values, at a field, with its source of law.

    `notice` is the number of another notice to look at. `about` holds the facts for which a
    reason is given, such as the amount: when they change the reason is asked for again. It never
    holds anything that changes with the day.
    """

    rule: str
    severity: Severity
    message: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)
    field: str = ""
    article: str = ""
    notice: str = ""
    about: tuple[object, ...] = ()

    @property
    def key(self) -> str:
        """Under what name its reason is kept: the same as long as rule, field and facts are."""
        facts = "\n".join(str(one) for one in self.about)
        digest = hashlib.sha256(facts.encode()).hexdigest()[:8]
        return f"{self.rule}@{self.field}#{digest}"

    @property
    def broken(self) -> RuleBroken:
        """The same as a refusal, to be shown at its field."""
        return RuleBroken(self.message, field=self.field, **self.values)

    def __str__(self) -> str:
        return str(self.broken)


def stop(broken: RuleBroken, *, rule: str = "content") -> Finding:
    """A reason why a notice may not be published, as a finding."""
    return Finding(
        rule=rule,
        severity=Severity.STOP,
        message=broken.message,
        values=broken.values,
        field=broken.field,
    )


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """What stops first, then what is to be explained, then notes; each once."""
    seen: dict[tuple[str, str, str], Finding] = {}
    for one in findings:
        seen.setdefault((one.rule, one.field, str(one)), one)
    return sorted(seen.values(), key=lambda one: one.severity.rank)


def to_explain(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that want a reason."""
    return [one for one in findings if one.severity is Severity.EXPLAIN]


def unexplained(findings: Iterable[Finding], reasons: Mapping[str, str]) -> list[Finding]:
    """The findings that want a reason and have none yet."""
    return [
        one
        for one in to_explain(findings)
        if len(reasons.get(one.key, "").strip()) < SHORTEST_REASON
    ]
