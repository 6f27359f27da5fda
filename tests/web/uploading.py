"""Uploading as a browser does it, and a notice that was published with files."""

import io
from collections.abc import Sequence

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from tests.notices import NOON, TENDER
from tests.web.clerks import Clerk
from trading.config import Settings
from trading.domain.drafts import Attachment, NoticeDraft
from trading.services import drafting, filing
from trading.services.publishing import publish
from trading.services.shelves import Shelf
from trading.store import people
from trading.store.drafts import DraftView, find_draft
from trading.store.engine import Store
from trading.store.sites import read_site

Upload = tuple[str, bytes]


def begin(store: Store, content: NoticeDraft = TENDER) -> int:
    """A draft of the first person of the office."""
    with store.writing() as session:
        return drafting.start(session, content, by=people.all_staff(session)[0].id, now=NOON)


def draft_of(store: Store, draft: int) -> DraftView:
    """A draft as it is now."""
    with store.reading() as session:
        return find_draft(session, draft)


def upload(
    clerk: Clerk, address: str, files: Sequence[Upload], form: str = "upload-form", **typed: str
) -> TestResponse:
    """Choose these files in the form of the page at this address, and send it."""
    page = clerk.open(address)
    sheet = page.forms[form]
    sent: MultiDict[str, object] = MultiDict({**sheet.fields.to_dict(), **typed})
    for name, content in files:
        sent.add("file", FileStorage(io.BytesIO(content), filename=name))
    boundary, body = encode_multipart(sent)
    kind = f"multipart/form-data; boundary={boundary}"
    return clerk.client.post(sheet.address or address, data=body, content_type=kind)


def published_with(
    store: Store, settings: Settings, *files: Upload, content: NoticeDraft = TENDER
) -> tuple[str, tuple[Attachment, ...]]:
    """Publish a notice that carries these files; gives its number and its files."""
    shelf = Shelf(settings.data_dir / "files")
    taken = [filing.take_in(shelf, io.BytesIO(bytes_), name) for name, bytes_ in files]
    draft = begin(store, content)
    with store.writing() as session:
        by = people.all_staff(session)[0].id
        filing.attach(session, draft, taken, revision=1, by=by, now=NOON)
        site = read_site(session, settings)
        act = publish(session, [draft], by=by, now=NOON, site=site)
    return act.numbers[0], tuple(taken)
