"""What each fact of a notice is called; ``{words}`` in braces are those of its category."""

from collections.abc import Mapping

from trading.domain.words import Words

WHOLE: Mapping[str, str] = {
    "process_title": "项目名称",
    "project_code": "项目编号",
    "method": "{method}",
    "region": "行政区划",
}
PARTY: Mapping[str, str] = {
    "name": "名称",
    "uscc": "统一社会信用代码",
    "address": "地址",
    "contact": "联系人",
    "phone": "联系电话",
}
GROUPS: Mapping[str, Mapping[str, str]] = {
    "plan": {"expected_on": "预计时间", "funds_source": "资金来源", "note": "备注"},
    "tender": {
        "deadline": "{deadline}",
        "opening_at": "{opening_at}",
        "opening_place": "{opening_place}",
        "listing_until": "挂牌截止时间",
        "documents_from": "{documents}获取开始时间",
        "documents_until": "{documents}获取截止时间",
        "documents_how": "{documents}获取方式",
        "qualification": "资格要求",
        "consortium": "联合体",
        "funds_source": "资金来源",
    },
    "candidate": {
        "evaluated_on": "评标报告日期",
        "publicity_from": "公示开始",
        "publicity_until": "公示截止",
        "objections": "异议渠道",
    },
    "award": {"main_items": "主要标的", "experts": "评审专家", "agency_fee": "代理服务费"},
}
ROWS: Mapping[str, Mapping[str, str]] = {
    "lots": {
        "title": "名称",
        "code": "编号",
        "content": "内容和范围",
        "estimate": "{estimate}",
        "ceiling": "{ceiling}",
        "parcel": "宗地编号或位置",
        "area": "面积",
        "land_use": "用途",
        "term": "出让年限",
        "bid_step": "增价幅度",
        "deposit": "保证金",
    },
    "candidates": {
        "suppliers": "",
        "price_form": "价款形式",
        "amount": "报价",
        "currency": "币种",
        "rate_text": "报价（费率、单价）",
        "leader": "项目负责人",
    },
    "awards": {
        "suppliers": "{supplier}",
        "price_form": "价款形式",
        "amount": "{awarded}金额",
        "currency": "币种",
        "rate_text": "费率、下浮率或单价",
        "amount_note": "金额说明",
        "decided_on": "定标（成交）日期",
        "replace_reason": "替换原结果的原因",
    },
    "failed": {
        "outcome": "结果",
        "reason": "{failed}（终止）原因",
        "replace_reason": "撤销原结果的原因",
    },
    "contracts": {
        "lots": "所含{lot}",
        "suppliers": "合同乙方",
        "number": "合同编号",
        "amount": "合同金额",
        "currency": "币种",
        "rate_text": "费率或单价",
        "signed_on": "签订日期",
        "term": "合同期限",
    },
}


def group_words(words: Words) -> dict[str, str]:
    """The category's words for these labels: the deadline is told without "time"."""
    return {**vars(words), "deadline": words.deadline.removesuffix("时间")}
