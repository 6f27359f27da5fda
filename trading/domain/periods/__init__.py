"""Statutory periods (domain.md §5): the table in, findings out."""

from trading.domain.periods.cases import Case
from trading.domain.periods.measuring import period_findings
from trading.domain.periods.rules import RULES, PeriodRule, period_rule
from trading.domain.periods.table import Period, in_force

__all__ = ["RULES", "Case", "Period", "PeriodRule", "in_force", "period_findings", "period_rule"]
