"""Notice types and their families, with the tag that OCDS gives each (domain.md §2)."""

from dataclasses import dataclass
from enum import StrEnum

from trading.domain.codes.known import known


class Family(StrEnum):
    """What figures, sentences and feeds count notices by."""

    PLAN = "plan"
    TENDER = "tender"
    CORRECTION = "correction"
    CANDIDATE = "candidate"
    AWARD = "award"
    TERMINATION = "termination"
    CONTRACT = "contract"

    @property
    def zh(self) -> str:
        """The family in Chinese, as a report's sentence says it: 中标公告."""
        return _FAMILIES[self][0]

    @property
    def en(self) -> str:
        """The family in English, in the plural."""
        return _FAMILIES[self][1]


class NoticeType(StrEnum):
    """What a notice is; its display name also depends on category and method."""

    PLAN = "plan"
    PREQUALIFICATION = "prequalification"
    TENDER = "tender"
    SINGLE_SOURCE = "single_source"
    CORRECTION = "correction"
    CANDIDATE = "candidate"
    AWARD = "award"
    TERMINATION = "termination"
    CONTRACT = "contract"

    @property
    def family(self) -> Family:
        """The family it is counted in: tender also takes prequalification and single source."""
        return _TYPES[self].family

    @property
    def ocds_tag(self) -> str:
        """The release tag of OCDS 1.1; for corrections see also `correction_tag`."""
        return _TYPES[self].ocds_tag

    @property
    def zh(self) -> str:
        """The type in Chinese where no category is known, as in a filter."""
        return _TYPES[self].zh

    @property
    def en(self) -> str:
        """The type in English."""
        return _TYPES[self].en


@dataclass(frozen=True)
class _Row:
    family: Family
    ocds_tag: str
    zh: str
    en: str


_FAMILIES = {
    Family.PLAN: ("采购计划", "Plans"),
    Family.TENDER: ("招标公告", "Tenders"),
    Family.CORRECTION: ("更正公告", "Corrections"),
    Family.CANDIDATE: ("中标候选人公示", "Award candidates"),
    Family.AWARD: ("中标公告", "Awards"),
    Family.TERMINATION: ("终止公告", "Terminations"),
    Family.CONTRACT: ("合同公告", "Contracts"),
}

_TYPES = {
    NoticeType.PLAN: _Row(Family.PLAN, "planning", "采购计划", "Plan"),
    NoticeType.PREQUALIFICATION: _Row(
        Family.TENDER, "tender", "资格预审公告", "Prequalification notice"
    ),
    NoticeType.TENDER: _Row(Family.TENDER, "tender", "招标公告", "Tender notice"),
    NoticeType.SINGLE_SOURCE: _Row(
        Family.TENDER, "tender", "单一来源采购公示", "Single-source notice"
    ),
    NoticeType.CORRECTION: _Row(Family.CORRECTION, "tenderUpdate", "更正公告", "Correction"),
    NoticeType.CANDIDATE: _Row(Family.CANDIDATE, "award", "中标候选人公示", "Award candidates"),
    NoticeType.AWARD: _Row(Family.AWARD, "award", "中标结果公告", "Award notice"),
    NoticeType.TERMINATION: _Row(
        Family.TERMINATION, "tenderCancellation", "终止公告", "Termination notice"
    ),
    NoticeType.CONTRACT: _Row(Family.CONTRACT, "contract", "合同公告", "Contract notice"),
}


def correction_tag(corrected: Family) -> str:
    """The OCDS release tag of a correction, by the family of the notice that it corrects."""
    return "awardUpdate" if corrected in (Family.AWARD, Family.CANDIDATE) else "tenderUpdate"


def family_name(family: Family) -> str:
    """The family in Chinese: 招标公告, 中标公告 …"""
    return family.zh


def family(slug: str, *, field: str = "family") -> Family:
    """The family spelt `slug`; an unknown one is RuleBroken(field)."""
    return known(Family, slug, field)


def notice_type(slug: str, *, field: str = "type") -> NoticeType:
    """The notice type spelt `slug`; an unknown one is RuleBroken(field)."""
    return known(NoticeType, slug, field)
