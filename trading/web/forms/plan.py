"""The form for a plan (招标计划 / 采购意向): what will be bought, for how much, and when."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, StringField, TextAreaField
from wtforms import Form as Fields

from trading.domain.codes import Family, Kind, Method
from trading.domain.drafts import NoticeDraft, PlanFacts
from trading.domain.tidying import MOST_LOTS
from trading.web.forms.dates import DayField
from trading.web.forms.lots import PlannedLotFields, read_lot
from trading.web.forms.notice import NoticeForm, members


class PlanFields(Fields):
    """When, with which money, and what else there is to know."""

    expected_on = DayField(_l("预计招标（采购）日期"))
    funds_source = StringField(_l("资金来源"), description=_l("如 财政资金、自筹"))
    note = TextAreaField(_l("说明"), description=_l("如 面向中小企业；以最终发布的公告为准"))


class PlanForm(NoticeForm):
    """A plan with the lots that it foresees."""

    family = Family.PLAN

    lots = FieldList(FormField(PlannedLotFields), min_entries=1, max_entries=MOST_LOTS)
    plan = FormField(PlanFields, "")

    @property
    def asks_funds(self) -> bool:
        """Whether the source of funds is asked for."""
        return self.kind.kind is Kind.WORKS

    def own_parts(self) -> dict[str, Any]:
        """Lots and facts."""
        lots = [read_lot(entry.form, at) for at, entry in enumerate(self.lots, start=1)]
        fields = self.plan.form
        facts = PlanFacts(
            expected_on=fields.expected_on.data,
            funds_source=(fields.funds_source.data or "").strip(),
            note=(fields.note.data or "").strip(),
        )
        return {"lots": tuple(lots), "plan": facts}

    def _offer_choices(self) -> None:
        """How the trade will be made is often not settled yet."""
        super()._offer_choices()
        other = (Method.OTHER.value, gettext("尚未确定"))
        kept = [one for one in self.method.choices if one[0] != Method.OTHER.value]
        self.method.choices = [*kept, other]


def plan_members(content: NoticeDraft) -> dict[str, Any]:
    """A draft of a plan, as its form takes it."""
    facts = content.plan or PlanFacts()
    return {**members(content), "lots": list(content.lots), "plan": facts}
