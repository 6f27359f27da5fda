"""What publication adds to a content, and both together."""

from dataclasses import dataclass
from datetime import datetime

from trading.domain.drafts import NoticeDraft

VERSION = 1


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """What publication adds to the content: number, order, act, times and the random salt.

    `entered_at` is when this site published it; `published_at` differs only for archived
    (moved-in) notices. `replaces` are the numbers of notices whose awards this one ends.
    """

    number: str
    sequence: int
    act: int
    process_code: str
    published_at: datetime
    entered_at: datetime
    salt: str
    archived: bool = False
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FrozenNotice:
    """A published notice read back from its payload."""

    stamp: Stamp
    content: NoticeDraft
