"""Tables: columns and named constraints only, a file per group; nothing here validates."""

from trading.store.tables.awards import Award, AwardLot, AwardSupplier, LotExit
from trading.store.tables.base import metadata
from trading.store.tables.figures import StandingRow, Total
from trading.store.tables.notices import Act, Draft, Notice, NoticeLot
from trading.store.tables.people import Enrolment, SignInAttempt, Staff, StaffSession
from trading.store.tables.processes import Lot, Organization, Process
from trading.store.tables.sites import DaySerial, SiteRow

__all__ = [
    "Act",
    "Award",
    "AwardLot",
    "AwardSupplier",
    "DaySerial",
    "Draft",
    "Enrolment",
    "Lot",
    "LotExit",
    "Notice",
    "NoticeLot",
    "Organization",
    "Process",
    "SignInAttempt",
    "SiteRow",
    "Staff",
    "StaffSession",
    "StandingRow",
    "Total",
    "metadata",
]
