"""Attachments of published notices, each at an address that names its bytes."""

from flask import Blueprint, Response, url_for
from flask_babel import gettext
from werkzeug.exceptions import NotFound as NoSuchPage

from trading.domain.drafts import Attachment
from trading.store.files import find_public_file
from trading.web.errors import refuse
from trading.web.handing_out import hand_out
from trading.web.session import get_read_session

bp = Blueprint("files", __name__)


@bp.get("/files/<sha256>/<name>")
def download(sha256: str, name: str) -> Response:
    """A file of a published notice; 410 once every notice that carried it was withdrawn."""
    found = find_public_file(get_read_session(), sha256, name)
    if found is None:
        raise NoSuchPage
    if found.withdrawn:
        return refuse(410, gettext("附件所属的公告已经撤销，附件不再提供。"))
    return hand_out(found.file)


def public_address(file: Attachment) -> str:
    """Where readers find a file once its notice is published."""
    return url_for("files.download", sha256=file.sha256, name=file.name)
