"""What a sent notice form asks for, and whether it may be accepted as it stands."""

from datetime import datetime
from enum import StrEnum

from trading.domain.drafts import NoticeDraft
from trading.domain.errors import SeveralBroken
from trading.services import checking, correcting, drafting
from trading.store.engine import Session
from trading.web.forms import rows
from trading.web.forms.notice import NoticeForm


class Press(StrEnum):
    """The button that sent the form; `name="do"`."""

    SAVE = "save"
    CHECK = "check"
    FILES = "files"
    WORD = "word"
    REFRESH = "refresh"
    ROWS = "rows"


def pressed(action: str) -> Press:
    """The button behind a posted value; an unknown one only shows the form again."""
    if rows.is_row_press(action):
        return Press.ROWS
    try:
        return Press(action or Press.SAVE.value)
    except ValueError:
        return Press.REFRESH


def accepted(
    session: Session,
    form: NoticeForm,
    *,
    strict: bool,
    process_id: int | None,
    now: datetime,
) -> NoticeDraft | None:
    """The content, clean and ready to be saved; None when the form now says what is wrong.

    Malformed input is always refused; with `strict` so is everything that would keep the
    notice from being published at `now`. All faults are shown at once, one at each field.
    """
    form.validate()
    content = form.as_draft()
    try:
        content = drafting.clean_content(content)
    except SeveralBroken as several:
        form.refuse_all(several.broken)
    if content.correction is not None:
        content = correcting.settled(session, content)
    if strict:
        form.refuse_all(checking.shortcomings(session, content, process_id=process_id, now=now))
    return None if form.faults else content
