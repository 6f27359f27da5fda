"""Lines: what stands beside figures, or is left out of them, in both languages."""

from collections.abc import Mapping

# Lines that stand beside figures, or are left out of them: each opens to its rows.
LABELS: Mapping[str, tuple[str, str]] = {
    "excluded_rate_or_unit_price": ("以费率、单价成交，未计入总额", "At a rate or unit price"),
    "excluded_no_amount": ("未填金额", "No amount stated"),
    "excluded_foreign_currency": ("以外币成交，未计入总额", "In another currency"),
    "trades_rate": ("以费率或下浮率成交", "At a rate or discount"),
    "trades_unit_price": ("以单价成交", "At a unit price"),
    "trades_other": ("以其他价款形式成交", "At another price form"),
    "trades_spending": ("支出类成交", "Trades that spend money"),
    "trades_income": ("收入类成交", "Trades that bring money in"),
    "trade_total_spending": ("其中支出类", "Money out"),
    "trade_total_income": ("其中收入类", "Money in"),
    "savings_lots": ("可比较的标段", "Lots covered"),
    "savings_no_limit": ("有标段没有最高限价和预算", "A lot without ceiling and estimate"),
    "savings_rate_or_unit_price": ("以费率、单价成交", "At a rate or unit price"),
    "savings_no_amount": ("未填金额", "No amount stated"),
    "savings_foreign_currency": ("以外币成交", "In another currency"),
    "premium_lots": ("可比较的标段", "Lots covered"),
    "premium_no_limit": ("有标段没有起始价", "A lot without a start price"),
    "premium_rate_or_unit_price": ("以费率、单价成交", "At a rate or unit price"),
    "premium_no_amount": ("未填金额", "No amount stated"),
    "premium_foreign_currency": ("以外币成交", "In another currency"),
    "results_on_time": ("按时公布", "On time"),
    "results_late": ("超过时限", "Late"),
    "results_no_date": ("没有定标日期", "No decision date"),
    "results_no_period": ("没有适用的时限", "No period applies"),
    "results_no_calendar": ("放假安排未录入，不能计算", "Holidays not entered"),
    "results_withdrawn": ("已撤销", "Withdrawn"),
}
