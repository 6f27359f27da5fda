"""What a file says besides its content, as sentences for those who publish it."""

from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from trading.domain.drafts import Attachment
from trading.services.traces import Trace, TraceKind, traces_of
from trading.web.handing_out import get_shelf

_SENTENCES: Mapping[TraceKind, LazyString] = {
    TraceKind.AUTHOR: _l("含作者信息"),
    TraceKind.COMMENT: _l("含批注%(n)d条"),
    TraceKind.REVISION: _l("含修订痕迹%(n)d处，删去的内容仍可看到"),
    TraceKind.HIDDEN_SHEET: _l("含隐藏的工作表%(n)d张"),
    TraceKind.CAMERA: _l("含拍摄信息"),
    TraceKind.PLACE: _l("含拍摄地点"),
    TraceKind.TEXT: _l("含附加说明%(n)d处"),
}


def told_traces(file: Attachment) -> list[str]:
    """Each trace of a file that lies on the disk."""
    return [_told(one) for one in traces_of(get_shelf().path_of(file.sha256), file.name)]


def _told(trace: Trace) -> str:
    said = str(_SENTENCES[trace.kind]) % {"n": trace.count}
    return f"{said}：{'、'.join(trace.names)}" if trace.names else said


def traced(files: Iterable[Attachment]) -> list[tuple[str, list[str]]]:
    """The files that carry something besides their content, each with what it is."""
    found = ((one.name, told_traces(one)) for one in files)
    return [(name, said) for name, said in found if said]
