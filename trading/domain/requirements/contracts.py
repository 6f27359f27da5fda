"""What a contract notice (合同公告) must carry: the parties, the price, and when it was signed."""

from datetime import datetime

from trading.domain.calendar import day_of
from trading.domain.codes import Category
from trading.domain.drafts import ContractDraft, NoticeDraft
from trading.domain.errors import RuleBroken
from trading.domain.requirements.paths import lot_path
from trading.domain.requirements.prices import currency_shortcomings, supplier_shortcomings


def contract_shortcomings(
    content: NoticeDraft, _category: Category, now: datetime
) -> list[RuleBroken]:
    """What a contract notice lacks, published at `now`; each lot that it lists has a contract."""
    signed = {lot for contract in content.contracts for lot in contract.lots}
    listed = {lot.number for lot in content.lots}
    broken = [
        RuleBroken(
            "请选择这个标段的合同，或从公告中去掉它", field=lot_path(content, number, "contract")
        )
        for number in sorted(listed - signed)
    ]
    broken += [
        RuleBroken("标段%(number)d不在这份公告里", field="lots", number=number)
        for number in sorted(signed - listed)
    ]
    for index, contract in enumerate(content.contracts):
        broken += _contract(contract, f"contracts.{index}", now)
    return broken


def _contract(contract: ContractDraft, path: str, now: datetime) -> list[RuleBroken]:
    broken = supplier_shortcomings(contract.suppliers, path)
    broken += currency_shortcomings(contract.currency, path)
    if not contract.lots:
        broken.append(
            RuleBroken("没有标段选用这份合同：请在标段的“合同”里选它，或删除它", field=path)
        )
    if contract.amount is None and not contract.rate_text:
        broken.append(
            RuleBroken("请填写合同金额；按费率或单价结算的写在说明里", field=f"{path}.amount")
        )
    if contract.signed_on is None:
        broken.append(RuleBroken("请填写签订日期", field=f"{path}.signed_on"))
    elif contract.signed_on > day_of(now):
        broken.append(RuleBroken("签订日期不能晚于今天", field=f"{path}.signed_on"))
    return broken
