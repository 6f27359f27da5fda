"""Tables: columns and named constraints only, a file per group; nothing here validates."""

from trading.store.tables.audience import AudienceDay
from trading.store.tables.awards import Award, AwardLot, AwardSupplier, LotExit
from trading.store.tables.base import metadata
from trading.store.tables.calendars import CalendarDay, PeriodRow
from trading.store.tables.changes import (
    Correction,
    NoticeStanding,
    Withdrawal,
    WithdrawalRequest,
)
from trading.store.tables.feeds import FeedPage
from trading.store.tables.figures import ResultRow, StandingRow, Total
from trading.store.tables.files import DraftFile, NoticeFile, StoredFile
from trading.store.tables.notices import Act, Draft, Notice, NoticeLot
from trading.store.tables.people import Enrolment, SignInAttempt, Staff, StaffSession
from trading.store.tables.processes import Lot, Organization, Process
from trading.store.tables.reports import OwnSentenceRow, SnapshotRow, TemplateRow
from trading.store.tables.reviews import Autosave, DraftStep, DraftWriter, Schedule
from trading.store.tables.sites import DaySerial, SiteRow

__all__ = [
    "Act",
    "AudienceDay",
    "Autosave",
    "Award",
    "AwardLot",
    "AwardSupplier",
    "CalendarDay",
    "Correction",
    "DaySerial",
    "Draft",
    "DraftFile",
    "DraftStep",
    "DraftWriter",
    "Enrolment",
    "FeedPage",
    "Lot",
    "LotExit",
    "Notice",
    "NoticeFile",
    "NoticeLot",
    "NoticeStanding",
    "Organization",
    "OwnSentenceRow",
    "PeriodRow",
    "Process",
    "ResultRow",
    "Schedule",
    "SignInAttempt",
    "SiteRow",
    "SnapshotRow",
    "Staff",
    "StaffSession",
    "StandingRow",
    "StoredFile",
    "TemplateRow",
    "Total",
    "Withdrawal",
    "WithdrawalRequest",
    "metadata",
]
