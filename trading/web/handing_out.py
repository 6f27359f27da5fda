"""Handing out: the bytes of a file as a download that can be resumed and never runs (R40)."""

import logging
from contextlib import ExitStack
from datetime import timedelta

from flask import Response, request
from flask_babel import gettext
from werkzeug.http import parse_range_header
from werkzeug.wsgi import wrap_file

from trading.services.shelves import Shelf
from trading.store.files import FileView
from trading.web.disposition import attachment
from trading.web.errors import refuse
from trading.web.session import get_runtime

FOREVER = timedelta(days=365)
CONTENT_SECURITY_POLICY = "sandbox; default-src 'none'"
_PIECE = 64 * 1024
_log = logging.getLogger(__name__)


def get_shelf() -> Shelf:
    """Where this installation keeps its files."""
    return Shelf(get_runtime().settings.data_dir / "files")


def hand_out(file: FileView) -> Response:
    """The file, or the part that a reader still lacks (Range, If-Range; RFC 9110 §14).

    A file that is gone from the disk, or not whole, is 404 and a line in the journal.
    """
    shelf = get_shelf()
    if not shelf.holds(file.sha256, file.size):
        _log.error("file %s of %d bytes is not on the disk", file.sha256, file.size)
        said = gettext("附件“%(name)s”暂时缺失，已经记录，请稍后再试或联系发布单位。")
        return refuse(404, said % {"name": file.name})
    answer = Response(content_type=file.media_type, direct_passthrough=True)
    answer.content_length = file.size
    answer.headers["Content-Disposition"] = attachment(file.name)
    answer.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    answer.headers["Cache-Control"] = (
        f"public, max-age={FOREVER // timedelta(seconds=1)}, immutable"
    )
    answer.set_etag(file.sha256)
    with ExitStack() as closing:
        opened = closing.enter_context(shelf.path_of(file.sha256).open("rb"))
        answer.response = wrap_file(request.environ, opened, _PIECE)
        length = _resumable(file.size)
        answer.make_conditional(request, accept_ranges=True, complete_length=length)
        if answer.status_code == 304 or request.method == "HEAD":
            answer.response = []
        else:
            closing.pop_all()  # whoever sends the bytes closes the file
    return answer


def _resumable(size: int) -> int | None:
    """The length within which a range is looked for; several ranges at once get the whole file."""
    wanted = parse_range_header(request.headers.get("Range"))
    return None if wanted and len(wanted.ranges) > 1 else size
