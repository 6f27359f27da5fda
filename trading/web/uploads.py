"""Uploads: which addresses take more than a form, from whom, and where the bytes wait meanwhile."""

from collections.abc import Mapping
from contextlib import suppress
from tempfile import SpooledTemporaryFile
from typing import IO, cast

from flask import Flask, Request, redirect, request, url_for
from werkzeug.exceptions import ClientDisconnected
from werkzeug.wrappers import Response

from trading.services.documents.packaging import MOST_BYTES as MOST_TEMPLATE
from trading.services.filing import MEGABYTE, MOST_BYTES, MOST_IN_ALL
from trading.web.access import is_writer
from trading.web.handing_out import get_shelf

# The view that takes an upload → the page that shows its form, and the most bytes of a request:
# what may be uploaded at once, with room for the frame around it.
_UPLOADS: Mapping[str, tuple[str, int]] = {
    "staff_files.add": ("staff_files.show", MOST_IN_ALL + MEGABYTE),
    "staff_templates.add": ("staff_templates.show", MOST_TEMPLATE + MEGABYTE),
    "staff_word.read": ("staff_word.show", MOST_BYTES + MEGABYTE),
}
_IN_MEMORY = 64 * 1024
_MOST_THROWN = 256 * MEGABYTE  # of a request that is too large


class RoomyRequest(Request):
    """A request whose uploaded files wait on the disk that keeps them, never in memory."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if self.endpoint not in _UPLOADS:
            return super()._get_file_stream(
                total_content_length, content_type, filename, content_length
            )
        folder = get_shelf().folder / "incoming"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        waiting = SpooledTemporaryFile(max_size=_IN_MEMORY, mode="w+b", dir=str(folder))
        return cast(IO[bytes], waiting)  # it has all of it; typeshed says so from Python 3.12 on


def _let_pass(sent: IO[bytes]) -> None:
    """Read what is thrown away: a browser that is still sending reads no answer, and shows the
    clerk a broken connection instead of the page that says why."""
    with suppress(ClientDisconnected):  # nobody waits for the answer then
        for _ in range(_MOST_THROWN // _IN_MEMORY):
            if not sent.read(_IN_MEMORY):
                return


def allow_uploads(app: Flask) -> None:
    """Take large requests where files come in, from people who may write, and from nobody else.

    This runs before the form token is looked for, which reads the whole request.
    """
    app.request_class = RoomyRequest

    @app.before_request
    def allow() -> Response | None:
        upload = _UPLOADS.get(request.endpoint or "")
        if upload is None or request.method != "POST" or not is_writer():
            return None
        page, most = upload
        request.max_content_length = most
        if (request.content_length or 0) <= most:
            return None
        request.max_content_length = (request.content_length or 0) + 1  # the end is no excess
        _let_pass(request.stream)
        return redirect(url_for(page, **(request.view_args or {}), refused="size"), 303)
