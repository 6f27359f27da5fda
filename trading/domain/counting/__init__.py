"""What a process adds to the figures of a year: the counting rules of domain.md §4 in one place.

Pure functions over the published facts of one process. The roll-up adds the difference between
two tallies in the publishing transaction; the check recounts everything with the same functions.
"""

from trading.domain.counting.adding import (
    Cell,
    Tally,
    add_up,
    offered_class,
    tally,
    tally_acts,
    trade_class,
)
from trading.domain.counting.facts import (
    CNY,
    AwardFact,
    Basis,
    ExitFact,
    Limit,
    NoticeFact,
    ProcessFacts,
)
from trading.domain.counting.lots import FLOW_OF, MEASURE_OF, Standing, standings
from trading.domain.counting.results import Punctual, ResultPeriods, ResultStanding, results

__all__ = [
    "CNY",
    "FLOW_OF",
    "MEASURE_OF",
    "AwardFact",
    "Basis",
    "Cell",
    "ExitFact",
    "Limit",
    "NoticeFact",
    "ProcessFacts",
    "Punctual",
    "ResultPeriods",
    "ResultStanding",
    "Standing",
    "Tally",
    "add_up",
    "offered_class",
    "results",
    "standings",
    "tally",
    "tally_acts",
    "trade_class",
]
