"""Forms of the report: the centre's own sentence, with the whole of each 其中 in it."""

from collections.abc import Iterable

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, SelectField, TextAreaField

from trading.domain.errors import RuleBroken, SeveralBroken
from trading.domain.figures import YearFigures
from trading.services.wording.own import AS_WRITTEN, DIVIDES, MOST_WHOLES, PARTIAL, OwnSentence
from trading.web.forms.base import Form


class OwnSentenceForm(Form):
    """A sentence with placeholders, the year whose values it is checked with, and its wholes."""

    text = TextAreaField(
        _l("句子"),
        description=_l("数字写成占位符，如 {{ trades }}；直接写的数字也会核对能否加得起来"),
    )
    year = SelectField(_l("按哪一年的数核对"), coerce=int)
    wholes = FieldList(
        SelectField(_l("总数"), validate_choice=False),
        label=_l("“其中”的分项"),
        max_entries=MOST_WHOLES,
    )

    def prepare(self, years: Iterable[int], figures: YearFigures) -> "OwnSentenceForm":
        """Offer these years, and a choice of figures for every 其中 of the text."""
        self.year.choices = [(one, str(one)) for one in years]
        wanted = min((self.text.data or "").count(DIVIDES), MOST_WHOLES)
        while len(self.wholes.entries) > wanted:
            self.wholes.pop_entry()
        while len(self.wholes.entries) < wanted:
            self.wholes.append_entry(AS_WRITTEN)
        choices = [
            (AS_WRITTEN, gettext("按句子里写的数核对")),
            (PARTIAL, gettext("只列举了一部分，不求加起来相等")),
            *((one.name, one.definition.label) for one in figures.figures),
        ]
        known = {name for name, _ in choices}
        for number, entry in enumerate(self.wholes.entries, start=1):
            entry.choices = choices
            entry.label.text = gettext("第%(n)d处“其中”是谁的分项", n=number)
            if entry.data not in known:
                entry.data = AS_WRITTEN
        return self

    def sentence(self) -> OwnSentence:
        """What was typed and chosen; only after `prepare`."""
        wholes = tuple(entry.data for entry in self.wholes.entries)
        return OwnSentence((self.text.data or "").strip(), wholes)

    def refuse(self, error: RuleBroken | SeveralBroken) -> "OwnSentenceForm":
        """Put what is wrong with a 其中 at the choice of its whole."""
        broken = error.broken if isinstance(error, SeveralBroken) else [error]
        entries = {entry.name: entry for entry in self.wholes.entries}
        for one in broken:
            if one.field in entries:
                super().refuse(RuleBroken("%(why)s", field="wholes", why=str(one)))
                entries[one.field].errors = [*entries[one.field].errors, str(one)]
            else:
                super().refuse(one)
        return self
