"""The form for an award notice: an outcome for each lot, and the awards that lots name."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, StringField, TextAreaField
from wtforms import Form as Fields

from trading.domain.codes import Currency, Family, Kind, PriceForm
from trading.domain.drafts import AwardDraft, AwardFacts, FailedLot, NoticeDraft
from trading.domain.tidying import MOST_LOTS, MOST_SUPPLIERS
from trading.web.forms import rows
from trading.web.forms.blanks import prune
from trading.web.forms.choices import ChoiceField
from trading.web.forms.chosen import following, forget_missing, lots_by_row, rows_in_use
from trading.web.forms.dates import DayField
from trading.web.forms.lots import AWARD, FAILED, NONE, DecidedLotFields, read_lot
from trading.web.forms.money import MoneyField
from trading.web.forms.notice import NoticeForm, members
from trading.web.forms.parties import SupplierFields, read_party
from trading.web.forms.prices import offer_prices, read_price_form
from trading.web.forms.rows import row_index


class AwardFields(Fields):
    """One award: whom, for how much, when decided."""

    suppliers = FieldList(FormField(SupplierFields), min_entries=1, max_entries=MOST_SUPPLIERS)
    price_form = ChoiceField(_l("价款形式"), default=PriceForm.AMOUNT.value)
    amount = MoneyField(_l("金额"), description=_l("几个标段合为一个结果时填总额"))
    currency = ChoiceField(_l("币种"), default=Currency.CNY.value)
    amount_note = StringField(_l("金额说明"), description=_l("金额为0或确无金额时写明原因"))
    rate_text = StringField(_l("费率、下浮率或单价"), description=_l("如 下浮率8.5%"))
    decided_on = DayField(_l("定标（成交）日期"))
    replace_reason = StringField(_l("替换原结果的原因"))


class ResultFields(Fields):
    """What a procurement result adds."""

    main_items = TextAreaField(_l("主要标的"), description=_l("名称、规格型号、数量、单价"))
    experts = StringField(_l("评审专家"), description=_l("姓名之间用顿号"))
    agency_fee = StringField(_l("代理服务费"), description=_l("收费标准和金额；没有的写“无”"))


class AwardForm(NoticeForm):
    """An award notice: lots choose their outcome among the awards below them."""

    family = Family.AWARD

    lots = FieldList(FormField(DecidedLotFields), min_entries=1, max_entries=MOST_LOTS)
    awards = FieldList(FormField(AwardFields), min_entries=1, max_entries=MOST_LOTS)
    award = FormField(ResultFields, "")

    @property
    def is_procurement(self) -> bool:
        """Whether main items, experts and the agency's fee are asked for."""
        return self.kind.kind is Kind.PROCUREMENT

    def validate(self, *args: Any, **options: Any) -> bool:
        """A reason for a failure that is not one would be lost, so it is asked about."""
        valid: bool = super().validate(*args, **options)
        for lot in self.lots:
            fields = lot.form
            if fields.failed_reason.data and fields.outcome.data != FAILED:
                fields.failed_reason.errors = [gettext("没有选流标（废标），请清空原因或改选结果")]
                valid = False
        return valid

    def suggest(self) -> None:
        """With one lot there is nothing to choose: the first award is for it."""
        if len(self.lots) == 1:
            self.lots[0].form.outcome.data = AWARD + row_index(self.awards[0])

    def _name_fields(self) -> None:
        super()._name_fields()
        self.awards.label.text = gettext("结果")
        for entry in self.awards:
            entry.form.suppliers.label.text = self.words.supplier

    def tidy_rows(self) -> None:
        """A lot whose award was removed has no outcome again."""
        if not self.awards.entries:
            self.awards.append_entry()
        for entry in self.awards:
            if not entry.form.suppliers.entries:
                entry.form.suppliers.append_entry()
        super().tidy_rows()
        forget_missing(self.lots, "outcome")

    def press(self, action: str) -> None:
        """Add or remove a row; lots keep the award that they have chosen, wherever it moves."""
        with following(self.lots, "outcome", self.awards, AWARD):
            rows.press(self, action)
        self.tidy_rows()

    def prune_rows(self) -> None:
        """An award without a word in it stays when a lot has chosen it."""
        super().prune_rows()
        chosen = rows_in_use(self.lots, "outcome", AWARD)
        with following(self.lots, "outcome", self.awards, AWARD):
            prune(self.awards, keep=chosen)
        for entry in self.awards:
            prune(entry.form.suppliers, at_least=1)

    def own_parts(self) -> dict[str, Any]:
        """Lots, awards and failures."""
        lots = [read_lot(entry.form, at) for at, entry in enumerate(self.lots, start=1)]
        outcomes = [(lot.number, entry.form) for lot, entry in zip(lots, self.lots, strict=True)]
        taken = lots_by_row(self.lots, "outcome", [lot.number for lot in lots])
        return {
            "lots": tuple(lots),
            "awards": tuple(
                _award(entry.form, tuple(taken.get(AWARD + row_index(entry), ())))
                for entry in self.awards
            ),
            "failed": tuple(
                _failed(number, fields)
                for number, fields in outcomes
                if fields.outcome.data == FAILED
            ),
            "award": AwardFacts(
                **{field.short_name: (field.data or "").strip() for field in self.award.form}
            ),
        }

    def _offer_choices(self) -> None:
        super()._offer_choices()
        words = self.words
        outcomes = [(NONE, gettext("尚无结果"))]
        for position, entry in enumerate(self.awards, start=1):
            label = gettext("%(awarded)s：结果%(n)d", awarded=words.awarded, n=position)
            outcomes.append((AWARD + row_index(entry), label))
            fields = entry.form
            offer_prices(fields)
        outcomes.append((FAILED, str(words.failed)))
        for lot in self.lots:
            lot.form.outcome.choices = outcomes


def award_members(content: NoticeDraft) -> dict[str, Any]:
    """A draft of an award notice, as its form takes it."""
    return {
        **members(content),
        "lots": [_lot_members(content, at) for at in range(len(content.lots))],
        "awards": [
            {**vars(award), "price_form": award.price_form.value} for award in content.awards
        ],
        "award": content.award or AwardFacts(),
    }


def _lot_members(content: NoticeDraft, at: int) -> dict[str, Any]:
    lot = content.lots[at]
    found = {**vars(lot), "outcome": NONE}
    for index, award in enumerate(content.awards):
        if lot.number in award.lots:
            found["outcome"] = f"{AWARD}{index}"
    for failed in content.failed:
        if failed.lot == lot.number:
            found |= {
                "outcome": FAILED,
                "failed_reason": failed.reason,
                "replace_reason": failed.replace_reason,
            }
    return found


def _award(fields: Fields, lots: tuple[int, ...]) -> AwardDraft:
    texts = ("rate_text", "amount_note", "replace_reason")
    return AwardDraft(
        lots=lots,
        suppliers=tuple(read_party(entry.form) for entry in fields["suppliers"]),
        price_form=read_price_form(fields["price_form"].data),
        amount=fields["amount"].data,
        currency=fields["currency"].data or "",
        decided_on=fields["decided_on"].data,
        **{name: (fields[name].data or "").strip() for name in texts},
    )


def _failed(number: int, fields: Fields) -> FailedLot:
    return FailedLot(
        lot=number,
        reason=(fields["failed_reason"].data or "").strip(),
        replace_reason=(fields["replace_reason"].data or "").strip(),
    )
