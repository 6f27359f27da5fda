"""The form for a publicity of candidates: each lot with its ranked bidders, and the days."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, StringField, TextAreaField
from wtforms import Form as Fields

from trading.domain.codes import Currency, Family, PriceForm
from trading.domain.drafts import CandidateDraft, CandidateFacts, NoticeDraft
from trading.domain.tidying import MOST_CANDIDATES, MOST_LOTS, MOST_SUPPLIERS
from trading.web.forms.blanks import prune
from trading.web.forms.choices import ChoiceField
from trading.web.forms.dates import DayField
from trading.web.forms.lots import LotFields, read_lot
from trading.web.forms.money import MoneyField
from trading.web.forms.notice import NoticeForm, members
from trading.web.forms.numbers import NumberField, count_on
from trading.web.forms.parties import SupplierFields, read_party
from trading.web.forms.prices import offer_prices, read_price_form

USUAL = 3  # how many candidates an evaluation committee may recommend (招标投标法实施条例 53)


class CandidateFields(Fields):
    """One candidate: who, at what price, with which project leader."""

    rank = NumberField(_l("排名"))
    suppliers = FieldList(FormField(SupplierFields), min_entries=1, max_entries=MOST_SUPPLIERS)
    price_form = ChoiceField(_l("报价形式"), default=PriceForm.AMOUNT.value)
    amount = MoneyField(_l("投标报价"))
    currency = ChoiceField(_l("币种"), default=Currency.CNY.value)
    rate_text = StringField(_l("费率、下浮率或单价"), description=_l("如 下浮率8.5%"))
    leader = StringField(_l("项目负责人"), description=_l("姓名，可加证书名称和编号；没有的写“无”"))


class ProposedLotFields(LotFields):
    """A lot with its candidates."""

    candidates = FieldList(FormField(CandidateFields), max_entries=MOST_CANDIDATES)


class PublicityFields(Fields):
    """The days of the publicity and where to object."""

    evaluated_on = DayField(_l("评标日期"))
    publicity_from = DayField(_l("公示开始"))
    publicity_until = DayField(_l("公示截止"), description=_l("公示期不少于3日，开始当天不算"))
    objections = TextAreaField(
        _l("提出异议的渠道和方式"), description=_l("受理单位、联系人、电话、地址")
    )


class CandidateForm(NoticeForm):
    """A publicity of candidates (中标候选人公示)."""

    family = Family.CANDIDATE

    lots = FieldList(FormField(ProposedLotFields), min_entries=1, max_entries=MOST_LOTS)
    candidate = FormField(PublicityFields, "")

    def suggest(self) -> None:
        """Room for as many candidates as a committee usually recommends."""
        for lot in self.lots:
            while len(lot.form.candidates) < USUAL:
                lot.form.candidates.append_entry()
        self.tidy_rows()

    def tidy_rows(self) -> None:
        """Every lot has room for a candidate and every candidate for a bidder, all ranked."""
        for lot in self.lots:
            candidates = lot.form.candidates
            if not candidates.entries:
                candidates.append_entry()
            for entry in candidates:
                if not entry.form.suppliers.entries:
                    entry.form.suppliers.append_entry()
            count_on(candidates, "rank")
        super().tidy_rows()

    def prune_rows(self) -> None:
        """Candidates without a word in them are left out; the others keep their ranks."""
        for lot in self.lots:
            prune(lot.form.candidates)
            for entry in lot.form.candidates:
                prune(entry.form.suppliers, at_least=1)
        super().prune_rows()

    def own_parts(self) -> dict[str, Any]:
        """Lots, candidates and the days."""
        lots = [read_lot(entry.form, at) for at, entry in enumerate(self.lots, start=1)]
        fields = self.candidate.form
        facts = CandidateFacts(
            evaluated_on=fields.evaluated_on.data,
            publicity_from=fields.publicity_from.data,
            publicity_until=fields.publicity_until.data,
            objections=(fields.objections.data or "").strip(),
        )
        ranked = [
            _candidate(candidate.form, lot.number, at)
            for lot, entry in zip(lots, self.lots, strict=True)
            for at, candidate in enumerate(entry.form.candidates, start=1)
        ]
        return {"lots": tuple(lots), "candidate": facts, "candidates": tuple(ranked)}

    def _offer_choices(self) -> None:
        super()._offer_choices()
        for lot in self.lots:
            for entry in lot.form.candidates:
                offer_prices(entry.form)

    def _name_fields(self) -> None:
        super()._name_fields()
        for lot in self.lots:
            lot.form.candidates.label.text = gettext("候选人")
            for entry in lot.form.candidates:
                entry.form.suppliers.label.text = gettext("投标人")


def candidate_members(content: NoticeDraft) -> dict[str, Any]:
    """A draft of a publicity of candidates, as its form takes it."""
    return {
        **members(content),
        "lots": [
            {
                **vars(lot),
                "candidates": [
                    {**vars(one), "price_form": one.price_form.value}
                    for one in content.candidates
                    if one.lot == lot.number
                ],
            }
            for lot in content.lots
        ],
        "candidate": content.candidate or CandidateFacts(),
    }


def _candidate(fields: Fields, lot: int, position: int) -> CandidateDraft:
    return CandidateDraft(
        lot=lot,
        rank=fields["rank"].data or position,
        suppliers=tuple(read_party(entry.form) for entry in fields["suppliers"]),
        price_form=read_price_form(fields["price_form"].data),
        amount=fields["amount"].data,
        currency=fields["currency"].data or "",
        rate_text=(fields["rate_text"].data or "").strip(),
        leader=(fields["leader"].data or "").strip(),
    )
