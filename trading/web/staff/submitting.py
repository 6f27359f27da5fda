"""What a sent notice form asks for, and whether it may be accepted as it stands."""

from datetime import datetime
from enum import StrEnum

from trading.domain.drafts import NoticeDraft
from trading.domain.errors import SeveralBroken
from trading.domain.privacy import mask as mask_text
from trading.domain.privacy import mask_html, public_numbers
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
    MASK = "mask"
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
    content = stated(session, form)
    if strict:
        form.refuse_all(checking.shortcomings(session, content, process_id=process_id, now=now))
    return None if form.faults else content


def stated(session: Session, form: NoticeForm) -> NoticeDraft:
    """The content as the form states it; what is malformed is refused at its field."""
    form.validate()
    content = form.as_draft()
    try:
        content = drafting.clean_content(content)
    except SeveralBroken as several:
        form.refuse_all(several.broken)
    return content if content.correction is None else correcting.settled(session, content)


def mask(form: NoticeForm) -> int:
    """Mask the personal data in title and body as they were typed; how many were masked.

    Nothing else in the form is touched, read or refused.
    """
    phones = (form.buyer.form.phone.data, form.agency.form.phone.data)
    spared = public_numbers([phone or "" for phone in phones])
    form.title.data, in_title = mask_text(form.title.data or "", spared=spared)
    form.body_html.data, in_body = mask_html(form.body_html.data or "", spared=spared)
    return len(in_title) + len(in_body)
