"""What is possible in a notice but more often a slip of the pen: moments and numbers."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from trading.domain.calendar import write_moment
from trading.domain.drafts import NoticeDraft
from trading.domain.findings import Finding, Severity

_FAR = timedelta(days=366)  # a deadline beyond it is more often a wrong year


def slip_findings(content: NoticeDraft, now: datetime) -> Iterator[Finding]:
    """What a careful colleague would ask about the moments of a notice published at `now`."""
    deadline = content.tender.deadline if content.tender else None
    if deadline and deadline - now > _FAR:
        yield Finding(
            rule="deadline.far",
            severity=Severity.EXPLAIN,
            message="截止时间（%(deadline)s）在一年以后，年份写对了吗？",
            values={"deadline": write_moment(deadline)},
            field="tender.deadline",
            about=(deadline.isoformat(),),
        )
