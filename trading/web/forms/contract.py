"""The form for a contract notice: each lot names the contract that was signed on it."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, StringField
from wtforms import Form as Fields

from trading.domain.codes import Currency, Family
from trading.domain.drafts import ContractDraft, NoticeDraft
from trading.domain.tidying import MOST_LOTS, MOST_SUPPLIERS
from trading.web.forms import rows
from trading.web.forms.blanks import prune
from trading.web.forms.choices import ChoiceField
from trading.web.forms.chosen import following, forget_missing, lots_by_row, rows_in_use
from trading.web.forms.dates import DayField
from trading.web.forms.lots import CONTRACT, NONE, SignedLotFields, read_lot
from trading.web.forms.money import MoneyField
from trading.web.forms.notice import NoticeForm, members
from trading.web.forms.parties import SupplierFields, read_party
from trading.web.forms.prices import offer_prices
from trading.web.forms.rows import row_index


class ContractFields(Fields):
    """One contract: with whom, for how much, signed when."""

    number = StringField(_l("合同编号"))
    suppliers = FieldList(FormField(SupplierFields), min_entries=1, max_entries=MOST_SUPPLIERS)
    amount = MoneyField(_l("合同金额"), description=_l("几个标段合为一份合同时填总额"))
    currency = ChoiceField(_l("币种"), default=Currency.CNY.value)
    rate_text = StringField(_l("价款说明"), description=_l("按费率、单价结算的写明"))
    signed_on = DayField(_l("签订日期"))
    term = StringField(_l("履约期限"), description=_l("如 2016年4月1日至2016年9月30日"))


class ContractForm(NoticeForm):
    """A contract notice (合同公告)."""

    family = Family.CONTRACT

    lots = FieldList(FormField(SignedLotFields), min_entries=1, max_entries=MOST_LOTS)
    contracts = FieldList(FormField(ContractFields), min_entries=1, max_entries=MOST_LOTS)

    def suggest(self) -> None:
        """With one lot there is nothing to choose: the first contract is on it."""
        if len(self.lots) == 1:
            self.lots[0].form.contract.data = CONTRACT + row_index(self.contracts[0])

    def tidy_rows(self) -> None:
        """A lot whose contract was removed has none again."""
        if not self.contracts.entries:
            self.contracts.append_entry()
        for entry in self.contracts:
            if not entry.form.suppliers.entries:
                entry.form.suppliers.append_entry()
        super().tidy_rows()
        forget_missing(self.lots, "contract")

    def press(self, action: str) -> None:
        """Add or remove a row; lots keep the contract that they have chosen, wherever it moves."""
        with following(self.lots, "contract", self.contracts, CONTRACT):
            rows.press(self, action)
        self.tidy_rows()

    def prune_rows(self) -> None:
        """A contract without a word in it stays when a lot has chosen it."""
        super().prune_rows()
        chosen = rows_in_use(self.lots, "contract", CONTRACT)
        with following(self.lots, "contract", self.contracts, CONTRACT):
            prune(self.contracts, keep=chosen)
        for entry in self.contracts:
            prune(entry.form.suppliers, at_least=1)

    def own_parts(self) -> dict[str, Any]:
        """Lots and contracts."""
        lots = [read_lot(entry.form, at) for at, entry in enumerate(self.lots, start=1)]
        taken = lots_by_row(self.lots, "contract", [lot.number for lot in lots])
        contracts = tuple(
            _contract(entry.form, tuple(taken.get(CONTRACT + row_index(entry), ())))
            for entry in self.contracts
        )
        return {"lots": tuple(lots), "contracts": contracts}

    def _offer_choices(self) -> None:
        super()._offer_choices()
        choices = [(NONE, gettext("请选择"))]
        for position, entry in enumerate(self.contracts, start=1):
            choices.append((CONTRACT + row_index(entry), gettext("合同%(n)d", n=position)))
            offer_prices(entry.form)
        for lot in self.lots:
            lot.form.contract.choices = choices

    def _name_fields(self) -> None:
        super()._name_fields()
        self.contracts.label.text = gettext("合同")
        for entry in self.contracts:
            entry.form.suppliers.label.text = self.words.supplier


def contract_members(content: NoticeDraft) -> dict[str, Any]:
    """A draft of a contract notice, as its form takes it."""
    chosen = {
        number: f"{CONTRACT}{index}"
        for index, contract in enumerate(content.contracts)
        for number in contract.lots
    }
    return {
        **members(content),
        "lots": [{**vars(lot), "contract": chosen.get(lot.number, NONE)} for lot in content.lots],
        "contracts": [vars(contract) for contract in content.contracts],
    }


def _contract(fields: Fields, lots: tuple[int, ...]) -> ContractDraft:
    texts = ("number", "rate_text", "term")
    return ContractDraft(
        lots=lots,
        suppliers=tuple(read_party(entry.form) for entry in fields["suppliers"]),
        amount=fields["amount"].data,
        currency=fields["currency"].data or "",
        signed_on=fields["signed_on"].data,
        **{name: (fields[name].data or "").strip() for name in texts},
    )
