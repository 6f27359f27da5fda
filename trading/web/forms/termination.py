"""The form for a termination (流标、废标、终止公告): which lots end, how, and why."""

from typing import Any

from flask_babel import gettext
from wtforms import FieldList, FormField
from wtforms import Form as Fields

from trading.domain.codes import Family, Outcome
from trading.domain.drafts import FailedLot, NoticeDraft
from trading.domain.tidying import MOST_LOTS
from trading.web.forms.lots import FAILED, NONE, TERMINATED, EndedLotFields, read_lot
from trading.web.forms.notice import NoticeForm, members


class TerminationForm(NoticeForm):
    """A termination: every lot that it lists ends."""

    family = Family.TERMINATION

    lots = FieldList(FormField(EndedLotFields), min_entries=1, max_entries=MOST_LOTS)

    def own_parts(self) -> dict[str, Any]:
        """Lots and how they end; a lot for which nothing is chosen does not end."""
        lots = [read_lot(entry.form, at) for at, entry in enumerate(self.lots, start=1)]
        ends = [
            _ended(lot.number, entry.form)
            for lot, entry in zip(lots, self.lots, strict=True)
            if entry.form.outcome.data in (FAILED, TERMINATED)
        ]
        return {"lots": tuple(lots), "failed": tuple(ends)}

    def validate(self, *args: Any, **options: Any) -> bool:
        """A reason at a lot for which nothing is chosen would be lost, so it is asked about."""
        valid: bool = super().validate(*args, **options)
        for lot in self.lots:
            fields = lot.form
            said = fields.failed_reason.data or fields.replace_reason.data
            if said and fields.outcome.data not in (FAILED, TERMINATED):
                fields.outcome.errors = [gettext("写了原因，请选择这个标段怎样结束")]
                valid = False
        return valid

    def _offer_choices(self) -> None:
        super()._offer_choices()
        ends = [
            (NONE, gettext("请选择")),
            (FAILED, str(self.words.failed)),
            (TERMINATED, gettext("终止（不再进行）")),
        ]
        for lot in self.lots:
            lot.form.outcome.choices = ends


def termination_members(content: NoticeDraft) -> dict[str, Any]:
    """A draft of a termination, as its form takes it."""
    ended = {one.lot: one for one in content.failed}
    lots = [_members({**vars(lot), "outcome": NONE}, ended.get(lot.number)) for lot in content.lots]
    return {**members(content), "lots": lots}


def _members(lot: dict[str, Any], ended: FailedLot | None) -> dict[str, Any]:
    if ended is None:
        return lot
    return lot | {
        "outcome": ended.outcome.value,
        "failed_reason": ended.reason,
        "replace_reason": ended.replace_reason,
    }


def _ended(number: int, fields: Fields) -> FailedLot:
    return FailedLot(
        lot=number,
        reason=(fields["failed_reason"].data or "").strip(),
        replace_reason=(fields["replace_reason"].data or "").strip(),
        outcome=Outcome(fields["outcome"].data),
    )
