"""The frozen form of a notice: its content and stamp as JSON members, and back again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from trading.domain.codes import NoticeType, PriceForm
from trading.domain.drafts import (
    AwardDraft,
    AwardFacts,
    Entered,
    FailedLot,
    LotDraft,
    NoticeDraft,
    Party,
    TenderFacts,
)
from trading.domain.money import decimal_string, from_decimal_string

VERSION = 1

type Members = dict[str, Any]  # JSON: any depth, read back by `thaw` alone
