"""Why a notice is corrected, and whether its deadline is put off, as coded answers."""

from enum import StrEnum

from trading.domain.codes.known import known


class CorrectionReason(StrEnum):
    """The reason of a correction (更正原因)."""

    CLARIFICATION = "clarification"
    POSTPONEMENT = "postponement"
    REQUIREMENTS = "requirements"
    CLERICAL = "clerical"
    OBJECTION = "objection"
    OTHER = "other"

    @property
    def zh(self) -> str:
        """The reason in Chinese."""
        return _REASONS[self][0]

    @property
    def en(self) -> str:
        """The reason in English."""
        return _REASONS[self][1]


_REASONS = {
    CorrectionReason.CLARIFICATION: ("文件澄清或答疑", "Clarification of the documents"),
    CorrectionReason.POSTPONEMENT: ("时间安排调整", "Change of the timetable"),
    CorrectionReason.REQUIREMENTS: ("需求或条件变更", "Change of requirements or terms"),
    CorrectionReason.CLERICAL: ("文字或数据录入有误", "Clerical error"),
    CorrectionReason.OBJECTION: ("异议、质疑或投诉处理", "An objection or complaint was upheld"),
    CorrectionReason.OTHER: ("其他", "Other"),
}


class Extension(StrEnum):
    """Whether a correction near the deadline puts it off (domain.md §5)."""

    EXTENDED = "extended"
    UNAFFECTED = "unaffected"

    @property
    def zh(self) -> str:
        """The answer in Chinese."""
        return _EXTENSIONS[self][0]

    @property
    def en(self) -> str:
        """The answer in English."""
        return _EXTENSIONS[self][1]


_EXTENSIONS = {
    Extension.EXTENDED: ("顺延截止时间", "The deadline is extended"),
    Extension.UNAFFECTED: ("不影响投标（响应）文件编制，不顺延", "Bids are not affected"),
}


def correction_reason(slug: str, *, field: str = "reason_code") -> CorrectionReason:
    """The reason spelt `slug`; an unknown one is RuleBroken(field)."""
    return known(CorrectionReason, slug, field)
